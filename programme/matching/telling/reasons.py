"""Why people were put together, in words that are true of everybody in the match, said to all of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from programme.matching.telling.together import Together, longest
from programme.participant import TAGS

if TYPE_CHECKING:
    from programme.matching.terms import Terms

ASKED = "you asked to be paired, with a code"


def two_reasons(them: Together, terms: Terms, *, asked: bool = False) -> tuple[str, str]:
    """The two best reasons, always different: each ends the sentence "We matched you because"."""
    first, second = islice(_in_order(them, terms, asked=asked), 2)
    return first, second


def _in_order(them: Together, terms: Terms, *, asked: bool) -> Iterator[str]:
    if asked:
        yield ASKED
    learning = _of_trio(them) if them.is_trio else _of_pair(them)
    yield from islice(learning, 1)
    yield from _free_time(them)
    yield from learning
    yield from _teams(them, terms)
    yield from _place(them)
    yield from _always_true(them)


def _of_pair(them: Together) -> Iterator[str]:
    ((doctor, manager),) = them.links
    offered = (doctor.want_to_learn & manager.can_offer) | (manager.want_to_learn & doctor.can_offer)
    for subject in _subjects(offered):
        yield f"one of you offers {subject}, which the other wants to learn"
    for subject in _subjects(doctor.want_to_learn & manager.want_to_learn):
        yield f"you both want to learn about {subject}"


def _of_trio(them: Together) -> Iterator[str]:
    """What concerns all three first."""
    for told in (_offered_among_all, _wanted_by_all, _offered_to_one, _wanted_by_two):
        yield from told(them)


def _offered_among_all(them: Together) -> Iterator[str]:
    for one_side, other_side in ((them.doctors, them.managers), (them.managers, them.doctors)):
        offered = frozenset.intersection(*(person.can_offer for person in one_side))
        wanted = frozenset.intersection(*(person.want_to_learn for person in other_side))
        for subject in _subjects(offered & wanted):
            if len(one_side) > 1:
                yield f"two of you offer {subject}, which the third wants to learn"
            else:
                yield f"one of you offers {subject}, which the other two want to learn"


def _wanted_by_all(them: Together) -> Iterator[str]:
    for subject in _subjects(frozenset.intersection(*(person.want_to_learn for person in them.people))):
        yield f"all three of you want to learn about {subject}"


def _offered_to_one(them: Together) -> Iterator[str]:
    offered = [
        (doctor.want_to_learn & manager.can_offer) | (manager.want_to_learn & doctor.can_offer)
        for doctor, manager in them.links
    ]
    for subject in _subjects(frozenset.union(*offered)):
        yield f"one of you offers {subject}, which another of you wants to learn"


def _wanted_by_two(them: Together) -> Iterator[str]:
    wanted = [doctor.want_to_learn & manager.want_to_learn for doctor, manager in them.links]
    for subject in _subjects(frozenset.union(*wanted)):
        yield f"two of you want to learn about {subject}"


def _subjects(values: frozenset[str]) -> list[str]:
    return [tag.spoken for tag in TAGS if tag.value in values] if values else []


def _free_time(them: Together) -> Iterator[str]:
    weekly, ever = longest(them.free_a & them.free_b), longest(them.free_a | them.free_b)
    if weekly:
        yield f"you are {_all(them)} free on {weekly.spoken}"
    elif ever:
        yield f"you are {_all(them)} free on {ever.spoken} every other week"


def _teams(them: Together, terms: Terms) -> Iterator[str]:
    linked = [
        frozenset({doctor.directorate, manager.directorate}) in terms.linked_directorates
        for doctor, manager in them.links
    ]
    if all(linked):
        yield "your teams depend on each other"
    elif any(linked):
        yield "two of your teams depend on each other"


def _place(them: Together) -> Iterator[str]:
    if them.is_on_one_site:
        yield "you work on the same site"
    elif all(person.remote_ok for person in them.people):
        yield f"you can {_all(them)} meet by video"
    elif any(doctor.site == manager.site for doctor, manager in them.links):
        yield "two of you work on the same site"


def _always_true(them: Together) -> Iterator[str]:
    """For cohorts that match without asking for shared time or a way to meet."""
    yield f"you {_all(them)} have permission to take part"
    if not them.is_trio:
        yield "one of you is a doctor and the other a manager"
    elif len(them.doctors) > 1:
        yield "two of you are doctors and one is a manager"
    else:
        yield "one of you is a doctor and two are managers"


def _all(them: Together) -> str:
    return "all" if them.is_trio else "both"
