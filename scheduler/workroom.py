"""Where matchings are worked out: what it takes, and one that was claimed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storage import matchings, outbox, people
from storage.database import CLOCK_PATIENCE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from programme.moments import SendWindow
    from programme.site import Site
    from programme.words.message import Message
    from scheduler.people_import import Directory
    from storage.database import Database
    from storage.matchings import Matching

LEASE = timedelta(minutes=5)
"""Longer than a stage takes of the largest pool, and every stage begins it anew."""


@dataclass(frozen=True)
class Workroom:
    """The database, where accounts are looked up by platform, the hospital, when people may be written to, the clock."""

    database: Database
    directories: Mapping[str, Directory]
    site: Site
    window: SendWindow
    now: Callable[[], datetime]


@dataclass(frozen=True)
class Job:
    """One matching that was claimed, and for which time."""

    workspace: str
    id: int
    cohort_id: int
    asked_by_id: int
    kind: str
    seed: int
    attempt: int

    def still_ours(self, session: Session) -> Matching | None:
        """Its row, held; None when it was dealt with, or another has taken it over after the lease."""
        row = matchings.locked(session, self.workspace, self.id)
        return row if row is not None and row.attempts == self.attempt else None


def answer(room: Workroom, job: Job, what: str, words: Message) -> None:
    """Tell whoever asked, in a letter about `what`, and let go of it; nothing when it is no longer ours."""
    now = room.now()
    with room.database.writing(CLOCK_PATIENCE) as session:
        waiting = job.still_ours(session)
        if waiting is None:
            return
        asker = people.by_id(session, job.workspace, [job.asked_by_id])[job.asked_by_id]
        key = f"{job.workspace}/matching/{job.id}/{what}/{asker.id}"
        outbox.post(session, key, asker.address, words, now, cohort_id=job.cohort_id)
        session.delete(waiting)
