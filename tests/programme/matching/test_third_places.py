"""People left over who join pairs that run."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching.graph import FULL, Graph
from programme.matching.pairs.largest import largest
from programme.matching.proposal import Match
from programme.matching.trios.terms import TrioTerms, may_be_three
from programme.matching.trios.third_places import third_places
from tests.programme.matching.trio_pools import graph_of, points_of, pools, terms_of

Key = tuple[int, int, int, int]


def _running(graph: Graph, *, but: int) -> list[Match]:
    partner_of = largest(graph).tolist()
    pairs = [(doctor, manager) for doctor, manager in enumerate(partner_of) if manager >= 0]
    return [Match((doctor,), (int(graph.manager_ids[manager]),)) for doctor, manager in pairs[but:]]


def _with(pair: Match, guest: int) -> Match:
    if guest < 100:
        return Match(tuple(sorted((*pair.doctors, guest))), pair.managers)
    return Match(pair.doctors, tuple(sorted((*pair.managers, guest))))


def _key(graph: Graph, terms: TrioTerms, trios: tuple[Match, ...], guests: set[int]) -> Key:
    """Number, fewest again (below 0), floor and total of some trios."""
    points = points_of(graph)
    weakest = [min(points[link] for link in trio.links) for trio in trios]
    gain = sum(len(terms.waited & guests & set(trio.people)) for trio in trios)
    gain -= sum(len(terms.before & set(trio.people)) for trio in trios)
    return len(trios), gain, min(weakest, default=FULL), sum(weakest)


@settings(max_examples=60, deadline=None)
@given(pools(most=5), st.integers(0, 2))
def test_as_many_as_can_be_join_and_of_all_ways_the_best(pool: tuple[Graph, TrioTerms], but: int) -> None:
    graph, terms = pool
    running = _running(graph, but=but)
    busy = {person for pair in running for person in pair.people}
    guests = {*graph.doctor_ids.tolist(), *graph.manager_ids.tolist()} - busy
    found = third_places(graph, terms, running)
    able = [
        trio for pair in running for guest in guests if may_be_three(graph, terms, trio := _with(pair, guest))
    ]
    ways = [
        way
        for number in range(terms.cap + 1)
        for way in combinations(able, number)
        if len({person for trio in way for person in trio.people}) == 3 * number
    ]
    assert found in [tuple(sorted(way, key=lambda trio: trio.people)) for way in ways]
    assert _key(graph, terms, found, guests) == max(_key(graph, terms, way, guests) for way in ways)


def test_a_pair_that_runs_needs_no_permission_any_more() -> None:
    graph = graph_of({(1, 0): 4_000}, doctors=2, managers=1)
    trios = third_places(graph, terms_of([0b11, 0b11], [0b11]), [Match((0,), (100,))])
    assert trios == (Match((0, 1), (100,)),)


def test_a_trio_that_runs_takes_nobody_else() -> None:
    graph = graph_of({(0, 0): 1, (1, 0): 1, (2, 0): 1}, doctors=3, managers=1)
    running = [Match((0, 1), (100,))]
    assert third_places(graph, terms_of([0b11] * 3, [0b11]), running) == ()


def test_nobody_joins_without_a_pair_or_without_a_yes() -> None:
    graph = graph_of({(0, 0): 1, (1, 0): 1}, doctors=2, managers=1)
    pair = [Match((0,), (100,))]
    assert third_places(graph, terms_of([0b11] * 2, [0b11]), []) == ()
    for refused in (0, 1, 100):
        terms = terms_of([0b11] * 2, [0b11], refused=frozenset({refused}))
        assert third_places(graph, terms, pair) == ()
