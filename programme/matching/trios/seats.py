"""So many guests for so many seats: the best assignment of exactly a given number of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

from programme.matching.graph import Graph
from programme.matching.pairs.largest import largest

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Numbers


@dataclass(frozen=True, eq=False)
class Seats:
    """Which guest may take which seat: two positions for each possibility. No possibility stands here twice."""

    guests: Numbers
    seats: Numbers

    def where(self, kept: Flags) -> Seats:
        """Only these possibilities."""
        return Seats(self.guests[kept], self.seats[kept])

    def numbered(self) -> Seats:
        """The same with guests and seats numbered without gaps, since solvers take time for whoever is not there."""
        guests, seats = (np.unique(each, return_inverse=True)[1] for each in (self.guests, self.seats))
        return Seats(guests, seats)


def most(possible: Seats) -> int:
    """How many guests can be seated."""
    possible = possible.numbered()
    order = np.lexsort((possible.seats, possible.guests))
    guests, seats = possible.guests[order], possible.seats[order]
    of_guests, of_seats = np.arange(guests.max(initial=-1) + 1), np.arange(seats.max(initial=-1) + 1)
    starts = np.searchsorted(guests, np.arange(len(of_guests) + 1))
    return int((largest(Graph(of_guests, of_seats, starts, seats, np.zeros_like(seats))) >= 0).sum())


def seated(possible: Seats, worth: Numbers, number: int) -> Numbers:
    """The possibilities (ascending) that seat so many guests at the greatest sum of worth; `number` is at most `most`.

    With a price for each seat taken, a dear one lets fewer be seated and a cheap one more. At the right price the best
    seatings of fewest and of most guests have `number` between them. Where they differ they fall apart into chains that
    change nothing in the sum at that price and at most one in the number, so some of the chains give `number` exactly.
    """
    if not number:
        return np.array([], np.int64)
    possible = possible.numbered()
    low, high = int(worth.min()) - number * (int(np.ptp(worth)) + 1), int(worth.max()) + 1
    everywhere = _at(possible, worth - low, fewest=False)
    if len(everywhere) == number:
        return everywhere
    while high - low > 1:
        price = (low + high) // 2
        if len(_at(possible, worth - price, fewest=False)) >= number:
            low = price
        else:
            high = price
    surplus = worth - low
    return _between(
        possible, _at(possible, surplus, fewest=True), _at(possible, surplus, fewest=False), number
    )


def _at(possible: Seats, surplus: Numbers, *, fewest: bool) -> Numbers:
    """The seating of the greatest sum of surplus, and of those one that seats fewest or most."""
    guests = int(possible.guests.max()) + 1
    seats = int(possible.seats.max()) + 1
    scaled = surplus * (guests + 1) + (-1 if fewest else 1)
    useful = np.flatnonzero(scaled > 0)
    if not useful.size:
        return useful
    # Every guest may also stand, at a seat of their own worth nothing, so that there is a full matching. Those seats
    # come first: scipy makes sure of a full matching by a search that takes the first free column of each row, and that
    # can take exponential time where it is not free (scipy issue 26147).
    rows = np.concatenate([np.arange(guests), possible.guests[useful]])
    columns = np.concatenate([np.arange(guests), guests + possible.seats[useful]])
    most_worth = scaled.max() + 1  # an entry of 0 would not be an entry
    costs = most_worth - np.concatenate([np.zeros(guests, np.int64), scaled[useful]])
    graph = csr_array((costs.astype(float), (rows, columns)), shape=(guests, guests + seats))
    taken = min_weight_full_bipartite_matching(graph)[1] - guests
    sitting = np.flatnonzero(taken >= 0)
    keys = possible.guests[useful] * seats + possible.seats[useful]
    order = np.argsort(keys, kind="stable")
    return np.sort(useful[order[np.searchsorted(keys[order], sitting * seats + taken[sitting])]])


def _between(possible: Seats, few: Numbers, many: Numbers, number: int) -> Numbers:
    """Changes as many chains from one seating to the other as it takes to reach the number."""
    chains = np.setxor1d(few, many)
    guests = int(possible.guests.max()) + 1
    ends = guests + int(possible.seats.max()) + 1
    union = csr_array(
        (np.ones(len(chains)), (possible.guests[chains], guests + possible.seats[chains])), shape=(ends, ends)
    )
    label = connected_components(union, directed=False)[1][possible.guests[chains]]
    joins = np.where(np.isin(chains, many), 1, -1)
    change = np.bincount(label, weights=joins, minlength=1)
    longer = np.flatnonzero(change > 0)[: number - len(few)]
    return np.setxor1d(few, chains[np.isin(label, longer)])
