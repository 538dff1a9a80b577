"""Whether prices pay for every match that may be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.rulebook.columns import bits_in
from programme.matching.trios.bound import MILLION

if TYPE_CHECKING:
    from programme.matching.certificate import Prices
    from programme.matching.graph import Flags, Graph, Numbers
    from programme.matching.trios.bound import Order
    from programme.matching.trios.terms import TrioTerms


@dataclass(frozen=True, eq=False)
class Till:
    """Takes the prices of a match and gives out what it is worth: to the first three aims in `order`, else its points."""

    graph: Graph
    terms: TrioTerms
    prices: Prices
    order: Order | None

    def is_paid(self, floor: int) -> bool:
        """Whether every match with more points than `floor` pays at least its worth, all in millionths."""
        rows, columns = np.unique(self.graph.rows), np.unique(self.graph.columns)
        links = np.full((len(rows), len(columns)), -1, np.int64)
        places = np.searchsorted(rows, self.graph.rows), np.searchsorted(columns, self.graph.columns)
        links[places] = np.where(self.graph.points > floor, self.graph.points, -1)
        graph, terms = self.graph, self.terms
        doctors = self._side(graph.doctor_ids[rows], terms.doctors_ok[rows], terms.doctors_hours[rows])
        managers = self._side(
            graph.manager_ids[columns], terms.managers_ok[columns], terms.managers_hours[columns]
        )
        both = doctors.left[:, np.newaxis] + managers.left
        pairs_paid = bool((both >= self._points(links))[links >= 0].all())
        return (
            pairs_paid
            and self._trios_paid(links, doctors, managers)
            and self._trios_paid(links.T, managers, doctors)
        )

    def _side(self, ids: Numbers, ok: Flags, hours: Numbers) -> _Side:
        """What is left of each person's payments when they are in a match; in a trio, who was in one pays less."""
        person = self.prices.a_person - (MILLION * self.order.person if self.order else 0)
        again = self.prices.again - (MILLION * self.order.again if self.order else 0)
        own = np.array([self.prices.people.get(id_, 0) for id_ in ids.tolist()], np.int64)
        left = own + person + again * np.isin(ids, list(self.terms.waited))
        left_in_trio = left - again * np.isin(ids, list(self.terms.before))
        return _Side(ok, hours, left, left_in_trio, self.terms.apart.has(ids[:, np.newaxis], ids))

    def _trios_paid(self, links: Numbers, hosts: _Side, guests: _Side) -> bool:
        """One host after the other with any two guests, in both orders."""
        once = self.prices.a_trio + (MILLION if self.order else 0)
        for host in np.flatnonzero(hosts.ok):
            able = np.flatnonzero(guests.ok & (links[host] >= 0))
            hours, left, points = guests.hours[able], guests.left_in_trio[able], links[host][able]
            shared = bits_in(hosts.hours[host] & hours[:, np.newaxis] & hours)
            never = guests.apart[np.ix_(able, able)] | np.eye(len(able), dtype=np.bool_)
            may = (shared >= self.terms.least_hours) & ~never
            paid = hosts.left_in_trio[host] + left[:, np.newaxis] + left + once
            if not (paid >= self._points(np.minimum(points[:, np.newaxis], points)))[may].all():
                return False
        return True

    def _points(self, points: Numbers) -> Numbers:
        return points * (0 if self.order else MILLION)


@dataclass(frozen=True, eq=False)
class _Side:
    """People of one group: who said yes to a trio, their free hours, what is left of their payments, and who is kept apart."""

    ok: Flags
    hours: Numbers
    left: Numbers
    left_in_trio: Numbers
    apart: Flags
