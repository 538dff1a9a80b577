"""What can be said of matchings with trios before any is looked for. The solver aims at it, the checker tests by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from programme.matching.certificate import Cover
    from programme.matching.graph import Flags, Graph, Numbers
    from programme.matching.trios.terms import TrioTerms

MILLION = 1_000_000
"""Prices are in millionths, so that they add up exactly."""


@dataclass(frozen=True)
class Order:
    """The first three aims as one whole number, of which more is better.

    A person is worth more than all that can be gained by who waits or is in a trio again, and one of these more than
    all the trios there may be. So the greatest sum has the most people, then the fewest again, then the fewest trios.
    """

    cap: int
    waited: int
    before: int

    @property
    def again(self) -> int:
        """What it is worth that one person less waits, or is in a trio, twice running."""
        return self.cap + 1

    @property
    def person(self) -> int:
        """What it is worth that one person more is matched."""
        return self.again * (self.waited + self.before + 1)

    def of(self, people: int, again: int, trios: int) -> int:
        """The number for a whole matching."""
        return self.person * people + self.again * (self.waited - again) - trios

    def people_within(self, most: int) -> int:
        """The most people that a matching worth at most so much can have."""
        return (most + self.again * self.before + self.cap) // self.person


def order_of(graph: Graph, terms: TrioTerms) -> Order:
    """The worths for this pool, of whom so many waited or were in a trio last time."""
    everybody = np.concatenate([graph.doctor_ids, graph.manager_ids])
    waited = np.isin(everybody, list(terms.waited))
    before = np.isin(everybody, list(terms.before))
    return Order(terms.cap, int(waited.sum()), int(before.sum()))


def people_at_most(graph: Graph, terms: TrioTerms, cover: Cover) -> int:
    """How many people a matching can have at most, by a cover of all permitted pairs.

    Every link has a person of the cover. Of p pairs and t trios, s trios with one person of the cover and the others
    with at least two, p + s + 2(t - s) is at most the size of the cover; so the people, 2p + 3t, are at most twice
    that size and s - (t - s) more. In such a trio the one person hosts two from outside the cover. And nobody is
    matched to whom no pair is permitted.
    """
    outside_doctors = terms.doctors_ok & ~np.isin(graph.doctor_ids, list(cover.doctors))
    outside_managers = terms.managers_ok & ~np.isin(graph.manager_ids, list(cover.managers))
    rows, columns = graph.rows, graph.columns
    to_managers = np.bincount(rows[outside_managers[columns]], minlength=graph.doctors)
    to_doctors = np.bincount(columns[outside_doctors[rows]], minlength=graph.managers)
    by_doctors = min(
        _with_two(to_managers, terms.doctors_ok & ~outside_doctors), int(outside_managers.sum()) // 2
    )
    by_managers = min(
        _with_two(to_doctors, terms.managers_ok & ~outside_managers), int(outside_doctors.sum()) // 2
    )
    return min(2 * cover.size + min(terms.cap, by_doctors + by_managers), sum(reachable(graph)))


def reachable(graph: Graph) -> tuple[int, int]:
    """How many doctors and how many managers may be paired with anybody."""
    doctors, managers = np.diff(graph.starts), np.bincount(graph.columns, minlength=graph.managers)
    return int(np.count_nonzero(doctors)), int(np.count_nonzero(managers))


def _with_two(guests: Numbers, hosts: Flags) -> int:
    return int(((guests > 1) & hosts).sum())


def best_links(graph: Graph, people: frozenset[int]) -> Numbers:
    """For each of these people, by ascending id, the points of their best pair; 0 where none is permitted."""
    best = dict.fromkeys(people, 0)
    doctors, managers = np.zeros(graph.doctors, np.int64), np.zeros(graph.managers, np.int64)
    np.maximum.at(doctors, graph.rows, graph.points)
    np.maximum.at(managers, graph.columns, graph.points)
    for ids, points in ((graph.doctor_ids, doctors), (graph.manager_ids, managers)):
        best |= {
            id_: points_ for id_, points_ in zip(ids.tolist(), points.tolist(), strict=True) if id_ in people
        }
    return np.array([best[person] for person in sorted(people)], np.int64)
