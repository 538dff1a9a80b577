"""Small pools for matchings with trios, and the best matching of one by looking at all of them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from itertools import combinations

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from programme.matching.graph import Graph
from programme.matching.pairs.cover import minimum
from programme.matching.proposal import Match
from programme.matching.rulebook.named_pairs import named_pairs
from programme.matching.trios.best import with_trios
from programme.matching.trios.found import TriosFound
from programme.matching.trios.terms import TrioTerms, may_be_three

FIRST_MANAGER = 100
Key = tuple[int, int, int, int]


def graph_of(links: dict[tuple[int, int], int], doctors: int, managers: int) -> Graph:
    """Doctors 0, 1, ... and managers 100, 101, ..., with the points of each permitted pair by position."""
    order = sorted(links)
    rows = np.array([row for row, _ in order], np.int64)
    return Graph(
        doctor_ids=np.arange(doctors),
        manager_ids=np.arange(managers) + FIRST_MANAGER,
        starts=np.searchsorted(rows, np.arange(doctors + 1)),
        columns=np.array([column for _, column in order], np.int64),
        points=np.array([links[link] for link in order], np.int64),
    )


def terms_of(
    doctors_hours: list[int],
    managers_hours: list[int],
    *,
    refused: frozenset[int] = frozenset(),
    cap: int = 1,
    waited: frozenset[int] = frozenset(),
    before: frozenset[int] = frozenset(),
    apart: Collection[tuple[int, int]] = (),
) -> TrioTerms:
    """Everybody says yes to a trio but those who `refused`, in ids; two hours must be shared; nobody is with who is `apart`."""
    doctors = range(len(doctors_hours))
    managers = range(FIRST_MANAGER, FIRST_MANAGER + len(managers_hours))
    return TrioTerms(
        doctors_ok=np.array([id_ not in refused for id_ in doctors], np.bool_),
        managers_ok=np.array([id_ not in refused for id_ in managers], np.bool_),
        doctors_hours=np.array(doctors_hours, np.int64),
        managers_hours=np.array(managers_hours, np.int64),
        least_hours=2,
        cap=cap,
        waited=waited,
        before=before,
        apart=named_pairs(apart),
    )


@st.composite
def pools(draw: st.DrawFn, most: int = 6) -> tuple[Graph, TrioTerms]:
    """Up to so many a side with any rules; few kinds of points, so that there are ties."""
    doctors, managers = draw(st.integers(1, most)), draw(st.integers(1, most))
    points = draw(st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
    places = [(doctor, manager) for doctor in range(doctors) for manager in range(managers)]
    forbidden = -1
    kinds = st.sampled_from([forbidden, *points])
    drawn = draw(st.lists(kinds, min_size=len(places), max_size=len(places)))
    links = {place: each for place, each in zip(places, drawn, strict=True) if each != forbidden}
    hours = st.sampled_from([0b1111, 0b1111, 0b0111, 0b1110, 0b0011])
    ids = [*range(doctors), *range(FIRST_MANAGER, FIRST_MANAGER + managers)]
    some = st.frozensets(st.sampled_from(ids), max_size=4)
    two = st.tuples(st.sampled_from(ids), st.sampled_from(ids))
    terms = terms_of(
        draw(st.lists(hours, min_size=doctors, max_size=doctors)),
        draw(st.lists(hours, min_size=managers, max_size=managers)),
        refused=draw(some),
        cap=draw(st.integers(0, 3)),
        waited=draw(some),
        before=draw(some),
        apart=draw(st.frozensets(two, max_size=4)),
    )
    return graph_of(links, doctors, managers), terms


def solved(graph: Graph, terms: TrioTerms) -> TriosFound | None:
    """The best with trios of a pool that is small enough to be sure, whatever the pairs alone would have been."""
    links = csr_array(
        (np.ones(len(graph.columns)), graph.columns, graph.starts), shape=(graph.doctors, graph.managers)
    )
    partner_of = maximum_bipartite_matching(links, perm_type="column").astype(np.int64)
    return with_trios(graph, terms, partner_of, minimum(graph, partner_of))


def points_of(graph: Graph) -> dict[tuple[int, int], int]:
    """The points of each permitted pair, by ids."""
    doctors, managers = graph.doctor_ids[graph.rows].tolist(), graph.manager_ids[graph.columns].tolist()
    return dict(zip(zip(doctors, managers, strict=True), graph.points.tolist(), strict=True))


def best_of_all(graph: Graph, terms: TrioTerms) -> tuple[int, int, int, int, int]:
    """People, again, trios, floor and total of the best matching there is."""
    matches = _all_matches(graph, terms)
    best = _best(graph, terms, matches)
    for floor in sorted({points for _, points in matches}, reverse=True):
        found = _best(graph, terms, [each for each in matches if each[1] >= floor])
        if found[:3] == best[:3]:
            people, again, trios, total = found
            return people, -again, -trios, floor, total
    return 0, -best[1], 0, 0, 0


def _all_matches(graph: Graph, terms: TrioTerms) -> list[tuple[Match, int]]:
    points = points_of(graph)
    doctors, managers = graph.doctor_ids.tolist(), graph.manager_ids.tolist()
    pairs = [Match((doctor,), (manager,)) for doctor, manager in points]
    trios = [Match((one,), both) for one in doctors for both in combinations(managers, 2)]
    trios += [Match(both, (one,)) for one in managers for both in combinations(doctors, 2)]
    able = [*pairs, *(trio for trio in trios if may_be_three(graph, terms, trio))]
    return [(match, min(points[link] for link in match.links)) for match in able]


def _best(graph: Graph, terms: TrioTerms, matches: list[tuple[Match, int]]) -> Key:
    """The best people, again, trios (both below 0) and total, person after person."""
    everybody = [*graph.doctor_ids.tolist(), *graph.manager_ids.tolist()]

    @cache
    def best(left: frozenset[int], trios: int) -> Key:
        if not left:
            return 0, 0, 0, 0
        person = min(left)
        alone = best(left - {person}, trios)
        found = [(alone[0], alone[1] - (person in terms.waited), *alone[2:])]
        for match, points in matches:
            thirds = len(match.people) - 2
            if person in match.people and left.issuperset(match.people) and thirds <= trios:
                people, again, number, total = best(left - set(match.people), trios - thirds)
                repeated = thirds * len(terms.before.intersection(match.people))
                found.append((people + len(match.people), again - repeated, number - thirds, total + points))
        return max(found)

    return best(frozenset(everybody), terms.cap)


def by_chance(
    seed: int,
    doctors: int,
    managers: int,
    *,
    cap: int,
    points: tuple[int, ...],
    hours: int = 50,
    apart: float = 0,
) -> tuple[Graph, TrioTerms]:
    """Nine of ten pairs are permitted, seven of ten people said yes to a trio, each hour is free for half of them.

    Such a share of all who might be the two of one group in a trio are kept apart.
    """
    chance = np.random.default_rng(seed)
    links = {
        (doctor, manager): int(chance.choice(points))
        for doctor in range(doctors)
        for manager in range(managers)
        if chance.random() < 9 / 10
    }
    bits = 1 << np.arange(hours)
    free = (chance.random((doctors + managers, hours)) < 1 / 2) @ bits
    ids = [*range(doctors), *range(FIRST_MANAGER, FIRST_MANAGER + managers)]
    refused = frozenset(id_ for id_ in ids if chance.random() < 3 / 10)
    alike = [*combinations(ids[:doctors], 2), *combinations(ids[doctors:], 2)]
    terms = terms_of(
        free[:doctors].tolist(),
        free[doctors:].tolist(),
        refused=refused,
        cap=cap,
        apart=[two for two in alike if chance.random() < apart],
    )
    return graph_of(links, doctors, managers), terms
