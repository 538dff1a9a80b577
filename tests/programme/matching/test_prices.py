"""Prices and totals of halves that are written down by hand."""

from __future__ import annotations

import numpy as np
import pytest

from programme.matching.pairs.prices import NotTheHighest, prices
from programme.matching.pairs.total import highest_total
from tests.programme.matching.graphs import graph

HALF = graph({(1, 11): 90, (1, 12): 80, (2, 11): 70, (2, 12): 10, (2, 13): 20})


def test_the_total_takes_second_choices_where_the_whole_gains() -> None:
    got = highest_total(HALF, np.zeros(3, dtype=np.int64), np.array([0, 1]))
    assert got.tolist() == [1, 0]


def test_a_bonus_is_added_for_whoever_brings_it() -> None:
    got = highest_total(HALF, np.array([0, 0, 1000]), np.array([0, 1]))
    assert got.tolist() == [0, 2]


def test_prices_are_the_lowest_that_no_pair_outbids() -> None:
    rows, columns = prices(HALF, np.zeros(3, dtype=np.int64), np.array([1, 0]))
    assert (rows.tolist(), columns.tolist()) == ([80, 60], [10, 0, 0])


@pytest.mark.parametrize("worse", [[0, 1], [0, 2], [1, 2]])
def test_a_matching_that_can_be_bettered_has_no_prices(worse: list[int]) -> None:
    with pytest.raises(NotTheHighest):
        prices(HALF, np.zeros(3, dtype=np.int64), np.array(worse))
