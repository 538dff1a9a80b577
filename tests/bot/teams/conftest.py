"""What is served for a whole file of tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.teams.line import Line
from practice.teams.app import PracticeTeams
from storage.database import Database
from storage.vault import Vault, new_key
from tests.bot.teams.outward import Outward, a_line, a_teams, outward
from tests.bot.teams.ward import Ward, ward


@pytest.fixture(scope="module")
def one_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An empty SQLite database for all the tests of a file."""
    path = tmp_path_factory.mktemp("ward") / "pairme.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}", Vault([new_key()]))
    yield database
    database.close()


@pytest.fixture(scope="module")
def one_ward(one_file: Database) -> Iterator[Ward]:
    """A ward for all the tests of a file, which leave it as they found it or use people of their own."""
    with ward(one_file) as made:
        yield made


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[PracticeTeams, Line]]:
    """A Teams, and a line to it."""
    with a_teams() as teams, a_line(teams) as line:
        yield teams, line


@pytest.fixture
def place(both: tuple[PracticeTeams, Line], sqlite_template: Path, tmp_path: Path) -> Iterator[Outward]:
    """What the bot breaks of Teams' rules is told at the end."""
    with outward(*both, sqlite_template, tmp_path) as made:
        yield made
        assert made.teams.journal.broken() == []
