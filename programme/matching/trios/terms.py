"""What trios need to know of the people of a graph, beside who may be paired with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.rulebook.columns import bits_in
from programme.matching.rulebook.hard import apart, context_of
from programme.matching.rulebook.named_pairs import named_pairs

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Graph, Numbers
    from programme.matching.proposal import Match
    from programme.matching.rulebook.columns import Columns
    from programme.matching.rulebook.named_pairs import NamedPairs
    from programme.matching.rules import Rules
    from programme.matching.terms import Terms


_NOBODY = named_pairs(())


@dataclass(frozen=True, eq=False)
class TrioTerms:
    """Both sides of a graph by position: who said yes to a trio, and their usable hours (a bit each, as in Columns).

    Three must share `least_hours` a fortnight, and there may be `cap` trios. In ids, from last time: `waited` had no
    partner, those of `before` were in a trio. No two who are `apart`, in ids, are in one trio; for two of one group,
    who are never linked, nothing else says so.
    """

    doctors_ok: Flags
    managers_ok: Flags
    doctors_hours: Numbers
    managers_hours: Numbers
    least_hours: int
    cap: int
    waited: frozenset[int] = frozenset()
    before: frozenset[int] = frozenset()
    apart: NamedPairs = _NOBODY


def trio_terms(doctors: Columns, managers: Columns, terms: Terms, rules: Rules, cap: int) -> TrioTerms:
    """The same of two sides as columns, in the order of the graph. With `have_time` switched off no hours are asked."""
    return TrioTerms(
        doctors_ok=doctors.trio_ok,
        managers_ok=managers.trio_ok,
        doctors_hours=doctors.hours,
        managers_hours=managers.hours,
        least_hours=0 if "have_time" in rules.switched_off else rules.least_shared_hours,
        cap=cap,
        waited=terms.waited,
        before=terms.in_trio_before,
        apart=apart(context_of(doctors, managers, terms, rules), rules),
    )


def cap_of(doctors: int, managers: int, percent: int) -> int:
    """How many trios there may be: so many per cent of the smaller group of the whole pool, rounded down."""
    return min(doctors, managers) * percent // 100


def may_be_three(graph: Graph, terms: TrioTerms, match: Match) -> bool:
    """Whether two of one group and one of the other may be a trio: permitted links, nobody kept apart, three times yes, hours."""
    if {len(match.doctors), len(match.managers)} != {1, 2} or len(set(match.people)) != len(match.people):
        return False
    doctors = _places(graph.doctor_ids, match.doctors)
    managers = _places(graph.manager_ids, match.managers)
    if len(doctors) + len(managers) != len(match.people):
        return False
    links = [(doctor, manager) for doctor in doctors for manager in managers]
    hours = np.concatenate([terms.doctors_hours[doctors], terms.managers_hours[managers]])
    return bool(
        terms.doctors_ok[doctors].all()
        and terms.managers_ok[managers].all()
        and not any(terms.apart.among(side) for side in (match.doctors, match.managers))
        and all(points_between(graph, doctor, manager) >= 0 for doctor, manager in links)
        and bits_in(np.bitwise_and.reduce(hours)) >= terms.least_hours
    )


def points_between(graph: Graph, doctor: int, manager: int) -> int:
    """The points of a pair, by positions; -1 where it is forbidden."""
    first, last = graph.starts[doctor], graph.starts[doctor + 1]
    place = first + np.searchsorted(graph.columns[first:last], manager)
    return int(graph.points[place]) if place < last and graph.columns[place] == manager else -1


def _places(ids: Numbers, people: tuple[int, ...]) -> Numbers:
    return np.flatnonzero(np.isin(ids, people))
