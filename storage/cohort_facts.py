"""What the report counts: the facts of every pair of a cohort, gathered in a few queries."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from programme.pair_state import PairFacts
from storage import pairs
from storage.pairs import ENDED, FINISHED, HAPPENED, PLANNED, Pair, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from storage.cohorts import Cohort
    from storage.pairs import Contact


def gathered(session: Session, cohort: Cohort, zone: str, today: date) -> list[tuple[Pair, PairFacts]]:
    """Every pair with its facts; a pair still to be introduced counts from today.

    One that ended before it was introduced never was.
    """
    known = pairs.of_cohort(session, cohort)
    all_pairs = [pair for pair in known if pair.state != ENDED or pair.introduced_at is not None]
    ids = [pair.id for pair in all_pairs]
    contacts = pairs.contacts(session, cohort.workspace, ids)
    plans = pairs.plans(session, cohort.workspace, ids)
    return [
        (
            pair,
            _facts(
                pair,
                [each for each in contacts if each.pair_id == pair.id],
                [each for each in plans if each.pair_id == pair.id],
                zone,
                today,
            ),
        )
        for pair in all_pairs
    ]


def visits(session: Session, cohort: Cohort, kind: str) -> int:
    """How many pairs have shadowed this way."""
    query = (
        select(func.count())
        .select_from(Plan)
        .join(Pair, Pair.id == Plan.pair_id)
        .where(Pair.workspace == cohort.workspace, Plan.workspace == cohort.workspace)
        .where(Pair.cohort_id == cohort.id, Plan.kind == kind, Plan.state == HAPPENED)
    )
    return session.scalar(query) or 0


def _facts(
    pair: Pair, contacts: Iterable[Contact], plans: Iterable[Plan], zone: str, today: date
) -> PairFacts:
    introduced_on = pair.introduced_at.astimezone(ZoneInfo(zone)).date() if pair.introduced_at else today
    met = [each.met_on for each in contacts if each.met_on is not None]
    visited = [plan.on_date for plan in plans if plan.state == HAPPENED]
    return PairFacts(
        introduced_on=introduced_on,
        contact_on=tuple(sorted([*met, *visited])),
        booked_on=tuple(plan.on_date for plan in plans if plan.state == PLANNED),
        ended_early_on=pair.ended_at.astimezone(ZoneInfo(zone)).date() if pair.ended_at else None,
        completed_on=today if pair.state == FINISHED else None,
    )
