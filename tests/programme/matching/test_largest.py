"""A maximum matching and a cover of its size, on small graphs, on big ones and on one that others never finish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from programme.matching.certificate import Cover
from programme.matching.graph import Graph
from programme.matching.pairs import cover
from programme.matching.pairs.best import best_pairs
from programme.matching.pairs.largest import largest
from tests.programme.matching.graphs import best_by_trying, by_chance, graph, graphs

if TYPE_CHECKING:
    from programme.matching.graph import Numbers


def size(partner_of: Numbers) -> int:
    return int(np.count_nonzero(partner_of >= 0))


def is_covered(of: Graph, people: Cover) -> bool:
    doctors, managers = of.doctor_ids[of.rows].tolist(), of.manager_ids[of.columns].tolist()
    return all(
        doctor in people.doctors or manager in people.managers
        for doctor, manager in zip(doctors, managers, strict=True)
    )


def corridors(length: int) -> Graph:
    """One doctor must go down a long corridor of choices, two abreast, and another down one that is shorter.

    A search that does not mark dead ends tries every way through the first, doubling with each step, as long as the
    end of the second is nearer.
    """
    wide = 2 * (length + 5)
    points = {(doctor, doctor): 5 for doctor in range(wide)}
    for doctor in range(wide - 2):
        ahead = doctor + 2 - doctor % 2
        points |= {(doctor, ahead): 5, (doctor, ahead + 1): 5}
    points |= {(wide - 2, wide): 5, (wide - 1, wide): 5}
    narrow = wide + length
    for doctor in range(wide, narrow):
        points |= {(doctor, doctor + 1): 5, (doctor, doctor + 2): 5}
    points |= {(narrow, 0): 5, (narrow, 1): 5, (narrow + 1, wide + 1): 5}
    return graph({(doctor, 1000 + manager): worth for (doctor, manager), worth in points.items()})


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_no_matching_has_more_pairs_and_a_cover_of_that_size_shows_it(of: Graph) -> None:
    partner_of = largest(of)
    people = cover.minimum(of, partner_of)
    assert size(partner_of) == people.size == best_by_trying(of, frozenset())[0]
    assert is_covered(of, people)


@pytest.mark.parametrize("permitted", [0.004, 0.01, 0.5])
def test_a_big_graph_has_a_cover_of_its_size(permitted: float) -> None:
    of = by_chance(400, 300, permitted, seed=3)
    partner_of = largest(of)
    people = cover.minimum(of, partner_of)
    assert people.size == size(partner_of)
    assert is_covered(of, people)


def test_a_matching_can_be_begun_from_another() -> None:
    of = by_chance(50, 50, 0.1, seed=5)
    begun = largest(of)
    assert largest(of, begun).tolist() == begun.tolist()
    fewer = of.where(of.points > 2000)
    assert size(largest(fewer, begun)) == size(largest(fewer))


def test_what_is_not_permitted_is_not_begun_from() -> None:
    of = graph({(1, 11): 5, (2, 11): 5}, managers=[11, 12])
    assert size(largest(of, np.array([1, 0]))) == 1


def test_a_graph_in_which_dead_ends_double_is_matched_at_once() -> None:
    of = corridors(60)
    assert size(largest(of)) == of.doctors
    assert best_pairs(of).total == 5 * of.doctors


def test_a_matching_that_is_not_the_most_has_no_cover_of_its_size() -> None:
    of = graph({(1, 11): 5, (1, 12): 5, (2, 11): 5})
    with pytest.raises(cover.NotTheMost):
        cover.minimum(of, np.array([0, -1]))


def test_a_cover_names_people_by_their_ids() -> None:
    of = graph({(1, 11): 5, (2, 11): 5, (3, 12): 5})
    assert cover.minimum(of, largest(of)) == Cover(frozenset({3}), frozenset({11}))
