"""Tests the proof of a matching in pairs: covers against permitted pairs, prices against points.

The pairs themselves are taken to be permitted, with nobody in two of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from programme.matching.certificate import AboveFloor, Cover, PairProof
    from programme.matching.graph import Flags, Graph, Numbers

LARGEST = 2**53
"""No honest price is as large as this; two of them still add up exactly."""


@dataclass(frozen=True, eq=False)
class Part:
    """Some of the permitted pairs (one flag each), the name of their cover, and how many of the matching are there."""

    name: str
    edges: Flags
    matched: int


def faults_of_proof(
    graph: Graph, waited: frozenset[int], partner_of: Numbers, points: Numbers, proof: PairProof
) -> Iterator[str]:
    """A sentence for each step of the proof that fails; `points` are those of the pairs in `partner_of`."""
    parts = _parts(graph, waited, partner_of)
    covers = {
        "all": proof.size,
        "waited doctors": proof.waited_doctors,
        "waited managers": proof.waited_managers,
    }
    for name, part in parts.items():
        yield from _cover_faults(graph, part, covers[name])
        if covers[name].size != part.matched:
            yield f"The cover of {name} has {covers[name].size} people, and {part.matched} pairs are there."
    yield from _floor_faults(graph, parts, points, proof.above_floor)
    yield from _price_faults(graph, waited, partner_of, points, proof)


def _parts(graph: Graph, waited: frozenset[int], partner_of: Numbers) -> dict[str, Part]:
    doctors, managers = _flags(graph.doctor_ids, waited), _flags(graph.manager_ids, waited)
    is_matched = partner_of >= 0
    partners = partner_of[is_matched]
    everything = np.ones(len(graph.points), dtype=np.bool_)
    return {
        "all": Part("all", everything, len(partners)),
        "waited doctors": Part("waited doctors", doctors[graph.rows], int(doctors[is_matched].sum())),
        "waited managers": Part("waited managers", managers[graph.columns], int(managers[partners].sum())),
    }


def _flags(ids: Numbers, people: frozenset[int]) -> Flags:
    return np.isin(ids, np.fromiter(people, dtype=np.int64, count=len(people)))


def _cover_faults(graph: Graph, part: Part, cover: Cover) -> Iterator[str]:
    doctors, managers = _flags(graph.doctor_ids, cover.doctors), _flags(graph.manager_ids, cover.managers)
    if doctors.sum() + managers.sum() != cover.size:
        yield f"The cover of {part.name} names people who are not in this pool."
    bare = part.edges & ~(doctors[graph.rows] | managers[graph.columns])
    if bare.any():
        yield f"The cover of {part.name} misses {int(bare.sum())} permitted pairs."


def _floor_faults(
    graph: Graph, parts: dict[str, Part], points: Numbers, above: AboveFloor | None
) -> Iterator[str]:
    """Above the floor one of the three parts must have a cover smaller than what of it was matched."""
    if not len(points):
        return
    if above is None:
        yield "Nothing proves the floor."
        return
    part = parts[above.which]
    higher = Part(f"{part.name} above the floor", part.edges & (graph.points > points.min()), part.matched)
    yield from _cover_faults(graph, higher, above.cover)
    if above.cover.size >= part.matched:
        yield f"The cover of {higher.name} has {above.cover.size} people, which is enough for a higher floor."


def _price_faults(
    graph: Graph, waited: frozenset[int], partner_of: Numbers, points: Numbers, proof: PairProof
) -> Iterator[str]:
    if not all(_is_whole(price) for price in (*proof.prices.values(), proof.bonus)):
        yield "Not all prices are whole numbers of a sensible size."
        return
    doctors = _side(graph.doctor_ids, proof.size.doctors, waited, proof)
    managers = _side(graph.manager_ids, proof.size.managers, waited, proof)
    yield from _too_cheap(graph, doctors, managers, points, proof.bonus)
    if doctors.is_negative_outside or managers.is_negative_outside:
        yield "Somebody outside the cover has a price below 0."
    if not proof.prices.keys() <= {*graph.doctor_ids.tolist(), *graph.manager_ids.tolist()}:
        yield "Somebody with a price is not in this pool."
    is_matched = partner_of >= 0
    with_bonus = doctors.has_bonus[is_matched].sum() + managers.has_bonus[partner_of[is_matched]].sum()
    worth, paid = int(points.sum()) + proof.bonus * int(with_bonus), sum(proof.prices.values())
    if paid != worth:
        yield f"The prices are {paid} together, and the pairs with their bonuses are worth {worth}."


@dataclass(frozen=True, eq=False)
class Side:
    """Of doctors or of managers: who is in the cover of all, who brings a bonus, and everybody's price."""

    is_covered: Flags
    has_bonus: Flags
    prices: Numbers

    @property
    def is_negative_outside(self) -> bool:
        """Whether being left out would pay."""
        return bool((self.prices[~self.is_covered] < 0).any())


def _side(ids: Numbers, cover: frozenset[int], waited: frozenset[int], proof: PairProof) -> Side:
    is_covered = _flags(ids, cover)
    prices = np.array([proof.prices.get(id_, 0) for id_ in ids.tolist()], dtype=np.int64)
    return Side(is_covered, _flags(ids, waited) & ~is_covered, prices)


def _too_cheap(graph: Graph, doctors: Side, managers: Side, points: Numbers, bonus: int) -> Iterator[str]:
    """Of the pairs that a matching as good can use: they have exactly one person of the cover, and reach the floor."""
    used = doctors.is_covered[graph.rows] != managers.is_covered[graph.columns]
    if len(points):
        used &= graph.points >= points.min()
    rows, columns = graph.rows[used], graph.columns[used]
    bonuses = doctors.has_bonus[rows].astype(np.int64) + managers.has_bonus[columns]
    worth = graph.points[used] + bonus * bonuses
    cheap = np.count_nonzero(doctors.prices[rows] + managers.prices[columns] < worth)
    if cheap:
        yield f"{cheap} permitted pairs are worth more than their two prices."


def _is_whole(price: object) -> bool:
    return type(price) is int and abs(price) < LARGEST
