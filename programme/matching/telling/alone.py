"""Why somebody has no partner: the first thing that stands between them and everybody else, in words that are true.

What keeps two people apart, a manager, a past partner or a wish, has one phrase for all, so that nobody can read a
wish not to be paired from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.matching.telling.refusal import hours

if TYPE_CHECKING:
    from programme.matching.graph import Flags
    from programme.matching.rules import Rules
    from programme.matching.telling.outlook import Outlook


def reason_of(outlook: Outlook, rules: Rules) -> str:
    """A phrase without a full stop."""
    if not outlook.has_permission:
        return "permission not yet given"
    if not outlook.stays:
        return f"their post ends less than {rules.least_weeks} weeks after the start"
    other = "manager" if outlook.is_doctor else "doctor"
    if not outlook.group_is_there:
        return f"no {other} has signed up"
    if not outlook.group_is_ready:
        return f"no {other} has permission{_and_weeks(rules)}"
    return _among_ready(outlook, other, rules)


def _and_weeks(rules: Rules) -> str:
    is_asked = rules.least_weeks and "stay_long_enough" not in rules.switched_off
    return f" and {rules.least_weeks} weeks in post" if is_asked else ""


def _among_ready(outlook: Outlook, other: str, rules: Rules) -> str:
    near = outlook.is_ready & outlook.is_near
    if not near.any():
        return f"no {other} on the same site{' or meeting by video' if outlook.meets_by_video else ''}"
    free = near & outlook.has_time
    if not free.any():
        return _without_time(outlook, near, other, rules)
    if not (free & ~outlook.is_kept_apart).any():
        return f"the rules keep them apart from every {other} they could meet"
    return f"nobody left to pair with: every {other} they may be paired with has a partner"


def _without_time(outlook: Outlook, near: Flags, other: str, rules: Rules) -> str:
    where = f"with any {other}{_where(outlook, near, rules)}"
    if not (outlook.others.hours[near] & outlook.hours).any():
        return f"no shared free time {where}"
    return f"less than {hours(rules.least_shared_hours)} a fortnight shared {where}"


def _where(outlook: Outlook, near: Flags, rules: Rules) -> str:
    if "can_meet" in rules.switched_off:
        return ""
    is_elsewhere = (outlook.others.site[near] != outlook.site).any()
    return f" on the same site{' or by video' if is_elsewhere else ''}"
