"""The programmes themselves, where no pool would lead them."""

from __future__ import annotations

import numpy as np

from programme.matching.trios.candidates import candidates
from programme.matching.trios.linear import Programme, relaxed
from programme.matching.trios.programme import best
from tests.programme.matching.trio_pools import graph_of, terms_of


def _programme(*, limit: int) -> Programme:
    """Three doctors of whom any two may share the manager: so many trios exactly."""
    graph = graph_of({(doctor, 0): 10 * (doctor + 1) for doctor in range(3)}, doctors=3, managers=1)
    some = candidates(graph, terms_of([0b11] * 3, [0b11]))
    sides = some.is_trio[np.newaxis].astype(np.int64)
    return Programme(
        some, some.points, sides, np.array([limit]), exact=True, known=np.arange(3, 3 + min(limit, 1))
    )


def test_every_pair_and_every_trio_is_a_candidate_once() -> None:
    some = _programme(limit=0).candidates
    assert some.people.tolist() == [[0, 3, 4], [1, 3, 4], [2, 3, 4], [3, 0, 1], [3, 0, 2], [3, 1, 2]]
    assert some.points.tolist() == [10, 20, 30, 10, 10, 20]


def test_the_best_choice_keeps_to_what_must_be_reached() -> None:
    for limit, points in ((0, 30), (1, 20)):
        found = best(_programme(limit=limit), 0, seconds=5)
        assert (found.at_most, found.by) == (points, "prices")


def test_what_cannot_be_reached_has_no_best_choice() -> None:
    found = best(_programme(limit=2), 0, seconds=5)
    assert found.chosen is None
    assert (found.at_most, found.by) == (-1, "integer programme")


def test_prices_pay_for_every_candidate_exactly() -> None:
    programme = _programme(limit=1)
    _, dual = relaxed(programme)
    paid = dual.people[programme.candidates.people].sum(axis=1) + dual.sides @ programme.sides
    assert (paid >= programme.worth * 1_000_000).all()
    assert (dual.people >= 0).all()
