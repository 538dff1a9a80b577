"""What leads have asked to have worked out: claimed under a lease, worked out beside everything else, then told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words import proposing
from scheduler import suggesting, supposing
from scheduler.workroom import LEASE, Job, Workroom, answer
from storage import cohorts, matchings
from storage.database import CLOCK_PATIENCE
from storage.matchings import MATCH

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_ATTEMPTS = 3


def work_out_one(room: Workroom, claimed: Callable[[], None] = lambda: None) -> bool:
    """Deal with one; False when none waits. After `MOST_ATTEMPTS` tries whoever asked is told that it failed.

    `claimed` is called before the work, which takes long and holds no transaction.
    """
    job = _claim(room)
    if job is None:
        return False
    claimed()
    if job.attempt > MOST_ATTEMPTS:
        _give_up(room, job)
    elif job.kind == MATCH:
        suggesting.suggest(room, job)
    else:
        supposing.answer(room, job)
    return True


def _claim(room: Workroom) -> Job | None:
    now = room.now()
    with room.database.writing(CLOCK_PATIENCE) as session:
        waiting = matchings.next_due(session, now)
        if waiting is None:
            return None
        waiting.attempts += 1
        waiting.next_due_at = now + LEASE
        return Job(
            waiting.workspace,
            waiting.id,
            waiting.cohort_id,
            waiting.asked_by_id,
            waiting.kind,
            waiting.seed,
            waiting.attempts,
        )


def _give_up(room: Workroom, job: Job) -> None:
    with room.database.reading() as session:
        cohort = cohorts.by_id(session, job.workspace, job.cohort_id)
        name = cohort.name if cohort is not None else ""
    answer(room, job, "failed", proposing.not_worked_out(name))
