"""What would help is counted, and counted right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching.rules import DEFAULT, Rules
from programme.matching.terms import Terms
from programme.matching.what_if import Prospect, WhatIf, what_if
from programme.participant import SLOTS
from tests.programme.matching import by_hand
from tests.programme.matching.cast import LINKED, START, doctor, manager, person, pools

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.participant import Participant

TERMS = Terms(START, LINKED)


def pairs_by_hand(people: Sequence[Participant], rules: Rules = DEFAULT) -> int:
    """The most pairs, by letting everybody in turn push others aside."""
    doctors = [each for each in people if each.group == "doctor"]
    permitted = [
        (one.id, other.id)
        for one in doctors
        for other in people
        if other.group == "manager" and not by_hand.refusals(one, other, TERMS, rules)
    ]
    partner: dict[int, int] = {}

    def finds(one: int, seen: set[int]) -> bool:
        for mine, other in permitted:
            if mine == one and other not in seen:
                seen.add(other)
                if other not in partner or finds(partner[other], seen):
                    partner[other] = one
                    return True
        return False

    return sum(finds(each.id, set()) for each in doctors)


def with_newcomers(people: Sequence[Participant], site: str) -> list[Participant]:
    at_site = [each.group for each in people if each.site == site]
    group: Any = "doctor" if at_site.count("doctor") < at_site.count("manager") else "manager"
    always = frozenset(slot.value for slot in SLOTS)
    return [
        *people,
        *(person(100 + number, group, site=site, free_a=always, free_b=always) for number in range(5)),
    ]


def gains(found: WhatIf) -> dict[str, int]:
    return {
        prospect.kind.replace("doctors", "some").replace("managers", "some"): prospect.more
        for prospect in found.prospects
    }


@settings(max_examples=6)
@given(pools(), st.integers(1, 4), st.integers(0, 16))
def test_every_count_is_what_matching_again_would_give(
    people: list[Participant], hours: int, weeks: int
) -> None:
    rules = Rules(least_shared_hours=hours, least_weeks=weeks)
    found = what_if(people, TERMS, rules)
    now = pairs_by_hand(people, rules)
    by_video = [replace(each, remote_ok=True) for each in people]
    allowed = [replace(each, permission=True) for each in people]
    free = (
        [
            replace(each, free_a=each.free_a | {slot.value}, free_b=each.free_b | {slot.value})
            for each in people
        ]
        for slot in SLOTS
    )
    joined = (with_newcomers(people, site) for site in {each.site for each in people})
    assert (found.pairs, found.alone) == (now, len(people) - 2 * now)
    assert gains(found) == {
        "video": 2 * (pairs_by_hand(by_video, rules) - now),
        "permission": 2 * (pairs_by_hand(allowed, rules) - now),
        "shorter": 2 * (pairs_by_hand(people, replace(rules, least_weeks=max(0, weeks - 4))) - now),
        "slot": 2 * (max(pairs_by_hand(each, rules) for each in free) - now),
        "some_join": max((pairs_by_hand(each, rules) for each in joined), default=now) - now,
    }
    assert [each.more for each in found.prospects] == sorted(gains(found).values(), reverse=True)


def test_the_rule_that_binds_is_named_and_the_slot_that_would_help() -> None:
    monday, friday = frozenset({"mon-early"}), frozenset({"fri-afternoon"})
    people = [
        doctor(1, free_a=monday, free_b=monday),
        doctor(2, free_a=friday, free_b=friday),
        doctor(3, permission=False),
        manager(11),
        manager(12),
        manager(13),
    ]
    found = what_if(people, TERMS)
    assert (found.pairs, found.alone, found.binding_rule) == (0, 6, "have_time")
    assert found.prospects[0] == Prospect("slot", "mon-early", 4)
    assert Prospect("permission", "", 2) in found.prospects


def test_the_site_where_newcomers_would_help_most_is_named() -> None:
    people = [
        *(doctor(id_, site="main") for id_ in range(1, 4)),
        *(doctor(id_, site="hub") for id_ in range(4, 9)),
        manager(11, site="hub"),
    ]
    found = what_if(people, TERMS)
    assert found.prospects[0] == Prospect("managers_join", "hub", 4)
    assert found.binding_rule == ""


def test_where_managers_are_many_doctors_would_have_to_join() -> None:
    found = what_if([doctor(1), *(manager(id_) for id_ in range(11, 20))], TERMS)
    assert found.prospects[0] == Prospect("doctors_join", "main", 5)


def test_nobody_who_is_settled_is_counted() -> None:
    people = [doctor(1), doctor(2, site="hub"), manager(11), manager(12)]
    found = what_if(people, TERMS, settled={1, 11})
    assert (found.pairs, found.alone, found.binding_rule) == (0, 2, "can_meet")


@pytest.mark.parametrize("told", [{"avoid": frozenset({11})}, {"related": frozenset({11})}])
def test_nothing_is_counted_of_what_keeps_two_people_apart(told: dict[str, Any]) -> None:
    found = what_if([doctor(1, **told), manager(11)], TERMS)
    assert (found.alone, found.binding_rule) == (2, "")
    assert {each.kind: each.more for each in found.prospects} == {
        "managers_join": 1,
        "video": 0,
        "permission": 0,
        "shorter": 0,
        "slot": 0,
    }


def test_a_rule_that_is_switched_off_binds_nobody() -> None:
    anywhere = Rules(switched_off=frozenset({"can_meet"}))
    found = what_if([doctor(1, site="hub", permission=False), manager(11)], TERMS, anywhere)
    assert (found.binding_rule, gains(found)["video"]) == ("have_permission", 0)


def test_for_nobody_nothing_would_help() -> None:
    found = what_if([], TERMS)
    assert (found.pairs, found.alone, set(gains(found).values()), found.binding_rule) == (0, 0, {0}, "")
