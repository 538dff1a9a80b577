"""The best found in pools too big to be sure, held against the best there is in small ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from programme.matching.graph import Graph
from programme.matching.pairs.best import best_pairs
from programme.matching.pairs.cover import minimum
from programme.matching.trios.best import with_trios
from programme.matching.trios.checker import faults
from programme.matching.trios.found import TriosFound
from programme.matching.trios.search import best_found
from programme.matching.trios.terms import TrioTerms
from tests.programme.matching.trio_pools import best_of_all, by_chance, graph_of, pools, solved, terms_of

WHENEVER = 0b1111
POINTS = tuple(range(3_000, 9_500, 7))


def _searched(graph: Graph, terms: TrioTerms) -> TriosFound | None:
    partner_of = best_pairs(graph, terms.waited).partner_of
    return best_found(graph, terms, partner_of, minimum(graph, partner_of))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pools(most=4))
def test_what_is_found_is_true_and_no_better_than_the_best(pool: tuple[Graph, TrioTerms]) -> None:
    graph, terms = pool
    found = _searched(graph, terms)
    if found:
        people, again, trios, floor, total = best_of_all(graph, terms)
        reached = (found.people, -found.again, -found.trios, found.floor, found.total)
        assert reached <= (people, -again, -trios, floor, total)
        assert found.proof.people_at_most >= people
        assert not faults(graph, terms, found.matches, found.certificate)


def test_whoever_says_no_to_a_trio_is_paired_so_that_another_can_be_the_third() -> None:
    graph = graph_of({(0, 0): 9_000, (1, 0): 9_000, (1, 1): 9_000, (2, 1): 100}, doctors=3, managers=2)
    found = _searched(graph, terms_of([WHENEVER] * 3, [WHENEVER] * 2, refused=frozenset({0})))
    assert found is not None
    assert [match.people for match in found.matches] == [(0, 100), (1, 2, 101)]
    assert (found.people, found.proof.people_by) == (5, "cover")


def test_all_are_paired_anew_around_a_host_so_that_no_trio_is_weak() -> None:
    links = {(0, 0): 9_000, (0, 1): 8_000, (1, 1): 9_000, (2, 0): 8_000, (2, 1): 100}
    graph = graph_of(links, doctors=3, managers=2)
    terms = terms_of([WHENEVER] * 3, [0b0001, WHENEVER], refused=frozenset({100}))
    found = _searched(graph, terms)
    assert found is not None
    assert [match.people for match in found.matches] == [(0, 1, 101), (2, 100)]
    assert (found.floor, found.proof.floor_by) == (8_000, "relaxed")


def test_two_who_are_kept_apart_do_not_stay_the_guests_of_one_host() -> None:
    graph, terms = by_chance(199_480, 8, 6, cap=2, points=(5_000,), hours=5, apart=3 / 5)
    found = _searched(graph, terms)
    assert found is not None
    assert found.people == 13


def test_beyond_sixty_a_side_as_many_are_matched_as_can_be_and_what_is_not_sure_is_called_so() -> None:
    graph, terms = by_chance(5, 75, 64, cap=12, points=POINTS, apart=1 / 10)
    partner_of = best_pairs(graph).partner_of
    found = with_trios(graph, terms, partner_of, minimum(graph, partner_of))
    assert found is not None
    assert (found.people, found.trios, found.proof.people_by) == (139, 11, "cover")
    assert found.proof.total_by == "relaxed"
    assert found.proof.total_at_most > found.total
    assert not faults(graph, terms, found.matches, found.certificate)


@pytest.mark.parametrize("seed", range(3))
def test_the_best_found_matches_as_many_as_the_best_of_a_hospital(seed: int) -> None:
    graph, terms = by_chance(seed, 30, 25, cap=5, points=POINTS, apart=1 / 5)
    found, best = _searched(graph, terms), solved(graph, terms)
    assert found is not None
    assert best is not None
    assert found.people == best.people
    assert found.floor <= best.floor <= found.proof.floor_at_most
    assert found.total <= found.proof.total_at_most
