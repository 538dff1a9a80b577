"""Why the rules do not allow people together, as one phrase for leads."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from programme.matching.rulebook.hard import KEPT_APART

if TYPE_CHECKING:
    from programme.matching.rules import Rules

NO_TRIO = "no_trio"
GONE = "gone"
TAKEN = "taken"


def refusal(names: Collection[str], rules: Rules) -> str:
    """The phrase for the first of these names (of `hard.refused_by`) that a lead should hear; "" for none.

    What keeps two people apart, a manager, a past partner or a wish, is one phrase for all.
    """
    phrases = {
        GONE: "one of them is not in the pool",
        TAKEN: "one of them has a partner already",
        "different_groups": "a pair needs a doctor and a manager",
        KEPT_APART: "the rules keep them apart",
        "have_permission": "one of them has no permission yet",
        "stay_long_enough": f"the post of one of them ends less than {rules.least_weeks} weeks after the start",
        "can_meet": "they work on different sites and do not both meet by video",
        "have_time": f"they share less than {hours(rules.least_shared_hours)} a fortnight",
        NO_TRIO: "not all three agreed to a trio, or they share too little free time",
    }
    return next((phrase for name, phrase in phrases.items() if name in names), "")


def hours(number: int) -> str:
    """1 hour, 2 hours."""
    return f"{number} {'hour' if number == 1 else 'hours'}"
