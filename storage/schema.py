"""Whether the database has the tables that this version needs, and the way to get them."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

    from storage.database import Database

HEAD = "0005_from_0002"
"""The newest migration: its number, and the oldest program that can still work with its tables.

So that a new version can be rolled out without a stop, migrations only add (expand); what is no longer needed is
taken away (contract) a release later, and then the second number goes up.
"""
_LOCK = 7_243_715_001  # any number that nobody else uses in this database


class Unmigrated(RuntimeError):
    """The tables are of another version than this program."""


def is_empty(database: Database) -> bool:
    """Whether there are no tables at all."""
    return not inspect(database.engine).get_table_names()


def check(database: Database) -> None:
    """`Unmigrated`, in a sentence that says what to do, unless this program can work with the tables."""
    with database.engine.connect().execution_options(writes=False) as connection:
        found = None
        if inspect(connection).has_table("alembic_version"):
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found is None:
        raise Unmigrated("The database has no tables yet. Run: python -m bot migrate")
    if _number(found) < _number(HEAD):
        raise Unmigrated(
            f"The database is at version {found} and this program needs {HEAD}. Run: python -m bot migrate"
        )
    if _oldest_program(found) > _number(HEAD):
        raise Unmigrated(
            f"The database is at version {found}, and this program at {HEAD} is too old for it. Install the newer PairMe."
        )


def _number(version: str) -> int:
    return int(version.partition("_from_")[0])


def _oldest_program(version: str) -> int:
    """The number of the oldest program that can work with tables of this version."""
    number, _, oldest = version.partition("_from_")
    return int(oldest or number)


def migrate(database: Database) -> None:
    """Bring the tables to this version, in one transaction; several at once wait for each other."""
    from alembic import command  # noqa: PLC0415 - heavy, and only needed to migrate

    config = alembic_config()
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def alembic_config() -> Config:
    """Where the migrations are."""
    from alembic.config import Config  # noqa: PLC0415 - heavy, and only needed to migrate

    config = Config()
    config.set_main_option("script_location", str(files("storage") / "migrations"))
    return config
