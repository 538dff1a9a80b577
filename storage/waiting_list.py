"""Who waits for a partner in a cohort, in which order, and who of them is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from programme.matching import waiting
from storage import grounds, pool
from storage.last_time import last_time
from storage.letters import Letter
from storage.proposals import Proposal

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from programme.participant import Participant
    from storage.cohorts import Cohort

TOLD = "newcomers"
"""How the keys begin of the letters that tell the leads of new people."""


@dataclass(frozen=True)
class Made:
    """When the pairs of a cohort were made for the first time, and for the last."""

    first_at: datetime
    last_at: datetime


def places(session: Session, cohort: Cohort, begins_on: date) -> dict[int, int]:
    """The place of everybody who waits and may be matched among those of their own group, from 1, by number.

    Whose post would end too soon for a pair that `begins_on` that day can get no partner, so nobody stands behind them.
    """
    rules, _ = grounds.rules_of(cohort)
    weeks = 0 if "stay_long_enough" in rules.switched_off else rules.least_weeks
    stays_until = begins_on + timedelta(weeks=weeks)
    waits = [
        each
        for each in _waiting(session, cohort)
        if not weeks or each.post_ends_on is None or each.post_ends_on >= stays_until
    ]
    groups = [[each for each in waits if each.group == group] for group in ("doctor", "manager")]
    before = last_time(session, cohort).waited
    return {
        id_: place for group in groups for place, id_ in enumerate(waiting.waiting_order(group, before), 1)
    }


def place_of(session: Session, cohort: Cohort, person_id: int, begins_on: date) -> int:
    """One person's place; 0 for somebody who does not wait, or cannot get a partner in it."""
    return places(session, cohort, begins_on).get(person_id, 0)


def made(session: Session, cohort: Cohort) -> Made | None:
    """When leads approved pairs; None while they have not."""
    query = select(Proposal.approved_at).where(
        Proposal.workspace == cohort.workspace, Proposal.cohort_id == cohort.id
    )
    at = [each for each in session.scalars(query) if each is not None]
    return Made(min(at), max(at)) if at else None


def newcomers(session: Session, cohort: Cohort) -> list[Participant]:
    """Those who wait, may be matched, and joined after pairs were made for the last time."""
    pairs_made = made(session, cohort)
    if pairs_made is None:
        return []
    return [each for each in _waiting(session, cohort) if each.signed_up_at > pairs_made.last_at]


def last_told_at(session: Session, cohort: Cohort) -> datetime | None:
    """When the leads were last told of new people."""
    key = f"{cohort.workspace}/{TOLD}/{cohort.id}/"
    query = select(func.max(Letter.created_at)).where(Letter.workspace == cohort.workspace)
    return session.scalar(query.where(Letter.key.startswith(key, autoescape=True)))


def _waiting(session: Session, cohort: Cohort) -> list[Participant]:
    return [each for each in pool.pool_of(session, cohort) if each.permission]
