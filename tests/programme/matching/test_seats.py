"""Guests and seats against every way to seat them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching.trios.seats import Seats, most, seated

Worths = dict[tuple[int, int], int]


@st.composite
def worths(draw: st.DrawFn) -> Worths:
    places = st.tuples(st.integers(0, 4), st.integers(0, 4))
    return draw(st.dictionaries(places, st.integers(-6, 6), min_size=1, max_size=10))


def _of(worth: Worths) -> tuple[Seats, list[int]]:
    places = sorted(worth)
    guests, seats = np.array(places, np.int64).T
    return Seats(guests, seats), [worth[place] for place in places]


def _ways(possible: Seats, number: int) -> list[tuple[int, ...]]:
    def fits(way: tuple[int, ...]) -> bool:
        return len(set(possible.guests[list(way)])) == len(set(possible.seats[list(way)])) == number

    return [way for way in combinations(range(len(possible.guests)), number) if fits(way)]


@settings(max_examples=60, deadline=None)
@given(worths())
def test_every_number_of_guests_is_seated_in_the_best_way(drawn: Worths) -> None:
    possible, worth = _of(drawn)
    number = 1
    while ways := _ways(possible, number):
        chosen = tuple(seated(possible, np.array(worth, np.int64), number).tolist())
        assert chosen in ways
        assert sum(worth[place] for place in chosen) == max(
            sum(worth[place] for place in way) for way in ways
        )
        number += 1
    assert most(possible) == number - 1


@pytest.mark.parametrize("number", [0, 1, 2])
def test_of_seatings_worth_the_same_exactly_the_number_asked_for_is_given(number: int) -> None:
    possible, _ = _of({(0, 0): 0, (0, 1): 0, (1, 1): 0})
    assert len(seated(possible, np.zeros(3, np.int64), number)) == number


def test_without_seats_nobody_sits() -> None:
    nothing = np.array([], np.int64)
    assert most(Seats(nothing, nothing)) == 0
    assert not seated(Seats(nothing, nothing), nothing, 0).size
