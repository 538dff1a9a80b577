"""Databases for what is served for a whole file of tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.vault import Vault, new_key
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
