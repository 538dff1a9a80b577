"""The migrations make the tables that the program expects, on both databases."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage import schema
from storage.database import Database
from storage.tables import METADATA


def test_there_is_one_newest_migration_and_the_program_knows_it() -> None:
    script = ScriptDirectory.from_config(schema.alembic_config())
    assert script.get_heads() == [schema.HEAD]


def test_migrations_are_numbered_one_after_the_other() -> None:
    script = ScriptDirectory.from_config(schema.alembic_config())
    numbers = sorted(revision.revision for revision in script.walk_revisions())
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_the_migrated_tables_are_the_ones_that_the_code_describes(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


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
