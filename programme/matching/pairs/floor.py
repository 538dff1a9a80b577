"""The highest floor: how well the weakest pair of a matching can suit each other.

Every threshold is a question of whether enough people can still be matched (the bottleneck assignment problem). With
people who waited last time, three counts decide it: pairs, doctors who waited and managers who waited. A graph in
which each of the three can be had by itself has one matching with all three (Mendelsohn and Dulmage 1958).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from programme.matching.certificate import AboveFloor, Cover
from programme.matching.graph import FULL
from programme.matching.pairs import cover
from programme.matching.pairs.edges import side_by_side
from programme.matching.pairs.largest import largest

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Graph, Numbers

Which = Literal["all", "waited doctors", "waited managers"]


@dataclass(frozen=True, eq=False)
class View:
    """The permitted pairs between some doctors and some managers, the most pairs of them, and the cover of these."""

    which: Which
    doctors: Flags
    managers: Flags
    partner_of: Numbers
    covered_doctors: Flags
    covered_managers: Flags
    bound: int

    @property
    def size(self) -> int:
        """The most pairs that one matching can have."""
        return int(np.count_nonzero(self.partner_of >= 0))

    def of(self, graph: Graph) -> Graph:
        """That part of a graph with the same people."""
        return _part(graph, self.doctors, self.managers)

    def cover(self, graph: Graph) -> Cover:
        """The cover in ids."""
        return cover.of_flags(graph, self.covered_doctors, self.covered_managers)


@dataclass(frozen=True, eq=False)
class FloorFound:
    """The permitted pairs that stand at or above the floor, a largest matching among them, and why none is higher."""

    floor: int
    graph: Graph
    partner_of: Numbers
    above: AboveFloor


def views(graph: Graph, waited: frozenset[int]) -> tuple[View, View, View]:
    """All permitted pairs, those of doctors who waited, and those of managers who waited."""
    people = np.fromiter(waited, dtype=np.int64, count=len(waited))
    doctors, managers = np.isin(graph.doctor_ids, people), np.isin(graph.manager_ids, people)
    every_doctor, every_manager = np.ones_like(doctors), np.ones_like(managers)
    return (
        _view("all", graph, every_doctor, every_manager),
        _view("waited doctors", graph, doctors, every_manager),
        _view("waited managers", graph, every_doctor, managers),
    )


def highest_floor(graph: Graph, seen: tuple[View, View, View]) -> FloorFound:
    """The most points that every pair can have while each view keeps its size; `graph` permits at least one pair.

    The search begins at the fewest points that somebody who must be matched has at best, which is nearly always the
    answer, goes down from there in growing steps and halves what is left between.
    """
    bound = min(view.bound for view in seen)
    levels = np.flatnonzero(np.bincount(graph.points, minlength=FULL + 1)[: bound + 1])
    kept, partner_of = graph, seen[0].partner_of
    good, bad, step = 0, len(levels), 1
    while bad - good > 1:
        probe = max(bad - step, (good + bad) // 2)
        tried = kept.where(kept.points >= levels[probe])
        found = _as_many(tried, seen)
        if found is None:
            bad, step = probe, step * 2
        else:
            good, kept, partner_of = probe, tried, found
    floor = int(levels[good])
    return FloorFound(floor, kept, partner_of, _above(graph.where(graph.points > floor), seen))


def _view(which: Which, graph: Graph, doctors: Flags, managers: Flags) -> View:
    part = _part(graph, doctors, managers)
    partner_of = largest(part)
    covered = cover.flags(part, partner_of)
    return View(which, doctors, managers, partner_of, *covered, _bound(part, *covered))


def _part(graph: Graph, doctors: Flags, managers: Flags) -> Graph:
    return side_by_side(graph, doctors[graph.rows] & managers[graph.columns])


def _bound(part: Graph, doctors: Flags, managers: Flags) -> int:
    """Nobody of the cover can be left out, nor paired within it: the floor is at most the best points of each."""
    used = side_by_side(part, doctors[part.rows] != managers[part.columns])
    best_of_doctors, best_of_managers = np.zeros(part.doctors, np.int64), np.zeros(part.managers, np.int64)
    np.maximum.at(best_of_doctors, used.rows, used.points)
    np.maximum.at(best_of_managers, used.columns, used.points)
    best = np.concatenate([best_of_doctors[doctors], best_of_managers[managers]])
    return int(best.min(initial=FULL))


def _as_many(graph: Graph, seen: tuple[View, View, View]) -> Numbers | None:
    """A largest matching of the graph when every view still has its size in it."""
    everything, *others = seen
    partner_of = _largest_of(everything, graph)
    if partner_of is None or any(_largest_of(view, graph) is None for view in others if view.size):
        return None
    return partner_of


def _largest_of(view: View, graph: Graph) -> Numbers | None:
    partner_of = largest(view.of(graph), view.partner_of)
    return partner_of if np.count_nonzero(partner_of >= 0) == view.size else None


def _above(graph: Graph, seen: tuple[View, View, View]) -> AboveFloor:
    """The first view that comes out smaller among pairs above the floor, with the cover that shows it."""
    for view in (view for view in seen if view.size):
        part = view.of(graph)
        partner_of = largest(part, view.partner_of)
        if np.count_nonzero(partner_of >= 0) < view.size:
            return AboveFloor(view.which, cover.minimum(part, partner_of))
    raise AssertionError("Every view keeps its size above the floor, so it is not the highest.")
