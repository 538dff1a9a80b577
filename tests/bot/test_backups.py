"""`python -m bot backup` and `restore`: what is refused, and that nothing is then changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import KNOWN
from storage import people
from storage.database import Database
from storage.only_one import only_one


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_template: Path) -> Database:
    """The practice hospital's file, where its operator stands."""
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    shutil.copy(sqlite_template, "pairme-practice.db")
    return Database("sqlite:///pairme-practice.db")


def add(database: Database, name: str) -> None:
    with database.writing() as session:
        people.known(session, workspace="T1", platform="slack", platform_id=name)
    database.close()


def known(database: Database) -> list[str]:
    with database.reading() as session:
        found = [each.platform_id for each in session.query(people.Person).order_by(people.Person.id)]
    database.close()
    return found


def refused(capsys: pytest.CaptureFixture[str], *typed: str) -> str:
    assert main(list(typed)) == 1
    return capsys.readouterr().err.strip()


def test_a_backup_is_made_beside_a_running_bot_and_restored_when_it_has_stopped(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    add(database, "BEFORE")
    with only_one(database):
        assert main(["backup", "monday.backup"]) == 0
        assert "Written to monday.backup" in capsys.readouterr().out
        add(database, "AFTER")
        assert "Another PairMe is running" in refused(capsys, "restore", "monday.backup", "--yes")
    assert known(database) == ["BEFORE", "AFTER"]
    assert main(["restore", "monday.backup", "--yes"]) == 0
    said = capsys.readouterr().out
    assert "What was there before is in pairme-practice.db.before-" in said
    assert known(database) == ["BEFORE"]


def test_nothing_is_replaced_without_being_told_to(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("monday.backup").write_text("another", encoding="utf-8")
    assert refused(capsys, "backup", "monday.backup") == (
        "monday.backup is there already. To replace it add --yes."
    )
    assert main(["backup", "--yes", "monday.backup"]) == 0
    add(database, "AFTER")
    assert "add --yes; what is there now is kept in a file" in refused(capsys, "restore", "monday.backup")
    assert known(database) == ["AFTER"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("restore", "nothing.backup"), "There is no file nothing.backup."),
        (("backup", "nowhere/monday.backup"), "nowhere/monday.backup.part: No such file or directory."),
        (("restore", "notes.txt", "--yes"), "notes.txt cannot be read as a SQLite database."),
    ],
)
def test_what_cannot_be_read_or_written_is_one_sentence(
    database: Database, capsys: pytest.CaptureFixture[str], typed: tuple[str, ...], told: str
) -> None:
    Path("notes.txt").write_text("Not a database, and long enough to be read as one. " * 40, encoding="utf-8")
    assert refused(capsys, *typed) == told
    assert known(database) == []


def test_there_is_nothing_to_back_up_where_there_is_no_database(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("pairme-practice.db").unlink()
    assert refused(capsys, "backup", "monday.backup") == "There is no database at pairme-practice.db."
    assert not Path("monday.backup").exists()
    assert refused(capsys, "letters") == "There is no database at pairme-practice.db."
    database.close()
