"""Each hard rule by itself, and under which names they refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from programme.matching.rulebook import hard
from programme.matching.rulebook.columns import columns
from programme.matching.rulebook.hard import RULES, context_of, refused_by
from programme.matching.rules import DEFAULT, Rules
from programme.matching.terms import Terms
from programme.participant import Participant
from tests.programme.matching import by_hand
from tests.programme.matching.cast import LINKED, START, both, doctor, manager, pools
from tests.programme.matching.test_permitted import some_rules, some_terms

TERMS = Terms(START, LINKED)
SOMEBODY = frozenset({11})


def forbidding(told: dict[str, Any], terms: Terms = TERMS, rules: Rules = DEFAULT) -> list[str]:
    """The numbers of the rules that forbid an ordinary manager to a doctor with this told of them."""
    everybody = columns([doctor(1, **told), manager(11)], terms)
    sides = everybody.doctors(), everybody.managers()
    context = context_of(*sides, terms, rules)
    return [rule.number for rule in RULES if not rule.allows(*sides, context).all()]


@pytest.mark.parametrize(
    ("told", "numbers"),
    [
        ({}, []),
        ({"related": SOMEBODY}, ["H2"]),
        ({"rota_writers": SOMEBODY}, ["H2"]),
        ({"avoid": SOMEBODY}, ["H4"]),
        ({"site": "hub"}, ["H5"]),
        ({"site": "hub", "remote_ok": True}, ["H5"]),
        ({"free_a": frozenset(), "free_b": frozenset()}, ["H6"]),
        ({"free_a": frozenset()}, []),
        ({"permission": False}, ["H7"]),
        ({"post_ends_on": START + timedelta(days=83)}, ["H8"]),
        ({"post_ends_on": START + timedelta(days=84)}, []),
    ],
)
def test_each_rule_forbids_what_it_is_for(told: dict[str, Any], numbers: list[str]) -> None:
    assert forbidding(told) == numbers


def test_who_met_before_and_who_is_blocked_is_forbidden() -> None:
    pair = frozenset({both(1, 11)})
    assert forbidding({}, replace(TERMS, past_pairs=pair)) == ["H3"]
    assert forbidding({}, replace(TERMS, kept_apart=pair)) == ["H9"]


def test_two_of_one_group_are_never_a_pair() -> None:
    people = columns([doctor(1), doctor(2)], TERMS)
    assert refused_by(people.take(slice(1)), people.take(slice(1, 2)), TERMS, DEFAULT) == (
        "different_groups",
    )


def test_thresholds_are_the_cohort_s_own() -> None:
    assert forbidding({}, rules=Rules(least_shared_hours=5)) == ["H6"]
    assert forbidding({"post_ends_on": START}, rules=Rules(least_weeks=0)) == []
    assert forbidding({"rota_writers": SOMEBODY}, rules=Rules(rota_writer_is_hard=False)) == []


def test_every_rule_has_its_number_and_says_where_it_comes_from() -> None:
    assert [rule.number for rule in RULES] == [f"H{number}" for number in range(1, 10)]
    assert all((rule.allows.__doc__ or "").startswith(f"{rule.number}: ") for rule in RULES)


@settings(max_examples=8)
@given(pools(), some_terms, some_rules)
def test_two_people_are_told_every_rule_that_forbids_them(
    people: list[Participant], terms: Terms, rules: Rules
) -> None:
    everybody = columns(people, terms)
    for row, one in enumerate(people):
        for column, other in enumerate(people):
            if (one.group, other.group) == ("doctor", "manager"):
                sides = everybody.take(slice(row, row + 1)), everybody.take(slice(column, column + 1))
                said = refused_by(*sides, terms, rules)
                assert list(said) == by_hand.refusals(one, other, terms, rules)


@pytest.mark.parametrize("told", [{"related": SOMEBODY}, {"avoid": SOMEBODY}, {"rota_writers": SOMEBODY}, {}])
def test_nobody_learns_which_rule_keeps_two_people_apart(told: dict[str, Any]) -> None:
    pair = frozenset({both(1, 11)})
    for terms in (replace(TERMS, past_pairs=pair), replace(TERMS, kept_apart=pair)):
        everybody = columns([doctor(1, **told), manager(11)], terms)
        assert refused_by(everybody.doctors(), everybody.managers(), terms, DEFAULT) == (hard.KEPT_APART,)


def test_two_sides_with_codes_of_their_own_are_refused() -> None:
    doctors, managers = columns([doctor(1)], TERMS), columns([manager(2)], TERMS)
    with pytest.raises(ValueError, match="together"):
        context_of(doctors, managers, TERMS, DEFAULT)
