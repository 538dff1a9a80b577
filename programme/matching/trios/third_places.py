"""People left over who join pairs that are there already, so that three meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.graph import FULL
from programme.matching.proposal import Match
from programme.matching.rulebook.columns import bits_in
from programme.matching.trios.seats import Seats, most, seated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.matching.graph import Flags, Graph, Numbers
    from programme.matching.trios.terms import TrioTerms

_PAIR = 2


@dataclass(frozen=True, eq=False)
class Places:
    """Every way in which somebody left over may be the third of a pair.

    The guests of `who` are positions (doctors from 0, managers after them), its seats are pairs by their doctors.
    `points` are what the trio then has, `lost` what the pair alone had more, `gain` how many fewer wait, or are in a
    trio, twice running.
    """

    who: Seats
    points: Numbers
    lost: Numbers
    gain: Numbers

    def take(self, which: Flags) -> Places:
        """Only these."""
        return Places(self.who.where(which), self.points[which], self.lost[which], self.gain[which])


def third_places(graph: Graph, terms: TrioTerms, running: Sequence[Match]) -> tuple[Match, ...]:
    """The trios that come of it, in the order of ids: as many as can be, fewest again, the best floor, the best total.

    The people of the graph are those of the pairs `running` and those left over; whoever is in no pair is left over.
    A pair that runs needs no permission any more: if its own link is not in the graph, only the new one counts. Matches
    of three people are passed over.
    """
    partner_of = np.full(graph.doctors, -1)
    doctors = {id_: place for place, id_ in enumerate(graph.doctor_ids.tolist())}
    managers = {id_: place for place, id_ in enumerate(graph.manager_ids.tolist())}
    for match in running:
        if len(match.people) == _PAIR:
            partner_of[doctors[match.doctors[0]]] = managers[match.managers[0]]
    places = places_beside(graph, terms, partner_of)
    taken = taken_places(places, terms.cap, roof=FULL, worth=places.points)
    return trios_at(graph, partner_of, places, taken)


def places_beside(graph: Graph, terms: TrioTerms, partner_of: Numbers) -> Places:
    """Every third place there is; `partner_of` has the manager's position of each doctor, -1 for those left over."""
    pairs = np.flatnonzero(partner_of >= 0)
    doctor_of = np.full(graph.managers, -1)
    doctor_of[partner_of[pairs]] = pairs
    rows, columns = graph.rows, graph.columns
    by_doctor = (partner_of[rows] < 0) & (doctor_of[columns] >= 0) & terms.doctors_ok[rows]
    by_manager = (partner_of[rows] >= 0) & (doctor_of[columns] < 0) & terms.managers_ok[columns]
    guest = np.concatenate([rows[by_doctor], columns[by_manager] + graph.doctors])
    seat = np.concatenate([doctor_of[columns[by_doctor]], rows[by_manager]])
    link = np.concatenate([graph.points[by_doctor], graph.points[by_manager]])
    hours = np.concatenate([terms.doctors_hours, terms.managers_hours])
    both, willing = np.zeros(graph.doctors, np.int64), np.zeros(graph.doctors, np.bool_)
    both[pairs] = terms.doctors_hours[pairs] & terms.managers_hours[partner_of[pairs]]
    willing[pairs] = terms.doctors_ok[pairs] & terms.managers_ok[partner_of[pairs]]
    may = willing[seat] & (bits_in(both[seat] & hours[guest]) >= terms.least_hours)
    may[may] = ~_apart(graph, terms, partner_of, guest[may], seat[may])
    guest, seat, link = guest[may], seat[may], link[may]
    own = _own_points(graph, partner_of)[seat]
    points = np.minimum(link, own)
    return Places(Seats(guest, seat), points, own - points, _gain(graph, terms, partner_of, guest, seat))


def taken_places(places: Places, cap: int, *, roof: int, worth: Numbers) -> Numbers:
    """Which places are taken (ascending): the most, then fewest again, the best floor up to `roof`, the most `worth`."""
    number = min(cap, most(places.who))
    if not number:
        return np.array([], np.int64)
    gain = _greatest_gain(places, number)
    at_least = np.minimum(places.points, roof)
    levels = np.unique(at_least)
    low, high = 0, len(levels)
    while high - low > 1:
        middle = (low + high) // 2
        some = places.take(at_least >= levels[middle])
        if most(some.who) >= number and _greatest_gain(some, number) == gain:
            low = middle
        else:
            high = middle
    which = np.flatnonzero(at_least >= levels[low])
    some = places.take(at_least >= levels[low])
    both = some.gain * (2 * number * FULL + 1) + worth[which]
    return which[seated(some.who, both, number)]


def trios_at(graph: Graph, partner_of: Numbers, places: Places, taken: Numbers) -> tuple[Match, ...]:
    """The trios of these places, in the order of ids."""
    trios = []
    for guest, seat in zip(places.who.guests[taken].tolist(), places.who.seats[taken].tolist(), strict=True):
        doctors, managers = [seat], [int(partner_of[seat])]
        if guest < graph.doctors:
            doctors.append(guest)
        else:
            managers.append(guest - graph.doctors)
        trios.append(Match(_ids(graph.doctor_ids, doctors), _ids(graph.manager_ids, managers)))
    return tuple(sorted(trios, key=lambda trio: trio.people))


def _greatest_gain(places: Places, number: int) -> int:
    if not np.ptp(places.gain):
        return number * int(places.gain[0])
    return int(places.gain[seated(places.who, places.gain, number)].sum())


def _own_points(graph: Graph, partner_of: Numbers) -> Numbers:
    """The points of each doctor's pair; FULL where their link is not in the graph."""
    own = np.full(graph.doctors, FULL)
    theirs = partner_of[graph.rows] == graph.columns
    own[graph.rows[theirs]] = graph.points[theirs]
    return own


def _apart(graph: Graph, terms: TrioTerms, partner_of: Numbers, guest: Numbers, seat: Numbers) -> Flags:
    """Whether each guest is kept apart from the one of their own group in the pair."""
    ids = np.concatenate([graph.doctor_ids, graph.manager_ids])
    alike = np.where(guest < graph.doctors, seat, partner_of[seat] + graph.doctors)
    return terms.apart.has(ids[guest], ids[alike])


def _gain(graph: Graph, terms: TrioTerms, partner_of: Numbers, guest: Numbers, seat: Numbers) -> Numbers:
    ids = np.concatenate([graph.doctor_ids, graph.manager_ids])
    waited = np.isin(ids, list(terms.waited)).astype(np.int64)
    before = np.isin(ids, list(terms.before)).astype(np.int64)
    return waited[guest] - before[guest] - before[seat] - before[partner_of[seat] + graph.doctors]


def _ids(ids: Numbers, positions: list[int]) -> tuple[int, ...]:
    return tuple(sorted(ids[positions].tolist()))
