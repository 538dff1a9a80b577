"""The database: there, writable, of this version, with room, private, with the right keys and the right time."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, text
from sqlalchemy.exc import SQLAlchemyError

from bot.check import files
from bot.check.finding import note, ok, problem
from storage import rotation, schema
from storage.database import Busy, Database, Unreachable
from storage.heartbeats import Heartbeat
from storage.server_time import NoAnswer, server_time
from storage.vault import UnreadableText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from bot.check.finding import Finding

SKEW = timedelta(seconds=30)
_OLDEST_POSTGRES = 13  # older ones get no more mending from PostgreSQL's makers
_LEAST_FREE = 500  # megabytes
_MEGABYTE = 1_000_000


def reachable(database: Database) -> Iterator[Finding]:
    """Whether it can be opened. A SQLite file is not made by looking."""
    where = database.url.render_as_string(hide_password=True)
    path = Path(database.url.database or "")
    if database.is_sqlite and not path.exists():
        if path.absolute().parent.is_dir():
            yield note(
                "database",
                f"{path} is not there yet. It is made by python -m bot, or now by: python -m bot migrate",
            )
        else:
            yield problem("database", f"the folder of {path} is not there. Make it, or change DATABASE_URL.")
        return
    try:
        database.check()
    except Unreachable as unreachable:
        yield problem("database", str(unreachable))
        return
    except SQLAlchemyError as error:
        yield problem(
            "database", f"{where} cannot be read ({type(error).__name__}). Restore a backup if it is damaged."
        )
        return
    yield ok("database", f"{where} can be opened.")


def kind(database: Database) -> Iterator[Finding]:
    """Its version, and for SQLite its room and who may read it."""
    if database.is_sqlite:
        path = Path(database.url.database or "")
        yield ok("database", f"SQLite {sqlite3.sqlite_version}, for one process.")
        yield from files.private(path, "database file")
        yield from _room(path)
        return
    with database.engine.connect() as connection:
        version = str(connection.scalar(text("SHOW server_version")))
    major = int(version.partition(".")[0])
    if major < _OLDEST_POSTGRES:
        yield problem(
            "database",
            f"PostgreSQL {version} is no longer mended by its makers. Use {_OLDEST_POSTGRES} or newer.",
        )
    else:
        yield ok("database", f"PostgreSQL {version}, for any number of processes.")


def migrations(database: Database) -> Iterator[Finding]:
    """Whether the tables fit this program."""
    try:
        schema.check(database)
    except schema.Unmigrated as unmigrated:
        yield problem("migrations", str(unmigrated))
    else:
        yield ok("migrations", f"the tables fit version {schema.HEAD}.")


def writable(database: Database) -> Iterator[Finding]:
    """Whether a transaction can be begun and a row touched; nothing is changed."""
    try:
        with database.writing() as session:
            session.execute(delete(Heartbeat).where(Heartbeat.part == "nobody"))
    except Busy:
        yield problem(
            "writing", "the database has been busy for two seconds. If it stays so, restart PairMe."
        )
    except SQLAlchemyError as error:
        yield problem(
            "writing",
            f"the database cannot be written to ({type(error).__name__}). Check the disk, and that PairMe's account may write.",
        )
    else:
        yield ok("writing", "the database can be written to.")


def opens(database: Database) -> Iterator[Finding]:
    """Whether the keys open what is stored."""
    try:
        rotation.check(database)
    except UnreadableText as unreadable:
        yield problem("keys", str(unreadable))
    else:
        yield ok("keys", "they open what is stored.")


def time(database: Database, now: Callable[[], datetime]) -> Iterator[Finding]:
    """PostgreSQL's clock against ours; SQLite has none of its own."""
    if database.is_sqlite:
        return
    try:
        theirs = server_time(database)
    except NoAnswer as unanswered:
        yield problem("time", str(unanswered))
        return
    yield from skew("PostgreSQL", theirs - now())


def skew(whose: str, ahead: timedelta) -> Iterator[Finding]:
    """Whether another's clock and ours agree well enough."""
    seconds = round(abs(ahead.total_seconds()))
    if abs(ahead) > SKEW:
        way = "behind" if ahead > timedelta(0) else "ahead of"
        yield problem(
            "time", f"this machine is {seconds} s {way} {whose}. Turn on time synchronisation (NTP)."
        )
    else:
        yield ok("time", f"this machine and {whose} agree to {seconds} s.")


def _room(path: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(path.absolute().parent).free // _MEGABYTE
    wanted = max(_LEAST_FREE, 3 * path.stat().st_size // _MEGABYTE)
    if free < wanted:
        yield problem("disk", f"{free} MB are free beside the database. Make room: {wanted} MB at least.")
    else:
        yield ok("disk", f"{free} MB are free beside the database.")
