"""People as arrays say the same as the people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings

from programme.matching.rulebook.columns import DIFFERENT, LINKED, OPEN_END, SAME, columns, shared_hours
from programme.matching.terms import Terms
from programme.participant import Participant
from tests.programme.matching import by_hand, cast
from tests.programme.matching.cast import START, doctor, manager, pools

TERMS = Terms(START, cast.LINKED)


@settings(max_examples=5)
@given(pools())
def test_hours_in_common_are_bits_in_common(people: list[Participant]) -> None:
    everybody = columns(people, TERMS)
    hours = [[by_hand.hours(one, other) for other in people] for one in people]
    assert shared_hours(everybody.down(), everybody.across()).tolist() == hours


@settings(max_examples=5)
@given(pools())
def test_the_two_sides_are_the_two_groups_in_their_order(people: list[Participant]) -> None:
    everybody = columns(people, TERMS)
    assert everybody.doctors().ids.tolist() == [one.id for one in people if one.group == "doctor"]
    assert everybody.managers().ids.tolist() == [one.id for one in people if one.group == "manager"]


def test_people_are_taken_in_the_order_asked_for() -> None:
    everybody = columns([doctor(1), doctor(2), manager(3)], TERMS)
    taken = everybody.take(everybody.ids[[2, 0]] - 1)
    assert (len(taken), taken.ids.tolist(), taken.is_doctor.tolist()) == (2, [3, 1], [False, True])


def test_days_in_post_count_from_the_start() -> None:
    people = [
        doctor(1),
        doctor(2, post_ends_on=START + timedelta(3)),
        doctor(3, post_ends_on=START - timedelta(3)),
    ]
    assert columns(people, TERMS).days_left.tolist() == [OPEN_END, 3, -3]


def test_directorates_are_the_same_or_linked_or_different() -> None:
    people = [doctor(id_, directorate=name) for id_, name in enumerate(["medicine", "oncology", "corporate"])]
    shared = columns(people, TERMS).shared
    assert shared.directorates == ("corporate", "medicine", "oncology")
    assert shared.kinship.tolist() == [
        [SAME, LINKED, DIFFERENT],
        [LINKED, SAME, LINKED],
        [DIFFERENT, LINKED, SAME],
    ]


def test_the_same_person_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        columns([doctor(1), manager(1)], TERMS)


@pytest.mark.parametrize("id_", [-1, 2**31])
def test_an_id_that_would_be_mistaken_for_another_is_refused(id_: int) -> None:
    with pytest.raises(ValueError, match="outside 0 to"):
        columns([doctor(id_)], TERMS)
