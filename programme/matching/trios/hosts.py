"""Who might have two guests so that somebody left over is matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from programme.matching.rulebook.columns import bits_in

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Graph, Numbers
    from programme.matching.trios.terms import TrioTerms


def able(graph: Graph, terms: TrioTerms) -> Flags:
    """For each permitted pair whether both said yes to a trio and have the hours for one."""
    rows, columns = graph.rows, graph.columns
    hours = bits_in(terms.doctors_hours[rows] & terms.managers_hours[columns])
    found: Flags = terms.doctors_ok[rows] & terms.managers_ok[columns] & (hours >= terms.least_hours)
    return found


def spare_hosts(graph: Graph, may: Flags, alone: Flags, turn: int) -> tuple[Numbers, Numbers]:
    """A doctor or a manager for each of those `alone` (by position, doctors first), by positions, ascending.

    Of the people whom somebody may be paired with, the one who may have most guests comes at the first turn (0), the
    next at the next. `may` says of each permitted pair whether it can be in a trio; a host needs two such pairs.
    """
    rows, columns = graph.rows, graph.columns
    guests_of_doctors = np.bincount(rows[may], minlength=graph.doctors)
    guests_of_managers = np.bincount(columns[may], minlength=graph.managers)
    doctors = _at_turn(columns, rows, guests_of_doctors, alone[graph.doctors :], turn)
    managers = _at_turn(rows, columns, guests_of_managers, alone[: graph.doctors], turn)
    return doctors, managers


def _at_turn(people: Numbers, hosts: Numbers, guests: Numbers, alone: Flags, turn: int) -> Numbers:
    """One host for each person who is alone, by a list of links between `people` and `hosts`."""
    links = np.flatnonzero(alone[people] & (guests[hosts] > 1))
    links = links[np.lexsort((hosts[links], -guests[hosts[links]], people[links]))]
    _, starts, counts = np.unique(people[links], return_index=True, return_counts=True)
    return np.unique(hosts[links[starts[counts > turn] + turn]])
