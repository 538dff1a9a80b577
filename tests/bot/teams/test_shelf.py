"""Files on the shelf: whose they are, how long they stay, and what is kept of their secrets."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, text

from bot.teams.shelf import OFFERED, Shelf
from programme.words.message import File
from storage import handed_files
from storage.database import Database
from storage.handed_files import HandedFile

NOW = datetime(2027, 9, 13, 9, tzinfo=UTC)
FILE = File("my-data.txt", "Everything about Amina", "Your data", is_personal=True)


def shelf(database: Database, now: datetime = NOW) -> Shelf:
    return Shelf(database, "https://pairme.larkhill.example", lambda: now)


def rows(database: Database) -> list[HandedFile]:
    with database.reading() as session:
        return list(session.scalars(select(HandedFile).order_by(HandedFile.id)))


def test_neither_the_file_nor_its_secret_nor_its_code_can_be_read_in_the_tables(database: Database) -> None:
    link = shelf(database).link("W1", shelf(database).keep("W1", FILE), FILE)
    secret = link.address.rpartition("/")[2]
    with database.engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM handed_files")).all())
    assert not [each for each in (secret, f"'{link.code}'", FILE.content, FILE.name) if each in kept]
    assert re.fullmatch(r"\d{6}", link.code)
    assert len(secret) >= 43


def test_a_new_secret_takes_the_place_of_the_old_one_with_all_its_tries(database: Database) -> None:
    here = shelf(database)
    number = here.keep("W1", FILE)
    here.link("W1", number, FILE)
    with database.writing() as session:
        session.scalars(select(HandedFile).where(HandedFile.workspace == "W1")).one().wrong_codes = 4
    secret = shelf(database, NOW + timedelta(days=6)).offer("W1", number, FILE)
    (kept,) = rows(database)
    assert (kept.wrong_codes, kept.needs_code, kept.code_hash) == (0, False, None)
    assert kept.hash == handed_files.hashed(OFFERED + secret)
    assert kept.expires_at == NOW + timedelta(days=6) + handed_files.LASTS


def test_another_workspaces_file_is_not_touched(database: Database) -> None:
    number = shelf(database).keep("W1", FILE)
    before = rows(database)[0].hash
    shelf(database).link("W2", number, FILE)
    assert [(each.workspace, each.hash == before) for each in rows(database)] == [("W1", True), ("W2", False)]
