"""When the clock last ticked and the workers last looked, told to every process through the database.

The process that answers `/ready` is often not the one that ticks. These rows belong to the operator and to
no workspace: one for each part, however many machines run it.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Busy
from storage.row import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from storage.database import Database

CLOCK, WORKER = "clock", "worker"
EVERY = timedelta(seconds=15)
PATIENCE = 0.25  # seconds; there is a next time


class Heartbeat(Row):
    """The last sign of life of a part: `CLOCK` after a tick, `WORKER` after a look at the outbox.

    A restore leaves its own here too (`storage/restoring.py`).
    """

    __tablename__ = "heartbeats"

    part: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Heart:
    """Beats for one part in one process. One row is written every `EVERY`, by whichever process is first."""

    def __init__(self, database: Database, part: str) -> None:
        self._database, self._part = database, part
        self._seen_at: datetime | None = None
        self._lock = threading.Lock()

    def beat(self, now: datetime) -> None:
        """The part is alive. Mostly costs nothing, and a busy database is no reason to fail."""
        if not self._lock.acquire(blocking=False):  # another thread of this process is at it
            return
        try:
            if _is_stale(self._seen_at, now):
                beat(self._database, self._part, now)
                self._seen_at = now
        except (Busy, IntegrityError):  # the latter: another process was first to write the very first sign
            return
        finally:
            self._lock.release()


def beat(database: Database, part: str, now: datetime) -> None:
    """Write down that the part is alive, unless another process has done so within `EVERY`.

    Raises `Busy` when others write for longer than `PATIENCE`.
    """
    with database.reading() as session:
        at = last(session).get(part)
    if _is_stale(at, now):
        with database.writing(PATIENCE) as session:
            session.merge(Heartbeat(part=part, at=now))


def last(session: Session) -> Mapping[str, datetime]:
    """When clock and workers last gave a sign of life; a part that never has is not there."""
    query = select(Heartbeat).where(Heartbeat.part.in_((CLOCK, WORKER)))
    return {row.part: row.at for row in session.scalars(query)}


def _is_stale(at: datetime | None, now: datetime) -> bool:
    """Also when it lies ahead: a clock was put back."""
    return at is None or at > now or now - at >= EVERY
