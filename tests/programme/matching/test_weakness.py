"""What is weak about two people is said in words that are true of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from programme.matching.rulebook import soft
from programme.matching.rulebook.columns import columns
from programme.matching.rules import PARTS
from programme.matching.telling.weakness import weakness_of
from programme.matching.terms import Terms
from tests.programme.matching.cast import LINKED, START, anybody, doctor, manager, terms

TERMS = Terms(START, LINKED)
MONEY, MORE = frozenset({"finance"}), frozenset({"finance", "safety", "theatres"})


def said(part: str, of_doctor: dict[str, Any], of_manager: dict[str, Any]) -> str:
    one, other = doctor(1, **of_doctor), manager(11, **of_manager)
    both = columns([one, other], TERMS)
    value = float(soft.parts_of(both.doctors(), both.managers())[part][0])
    return weakness_of(one, other, part, value, TERMS)


@pytest.mark.parametrize(
    ("part", "of_doctor", "of_manager", "expected"),
    [
        ("shared_free_time", {}, {}, ""),
        ("shared_free_time", {"free_a": frozenset()}, {}, "they share only 2 hours a fortnight"),
        ("shared_free_time", {"free_a": frozenset(), "free_b": frozenset()}, {}, "they share no free time"),
        ("learning_fit", {}, {}, "what they could learn from each other is not known"),
        (
            "learning_fit",
            {"want_to_learn": MONEY, "can_offer": MONEY},
            {"want_to_learn": MONEY, "can_offer": frozenset({"safety"})},
            "{11} offers nothing that {1} wants to learn",
        ),
        (
            "learning_fit",
            {"want_to_learn": MONEY, "can_offer": frozenset({"safety"})},
            {"want_to_learn": MONEY, "can_offer": frozenset({"safety"})},
            "neither offers what the other wants to learn",
        ),
        (
            "learning_fit",
            {"want_to_learn": MORE, "can_offer": MONEY},
            {"want_to_learn": MORE, "can_offer": MONEY},
            "each offers only some of what the other wants to learn",
        ),
        (
            "learning_fit",
            {"want_to_learn": MONEY, "can_offer": MONEY},
            {"want_to_learn": MORE, "can_offer": MONEY},
            "{1} offers only some of what {11} wants to learn",
        ),
        (
            "learning_fit",
            {},
            {"want_to_learn": MORE, "can_offer": MORE},
            "what they could learn from each other is not known",
        ),
        ("directorate_fit", {}, {}, "they work in the same directorate"),
        ("directorate_fit", {}, {"directorate": "corporate"}, ""),
        (
            "directorate_fit",
            {"preference": "linked"},
            {"preference": "same"},
            "these are not the directorates that one of them hoped for",
        ),
        (
            "directorate_fit",
            {"preference": "linked"},
            {"preference": "different"},
            "these are not the directorates that both hoped for",
        ),
        (
            "time_left_together",
            {"post_ends_on": START + timedelta(weeks=13, days=3)},
            {},
            "they have only 13 weeks together",
        ),
        ("shadowing", {}, {"host_shadow_ok": True}, "only {11} can be shadowed"),
        ("shadowing", {}, {}, "neither can be shadowed"),
        ("level_fit", {}, {"grade_band": "band-8b-c"}, "they are 3 levels of seniority apart"),
        ("same_site", {"remote_ok": True}, {"site": "hub", "remote_ok": True}, "they can meet only by video"),
        ("same_site", {}, {"site": "hub"}, "they work on different sites"),
        (
            "working_pattern",
            {"works_on": frozenset({0, 5})},
            {},
            "they work on only 1 day of the week together",
        ),
        ("working_pattern", {"works_on": frozenset({5})}, {}, "they work on no day of the week together"),
    ],
)
def test_it_is_said_by_part_and_value(
    part: str, of_doctor: dict[str, Any], of_manager: dict[str, Any], expected: str
) -> None:
    assert said(part, of_doctor, of_manager) == expected


@given(anybody(1, "doctor"), anybody(11, "manager"), terms())
def test_of_anybody_there_is_something_to_say_of_every_weak_part(one: Any, other: Any, of: Terms) -> None:
    both = columns([one, other], of)
    parts = soft.parts_of(both.doctors(), both.managers())
    for part in PARTS:
        value = float(parts[part.name][0])
        assert bool(weakness_of(one, other, part.name, value, of)) is (value < 0.7)
