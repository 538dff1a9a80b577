"""Pairs by name are found whoever is named first."""

from __future__ import annotations

import numpy as np
import pytest

from programme.matching.rulebook.named_pairs import named_pairs, together


def test_a_pair_is_the_same_from_either_side_and_counts_once() -> None:
    pairs = named_pairs([(7, 3), (3, 7), (1, 2)])
    assert (pairs.low.tolist(), pairs.high.tolist()) == ([1, 3], [2, 7])


def test_every_one_is_looked_up_with_every_other() -> None:
    pairs = together(named_pairs([(7, 3)]), named_pairs([(1, 2)]), named_pairs([]))
    found = pairs.has(np.array([[1], [3]]), np.array([[2, 7, 9]]))
    assert found.tolist() == [[True, False, False], [False, True, False]]


def test_some_people_have_one_of_the_pairs_among_them_or_not() -> None:
    pairs = named_pairs([(7, 3), (5, 5)])
    assert [pairs.among(ids) for ids in ([3, 1, 7], [7, 3], [3, 1], [5], [])] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_nobody_is_in_no_pair() -> None:
    assert not named_pairs([]).has(np.array([[1], [3]]), np.array([[2]])).any()


def test_pairs_of_people_who_are_here_are_found_by_where_they_stand() -> None:
    pairs = named_pairs([(5, 30), (40, 4), (4, 99), (1, 30), (4, 5)])
    rows, columns = pairs.positions(np.array([4, 5]), np.array([40, 30]))
    assert sorted(zip(rows.tolist(), columns.tolist(), strict=True)) == [(0, 0), (1, 1)]


def test_where_nobody_is_nobody_is_found() -> None:
    rows, columns = named_pairs([(1, 2)]).positions(np.array([], dtype=np.int64), np.array([2]))
    assert (rows.size, columns.size) == (0, 0)


@pytest.mark.parametrize("id_", [-1, 2**31])
def test_an_id_that_would_be_mistaken_for_another_is_refused(id_: int) -> None:
    with pytest.raises(ValueError, match="outside 0 to"):
        named_pairs([(1, id_)])
