"""The best matching in pairs and trios together, exactly, for pools of some dozens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from programme.matching.certificate import Cover, Found, Prices, TrioProof
from programme.matching.trios.bound import Order, order_of, people_at_most
from programme.matching.trios.candidates import Candidates, candidates, matches_of
from programme.matching.trios.found import TriosFound
from programme.matching.trios.linear import Dual, Programme
from programme.matching.trios.programme import Best, best
from programme.matching.trios.search import best_found

if TYPE_CHECKING:
    from programme.matching.graph import Graph, Numbers
    from programme.matching.trios.terms import TrioTerms

SECONDS = 5.0
"""How long one integer programme may take. Pools of hospitals take hundredths; past it the best found is given."""


@dataclass(frozen=True, eq=False)
class _Pool:
    """What the stages share: everything that may be chosen, and what it is worth to the first three."""

    graph: Graph
    terms: TrioTerms
    all: Candidates
    order: Order
    worth: Numbers
    seconds: float

    def first_three(self, which: Numbers, known: Numbers) -> Programme:
        """Most people, fewest again and fewest trios at once, of these candidates (positions in `all`)."""
        some = self.all.take(which)
        is_trio = some.is_trio[np.newaxis].astype(np.int64)
        return Programme(
            some, self.worth[which], is_trio, np.array([self.terms.cap]), exact=False, known=known
        )

    def points(self, which: Numbers, chosen: Numbers) -> Programme:
        """The highest total of these candidates, with as many people, again and trios as those chosen of them."""
        some = self.all.take(which)
        sides = np.stack([some.is_trio.astype(np.int64), some.size, some.gain])
        return Programme(some, some.points, sides, sides[:, chosen].sum(axis=1), exact=True, known=chosen)

    def prices(self, dual: Dual) -> Prices:
        """The prices that prove a bound, by ids."""
        ids = [*self.graph.doctor_ids.tolist(), *self.graph.manager_ids.tolist()]
        prices = dual.people[: len(ids)].tolist()
        people = {id_: price for id_, price in zip(ids, prices, strict=True) if price}
        if len(dual.sides) == 1:
            return Prices(people, a_trio=int(dual.sides[0]))
        return Prices(people, *dual.sides.tolist())


@dataclass(frozen=True, eq=False)
class _Floor:
    """The highest floor found: the candidates at or above it, a choice of them, and why there is no higher one."""

    points: int
    which: Numbers
    chosen: Numbers
    at_most: int
    above: Best


def exactly(
    graph: Graph, terms: TrioTerms, partner_of: Numbers, cover: Cover, *, seconds: float = SECONDS
) -> TriosFound | None:
    """The best of all matchings; None if it has no trio, and that is sure.

    `partner_of` are the best pairs, `cover` is a smallest one of all permitted pairs. When the time is not enough, the
    best found is at least what is found in pools too big to be sure.
    """
    everything = candidates(graph, terms)
    order = order_of(graph, terms)
    worth = order.person * everything.size + order.again * everything.gain - everything.is_trio
    pool = _Pool(graph, terms, everything, order, worth, seconds)
    pairs = _best_pairs(pool)
    first = best(pool.first_three(np.arange(len(worth)), pairs), int(worth[pairs].sum()), seconds=seconds)
    chosen = pairs if first.chosen is None else first.chosen
    if first.by == "relaxed":
        chosen = max(chosen, _searched(pool, partner_of, cover), key=lambda each: int(worth[each].sum()))
    if first.by != "relaxed" and not everything.is_trio[chosen].any():
        return None
    floor = _highest_floor(pool, chosen)
    programme = pool.points(floor.which, floor.chosen)
    total = best(programme, int(programme.worth[floor.chosen].sum()), seconds=seconds)
    last = programme.candidates.take(floor.chosen if total.chosen is None else total.chosen)
    return TriosFound(
        matches=matches_of(graph, last),
        again=order.waited - int(last.gain.sum()),
        floor=floor.points,
        total=int(last.points.sum()),
        proof=_proof(pool, cover, first, floor, total, last),
    )


def _best_pairs(pool: _Pool) -> Numbers:
    """A choice to begin with: what the first three stages would choose if there were no trios."""
    pairs = np.flatnonzero(~pool.all.is_trio)
    doctors, rows = np.unique(pool.graph.rows, return_inverse=True)
    managers, columns = np.unique(pool.graph.columns, return_inverse=True)
    place = np.full((len(doctors), len(managers)), -1)
    place[rows, columns] = pairs
    worth = np.where(place >= 0, pool.worth[place], 0)
    chosen = place[linear_sum_assignment(worth, maximize=True)]
    return np.sort(chosen[chosen >= 0])


def _searched(pool: _Pool, partner_of: Numbers, cover: Cover) -> Numbers:
    """What is found without the programme; nobody if that has no trio."""
    found = best_found(pool.graph, pool.terms, partner_of, cover)
    ids = [*pool.graph.doctor_ids.tolist(), *pool.graph.manager_ids.tolist()]
    position = {id_: place for place, id_ in enumerate(ids)}
    matches = found.matches if found else ()
    wanted = {frozenset(position[person] for person in match.people) for match in matches}
    nobody = {pool.all.nobody}
    return np.flatnonzero([wanted.issuperset({frozenset(row) - nobody}) for row in pool.all.people.tolist()])


def _highest_floor(pool: _Pool, chosen: Numbers) -> _Floor:
    """Halves the levels of points between one that can be a floor and one that cannot until they are neighbours.

    What lies above all levels cannot be a floor either: nothing is left to choose from there.
    """
    wanted = int(pool.worth[chosen].sum())
    levels = np.unique(pool.all.points)
    points = pool.all.points
    low, high = int(np.searchsorted(levels, points[chosen].min())), len(levels)
    proved, above = high, best(pool.first_three(_NONE, _NONE), wanted, seconds=pool.seconds)
    while high - low > 1:
        middle = (low + high) // 2
        which = np.flatnonzero(points >= levels[middle])
        found = best(pool.first_three(which, _NONE), wanted, seconds=pool.seconds)
        if found.chosen is not None:
            chosen = which[found.chosen]
            low = int(np.searchsorted(levels, points[chosen].min()))
            continue
        high, above = middle, found
        proved = middle if found.at_most < wanted else proved
    which = np.flatnonzero(points >= levels[low])
    return _Floor(int(levels[low]), which, np.searchsorted(which, chosen), int(levels[proved - 1]), above)


_NONE = np.array([], np.int64)


def _proof(pool: _Pool, cover: Cover, first: Best, floor: _Floor, total: Best, last: Candidates) -> TrioProof:
    people, points = int(last.size.sum()), int(last.points.sum())
    reached = pool.order.of(people, pool.order.waited - int(last.gain.sum()), int(last.is_trio.sum()))
    people_by, most_people = _bound(
        people,
        ("cover", people_at_most(pool.graph, pool.terms, cover)),
        ("prices", pool.order.people_within(first.dual.at_most)),
        ("integer programme", pool.order.people_within(first.at_most)),
    )
    order_by, _ = _bound(reached, ("prices", first.dual.at_most), ("integer programme", first.at_most))
    total_by, most_points = _bound(
        points, ("prices", total.dual.at_most), ("integer programme", total.at_most)
    )
    return TrioProof(
        people_at_most=most_people,
        people_by=people_by,
        order_by=order_by,
        floor_at_most=floor.at_most,
        floor_by=floor.above.by,
        total_at_most=most_points,
        total_by=total_by,
        size=cover,
        order=pool.prices(first.dual),
        above_floor=pool.prices(floor.above.dual),
        total=pool.prices(total.dual),
    )


def _bound(reached: int, *bounds: tuple[Found, int]) -> tuple[Found, int]:
    """The first way in which it is proved that no more can be reached, and the least bound."""
    at_most = min(bound for _, bound in bounds)
    return next((by for by, bound in bounds if bound <= reached), "relaxed"), at_most
