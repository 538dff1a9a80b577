"""The database for a command that works beside a running bot and ends."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.house import CannotStart, opened, with_tables
from storage.database import Busy, Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings


@contextmanager
def tables(settings: Settings) -> Iterator[Database]:
    """The database with this version's tables; `CannotStart` when there is none, or it is busy."""
    with tables_of_any_version(settings) as database:
        with_tables(database, make_new=False)
        try:
            yield database
        except Busy as refusal:
            raise CannotStart(str(refusal)) from refusal


@contextmanager
def tables_of_any_version(settings: Settings) -> Iterator[Database]:
    """The database as it is; a SQLite file that is not there is not made."""
    wanted = Database(settings.database_url)
    if wanted.is_sqlite and not Path(wanted.url.database or "").exists():
        raise CannotStart(f"There is no database at {wanted.url.database}.")
    database = opened(settings)
    try:
        yield database
    finally:
        database.close()
