"""How far a long matching has come: one letter to whoever asked, changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words import proposing
from scheduler.workroom import LEASE
from storage import letters, outbox, people
from storage.database import CLOCK_PATIENCE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from programme.words.message import Message
    from scheduler.workroom import Job, Workroom
    from storage.grounds import Grounds

MANY = 200
"""With no more people than this it is over before a letter about it would be read."""


def is_long(known: Grounds) -> bool:
    """Whether there are so many people that it takes a while."""
    return len(known.everybody) > MANY


class Progress:
    """Tells of each stage as it is reached, and begins the lease anew: each time in a transaction of its own."""

    def __init__(self, room: Workroom, job: Job, cohort: str, number: int) -> None:
        self._room, self._job, self._cohort, self._number = room, job, cohort, number

    def reached(self, stage: str) -> None:
        """Another stage, said in words that end the sentence "Now I am"."""
        with self._room.database.writing(CLOCK_PATIENCE) as session:
            waiting = self._job.still_ours(session)
            if waiting is None or waiting.stage == stage:
                return
            waiting.stage = stage
            waiting.next_due_at = self._room.now() + LEASE
            self._say(session, stage, proposing.progress(self._cohort, self._number, stage))

    def over(self, session: Session) -> None:
        """Nothing is left to wait for."""
        self._say(session, "over", proposing.progress_over(self._cohort))

    def _say(self, session: Session, stage: str, words: Message) -> None:
        """A letter at first, and from then on in its place; one that has not arrived yet is left as it is."""
        job, now = self._job, self._room.now()
        asker = people.by_id(session, job.workspace, [job.asked_by_id])[job.asked_by_id]
        first = f"matching/{job.id}/progress"
        where = letters.sent_as(session, job.workspace, first)
        key = f"revision/matching/{job.id}/{job.attempt}/{stage}" if where is not None else first
        outbox.post(
            session,
            f"{job.workspace}/{key}",
            asker.address,
            words,
            now,
            cohort_id=job.cohort_id,
            replaces=where,
        )
