"""Working out the best pairs, keeping them as a suggestion, and telling both leads."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from programme.matching.proposal import Unmatched
from programme.moments import day_of, first_opening
from programme.review import SWITCHED_OFF
from programme.words import proposing
from scheduler import leads_told, workroom
from scheduler.accounts import looked_up
from scheduler.progress import Progress, is_long
from storage import cohorts, grounds, history, pool, proposals, reviews
from storage.database import CLOCK_PATIENCE
from storage.proposals import Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from programme.matching import proposal as results
    from programme.matching.proposal import Match
    from programme.participant import Participant
    from scheduler.accounts import Looked
    from scheduler.workroom import Job, Workroom
    from storage.cohorts import Cohort
    from storage.grounds import Grounds

log = logging.getLogger(__name__)

COME_BACK = "their account being switched on again"


@dataclass(frozen=True)
class _Basis:
    """What the leads had decided when the work began: if that is different at the end, it is done again."""

    newest_id: int | None = None
    locked: frozenset[Match] = frozenset()
    dissolved: tuple[tuple[int, ...], ...] = ()
    is_approved: bool = False


def suggest(room: Workroom, job: Job) -> None:
    """Work it out from what is known now, outside any transaction, and keep it."""
    with room.database.reading() as session:
        cohort = cohorts.by_id(session, job.workspace, job.cohort_id)
        if cohort is None:
            return
        basis = _basis(session, cohort)  # first, so that whatever is decided from now on is seen at the end
        begins_on = grounds.begins_on(cohort, room.window, room.now())
        known = grounds.grounds_of(session, cohort, room.site.links, begins_on)
        accounts = grounds.accounts(session, job.workspace, known.pool)
        name = cohort.name
    if not known.pool:
        workroom.answer(room, job, "over", proposing.nobody_waits(name, job.cohort_id))
        return
    progress = Progress(room, job, name, len(known.everybody)) if is_long(known) else None
    if progress is not None:
        progress.reached("checking whose account is in use")
    looked = looked_up(room.directories, job.workspace, accounts)
    result = replace(
        _worked_out(known, basis, job.seed, looked, progress), first_day=_first_day(room, begins_on)
    )
    with room.database.writing(CLOCK_PATIENCE) as session:
        if _keep(session, job, basis, known, looked, result, room.now()) and progress is not None:
            progress.over(session)


def _first_day(room: Workroom, begins_on: date) -> date:
    """When pairs that begin then would be introduced."""
    return day_of(first_opening(room.window, begins_on), room.window)


def _basis(session: Session, cohort: Cohort) -> _Basis:
    newest = proposals.newest(session, cohort)
    if newest is None:
        return _Basis()
    locked = reviews.kept_by_leads(session, cohort)
    dissolved = tuple(map(tuple, newest.dissolved))
    return _Basis(newest.id, locked, dissolved, newest.approved_at is not None)


def _worked_out(
    known: Grounds, basis: _Basis, seed: int, looked: Looked, progress: Progress | None
) -> results.Proposal:
    """The best for everybody whose account is in use; whoever else is in the pool is said to be left out."""
    from programme.matching.pairs.best import silently  # noqa: PLC0415 - numpy and scipy, load when first needed
    from programme.matching.whole import matched  # noqa: PLC0415 - as above

    there = [person for person in known.everybody if person.id not in looked.gone]
    here = {person.id for person in there}
    result = matched(
        there,
        known.terms,
        known.rules,
        seed=seed,
        locked=sorted((each for each in basis.locked if here.issuperset(each.people)), key=_people),
        asked=known.asked,
        running=known.running,
        progress=silently if progress is None else progress.reached,
    )
    if progress is not None:
        progress.reached("checking that there is no better way")
    gone = [Unmatched(id_, SWITCHED_OFF, COME_BACK) for id_ in sorted(looked.gone)]
    return replace(
        result,
        unmatched=tuple(sorted([*result.unmatched, *gone], key=lambda each: each.id)),
        is_checked=_is_proved(there, result, known),
    )


def _people(match: Match) -> tuple[int, ...]:
    return match.people


def _is_proved(there: Sequence[Participant], result: results.Proposal, known: Grounds) -> bool:
    """Whether checkers that know nothing of how it was found agree that there is no better way."""
    from programme.matching.checked import faults  # noqa: PLC0415 - numpy, loads when first needed

    found = faults(there, result, known.terms, known.rules, known.running)
    if found:
        log.error("a suggestion for %s people was not proved: %s faults", len(there), len(found))
    return not found


def _keep(
    session: Session,
    job: Job,
    basis: _Basis,
    known: Grounds,
    looked: Looked,
    result: results.Proposal,
    now: datetime,
) -> bool:
    """Whether it was kept and told: it is done again when the leads decided something else meanwhile, or somebody left."""
    cohort = cohorts.locked(session, job.workspace, job.cohort_id)
    waiting = job.still_ours(session)
    if cohort is None or waiting is None:
        return False
    still_here = {person.id for person in pool.pool_of(session, cohort)}
    if _basis(session, cohort) != basis or not still_here.issuperset(each.id for each in known.pool):
        waiting.next_due_at, waiting.attempts = now, 0
        return False
    key = history.secret_of(session, job.workspace)
    proposal = Proposal(
        workspace=job.workspace,
        cohort_id=cohort.id,
        made_by_id=job.asked_by_id,
        made_at=now,
        seed=job.seed,
        pool="",
        people=known.fingerprints(key),
        terms=known.fingerprint_of_the_rest(key),
        locked=reviews.matches_as_json(each.match for each in result.proposed if each.kept == "locked"),
        dissolved=[],
        result=reviews.as_json(result),
    )
    session.add(proposal)
    session.flush()
    proposals.empty(session, cohort, but=proposals.COMPARED)
    leads_told.tell(session, cohort, proposal, looked, now, are_usual=known.are_usual)
    session.delete(waiting)
    return True
