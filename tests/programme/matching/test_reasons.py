"""Two reasons for every match, always different, and true of everybody who reads them."""

from __future__ import annotations

import re
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching.telling.reasons import ASKED, two_reasons
from programme.matching.telling.together import Together
from programme.matching.terms import Terms
from programme.participant import SLOTS, TAGS, Participant
from tests.programme.matching.cast import LINKED, START, anybody, doctor, manager

TERMS = Terms(START, LINKED)
FINANCE = frozenset({"finance"})
SAFETY = frozenset({"safety"})


def reasons(*people: Participant, asked: bool = False) -> tuple[str, str]:
    return two_reasons(together(people), TERMS, asked=asked)


def together(people: tuple[Participant, ...]) -> Together:
    return Together(
        tuple(person for person in people if person.group == "doctor"),
        tuple(person for person in people if person.group == "manager"),
    )


@pytest.mark.parametrize(
    ("of_doctor", "of_manager", "expected"),
    [
        (
            {"want_to_learn": FINANCE},
            {"can_offer": FINANCE},
            (
                "one of you offers finance, which the other wants to learn",
                "you are both free on Tuesday afternoons",
            ),
        ),
        (
            {"want_to_learn": frozenset({"patient-flow"})},
            {"want_to_learn": frozenset({"patient-flow"})},
            ("you both want to learn about patient flow", "you are both free on Tuesday afternoons"),
        ),
        (
            {},
            {"directorate": "oncology"},
            ("you are both free on Tuesday afternoons", "your teams depend on each other"),
        ),
        (
            {"free_b": frozenset()},
            {},
            ("you are both free on Tuesday afternoons every other week", "you work on the same site"),
        ),
        (
            {"remote_ok": True},
            {"remote_ok": True, "site": "hub"},
            ("you are both free on Tuesday afternoons", "you can both meet by video"),
        ),
        (
            {"free_a": frozenset(), "free_b": frozenset(), "site": "hub"},
            {},
            (
                "you both have permission to take part",
                "one of you is a doctor and the other a manager",
            ),
        ),
    ],
)
def test_a_pair_is_told_its_two_best_reasons(
    of_doctor: dict[str, Any], of_manager: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert reasons(doctor(1, **of_doctor), manager(11, **of_manager)) == expected


def test_those_who_asked_are_told_so_first() -> None:
    assert reasons(doctor(1), manager(11), asked=True) == (ASKED, "you are both free on Tuesday afternoons")


@pytest.mark.parametrize(
    ("people", "first"),
    [
        (
            (
                doctor(1, want_to_learn=FINANCE),
                doctor(2, want_to_learn=FINANCE),
                manager(11, can_offer=FINANCE),
            ),
            "one of you offers finance, which the other two want to learn",
        ),
        (
            (doctor(1, can_offer=FINANCE), doctor(2, can_offer=FINANCE), manager(11, want_to_learn=FINANCE)),
            "two of you offer finance, which the third wants to learn",
        ),
        (
            (doctor(1, want_to_learn=FINANCE), doctor(2), manager(11, can_offer=FINANCE)),
            "one of you offers finance, which another of you wants to learn",
        ),
        (
            tuple(
                each(id_, want_to_learn=SAFETY) for id_, each in ((1, doctor), (11, manager), (12, manager))
            ),
            "all three of you want to learn about safety",
        ),
        (
            (doctor(1, want_to_learn=SAFETY), doctor(2), manager(11, want_to_learn=SAFETY)),
            "two of you want to learn about safety",
        ),
        ((doctor(1), manager(11), manager(12)), "you are all free on Tuesday afternoons"),
    ],
)
def test_a_trio_is_told_what_is_true_of_three(people: tuple[Participant, ...], first: str) -> None:
    assert reasons(*people)[0] == first


def test_what_two_of_a_trio_share_is_not_said_of_all() -> None:
    elsewhere = {"remote_ok": True, "site": "hub", "directorate": "oncology"}
    trio = (doctor(1, remote_ok=True), manager(11, remote_ok=True), manager(12, **elsewhere))
    assert reasons(*trio)[1] == "two of your teams depend on each other"
    one_far = (doctor(1), doctor(2, site="hub", remote_ok=True), manager(11, remote_ok=True))
    assert reasons(*one_far)[1] == "two of you work on the same site"


@st.composite
def anyone_together(draw: st.DrawFn) -> Together:
    doctors, managers = draw(st.sampled_from([(1, 1), (2, 1), (1, 2)]))
    return Together(
        tuple(draw(anybody(id_, "doctor")) for id_ in range(1, doctors + 1)),
        tuple(draw(anybody(id_, "manager")) for id_ in range(11, managers + 11)),
    )


@settings(max_examples=50)
@given(anyone_together(), st.booleans())
def test_there_are_always_two_and_each_is_true(them: Together, asked: bool) -> None:
    told = two_reasons(them, TERMS, asked=asked)
    assert len(set(told)) == 2
    assert asked is (told[0] == ASKED)
    assert all(is_true(reason, them) for reason in told[asked:])


_SUBJECTS = {tag.label.lower(): tag.value for tag in TAGS}
_SLOTS = {slot.spoken: slot.value for slot in SLOTS}


def is_true(reason: str, them: Together) -> bool:
    """Decided from the words as they stand, by somebody who knows nothing of how they were found."""
    people = them.people
    if told := re.fullmatch(r"(one|two) of you offers? (.+), which (.+) wants? to learn", reason):
        return offers(told[1], _SUBJECTS[told[2]], told[3], them)
    if told := re.fullmatch(r"(you both|all three of you|two of you) want to learn about (.+)", reason):
        wish = [person for person in people if _SUBJECTS[told[2]] in person.want_to_learn]
        return len(wish) == len(people) if told[1] != "two of you" else len(wish) >= 2
    if told := re.fullmatch(r"you are (both|all) free on (.+?)( every other week)?", reason):
        weeks = [
            all(_SLOTS[told[2]] in getattr(one, week) for one in people) for week in ("free_a", "free_b")
        ]
        return any(weeks) if told[3] else all(weeks)
    sites, videos = {one.site for one in people}, [one.remote_ok for one in people]
    linked = [frozenset({one.directorate, other.directorate}) in LINKED for one, other in them.links]
    known = {
        "your teams depend on each other": all(linked),
        "two of your teams depend on each other": any(linked),
        "you work on the same site": len(sites) == 1,
        "two of you work on the same site": len(sites) < len(people),
        "you can both meet by video": all(videos) and len(people) == 2,
        "you can all meet by video": all(videos) and len(people) == 3,
        "you both have permission to take part": len(people) == 2,
        "you all have permission to take part": len(people) == 3,
        "one of you is a doctor and the other a manager": len(people) == 2,
        "two of you are doctors and one is a manager": len(them.doctors) == 2,
        "one of you is a doctor and two are managers": len(them.managers) == 2,
    }
    return known[reason]


def offers(many: str, subject: str, learners: str, them: Together) -> bool:
    wanted = {"the other": 1, "the third": 1, "another of you": 1, "the other two": 2}[learners]
    number = {"one": 1, "two": 2}[many]
    return any(
        all(subject in one.can_offer for one in order[:number])
        and all(subject in one.want_to_learn for one in order[number : number + wanted])
        and {one.group for one in order[:number]} != {one.group for one in order[number : number + wanted]}
        for order in permutations(them.people)
    )
