"""How a pair is doing on one day, by one definition for every report.

Contact is what either of the two said, or a date that both accepted; two answers that differ count as a yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

State = Literal["not started", "active", "quiet", "paused", "ended early", "completed"]

CONTACT_COUNTS_FOR = timedelta(days=28)
LOOKING_AHEAD = timedelta(days=14)
FIRST_MEETING_WITHIN = 14  # days


@dataclass(frozen=True)
class Pause:
    """Days on which nothing is asked of a pair: from the first up to, not including, the day they are back."""

    from_on: date
    back_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the pair is paused on this day."""
        return self.from_on <= day and (self.back_on is None or day < self.back_on)


@dataclass(frozen=True)
class PairFacts:
    """What is known of a pair: days of contact, days booked for it, pauses, and how it ended if it did."""

    introduced_on: date
    contact_on: tuple[date, ...] = ()
    booked_on: tuple[date, ...] = ()
    pauses: tuple[Pause, ...] = ()
    ended_early_on: date | None = None
    completed_on: date | None = None


def state_of(facts: PairFacts, on: date) -> State:
    """The pair's one state on that day; an end outweighs a pause, and a pause all else."""
    if facts.ended_early_on is not None and facts.ended_early_on <= on:
        return "ended early"
    if facts.completed_on is not None and facts.completed_on <= on:
        return "completed"
    if any(pause.covers(on) for pause in facts.pauses):
        return "paused"
    so_far = [day for day in facts.contact_on if day <= on]
    if not so_far:
        return "not started"
    is_recent = on - max(so_far) <= CONTACT_COUNTS_FOR
    is_booked = any(on <= day <= on + LOOKING_AHEAD for day in facts.booked_on)
    return "active" if is_recent or is_booked else "quiet"


def met_within_14_days(facts: PairFacts, on: date) -> bool | None:
    """Whether they first met within 14 days of being introduced, paused days left out.

    None while the 14 days are still running: such a pair is not counted yet, met or not.
    """
    if _days_running(facts, on) < FIRST_MEETING_WITHIN:
        return None
    so_far = [day for day in facts.contact_on if day <= on]
    return bool(so_far) and _days_running(facts, min(so_far)) <= FIRST_MEETING_WITHIN


def _days_running(facts: PairFacts, until: date) -> int:
    days = (
        facts.introduced_on + timedelta(days=ahead) for ahead in range((until - facts.introduced_on).days)
    )
    return sum(not any(pause.covers(day) for pause in facts.pauses) for day in days)
