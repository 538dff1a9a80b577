"""Asking for pairs, and for what would match more people; workers work it out (`scheduler/matching_jobs.py`)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.cohort import led_cohort
from programme.deadlines import may_have_new_partner
from programme.words import proposing
from storage import cohorts, grounds, matchings, pool, reviews
from storage.cohorts import OPEN, Cohort
from storage.matchings import MATCH, WHAT_IF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.turn import Turn
    from programme.participant import Participant
    from programme.words.message import Message


_WHAT_IF = re.compile(r"what[-\s‐-―]?if\b", re.IGNORECASE)
"""However it is typed."""


def propose(turn: Turn) -> Reply:
    """Have the best pairs worked out for both leads; or, for the one who asks, what would match more people."""
    asked = _WHAT_IF.match(turn.action.text)
    if asked is None:
        return Reply(_asked(turn, "/cohort match", MATCH))
    rest = turn.action.text[asked.end() :].strip()
    without = replace(turn, action=replace(turn.action, text=rest))
    return Reply(_asked(without, "/cohort match what-if", WHAT_IF))


def _asked(turn: Turn, command: str, kind: str) -> Message:
    cohort = led_cohort(turn, command, open_first=True)
    if not isinstance(cohort, Cohort):
        return cohort
    cohorts.locked(turn.session, turn.workspace, cohort.id)
    if matchings.waiting(turn.session, cohort, kind) is not None:
        return proposing.asked_already() if kind == MATCH else proposing.what_if_already()
    if cohort.state != OPEN and not may_have_new_partner(cohort.starts_on, turn.today):
        return proposing.too_late(cohort.name)
    free = pool.pool_of(turn.session, cohort)
    if grounds.is_nothing_to_do(turn.session, cohort, free):
        is_over = cohort.state != OPEN and not free
        return (
            proposing.nobody_waits(cohort.name, cohort.id)
            if is_over
            else proposing.nobody_to_match(cohort.name)
        )
    matchings.ask(turn.session, cohort, turn.me, kind, turn.house.seed(), turn.now)
    if kind == WHAT_IF:
        return proposing.asked_what_if(*_sides(free))
    return proposing.asked(*_sides(free), kept=len(reviews.kept_by_leads(turn.session, cohort)))


def _sides(free: Sequence[Participant]) -> tuple[int, int]:
    groups = Counter(person.group for person in free)
    return groups["doctor"], groups["manager"]
