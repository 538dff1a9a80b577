"""All pairs anew around hosts who have room for two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.graph import Graph
from programme.matching.pairs.best import best_pairs
from programme.matching.rulebook.columns import bits_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from programme.matching.graph import Flags, Numbers
    from programme.matching.trios.terms import TrioTerms


@dataclass(frozen=True, eq=False)
class Room:
    """Hosts by position, ascending, who might have two guests each, and the permitted pairs that they may use."""

    doctors: Numbers
    managers: Numbers
    usable: Flags


def room_for(graph: Graph, may: Flags, doctors: Numbers, managers: Numbers) -> Room:
    """Each host takes guests by pairs that `may` be in a trio and is nobody's guest; all others as they are."""
    doctor, manager = np.isin(graph.rows, doctors), np.isin(graph.columns, managers)
    return Room(doctors, managers, ~(doctor | manager) | ((doctor != manager) & may))


def paired_around(graph: Graph, terms: TrioTerms, room: Room) -> tuple[Numbers, Flags]:
    """The manager's position of each doctor, -1 for none, and which permitted pairs clash.

    Each host stands there twice. Of two guests one is the partner here and the other is left over, whose third place is
    still to be taken. Where the two are kept apart, or the three have too few hours together, the pair with fewer clashes.
    """
    partner_of = best_pairs(_with_room(graph, room), terms.waited).partner_of
    owner_of = np.full(graph.managers + len(room.managers), -1)
    owner_of[partner_of[partner_of >= 0]] = np.flatnonzero(partner_of >= 0)
    of_doctors = partner_of[room.doctors], partner_of[graph.doctors :]
    of_managers = owner_of[room.managers], owner_of[graph.managers :]
    found = partner_of[: graph.doctors].copy()
    found[found >= graph.managers] = -1
    found[room.doctors] = np.where(of_doctors[0] < 0, of_doctors[1], of_doctors[0])
    late = (of_managers[0] < 0) & (of_managers[1] >= 0)
    found[of_managers[1][late]] = room.managers[late]
    clashing = np.zeros(len(graph.rows), np.bool_)
    doctors = _Side(graph.doctor_ids, terms.doctors_hours)
    managers = _Side(graph.manager_ids, terms.managers_hours)
    for place, guest in _clashes(terms, doctors.hours[room.doctors], managers, of_doctors):
        clashing[_place(graph, int(room.doctors[place]), guest)] = True
    for place, guest in _clashes(terms, managers.hours[room.managers], doctors, of_managers):
        clashing[_place(graph, guest, int(room.managers[place]))] = True
    return found, clashing


@dataclass(frozen=True, eq=False)
class _Side:
    """The people of one group by position, and their free hours."""

    ids: Numbers
    hours: Numbers


def _clashes(
    terms: TrioTerms, hours: Numbers, guests: _Side, found: tuple[Numbers, Numbers]
) -> Iterator[tuple[int, int]]:
    """Hosts, with these hours, whose two guests found cannot be three with them, each with the one who has fewer hours."""
    full = np.flatnonzero((found[0] >= 0) & (found[1] >= 0))
    own, first, second = hours[full], found[0][full], found[1][full]
    clash = bits_in(own & guests.hours[first] & guests.hours[second]) < terms.least_hours
    clash |= terms.apart.has(guests.ids[first], guests.ids[second])
    fewer = bits_in(own & guests.hours[first]) <= bits_in(own & guests.hours[second])
    yield from zip(full[clash].tolist(), np.where(fewer, first, second)[clash].tolist(), strict=True)


def _place(graph: Graph, doctor: int, manager: int) -> int:
    first, last = graph.starts[doctor], graph.starts[doctor + 1]
    return int(first + np.searchsorted(graph.columns[first:last], manager))


def _with_room(graph: Graph, room: Room) -> Graph:
    """The graph with hosts a second time, at the end of each side, by ids below 0 that nobody has."""
    doctors, managers, kept = room.doctors, room.managers, graph.where(room.usable)
    of_doctors, of_managers = np.isin(kept.rows, doctors), np.isin(kept.columns, managers)
    rows = np.concatenate(
        [
            kept.rows,
            graph.doctors + np.searchsorted(doctors, kept.rows[of_doctors]),
            kept.rows[of_managers],
        ]
    )
    columns = np.concatenate(
        [
            kept.columns,
            kept.columns[of_doctors],
            graph.managers + np.searchsorted(managers, kept.columns[of_managers]),
        ]
    )
    points = np.concatenate([kept.points, kept.points[of_doctors], kept.points[of_managers]])
    width = graph.managers + len(managers)
    order = np.argsort(rows * width + columns, kind="stable")  # quick, because most of it is in order
    doctor_ids = np.concatenate([graph.doctor_ids, -1 - np.arange(len(doctors))])
    manager_ids = np.concatenate([graph.manager_ids, -1 - len(doctors) - np.arange(len(managers))])
    starts = np.searchsorted(rows[order], np.arange(len(doctor_ids) + 1))
    return Graph(doctor_ids, manager_ids, starts, columns[order], points[order])
