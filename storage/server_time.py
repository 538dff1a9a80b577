"""The time that the database's own clock shows, which all machines share."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from storage.database import Busy, Database


class NoAnswer(RuntimeError):
    """The database did not tell the time."""


def server_time(database: Database) -> datetime:
    """Aware UTC, on PostgreSQL; raises `NoAnswer`."""
    try:
        with database.reading() as session:
            shown = session.scalar(select(func.clock_timestamp()))
    except (OperationalError, Busy) as error:
        raise NoAnswer("The database did not tell the time.") from error
    if not isinstance(shown, datetime):
        raise NoAnswer("The database has no clock of its own.")
    return shown.astimezone(UTC)
