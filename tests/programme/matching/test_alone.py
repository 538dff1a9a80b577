"""Whoever has no partner is told the first thing that stands in the way, and it is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from programme.matching.proposal import Proposal, Unmatched
from programme.matching.rules import DEFAULT, Rules
from programme.matching.terms import Terms
from programme.matching.whole import matched
from programme.participant import Participant
from tests.programme.matching.by_hand import hours, refusals
from tests.programme.matching.cast import LINKED, START, both, doctor, manager, pools, rules, terms

TERMS = Terms(START, LINKED)
APART = "the rules keep them apart from every manager they could meet"


def reason_of(id_: int, *people: Participant, terms: Terms = TERMS, rules: Rules = DEFAULT) -> str:
    alone = matched(people, terms, rules, seed=1).unmatched
    return next(each.reason for each in alone if each.id == id_)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"permission": False}, "permission not yet given"),
        ({"post_ends_on": START + timedelta(days=83)}, "their post ends less than 12 weeks after the start"),
        ({"site": "hub"}, "no manager on the same site"),
        ({"site": "north", "remote_ok": True}, "no manager on the same site or meeting by video"),
        (
            {"free_b": frozenset(), "free_a": frozenset()},
            "no shared free time with any manager on the same site",
        ),
        (
            {"free_a": frozenset({"tue-lunch"}), "free_b": frozenset()},
            "less than 2 hours a fortnight shared with any manager on the same site",
        ),
        ({"avoid": frozenset({11})}, APART),
    ],
)
def test_the_first_obstacle_is_named(told: dict[str, Any], reason: str) -> None:
    here = {"free_a": frozenset({"tue-lunch", "tue-afternoon"})}
    assert reason_of(1, doctor(1, **told), manager(11, **here)) == reason


def test_time_that_is_missing_by_video_is_said_to_be() -> None:
    never: dict[str, Any] = {"free_a": frozenset(), "free_b": frozenset()}
    people = doctor(1, site="hub", remote_ok=True, **never), manager(11, remote_ok=True)
    assert reason_of(1, *people) == "no shared free time with any manager on the same site or by video"


def test_an_empty_group_and_one_that_is_not_ready_are_told_apart() -> None:
    assert reason_of(1, doctor(1)) == "no manager has signed up"
    assert (
        reason_of(1, doctor(1), manager(11, permission=False))
        == "no manager has permission and 12 weeks in post"
    )
    anyhow = replace(DEFAULT, switched_off=frozenset({"stay_long_enough"}))
    assert reason_of(1, doctor(1), manager(11, permission=False), rules=anyhow) == "no manager has permission"


def test_too_many_of_one_group_leaves_the_rest_waiting() -> None:
    (alone,) = matched([doctor(1), doctor(2), manager(11)], TERMS, seed=1).unmatched
    assert alone.reason == "nobody left to pair with: every manager they may be paired with has a partner"


def test_a_manager_who_is_free_but_not_for_them_is_not_called_taken() -> None:
    avoids = frozenset({12})
    people = [doctor(1, avoid=avoids), doctor(2, avoid=avoids), manager(11), manager(12)]
    assert sorted(each.reason for each in matched(people, TERMS, seed=1).unmatched) == [
        "nobody left to pair with: every manager they may be paired with has a partner",
        "the rules keep them apart from every doctor they could meet",
    ]


def kept_apart_in_every_way(people: Sequence[Participant]) -> list[Proposal]:
    """The same pool with its first doctor and first manager kept apart by each rule that may do so."""
    one = next(person for person in people if person.group == "doctor")
    other = next(person for person in people if person.group == "manager")
    rest = [person for person in people if person not in (one, other)]
    ways: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
        ({"related": frozenset({other.id})}, {}, {}),
        ({}, {"rota_writers": frozenset({one.id})}, {}),
        ({"avoid": frozenset({other.id})}, {}, {}),
        ({}, {"avoid": frozenset({one.id})}, {}),
        ({}, {}, {"past_pairs": frozenset({both(one.id, other.id)})}),
        ({}, {}, {"kept_apart": frozenset({both(one.id, other.id)})}),
    ]
    return [
        matched(
            [*rest, replace(one, **of_one), replace(other, **of_other)], replace(TERMS, **of_terms), seed=3
        )
        for of_one, of_other, of_terms in ways
    ]


def without_ties(person: Participant) -> Participant:
    return replace(person, related=frozenset(), avoid=frozenset(), rota_writers=frozenset())


def has_both_groups(people: list[Participant]) -> bool:
    return {person.group for person in people} == {"doctor", "manager"}


@settings(max_examples=10)
@given(pools(4).filter(has_both_groups))
def test_nobody_can_tell_a_wish_from_a_line_manager_or_a_past_partner(people: list[Participant]) -> None:
    first, *others = kept_apart_in_every_way([without_ties(person) for person in people])
    assert all(other == first for other in others)


@settings(max_examples=30)
@given(pools(), terms(), rules())
def test_the_reason_is_true_and_nothing_comes_before_it(
    people: list[Participant], terms: Terms, rules: Rules
) -> None:
    made = matched(people, terms, rules, seed=1)
    taken = {id_ for each in made.proposed for id_ in each.match.people}
    assert sorted([*taken, *(each.id for each in made.unmatched)]) == sorted(one.id for one in people)
    for each in made.unmatched:
        assert each.reason.startswith(first_obstacle(each, people, terms, rules, taken))


def first_obstacle(
    alone: Unmatched, people: Sequence[Participant], terms: Terms, rules: Rules, taken: set[int]
) -> str:
    """How the reason must begin, found by asking the rules of one other person after the other."""
    me = next(person for person in people if person.id == alone.id)
    other_group = "manager" if me.group == "doctor" else "doctor"
    if not me.permission:
        return "permission not yet given"
    off = rules.switched_off
    weeks = timedelta(weeks=rules.least_weeks)
    if "stay_long_enough" not in off and me.post_ends_on and me.post_ends_on - terms.starts_on < weeks:
        return f"their post ends less than {rules.least_weeks} weeks"
    found: dict[int, set[str]] = {}
    for other in people:
        if other.group != me.group:
            doctor_first = (me, other) if me.group == "doctor" else (other, me)
            found[other.id] = set(refusals(*doctor_first, terms, rules))
    steps = [
        (set(), f"no {other_group} has signed up"),
        ({"have_permission", "stay_long_enough"}, f"no {other_group} has permission"),
        ({"can_meet"}, f"no {other_group} on the same site"),
        ({"have_time"}, without_time(me, people, found, other_group)),
        ({"kept_apart"}, f"the rules keep them apart from every {other_group}"),
    ]
    for rule, reason in steps:
        found = {id_: names for id_, names in found.items() if not names & rule}
        if not found:
            return reason
    assert set(found) <= taken
    return f"nobody left to pair with: every {other_group} they may be paired with has a partner"


def without_time(
    me: Participant, people: Sequence[Participant], found: dict[int, set[str]], other_group: str
) -> str:
    near = {
        id_ for id_, names in found.items() if not names & {"have_permission", "stay_long_enough", "can_meet"}
    }
    if any(hours(me, other) for other in people if other.id in near):
        return "less than"
    return f"no shared free time with any {other_group}"
