"""A cohort's rules are read back as written, and everything wrong with them is named."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from programme.matching import rules
from programme.matching.rulebook.hard import RULES
from programme.matching.rules import DEFAULT, MAY_BE_SWITCHED_OFF, PARTS, Rules, RulesProblems
from tests.programme.matching.test_permitted import some_rules

SWITCHES = ["not_paired_before", "can_meet", "have_time", "stay_long_enough"]


@settings(max_examples=12)
@given(some_rules.filter(lambda rules: len(rules.switched_off) < len(SWITCHES)))
def test_what_was_written_is_read_back(some: Rules) -> None:
    assert rules.read(json.loads(json.dumps(rules.written(some)))) == some


def test_nothing_written_is_the_scheme_s_own() -> None:
    assert rules.read({}) == DEFAULT
    assert dict(DEFAULT.weights) == {part.name: part.weight for part in PARTS}
    assert rules.read({"weights": {"same_site": 0}}).weights == {**DEFAULT.weights, "same_site": 0}


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ({"colour": 1}, "colour is not a known key."),
        ({"weights": {"charm": 5}}, "charm is not a part of the score."),
        (
            {"weights": {"same_site": 101}},
            "The weight of same_site must be a whole number from 0 to 100, not 101.",
        ),
        ({"weights": {"same_site": -1}}, "The weight of same_site must be"),
        ({"weights": {"same_site": True}}, "The weight of same_site must be"),
        ({"weights": {"same_site": 2.5}}, "The weight of same_site must be"),
        ({"weights": 3}, "weights must be names of parts with their weights, not 3."),
        ({"weights": dict.fromkeys(DEFAULT.weights, 0)}, "No weight is left"),
        ({"switched_off": ["gravity"]}, "gravity is not a rule."),
        ({"switched_off": ["unrelated"]}, "The rule unrelated cannot be switched off."),
        ({"switched_off": ["not_blocked"]}, "The rule not_blocked cannot be switched off."),
        ({"switched_off": SWITCHES}, "No rule is left"),
        ({"switched_off": "can_meet"}, "switched_off must be a list"),
        ({"least_shared_hours": 0}, "least_shared_hours must lie between 1 and 20, not 0."),
        ({"least_weeks": 25}, "least_weeks must lie between 0 and 24, not 25."),
        ({"trio_percent": 51}, "trio_percent must lie between 0 and 50, not 51."),
        ({"trio_percent": True}, "trio_percent must be a whole number"),
        ({"rota_writer_is_hard": 1}, "rota_writer_is_hard must be true or false, not 1."),
    ],
)
def test_what_is_wrong_is_named(written: dict[str, object], problem: str) -> None:
    with pytest.raises(RulesProblems) as caught:
        rules.read(written)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(problem)


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(RulesProblems) as caught:
        rules.read({"weights": {"charm": 5}, "switched_off": ["unrelated"], "least_weeks": -1})
    assert len(caught.value.problems) == 3


def test_only_four_rules_can_be_switched_off() -> None:
    assert list(MAY_BE_SWITCHED_OFF) == [rule.name for rule in RULES]
    assert {name for name, may_be in MAY_BE_SWITCHED_OFF.items() if may_be} == set(SWITCHES)
