"""What would change it for somebody without a partner, put to the test: whoever does as it says has a partner."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching.rules import DEFAULT, Rules
from programme.matching.terms import Terms
from programme.matching.whole import matched
from programme.participant import SLOTS, Participant, usable_hours
from tests.programme.matching.by_hand import permitted
from tests.programme.matching.cast import LINKED, START, doctor, manager, pools, rules, terms

TERMS = Terms(START, LINKED)
LATE: dict[str, Any] = {"free_a": frozenset({"fri-evening"}), "free_b": frozenset({"fri-evening"})}


def remedy_for(id_: int, *people: Participant, rules: Rules = DEFAULT) -> str:
    return next(each.remedy for each in matched(people, TERMS, rules, seed=1).unmatched if each.id == id_)


@pytest.mark.parametrize(
    ("told", "remedy"),
    [
        ({"permission": False}, "permission from their line manager"),
        (
            {"post_ends_on": START},
            "checking the date on which their post ends, or the next cohort",
        ),
        ({"site": "hub"}, "meeting by video"),
        (LATE, "free time on Tuesday afternoons"),
        (
            {"site": "hub", **LATE},
            "meeting by video and free time on Tuesday afternoons",
        ),
        (
            {"permission": False, **LATE},
            "permission from their line manager and free time on Tuesday afternoons",
        ),
        ({"site": "hub", "remote_ok": True, "avoid": frozenset({11})}, "another manager joining"),
    ],
)
def test_the_smallest_change_is_named_and_nobody_is_counted(told: dict[str, Any], remedy: str) -> None:
    assert remedy_for(1, doctor(1, **told), manager(11, remote_ok=True), manager(12)) == remedy


def test_two_parts_of_the_week_are_asked_for_where_one_is_not_enough() -> None:
    lunches = frozenset({"mon-lunch", "wed-lunch"})
    long = replace(DEFAULT, least_shared_hours=3)
    people = doctor(1, **LATE), manager(11, free_a=lunches, free_b=lunches)
    assert remedy_for(1, *people, rules=long) == ("free time on Monday lunchtimes and Wednesday lunchtimes")


def test_permission_that_others_wait_for_is_named() -> None:
    waiting = manager(11, permission=False), manager(12, permission=False)
    assert remedy_for(1, doctor(1), waiting[0]) == "permission for a manager who could meet them"
    assert remedy_for(1, doctor(1), *waiting) == "permission for a manager who could meet them"


def test_nobody_else_can_help_who_is_never_free() -> None:
    never: dict[str, Any] = {"free_a": frozenset(), "free_b": frozenset()}
    assert (
        remedy_for(1, doctor(1, **never)) == "2 hours or more free in a fortnight and another manager joining"
    )


def test_of_one_too_many_the_other_group_could_do_with_one_more() -> None:
    (alone,) = matched([doctor(1), doctor(2), manager(11)], TERMS, seed=1).unmatched
    assert alone.remedy == "another manager joining"


def test_who_could_be_the_third_is_told_so_unless_there_is_no_room_for_trios() -> None:
    here = [person for id_ in range(1, 5) for person in (doctor(id_), manager(10 + id_))]
    there = [
        doctor(5, site="hub", trio_ok=True),
        doctor(6, site="hub"),
        manager(15, site="hub", trio_ok=True),
    ]
    terms = Terms(START, LINKED, waited=frozenset({5}))
    (alone,) = matched([*here, *there], terms, seed=1).unmatched
    assert (alone.id, alone.remedy) == (6, "saying yes to a trio")
    (alone,) = matched([*here, *there], terms, replace(DEFAULT, trio_percent=19), seed=1).unmatched
    assert (alone.id, alone.remedy) == (6, "another manager joining")


def test_somebody_who_is_alone_too_is_better_than_a_trio() -> None:
    people = [doctor(1), doctor(2, **LATE), manager(11), manager(12)]
    told = {each.id: each.remedy for each in matched(people, TERMS, seed=1).unmatched}
    assert told[2] == "free time on Tuesday afternoons"
    assert "free time on Friday evenings" in told.values()


@settings(max_examples=40)
@given(pools(), terms(), rules(), st.integers(0, 2**6 - 1))
def test_whoever_does_as_it_says_has_a_partner(
    people: list[Participant], terms: Terms, rules: Rules, which: int
) -> None:
    does_as_it_says(people, terms, rules, which)


@pytest.mark.long
@settings(max_examples=1500)
@given(pools(), terms(), rules(), st.integers(0, 2**6 - 1))
def test_whoever_does_as_it_says_has_a_partner_in_many_pools(
    people: list[Participant], terms: Terms, rules: Rules, which: int
) -> None:
    does_as_it_says(people, terms, rules, which)


def does_as_it_says(people: Sequence[Participant], terms: Terms, rules: Rules, which: int) -> None:
    """In a pool in which `which` of the best matches run already, in half of all cases none."""
    first = matched(people, terms, rules, seed=1) if which % 2 else None
    running = [each.match for place, each in enumerate(first.proposed if first else ()) if which >> place & 1]
    busy = {id_ for match in running for id_ in match.people}
    made = matched(people, terms, rules, seed=1, running=running)
    for alone in made.unmatched:
        me = next(person for person in people if person.id == alone.id)
        others = [person for person in people if person.id != alone.id]
        free = {person.id for person in others} - busy
        changed = as_told(me, alone.remedy, terms)
        if alone.remedy == "saying yes to a trio":
            again = matched([changed, *others], terms, rules, seed=1, running=running)
            assert len(again.unmatched) == len(made.unmatched) - 1
            assert me.id not in {each.id for each in again.unmatched}
        elif "joining" in alone.remedy:
            newcomer = like(changed)
            assert partners(changed, [*others, newcomer], terms, rules) >= {newcomer.id}
        else:
            already = partners(me, others, terms, rules)
            if "who could meet them" in alone.remedy:
                others = [replace(person, permission=True) for person in others]
            wanted = {each.id for each in made.unmatched} if already else free
            assert (partners(changed, others, terms, rules) - already) & wanted


def partners(me: Participant, others: Sequence[Participant], terms: Terms, rules: Rules) -> set[int]:
    """Everybody with whom the rules permit this person."""
    return {id_ for link in permitted([me, *others], terms, rules) if me.id in link for id_ in link} - {me.id}


def as_told(me: Participant, remedy: str, terms: Terms) -> Participant:
    """The same person after they did what stands there, and nothing more."""
    told: dict[str, Any] = {}
    if "permission from their line manager" in remedy:
        told["permission"] = True
    if "checking the date on which their post ends" in remedy:
        told["post_ends_on"] = terms.starts_on + timedelta(weeks=52)
    if "meeting by video" in remedy:
        told["remote_ok"] = True
    if "saying yes to a trio" in remedy:
        told["trio_ok"] = True
    more = {slot.value for slot in SLOTS if slot.spoken in remedy}
    if hours := re.search(r"(\d+) hours? or more free in a fortnight", remedy):
        while usable_hours(me.free_a | more) + usable_hours(me.free_b | more) < int(hours[1]):
            more.add(next(slot.value for slot in SLOTS if slot.value not in me.free_a | more))
    return replace(me, free_a=me.free_a | more, free_b=me.free_b | more, **told)


def like(me: Participant) -> Participant:
    """Somebody new of the other group, on the same site and free at the same time."""
    return (manager if me.group == "doctor" else doctor)(99, site=me.site, free_a=me.free_a, free_b=me.free_b)
