"""The best pairs against every matching there is, and pools that others get wrong."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching.graph import FULL, Graph
from programme.matching.pairs.best import PairsFound, best_pairs
from programme.matching.pairs.checker import faults
from tests.programme.matching.graphs import (
    beside,
    best_by_trying,
    by_chance,
    certificate_of,
    graph,
    graphs,
    matches_of,
    points_of,
    pools,
)

Pool = tuple[Graph, frozenset[int]]


def values(found: PairsFound) -> tuple[int, int, int, int]:
    return int(np.count_nonzero(found.partner_of >= 0)), -found.again, found.floor, found.total


def proved(of: Graph, waited: frozenset[int] = frozenset()) -> PairsFound:
    found = best_pairs(of, waited)
    assert faults(of, waited, matches_of(of, found), certificate_of(found)) == ()
    return found


def partners(of: Graph, waited: frozenset[int] = frozenset()) -> dict[int, int]:
    return {match.doctors[0]: match.managers[0] for match in matches_of(of, proved(of, waited))}


@given(pools())
@settings(max_examples=80, deadline=None)
def test_every_stage_is_the_best_there_is_and_is_proved(pool: Pool) -> None:
    of, waited = pool
    assert values(proved(of, waited)) == best_by_trying(of, waited)


@pytest.mark.long
@given(pools())
@settings(max_examples=1000, deadline=None)
def test_every_stage_is_the_best_there_is_and_is_proved_many_times(pool: Pool) -> None:
    of, waited = pool
    assert values(proved(of, waited)) == best_by_trying(of, waited)


@given(pools(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_it_does_not_matter_who_is_named_first(pool: Pool, chance: Random) -> None:
    of, waited = pool
    doctors, managers = of.doctor_ids.tolist(), of.manager_ids.tolist()
    chance.shuffle(doctors)
    chance.shuffle(managers)
    mixed = graph(points_of(of), doctors, managers)
    assert values(best_pairs(mixed, waited)) == values(best_pairs(of, waited))


@given(graphs(), st.integers(0, 5), st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_one_more_person_never_lowers_how_many_are_matched(of: Graph, doctor: int, manager: int) -> None:
    fewer = of.where((of.rows != doctor) & (of.columns != manager))
    assert values(best_pairs(fewer))[0] <= values(best_pairs(of))[0]


def test_nobody_is_stranded_because_others_suit_each_other_better() -> None:
    of = graph({(1, 11): 9000, (1, 12): 8000, (2, 11): 10, (3, 12): 9500, (3, 13): 20})
    assert partners(of) == {1: 12, 2: 11, 3: 13}


def test_points_do_not_beat_people() -> None:
    of = graph({(1, 12): FULL, (1, 11): 1, (2, 12): 1})
    assert partners(of) == {1: 11, 2: 12}


def test_a_better_total_does_not_beat_a_better_weakest_pair() -> None:
    of = graph({(1, 11): FULL, (2, 12): 10, (1, 12): 20, (2, 11): 20})
    assert partners(of) == {1: 12, 2: 11}


def test_with_equal_floors_the_total_decides() -> None:
    of = graph({(1, 11): 50, (2, 12): 90, (1, 12): 50, (2, 11): 80, (3, 13): 10})
    assert partners(of) == {1: 11, 2: 12, 3: 13}


def test_who_waited_comes_before_who_suits_better() -> None:
    of = graph({(1, 11): FULL, (2, 11): 0})
    assert partners(of) == {1: 11}
    assert partners(of, frozenset({2})) == {2: 11}


def test_doctors_and_managers_who_waited_are_all_served_when_each_side_could_be() -> None:
    of = graph({(1, 11): 5, (2, 11): FULL, (2, 12): FULL, (3, 12): FULL, (3, 13): 5})
    found = proved(of, frozenset({1, 13}))
    assert found.again == 0
    assert partners(of, frozenset({1, 13})) == {1: 11, 2: 12, 3: 13}


def test_who_waited_is_never_matched_instead_of_two_others() -> None:
    of = graph({(1, 11): 5, (2, 11): 5, (1, 12): 5, (3, 11): 5})
    found = proved(of, frozenset({2, 3}))
    assert values(found)[:2] == (2, -1)


@pytest.mark.parametrize(
    ("points", "which"),
    [({(1, 11): 90, (2, 11): 5}, "waited doctors"), ({(2, 11): 90, (2, 12): 5}, "waited managers")],
)
def test_the_floor_is_as_low_as_those_who_waited_need_it(
    points: dict[tuple[int, int], int], which: str
) -> None:
    found = proved(graph(points), frozenset({2, 12}))
    assert found.floor == 5
    assert found.proof.above_floor is not None
    assert found.proof.above_floor.which == which


def test_people_who_waited_and_are_not_in_the_pool_do_not_count() -> None:
    assert best_pairs(graph({(1, 11): 5}), frozenset({77})).again == 0


def test_a_permitted_pair_worth_nothing_is_a_pair() -> None:
    of = graph({(1, 11): 0, (2, 11): FULL, (2, 12): 0})
    assert partners(of) == {1: 11, 2: 12}
    assert values(proved(of)) == (2, 0, 0, 0)


def test_when_everybody_is_forbidden_nobody_is_paired() -> None:
    of = graph({}, doctors=[1, 2], managers=[11])
    assert values(proved(of, frozenset({1}))) == (0, -1, 0, 0)


@pytest.mark.parametrize(("doctors", "managers"), [([], []), ([1], []), ([], [11, 12])])
def test_a_pool_with_an_empty_side_has_no_pairs(doctors: list[int], managers: list[int]) -> None:
    of = graph({}, doctors, managers)
    assert values(proved(of, frozenset({11}))) == (0, -len(set(managers) & {11}), 0, 0)


def test_progress_is_told_in_the_order_of_the_stages() -> None:
    told: list[str] = []
    best_pairs(graph({(1, 11): 5}), progress=told.append)
    assert told == [
        "matching as many people as can be",
        "making the weakest match as good as it can be",
        "making the whole as good as it can be",
    ]


def test_the_same_pool_gives_the_same_pairs_again() -> None:
    of = by_chance(60, 50, 0.3, seed=4)
    waited = frozenset(range(1, 60))
    once, again = best_pairs(of, waited), best_pairs(of, waited)
    assert once.partner_of.tolist() == again.partner_of.tolist()
    assert once.proof == again.proof


@pytest.mark.parametrize(
    ("doctors", "managers", "permitted"), [(300, 300, 0.5), (260, 300, 0.02), (300, 200, 0.9)]
)
def test_a_big_pool_is_proved(doctors: int, managers: int, permitted: float) -> None:
    of = by_chance(doctors, managers, permitted, seed=1)
    proved(of, frozenset(range(1, 100)))
    proved(of)


@pytest.mark.long
def test_twenty_thousand_a_side_on_two_hundred_sites_are_proved() -> None:
    sites = [by_chance(100, 100, 0.9, seed=site) for site in range(200)]
    of = beside(sites)
    assert len(of.points) > 1_700_000
    proved(of, frozenset(range(1, 4_000)))
