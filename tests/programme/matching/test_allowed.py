"""Before matches are approved the rules are asked again: of every link, and of the three of a trio."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from programme.matching.proposal import Match
from programme.matching.rulebook.allowed import are_allowed
from programme.matching.rules import DEFAULT
from programme.matching.terms import Terms
from programme.participant import Participant
from tests.programme.matching.cast import LINKED, START, doctor, manager, pair
from tests.programme.matching.test_same_group import KINDS, apart

TERMS = Terms(START, LINKED)
YES: dict[str, Any] = {"trio_ok": True}
TRIO = Match((1, 2), (11,))
THREE = [doctor(1, **YES), doctor(2, **YES), manager(11, **YES)]
FOUR = [doctor(1), doctor(2), manager(11), manager(12)]
EVERYBODY = {1, 2, 11, 12}


def test_matches_that_the_rules_allow_are_allowed() -> None:
    assert are_allowed([pair(1, 12), pair(2, 11)], EVERYBODY, FOUR, TERMS, DEFAULT)
    assert are_allowed([TRIO], EVERYBODY, THREE, TERMS, DEFAULT)
    assert are_allowed([], EVERYBODY, [], TERMS, DEFAULT)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("two", [(2, 11), (11, 1), (1, 2), (2, 1)])
def test_of_three_no_two_may_be_kept_apart(kind: str, two: tuple[int, int]) -> None:
    people, terms = apart(kind, *two, THREE)
    assert not are_allowed([TRIO], EVERYBODY, people, terms, DEFAULT)


@pytest.mark.parametrize(
    "told",
    [
        {"permission": False},
        {"site": "far"},
        {"free_a": frozenset(), "free_b": frozenset()},
        {"post_ends_on": START + timedelta(weeks=11)},
    ],
)
def test_one_link_that_a_rule_forbids_is_enough(told: dict[str, Any]) -> None:
    people = [*FOUR[:3], manager(12, **told)]
    assert are_allowed([pair(2, 11)], EVERYBODY, people, TERMS, DEFAULT)
    assert not are_allowed([pair(2, 11), pair(1, 12)], EVERYBODY, people, TERMS, DEFAULT)


@pytest.mark.parametrize("reluctant", THREE)
def test_three_need_a_yes_of_all(reluctant: Participant) -> None:
    people = [replace(each, trio_ok=each is not reluctant) for each in THREE]
    assert not are_allowed([TRIO], EVERYBODY, people, TERMS, DEFAULT)


def test_three_need_hours_in_which_all_are_free() -> None:
    first = replace(THREE[0], free_b=frozenset())
    other = replace(THREE[1], free_a=frozenset())
    people = [first, other, THREE[2]]
    assert all(are_allowed([pair(id_, 11)], EVERYBODY, people, TERMS, DEFAULT) for id_ in (1, 2))
    assert not are_allowed([TRIO], EVERYBODY, people, TERMS, DEFAULT)
    whenever = replace(DEFAULT, switched_off=frozenset({"have_time"}))
    assert are_allowed([TRIO], EVERYBODY, people, TERMS, whenever)


@pytest.mark.parametrize("kind", KINDS)
def test_two_who_are_a_pair_already_stay_one_when_a_third_joins(kind: str) -> None:
    people, terms = apart(kind, 1, 11, THREE)
    assert are_allowed([TRIO], {2}, people, terms, DEFAULT)
    for host in (1, 11):
        people, terms = apart(kind, 2, host, THREE)
        assert not are_allowed([TRIO], {2}, people, terms, DEFAULT)


def test_somebody_who_is_not_there_is_in_no_match() -> None:
    assert not are_allowed([pair(1, 12)], EVERYBODY, FOUR[:3], TERMS, DEFAULT)
