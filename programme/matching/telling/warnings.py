"""What leads should look at before they approve a match, and what they may like to know: sentences for them alone.

A number in braces stands for the name of that person.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from programme.matching.telling.together import Together
from programme.participant import Participant, level

if TYPE_CHECKING:
    from programme.matching.rules import Rules
    from programme.matching.terms import Terms

ENOUGH_WEEKS = 16
"""A post that ends sooner after the start is allowed, and leads are told: an early move is why many pairs end."""
WIDE_GAP = 3


def warnings_of(them: Together, terms: Terms, rules: Rules) -> tuple[str, ...]:
    """Everything about this match that a lead can act on, in a fixed order; often nothing."""
    return (
        *_posts(them, terms),
        *_rota_writers(them),
        *_levels(them),
        *_place(them),
        *_too_little_time(them, rules),
    )


def notes_of(them: Together, rules: Rules) -> tuple[str, ...]:
    """What is as it often is, and no reason to look: of their time."""
    hours = them.shared_hours
    is_least = hours == rules.least_shared_hours
    is_one_week = bool(hours) and not them.free_a & them.free_b
    return (
        *([f"They share {_a_fortnight(hours)}, the least that is allowed."] if is_least else []),
        *(["They share free time only every other week."] if is_one_week else []),
    )


def _posts(them: Together, terms: Terms) -> Iterator[str]:
    for person in them.people:
        days = (person.post_ends_on - terms.starts_on).days if person.post_ends_on else None
        if days is not None and days < 7 * ENOUGH_WEEKS:
            yield f"The post of {{{person.id}}} ends {_after_the_start(days)}."


def _after_the_start(days: int) -> str:
    if days < 0:
        return "before the start"
    weeks = days // 7
    return f"{weeks} {'week' if weeks == 1 else 'weeks'} after the start" if weeks else "in the first week"


def _rota_writers(them: Together) -> Iterator[str]:
    if any(_writes_rota(one, other) or _writes_rota(other, one) for one, other in them.links):
        others = "another's" if them.is_trio else "the other's"
        yield f"One of them writes {others} rota."


def _writes_rota(writer: Participant, other: Participant) -> bool:
    return writer.id in other.rota_writers


def _levels(them: Together) -> Iterator[str]:
    gap = max(abs(level(doctor) - level(manager)) for doctor, manager in them.links)
    if gap >= WIDE_GAP:
        yield f"{'Two of them' if them.is_trio else 'They'} are {gap} levels of seniority apart."


def _place(them: Together) -> Iterator[str]:
    if them.is_on_one_site:
        return
    apart = [(one, other) for one, other in them.links if one.site != other.site]
    if not all(one.remote_ok and other.remote_ok for one, other in apart):
        yield "They work on different sites and do not all meet by video."
    elif len(apart) < len(them.links):
        yield "One of them can join the others only by video."
    else:
        yield "They can meet only by video."


def _too_little_time(them: Together, rules: Rules) -> Iterator[str]:
    """Less than the rules allow, where they do not ask or the match was kept."""
    if not them.shared_hours:
        yield "They share no free time."
    elif them.shared_hours < rules.least_shared_hours:
        yield f"They share only {_a_fortnight(them.shared_hours)}."


def _a_fortnight(hours: int) -> str:
    return f"{hours} {'hour' if hours == 1 else 'hours'} a fortnight"
