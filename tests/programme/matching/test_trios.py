"""Pairs and trios together against every matching there is, and the proof against the checker."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme.matching.graph import Graph
from programme.matching.pairs.cover import minimum
from programme.matching.pairs.largest import largest
from programme.matching.trios.best import people_without, with_trios
from programme.matching.trios.checker import faults
from programme.matching.trios.exact import exactly
from programme.matching.trios.found import TriosFound
from programme.matching.trios.terms import TrioTerms
from tests.programme.matching.trio_pools import (
    FIRST_MANAGER,
    best_of_all,
    by_chance,
    graph_of,
    pools,
    solved,
    terms_of,
)

Pool = tuple[Graph, TrioTerms]
WHENEVER = 0b1111
SLOW = [HealthCheck.too_slow]


def _is_the_best(pool: Pool) -> None:
    graph, terms = pool
    found, best = solved(graph, terms), best_of_all(graph, terms)
    if found is None:
        assert best[2] == 0
        return
    assert (found.people, found.again, found.trios, found.floor, found.total) == best
    assert not faults(graph, terms, found.matches, found.certificate)


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(pools(most=4))
def test_pairs_and_trios_of_a_small_pool_are_the_best_of_all(pool: Pool) -> None:
    _is_the_best(pool)


@pytest.mark.parametrize("seed", range(5))
def test_uneven_pools_by_chance_have_the_best_pairs_and_trios_of_all(seed: int) -> None:
    _is_the_best(by_chance(seed, 5, 3, cap=2, points=(0, 3_000, 7_000), hours=4))


@pytest.mark.long
@settings(max_examples=400, deadline=None, suppress_health_check=SLOW)
@given(pools(most=6))
def test_pairs_and_trios_of_six_a_side_are_the_best_of_all(pool: Pool) -> None:
    _is_the_best(pool)


def _people(graph: Graph, terms: TrioTerms) -> int:
    found = solved(graph, terms)
    return found.people if found else 2 * int((largest(graph) >= 0).sum())


def _without_last_doctor(graph: Graph, terms: TrioTerms) -> Pool:
    kept = graph.where(graph.rows < graph.doctors - 1)
    fewer = Graph(kept.doctor_ids[:-1], kept.manager_ids, kept.starts[:-1], kept.columns, kept.points)
    return fewer, replace(terms, doctors_ok=terms.doctors_ok[:-1], doctors_hours=terms.doctors_hours[:-1])


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(pools(most=5))
def test_somebody_more_never_makes_fewer_people_matched(pool: Pool) -> None:
    graph, terms = pool
    assert _people(*_without_last_doctor(graph, terms)) <= _people(graph, terms)


def test_the_same_pool_gives_the_same_matches_again() -> None:
    pool = by_chance(3, 9, 6, cap=2, points=(5_000,))
    assert solved(*pool) == solved(*pool) is not None


def test_nobody_is_in_a_trio_twice_running_while_another_way_matches_as_many() -> None:
    links = {(doctor, manager): 10_000 if doctor < 2 else 100 for doctor in range(4) for manager in range(3)}
    graph = graph_of(links, doctors=4, managers=3)
    terms = terms_of([WHENEVER] * 4, [WHENEVER] * 3, before=frozenset({0, 1, 100, 101}))
    found = solved(graph, terms)
    assert found is not None
    trio = next(match for match in found.matches if len(match.people) == 3)
    assert trio.people == (2, 3, 102)
    assert found.again == 0
    assert found.floor == 100


def test_whoever_was_in_a_trio_is_in_one_again_rather_than_anybody_waits() -> None:
    graph = graph_of({(0, 0): 100, (1, 0): 100}, doctors=2, managers=1)
    found = solved(graph, terms_of([WHENEVER] * 2, [WHENEVER], before=frozenset({0, 1, 100})))
    assert found is not None
    assert (found.people, found.again) == (3, 3)


def test_trios_that_match_as_many_as_pairs_are_made_if_so_fewer_wait_again() -> None:
    links = {(0, 0): 100, (1, 0): 100, (2, 1): 100, (3, 1): 100, (4, 2): 100}
    graph = graph_of(links, doctors=5, managers=3)
    terms = terms_of(
        [WHENEVER] * 5, [WHENEVER] * 3, cap=2, waited=frozenset({0, 1, 2, 3}), refused=frozenset({4})
    )
    found = solved(graph, terms)
    assert found is not None
    assert (found.people, found.again, found.trios) == (8, 0, 2)


def test_no_trio_has_two_of_one_group_who_are_kept_apart() -> None:
    graph = graph_of({(doctor, 0): 9_000 - doctor for doctor in range(3)}, 3, 1)
    found = solved(graph, terms_of([WHENEVER] * 3, [WHENEVER], apart=[(0, 1), (1, 2)]))
    assert found is not None
    assert [match.people for match in found.matches] == [(0, 2, 100)]
    assert solved(graph, terms_of([WHENEVER] * 3, [WHENEVER], apart=[(0, 1), (2, 1), (0, 2)])) is None


def test_an_even_pool_in_which_all_find_a_partner_has_no_trio() -> None:
    graph = graph_of({(doctor, manager): 1 for doctor in range(3) for manager in range(3)}, 3, 3)
    assert solved(graph, terms_of([WHENEVER] * 3, [WHENEVER] * 3)) is None


@pytest.mark.parametrize(
    ("hours", "refused", "cap"),
    [
        (0b1100, frozenset(), 1),
        (WHENEVER, frozenset({100}), 1),
        (WHENEVER, frozenset({1}), 1),
        (WHENEVER, frozenset(), 0),
    ],
)
def test_three_without_hours_a_yes_or_the_room_are_no_trio(
    hours: int, refused: frozenset[int], cap: int
) -> None:
    graph = graph_of({(0, 0): 100, (1, 0): 100}, doctors=2, managers=1)
    terms = terms_of([hours, 0b0111], [WHENEVER], refused=refused, cap=cap)
    assert solved(graph, terms) is None


def _without_time(graph: Graph, terms: TrioTerms, seconds: float) -> TriosFound | None:
    partner_of = largest(graph)
    return exactly(graph, terms, partner_of, minimum(graph, partner_of), seconds=seconds)


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(pools(most=5), st.sampled_from([0.0, 1e-3]))
def test_without_time_the_best_found_claims_no_more_than_is_true(pool: Pool, seconds: float) -> None:
    graph, terms = pool
    found = _without_time(graph, terms, seconds) if len(graph.rows) else None
    if found:
        people, again, trios, floor, total = best_of_all(graph, terms)
        best = (people, -again, -trios, floor, total)
        assert best >= (found.people, -found.again, -found.trios, found.floor, found.total)
        assert not faults(graph, terms, found.matches, found.certificate)


@pytest.mark.parametrize(("seconds", "order_by"), [(5.0, "integer programme"), (0.0, "relaxed")])
def test_without_time_a_trio_is_found_but_not_called_the_best(seconds: float, order_by: str) -> None:
    """In this pool the linear programme mixes trios, so that only the integer programme can be sure."""
    graph, terms = by_chance(20, 5, 3, cap=2, points=(5_000,), hours=5)
    found = _without_time(graph, terms, seconds)
    assert found is not None
    assert (found.people, found.trios, found.proof.order_by) == (7, 1, order_by)
    assert not faults(graph, terms, found.matches, found.certificate)


@pytest.mark.parametrize(("seconds", "people", "people_by"), [(5.0, 11, "prices"), (0.0, 10, "relaxed")])
def test_without_time_it_is_not_called_sure_that_there_is_no_trio(
    seconds: float, people: int, people_by: str
) -> None:
    """In this pool only the integer programme finds the trio."""
    graph, terms = by_chance(63385, 8, 5, cap=2, points=(5_000,), hours=6)
    found = _without_time(graph, terms, seconds)
    assert found is not None
    assert (found.people, found.proof.people_at_most, found.proof.people_by) == (people, 11, people_by)
    assert not faults(graph, terms, found.matches, found.certificate)


@pytest.mark.parametrize(("doctors", "managers"), [(34, 26), (29, 31)])
def test_a_hospital_is_solved_and_proved(doctors: int, managers: int) -> None:
    graph, terms = by_chance(1, doctors, managers, cap=5, points=tuple(range(3_000, 9_500, 7)), apart=1 / 10)
    found = solved(graph, terms)
    assert found is not None
    assert found.people == min(doctors, managers) * 2 + min(5, abs(doctors - managers))
    assert found.proof.people_by == "cover"
    assert {found.proof.order_by, found.proof.floor_by, found.proof.total_by} == {"prices"}
    assert not faults(graph, terms, found.matches, found.certificate)


@pytest.mark.long
@pytest.mark.parametrize("points", [(5_000,), tuple(range(3_000, 9_500, 500)), tuple(range(3_000, 9_500))])
@pytest.mark.parametrize(("doctors", "managers"), [(60, 40), (55, 60)])
def test_sixty_a_side_are_solved_and_proved(doctors: int, managers: int, points: tuple[int, ...]) -> None:
    graph, terms = by_chance(2, doctors, managers, cap=8, points=points)
    terms = replace(terms, waited=frozenset({1, 2, 3}), before=frozenset({4, 5, FIRST_MANAGER}))
    found = solved(graph, terms)
    assert found is not None
    assert "relaxed" not in {
        found.proof.people_by,
        found.proof.order_by,
        found.proof.floor_by,
        found.proof.total_by,
    }
    assert not faults(graph, terms, found.matches, found.certificate)


@pytest.mark.parametrize(("doctors", "people"), [(60, 2), (61, 3)])
def test_beyond_sixty_a_side_who_found_no_trio_does_not_say_that_there_is_none(
    doctors: int, people: int
) -> None:
    """One manager for everybody, of whom each two are free together for too short a time."""
    graph = graph_of({(doctor, 0): 100 for doctor in range(doctors)}, doctors, 1)
    terms = terms_of([0b0011, *[0b1100] * (doctors - 1)], [WHENEVER], refused=frozenset(range(2, doctors)))
    partner_of = largest(graph)
    cover = minimum(graph, partner_of)
    assert with_trios(graph, terms, partner_of, cover) is None
    assert people_without(graph, terms, cover) == people


def test_whoever_may_be_paired_with_nobody_is_passed_over() -> None:
    graph = graph_of({(1, 1): 100, (2, 1): 200}, doctors=4, managers=3)
    found = solved(graph, terms_of([WHENEVER] * 4, [WHENEVER] * 3, waited=frozenset({3})))
    assert found is not None
    assert [match.people for match in found.matches] == [(1, 2, 101)]
    assert (found.again, found.floor, found.total) == (1, 100, 100)
