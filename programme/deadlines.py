"""Until when a cohort that has its pairs can be joined, and until when somebody can ask for and get a new partner."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

JOINING = timedelta(weeks=6)
"""Whoever comes later meets a partner who has planned both visits already."""

NEW_PARTNER = timedelta(weeks=12)
"""Of 24 weeks the same number is left as a post must have left at the start."""

ASKING = timedelta(weeks=4)
"""So long a lead can end a pair because somebody in it asked for another partner: after that their wish may be old."""


def may_join(starts_on: date, today: date) -> bool:
    """Whether a cohort that began on this day, and has its pairs, can still be joined."""
    return today <= starts_on + JOINING


def may_have_new_partner(starts_on: date, today: date) -> bool:
    """Whether somebody in a cohort that began on this day can still get another partner."""
    return today <= starts_on + NEW_PARTNER


def is_still_asked(asked_on: date, today: date) -> bool:
    """Whether a wish for another partner, said on this day, still holds."""
    return today <= asked_on + ASKING
