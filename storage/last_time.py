"""How it went for people the last time they were to be matched: who waits twice running, who shares twice running."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from storage.pairs import Pair
from storage.proposals import Proposal
from storage.sign_ups import WORKSHOPS, SignUp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Subquery
    from sqlalchemy.orm import Session

    from storage.cohorts import Cohort


@dataclass(frozen=True)
class LastTime:
    """People by number: who was left without a partner, and who was in a trio."""

    waited: frozenset[int]
    in_trio: frozenset[int]


def last_time(session: Session, cohort: Cohort) -> LastTime:
    """Of everybody in a cohort, at the last approval of pairs that concerned them, in whichever cohort that was.

    Whoever finished the form only after the last approval was not to be matched then; nor was whoever had no
    permission, had left, or wanted workshops only.
    """
    pairs = _pairs(session, cohort.workspace)
    waited, in_trio, seen = set[int](), set[int](), set[int]()
    for person_id, cohort_id, wanted_one in _places(session, cohort):
        if person_id in seen:
            continue
        seen.add(person_id)
        has_three = pairs.get((cohort_id, person_id))
        if has_three:
            in_trio.add(person_id)
        elif has_three is None and wanted_one:
            waited.add(person_id)
    return LastTime(frozenset(waited), frozenset(in_trio))


def _places(session: Session, cohort: Cohort) -> list[tuple[int, int, bool]]:
    """Who stood in which matching, and whether they were to get a partner; for each person the last one first."""
    here, approved = aliased(SignUp), _approvals(cohort.workspace)
    query = (
        select(SignUp.person_id, SignUp.cohort_id, SignUp.permission, SignUp.left_at, SignUp.standing)
        .join(here, here.person_id == SignUp.person_id)
        .join(approved, approved.c.cohort_id == SignUp.cohort_id)
        .where(SignUp.workspace == cohort.workspace, here.workspace == cohort.workspace)
        .where(here.cohort_id == cohort.id, SignUp.completed_at <= approved.c.last_at)
        .order_by(approved.c.last_at.desc(), SignUp.cohort_id.desc())
    )
    return [
        (row.person_id, row.cohort_id, row.permission and row.left_at is None and row.standing != WORKSHOPS)
        for row in session.execute(query)
    ]


def _approvals(workspace: str) -> Subquery:
    """When pairs of each cohort were approved last."""
    last_at = func.max(Proposal.approved_at).label("last_at")
    query = select(Proposal.cohort_id, last_at).where(Proposal.workspace == workspace)
    return query.where(Proposal.approved_at.is_not(None)).group_by(Proposal.cohort_id).subquery()


def _pairs(session: Session, workspace: str) -> Mapping[tuple[int, int], bool]:
    """Of everybody who had a partner in a cohort, whether they shared the last one."""
    query = select(Pair.cohort_id, Pair.doctor_id, Pair.manager_id, Pair.third_id)
    rows = session.execute(query.where(Pair.workspace == workspace).order_by(Pair.id))
    return {
        (cohort_id, person_id): third_id is not None
        for cohort_id, doctor_id, manager_id, third_id in rows
        for person_id in (doctor_id, manager_id, third_id)
        if person_id is not None
    }
