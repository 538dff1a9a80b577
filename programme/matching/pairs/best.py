"""The best pairs: the most people, then the fewest who wait twice running, the highest floor, the highest total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.certificate import PairProof
from programme.matching.graph import FULL
from programme.matching.pairs.floor import FloorFound, View, highest_floor, views
from programme.matching.pairs.halves import Assigned, Side, assigned

if TYPE_CHECKING:
    from programme.matching.graph import Graph, Numbers

Progress = Callable[[str], None]
"""Called with what is begun, in words that end the sentence "I am ..."."""


def silently(_: str) -> None:
    """Progress that nobody wants to hear of."""


@dataclass(frozen=True, eq=False)
class PairsFound:
    """The best matching in pairs alone.

    `partner_of` is the manager's position of each doctor, -1 for none; `again` how many people waited last time and
    would wait again; `floor` the points of the weakest pair (0 without pairs) and `total` those of all pairs.
    """

    partner_of: Numbers
    again: int
    floor: int
    total: int
    proof: PairProof


def best_pairs(
    graph: Graph, waited: frozenset[int] = frozenset(), progress: Progress = silently
) -> PairsFound:
    """The best pairs for a graph of permitted pairs, with their proof; `waited` names people by id.

    The same graph and people give the same pairs again.
    """
    progress("matching as many people as can be")
    seen = views(graph, waited)
    again = _here(graph, waited) - seen[1].size - seen[2].size
    size, of_doctors, of_managers = (view.cover(graph) for view in seen)
    if seen[0].size == 0:
        return PairsFound(seen[0].partner_of, again, 0, 0, PairProof(size, of_doctors, of_managers, None, {}))
    progress("making the weakest match as good as it can be")
    ground = highest_floor(graph, seen)
    progress("making the whole as good as it can be")
    bonus, found = _assigned(ground, seen)
    proof = PairProof(size, of_doctors, of_managers, ground.above, _prices(graph, found), bonus)
    return PairsFound(found.partner_of, again, ground.floor, _total(ground.graph, found.partner_of), proof)


def _here(graph: Graph, waited: frozenset[int]) -> int:
    people = set(graph.doctor_ids.tolist()) | set(graph.manager_ids.tolist())
    return len(people & waited)


def _assigned(ground: FloorFound, seen: tuple[View, View, View]) -> tuple[int, Assigned]:
    """With a bonus for everybody who waited and may be left out, greater than all points together could outweigh."""
    everything, of_doctors, of_managers = seen
    doctors = of_doctors.doctors & ~everything.covered_doctors
    managers = of_managers.managers & ~everything.covered_managers
    bonus = (FULL + 1) * everything.size if doctors.any() or managers.any() else 0
    sides = (
        Side(everything.covered_doctors, doctors * bonus),
        Side(everything.covered_managers, managers * bonus),
    )
    return bonus, assigned(ground.graph, ground.partner_of, *sides)


def _prices(graph: Graph, found: Assigned) -> dict[int, int]:
    """By id; who is not named has the price 0."""
    prices: dict[int, int] = {}
    for ids, of_side in ((graph.doctor_ids, found.doctor_prices), (graph.manager_ids, found.manager_prices)):
        named = np.flatnonzero(of_side)
        prices.update(zip(ids[named].tolist(), of_side[named].tolist(), strict=True))
    return prices


def _total(graph: Graph, partner_of: Numbers) -> int:
    return int(graph.points[graph.columns == partner_of[graph.rows]].sum())
