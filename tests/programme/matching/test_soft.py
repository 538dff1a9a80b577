"""Each part of the score by itself, and what they make together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from programme.matching.rulebook import soft
from programme.matching.rulebook.columns import columns
from programme.matching.rulebook.soft import parts_of, points_of, weakest
from programme.matching.rules import DEFAULT, PARTS
from programme.matching.terms import Terms
from programme.participant import Participant
from tests.programme.matching import by_hand
from tests.programme.matching.cast import LINKED, START, doctor, manager, pools

TERMS = Terms(START, LINKED)
ONE, TWO = frozenset({"finance"}), frozenset({"finance", "safety"})
TUESDAY = frozenset({"tue-afternoon"})


def part(name: str, of_doctor: dict[str, Any], of_manager: dict[str, Any]) -> float:
    people = columns([doctor(1, **of_doctor), manager(11, **of_manager)], TERMS)
    return parts_of(people.doctors(), people.managers())[name].item()


@pytest.mark.parametrize(
    ("name", "of_doctor", "of_manager", "value"),
    [
        ("shared_free_time", {"free_a": frozenset()}, {}, 0.5),
        ("shared_free_time", {"free_a": TUESDAY}, {}, 1.0),
        ("learning_fit", {}, {}, 0.5),
        ("learning_fit", {"want_to_learn": TWO}, {"can_offer": ONE}, 0.5),
        ("learning_fit", {"want_to_learn": ONE}, {"can_offer": TWO}, 0.75),
        ("learning_fit", {"want_to_learn": ONE}, {"can_offer": frozenset({"safety"})}, 0.25),
        ("learning_fit", {"want_to_learn": frozenset({"bees"})}, {"can_offer": frozenset({"bees"})}, 0.75),
        ("directorate_fit", {}, {}, 0.5),
        ("directorate_fit", {}, {"directorate": "oncology"}, 1.0),
        ("directorate_fit", {"directorate": "corporate"}, {"directorate": "oncology"}, 0.7),
        ("directorate_fit", {"preference": "same"}, {}, 0.75),
        ("directorate_fit", {"preference": "same"}, {"directorate": "oncology"}, 0.6),
        ("directorate_fit", {"preference": "linked"}, {"preference": "same"}, 0.6),
        ("directorate_fit", {"preference": "different"}, {"directorate": "oncology"}, 1.0),
        ("time_left_together", {}, {}, 1.0),
        ("time_left_together", {"post_ends_on": START + timedelta(weeks=12)}, {}, 0.5),
        ("time_left_together", {"post_ends_on": START - timedelta(weeks=1)}, {}, 0.0),
        ("shadowing", {}, {"night_shadow_ok": True}, 0.0),
        ("shadowing", {"host_shadow_ok": True, "night_shadow_ok": True}, {"night_shadow_ok": True}, 0.5),
        ("shadowing", {"host_shadow_ok": True}, {"host_shadow_ok": True, "night_shadow_ok": True}, 0.75),
        ("level_fit", {}, {"grade_band": "band-7"}, 1.0),
        ("level_fit", {}, {"grade_band": "band-8a"}, 0.8),
        ("level_fit", {}, {"grade_band": "band-8b-c"}, 0.5),
        ("level_fit", {}, {"grade_band": "band-8d-or-director"}, 0.2),
        ("same_site", {}, {}, 1.0),
        ("same_site", {"remote_ok": True, "site": "hub"}, {"remote_ok": True}, 0.4),
        ("same_site", {"site": "hub"}, {"remote_ok": True}, 0.0),
        ("working_pattern", {"works_on": frozenset({0, 1})}, {}, 2 / 3),
        ("working_pattern", {"works_on": frozenset({0, 1, 2, 5})}, {}, 1.0),
    ],
)
def test_each_part_is_worth_what_the_table_says(
    name: str, of_doctor: dict[str, Any], of_manager: dict[str, Any], value: float
) -> None:
    assert part(name, of_doctor, of_manager) == pytest.approx(value)


@settings(max_examples=6)
@given(pools())
def test_the_parts_of_everybody_are_those_of_each_two(people: list[Participant]) -> None:
    everybody = columns(people, TERMS)
    found = parts_of(everybody.doctors().down(), everybody.managers().across())
    doctors = [one for one in people if one.group == "doctor"]
    managers = [one for one in people if one.group == "manager"]
    for row, one in enumerate(doctors):
        for column, other in enumerate(managers):
            of_two = {name: shares[row, column] for name, shares in found.items()}
            assert of_two == pytest.approx({k: float(v) for k, v in by_hand.parts(one, other, TERMS).items()})


@settings(max_examples=6)
@given(pools())
def test_points_are_the_same_in_a_table_and_side_by_side(people: list[Participant]) -> None:
    everybody = columns(people, TERMS)
    doctors, managers = everybody.doctors(), everybody.managers()
    table = points_of(doctors.down(), managers.across(), DEFAULT.weights)
    both = range(min(len(doctors), len(managers)))
    side_by_side = points_of(doctors.take(slice(len(both))), managers.take(slice(len(both))), DEFAULT.weights)
    assert side_by_side.tolist() == [table[each, each] for each in both]


def test_the_weights_of_the_table_make_a_hundred_in_its_order() -> None:
    assert [part.weight for part in PARTS] == [25, 20, 15, 12, 10, 8, 5, 5]
    assert all(getattr(soft, part.name).__doc__ for part in PARTS)


def test_the_weakest_part_is_the_one_furthest_from_full_and_of_equals_the_heaviest() -> None:
    parts = dict.fromkeys(DEFAULT.weights, 1.0) | {"same_site": 0.4, "shadowing": 0.5, "level_fit": 0.5}
    assert weakest(parts, DEFAULT.weights) == "same_site"
    without_site = replace(DEFAULT, weights={**DEFAULT.weights, "same_site": 0}).weights
    assert weakest(parts, without_site) == "shadowing"
