"""What leads are warned of before they approve a match, and what is no reason for a warning."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from programme.matching.rules import DEFAULT, Rules
from programme.matching.telling.together import Together
from programme.matching.telling.warnings import notes_of, warnings_of
from programme.matching.terms import Terms
from programme.participant import Participant
from tests.programme.matching.cast import LINKED, START, doctor, manager

TERMS = Terms(START, LINKED)


def warned(*people: Participant, rules: Rules = DEFAULT) -> tuple[str, ...]:
    doctors = tuple(person for person in people if person.group == "doctor")
    return warnings_of(Together(doctors, tuple(set(people) - set(doctors))), TERMS, rules)


def noted(*people: Participant, rules: Rules = DEFAULT) -> tuple[str, ...]:
    one, other = people
    return notes_of(Together((one,), (other,)), rules)


def ends(**time: float) -> dict[str, Any]:
    return {"post_ends_on": START + timedelta(**time)}


def test_a_pair_with_nothing_special_is_no_trouble() -> None:
    assert warned(doctor(1), manager(11)) == ()
    assert warned(doctor(1, **ends(weeks=16)), manager(11, grade_band="band-8a")) == ()


ONCE = {"free_a": frozenset({"tue-afternoon"}), "free_b": frozenset[str]()}
LUNCHES = {"free_a": frozenset({"tue-lunch"}), "free_b": frozenset({"tue-lunch"})}
FAR = {"site": "hub", "remote_ok": True}


@pytest.mark.parametrize(
    ("of_doctor", "of_manager", "said"),
    [
        (ends(weeks=16, days=-1), {}, ["The post of {1} ends 15 weeks after the start."]),
        ({}, ends(weeks=12), ["The post of {11} ends 12 weeks after the start."]),
        ({}, ends(weeks=1), ["The post of {11} ends 1 week after the start."]),
        ({}, ends(days=5), ["The post of {11} ends in the first week."]),
        (ends(days=-1), {}, ["The post of {1} ends before the start."]),
        ({"rota_writers": frozenset({11})}, {}, ["One of them writes the other's rota."]),
        ({}, {"rota_writers": frozenset({1})}, ["One of them writes the other's rota."]),
        ({}, {"grade_band": "band-8b-c"}, ["They are 3 levels of seniority apart."]),
        ({"remote_ok": True}, FAR, ["They can meet only by video."]),
        ({}, FAR, ["They work on different sites and do not all meet by video."]),
        (LUNCHES | {"free_b": frozenset()}, LUNCHES, ["They share only 1 hour a fortnight."]),
        (LUNCHES, {}, ["They share no free time."]),
    ],
)
def test_what_a_lead_should_look_at_is_said(
    of_doctor: dict[str, Any], of_manager: dict[str, Any], said: list[str]
) -> None:
    assert list(warned(doctor(1, **of_doctor), manager(11, **of_manager))) == said


LEAST, EVERY_OTHER = (
    "They share 2 hours a fortnight, the least that is allowed.",
    "They share free time only every other week.",
)


@pytest.mark.parametrize(
    ("of_doctor", "of_manager", "said"),
    [
        ({}, {}, ()),
        (ONCE, {}, (LEAST, EVERY_OTHER)),
        (LUNCHES, LUNCHES, (LEAST,)),
        (LUNCHES | {"free_b": frozenset()}, LUNCHES, (EVERY_OTHER,)),
        (LUNCHES, {}, ()),
    ],
)
def test_little_time_is_usual_and_only_noted(
    of_doctor: dict[str, Any], of_manager: dict[str, Any], said: tuple[str, ...]
) -> None:
    assert noted(doctor(1, **of_doctor), manager(11, **of_manager)) == said


def test_the_least_is_what_the_cohort_says_it_is() -> None:
    assert noted(doctor(1), manager(11), rules=replace(DEFAULT, least_shared_hours=4)) == (
        "They share 4 hours a fortnight, the least that is allowed.",
    )


def test_of_a_trio_it_is_said_whom_a_warning_concerns() -> None:
    trio = (
        doctor(1, **ends(weeks=13), rota_writers=frozenset({11})),
        doctor(2, **FAR),
        manager(11, remote_ok=True, grade_band="band-8d-or-director"),
    )
    assert warned(*trio) == (
        "The post of {1} ends 13 weeks after the start.",
        "One of them writes another's rota.",
        "Two of them are 4 levels of seniority apart.",
        "One of them can join the others only by video.",
    )


def test_nobody_learns_from_a_warning_who_is_kept_apart_from_whom() -> None:
    apart = doctor(1, related=frozenset({11}), avoid=frozenset({11}))
    assert warned(apart, manager(11)) == ()
