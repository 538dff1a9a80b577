"""The migrations make the tables that the program expects, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from storage import schema
from storage.database import Database
from storage.lanes import FREE_AT, Lane
from storage.tables import METADATA


def test_there_is_one_newest_migration_and_the_program_knows_it() -> None:
    script = ScriptDirectory.from_config(schema.alembic_config())
    assert script.get_heads() == [schema.HEAD]


def test_migrations_are_numbered_one_after_the_other() -> None:
    script = ScriptDirectory.from_config(schema.alembic_config())
    numbers = sorted(revision.revision for revision in script.walk_revisions())
    assert [number[:4] for number in numbers] == [f"{number:04}" for number in range(1, len(numbers) + 1)]


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_migrated_tables_are_the_ones_that_the_code_describes(database: Database) -> None:
    with database.engine.connect() as connection:
        options = {"compare_type": True, "include_object": is_comparable}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []


def is_comparable(_thing: object, name: str, kind: str, *_: object) -> bool:
    """An expression comes back from the database in other words; that the index is used is tested below."""
    return not (kind == "index" and name == "ix_lanes_free")


def test_a_free_lane_is_found_by_the_index_made_for_it(database: Database) -> None:
    query = (
        select(Lane.key)
        .where(Lane.gate == "W1/slack", datetime.now(UTC) >= FREE_AT)
        .order_by(FREE_AT)
        .limit(1)
    )
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(
                text("SET LOCAL enable_seqscan = off")
            )  # it is quicker while the table is empty
        written = query.compile(connection, compile_kwargs={"literal_binds": True})
        plan = connection.execute(text(f"EXPLAIN {'QUERY PLAN ' if database.is_sqlite else ''}{written}"))
        told = " ".join(str(row) for row in plan)
    assert "ix_lanes_free" in told
    assert "SORT" not in told.upper().replace("SORTED", "")
    assert "TEMP B-TREE" not in told


def test_a_newer_database_is_fine_as_long_as_it_still_serves_this_program(database: Database) -> None:
    """Two versions run at once while a new one is rolled out: its migrations come first, and only add."""
    number = int(schema.HEAD[:4])
    become(database, f"{number + 1:04}_from_{number:04}")
    schema.check(database)
    become(database, f"{number + 2:04}_from_{number + 1:04}")
    with pytest.raises(schema.Unmigrated, match="Install the newer PairMe"):
        schema.check(database)


def become(database: Database, version: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def test_an_empty_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(schema.Unmigrated, match="python -m bot migrate"):
        schema.check(database)
    schema.migrate(database)
    schema.check(database)
    database.close()


def test_a_database_of_another_version_is_refused_by_its_number(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.Unmigrated, match="version 9999"):
        schema.check(database)


def test_four_processes_that_migrate_at_once_come_out_clean(postgres_url: str) -> None:
    root = Database(postgres_url)
    with root.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS migrated_by_four"))
        connection.execute(text("CREATE DATABASE migrated_by_four"))
    url = postgres_url.replace("/postgres?", "/migrated_by_four?")
    failures: list[Exception] = []

    def migrate() -> None:
        database = Database(url)
        try:
            schema.migrate(database)
        except Exception as error:  # noqa: BLE001 - whatever a thread raises must reach the test
            failures.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=migrate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    made = Database(url)
    schema.check(made)
    made.close()
    root.close()
