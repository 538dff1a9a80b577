"""A pair is in one state on one day, and every report says the same one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.pair_state import PairFacts, Pause, met_within_14_days, state_of

INTRODUCED = date(2027, 9, 14)


def day(n: int) -> date:
    return INTRODUCED + timedelta(days=n)


def facts(**told: Any) -> PairFacts:
    return PairFacts(introduced_on=INTRODUCED, **told)


@pytest.mark.parametrize(
    ("told", "on", "state"),
    [
        ({}, 0, "not started"),
        ({"booked_on": (day(3),)}, 1, "not started"),
        ({"contact_on": (day(9),)}, 8, "not started"),
        ({"contact_on": (day(9),)}, 9, "active"),
        ({"contact_on": (day(9),)}, 37, "active"),
        ({"contact_on": (day(9),)}, 38, "quiet"),
        ({"contact_on": (day(30), day(9))}, 58, "active"),
        ({"contact_on": (day(9),), "booked_on": (day(54),)}, 40, "active"),
        ({"contact_on": (day(9),), "booked_on": (day(54),)}, 39, "quiet"),
        ({"contact_on": (day(9),), "booked_on": (day(54),)}, 54, "active"),
        ({"contact_on": (day(9),), "booked_on": (day(54),)}, 55, "quiet"),
        ({"contact_on": (day(9),), "pauses": (Pause(day(10)),)}, 10, "paused"),
        ({"contact_on": (day(9),), "pauses": (Pause(day(10), day(15)),)}, 14, "paused"),
        ({"contact_on": (day(9),), "pauses": (Pause(day(10), day(15)),)}, 15, "active"),
        ({"pauses": (Pause(day(10), day(15)),)}, 9, "not started"),
        ({"ended_early_on": day(20), "pauses": (Pause(day(10)),)}, 20, "ended early"),
        ({"ended_early_on": day(20)}, 19, "not started"),
        ({"completed_on": day(160), "contact_on": (day(150),)}, 160, "completed"),
        ({"completed_on": day(160), "contact_on": (day(150),)}, 159, "active"),
    ],
)
def test_the_state_of_a_pair(told: dict[str, Any], on: int, state: str) -> None:
    assert state_of(facts(**told), day(on)) == state


@pytest.mark.parametrize(
    ("told", "on", "met"),
    [
        ({}, 13, None),
        ({}, 14, False),
        ({"contact_on": (day(3),)}, 13, None),
        ({"contact_on": (day(3),)}, 14, True),
        ({"contact_on": (day(14),)}, 14, True),
        ({"contact_on": (day(15),)}, 14, False),
        ({"contact_on": (day(15),)}, 20, False),
        ({"contact_on": (day(40), day(14))}, 50, True),
        ({"pauses": (Pause(day(2), day(9)),)}, 20, None),
        ({"pauses": (Pause(day(2), day(9)),)}, 21, False),
        ({"contact_on": (day(21),), "pauses": (Pause(day(2), day(9)),)}, 30, True),
        ({"contact_on": (day(22),), "pauses": (Pause(day(2), day(9)),)}, 30, False),
        ({"pauses": (Pause(day(2)),)}, 300, None),
    ],
)
def test_whether_they_met_within_fourteen_days(told: dict[str, Any], on: int, met: bool | None) -> None:
    assert met_within_14_days(facts(**told), day(on)) is met


days = st.integers(0, 60)


@given(st.lists(days, max_size=3), st.lists(st.tuples(days, days), max_size=2), days)
def test_paused_days_are_left_out_however_pauses_overlap(
    contact: list[int], pauses: list[tuple[int, int]], on: int
) -> None:
    told = facts(
        contact_on=tuple(day(n) for n in contact),
        pauses=tuple(Pause(day(start), day(end)) for start, end in pauses),
    )
    paused = {n for start, end in pauses for n in range(start, end)}
    counted = len(set(range(on)) - paused)
    met = met_within_14_days(told, day(on))
    assert (met is None) == (counted < 14)
    if met is not None:
        so_far = [n for n in contact if n <= on]
        assert met == any(len(set(range(n)) - paused) <= 14 for n in so_far)
