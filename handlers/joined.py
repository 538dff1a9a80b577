"""What follows when both screens of joining are complete: what the person is told, and when the leads hear of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from handlers import places
from programme import moments
from programme.matching import rules
from programme.words import joining, waiting
from storage import cohorts
from storage.cohorts import OPEN

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.sign_ups import SignUp


def told(turn: Turn, cohort: Cohort, sign_up: SignUp, *, is_new: bool) -> Message:
    """What becomes of it; after the pairs were made the leads are told too, when time comes to it."""
    notes = [*_leaves_early(turn, cohort, sign_up), *_has_a_partner(turn)]
    if cohort.state != OPEN:
        if is_new:
            soon = moments.first_allowed(turn.house.window, turn.now)
            cohort.next_due_at = min(soon, cohort.next_due_at or soon)
        words = waiting.joined_late(
            turn.me.name, cohort.name, is_new=is_new, has_permission=sign_up.permission
        )
        return joining.with_notes(words, notes)
    words = joining.joined(
        turn.me.name,
        cohort.name,
        cohort.starts_on if cohort.starts_on >= turn.today else None,
        is_new=is_new,
        has_permission=sign_up.permission,
    )
    return joining.with_notes(words, notes)


def _leaves_early(turn: Turn, cohort: Cohort, sign_up: SignUp) -> list[str]:
    """Counted from the day of the matching, which is today at the earliest."""
    try:
        of_cohort = rules.read(cohort.rules or {})
    except rules.RulesProblems:
        of_cohort = rules.DEFAULT
    ends_on, starts_on = sign_up.post_ends_on, max(cohort.starts_on, turn.today)
    is_asked = "stay_long_enough" not in of_cohort.switched_off
    if not is_asked or ends_on is None or ends_on - starts_on >= timedelta(weeks=of_cohort.least_weeks):
        return []
    return [joining.leaves_early(of_cohort.least_weeks, has_started=cohort.starts_on < turn.today)]


def _has_a_partner(turn: Turn) -> list[str]:
    """Nobody is in two running pairs at once; of one that is still to be introduced nothing is said."""
    pair = places.pair_of_mine(turn)
    if pair is None or pair.introduced_at is None:
        return []
    other = cohorts.by_id(turn.session, turn.workspace, pair.cohort_id)
    return [waiting.partner_first(other.name)] if other is not None else []
