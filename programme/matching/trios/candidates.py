"""Every match that a pool allows, pairs and trios, each as a column of a programme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.proposal import Match
from programme.matching.rulebook.columns import bits_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from programme.matching.graph import Flags, Graph, Numbers
    from programme.matching.trios.terms import TrioTerms


@dataclass(frozen=True, eq=False)
class Candidates:
    """Matches that may be made, each with what it would mean.

    `people` has a row of three positions for each: doctors from 0, managers after them, `nobody` (the number of all
    people) for the third of a pair. In a trio the first is the one whom both others are linked with. `gain` counts
    those in it who waited last time, less those of a trio who were in one.
    """

    people: Numbers
    points: Numbers
    gain: Numbers
    nobody: int

    @cached_property
    def is_trio(self) -> Flags:
        """Whether each has a third."""
        return self.people[:, 2] < self.nobody

    @cached_property
    def size(self) -> Numbers:
        """How many people each has."""
        return 2 + self.is_trio.astype(np.int64)

    def take(self, which: Numbers | Flags) -> Candidates:
        """Only these, in this order."""
        return Candidates(self.people[which], self.points[which], self.gain[which], self.nobody)


def candidates(graph: Graph, terms: TrioTerms) -> Candidates:
    """All pairs in the order of the graph, then all trios. For pools of at most some dozens: it is all of them."""
    pairs = np.stack([graph.rows, graph.columns + graph.doctors], axis=1)
    pairs = np.insert(pairs, 2, graph.doctors + graph.managers, axis=1)
    doctors, managers = np.unique(graph.rows), np.unique(graph.columns)
    links = np.full((len(doctors), len(managers)), -1, np.int64)
    links[np.searchsorted(doctors, graph.rows), np.searchsorted(managers, graph.columns)] = graph.points
    on_rows = _Side(
        people=doctors,
        ok=terms.doctors_ok[doctors],
        hours=terms.doctors_hours[doctors],
        apart=_apart(terms, graph.doctor_ids[doctors]),
    )
    on_columns = _Side(
        people=managers + graph.doctors,
        ok=terms.managers_ok[managers],
        hours=terms.managers_hours[managers],
        apart=_apart(terms, graph.manager_ids[managers]),
    )
    found = [(pairs, graph.points)]
    if terms.cap:
        found += _trios(links, on_rows, on_columns, terms.least_hours)
        found += _trios(links.T, on_columns, on_rows, terms.least_hours)
    people = np.concatenate([each for each, _ in found])
    points = np.concatenate([each for _, each in found])
    return Candidates(people, points, _gain(graph, terms, people), graph.doctors + graph.managers)


@dataclass(frozen=True, eq=False)
class _Side:
    """The people of one group to whom anybody is permitted: their positions, who said yes to a trio, their hours.

    `apart` says of each two of them whether they are kept apart.
    """

    people: Numbers
    ok: Flags
    hours: Numbers
    apart: Flags


def _apart(terms: TrioTerms, ids: Numbers) -> Flags:
    return terms.apart.has(ids[:, np.newaxis], ids)


def _trios(
    links: Numbers, hosts: _Side, guests: _Side, least_hours: int
) -> Iterator[tuple[Numbers, Numbers]]:
    """For each host the trios with two guests, and their points; `links` has a row for each host, -1 for forbidden."""
    for host in np.flatnonzero(hosts.ok):
        able = np.flatnonzero(guests.ok & (links[host] >= 0))
        hours = guests.hours[able] & hosts.hours[host]
        one, other = np.triu_indices(len(able), 1)
        enough = bits_in(hours[one] & hours[other]) >= least_hours
        one, other = able[one[enough]], able[other[enough]]
        together = ~guests.apart[one, other]
        one, other = one[together], other[together]
        first = np.full(len(one), hosts.people[host])
        people = np.stack([first, guests.people[one], guests.people[other]], axis=1)
        yield people, np.minimum(links[host][one], links[host][other])


def _gain(graph: Graph, terms: TrioTerms, people: Numbers) -> Numbers:
    """Nobody neither waited nor was in a trio."""
    ids = np.concatenate([graph.doctor_ids, graph.manager_ids])
    waited = np.append(np.isin(ids, list(terms.waited)), 0).astype(np.int64)
    before = np.append(np.isin(ids, list(terms.before)), 0).astype(np.int64)
    is_trio = people[:, 2] < len(ids)
    gain: Numbers = waited[people].sum(axis=1) - before[people].sum(axis=1) * is_trio
    return gain


def matches_of(graph: Graph, chosen: Candidates) -> tuple[Match, ...]:
    """These by the ids of their people, in the order of ids."""
    ids = [*graph.doctor_ids.tolist(), *graph.manager_ids.tolist()]
    matches = []
    for row in chosen.people.tolist():
        there = [person for person in row if person < chosen.nobody]
        doctors = sorted(ids[person] for person in there if person < graph.doctors)
        managers = sorted(ids[person] for person in there if person >= graph.doctors)
        matches.append(Match(tuple(doctors), tuple(managers)))
    return tuple(sorted(matches, key=lambda match: match.people))
