"""The best matching with trios that was found, for pools too big to be sure: pairs first, then thirds who join them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.certificate import Cover, TrioProof
from programme.matching.graph import FULL
from programme.matching.pairs.best import best_pairs
from programme.matching.proposal import Match
from programme.matching.trios.bound import best_links, people_at_most
from programme.matching.trios.found import TriosFound
from programme.matching.trios.hosts import able, spare_hosts
from programme.matching.trios.room import paired_around, room_for
from programme.matching.trios.third_places import places_beside, taken_places, trios_at

if TYPE_CHECKING:
    from programme.matching.certificate import Found
    from programme.matching.graph import Flags, Graph, Numbers
    from programme.matching.trios.terms import TrioTerms
    from programme.matching.trios.third_places import Places

_ROUNDS = 3
_LEAST_ROUNDS, _MOST_ROUNDS = 1, 30  # around hosts; a small pool has time for more
_LINKS = 3_000_000  # looked at in all rounds together, so that they take some seconds


@dataclass(frozen=True, eq=False)
class _Try:
    """Some pairs, and which of all third places beside them are taken; of `merit` more is better.

    `merit` has people, again, trios (both below 0), floor and total, the first being worth most.
    """

    partner_of: Numbers
    places: Places
    taken: Numbers
    merit: tuple[int, int, int, int, int]


def best_found(graph: Graph, terms: TrioTerms, partner_of: Numbers, cover: Cover) -> TriosFound | None:
    """The best of a few tries; None if it has no trio. `cover` is a smallest one of all permitted pairs.

    Thirds join the best pairs first. Then all are paired anew around those who have two guests, and some more while
    there is room for trios, a few times; guests who clash do not meet again.
    """
    most_people = people_at_most(graph, terms, cover)
    best = _seating(graph, terms, partner_of, most_people)
    may = able(graph, terms)
    rounds = min(max(_LEAST_ROUNDS, _LINKS // max(1, len(graph.rows))), _MOST_ROUNDS)
    for turn in range(rounds):
        room = room_for(graph, may, *_hosts(graph, terms, best, may, turn))
        partner_of, clashes = paired_around(graph, terms, room)
        another = _try(graph, terms, partner_of)
        if another.merit <= best.merit and best.merit[0] == most_people and not clashes.any():
            break
        best = max(best, another, key=lambda each: each.merit)
        may &= ~clashes
    return _found(graph, terms, best, cover) if best.taken.size else None


def _seating(graph: Graph, terms: TrioTerms, partner_of: Numbers, most_people: int) -> _Try:
    """The best of a few tries in which somebody else is left over.

    Whoever is left over without any third place is matched first the next time, as if they had waited; so those are
    left over who can be a third.
    """
    first, tries = terms.waited, []
    for _ in range(_ROUNDS):
        tries.append(_try(graph, terms, partner_of))
        stuck = _left_over(graph, partner_of)
        stuck[tries[-1].places.who.guests] = False
        more = first | frozenset(_everybody(graph)[stuck].tolist())
        if tries[-1].merit[0] == most_people or more == first:
            break
        first, partner_of = more, best_pairs(graph, more).partner_of
    return max(tries, key=lambda each: each.merit)


def _hosts(graph: Graph, terms: TrioTerms, best: _Try, may: Flags, turn: int) -> tuple[Numbers, Numbers]:
    """The doctors and the managers, by position, who have two guests, and others who might, up to the cap."""
    guests, seats = best.places.who.guests[best.taken], best.places.who.seats[best.taken]
    by_manager = guests < graph.doctors
    doctors, managers = seats[~by_manager], best.partner_of[seats[by_manager]]
    alone = _left_over(graph, best.partner_of)
    alone[guests] = False
    more = np.concatenate(_offset(graph, *spare_hosts(graph, may, alone, turn)))
    more = np.setdiff1d(more, np.concatenate(_offset(graph, doctors, managers)))[: terms.cap - len(guests)]
    doctors = np.union1d(doctors, more[more < graph.doctors])
    return doctors, np.union1d(managers, more[more >= graph.doctors] - graph.doctors)


def _offset(graph: Graph, doctors: Numbers, managers: Numbers) -> tuple[Numbers, Numbers]:
    return doctors, managers + graph.doctors


def _try(graph: Graph, terms: TrioTerms, partner_of: Numbers) -> _Try:
    places = places_beside(graph, terms, partner_of)
    own = _pair_points(graph, partner_of)
    roof = int(own[partner_of >= 0].min(initial=FULL))
    taken = taken_places(places, terms.cap, roof=roof, worth=-places.lost)
    own[places.who.seats[taken]] = places.points[taken]
    points = own[partner_of >= 0]
    waiting = np.isin(_everybody(graph)[_left_over(graph, partner_of)], list(terms.waited)).sum()
    again = int(waiting - places.gain[taken].sum())
    people, floor = 2 * len(points) + len(taken), int(points.min(initial=FULL)) if points.size else 0
    return _Try(partner_of, places, taken, (people, -again, -len(taken), floor, int(points.sum())))


def _found(graph: Graph, terms: TrioTerms, best: _Try, cover: Cover) -> TriosFound:
    alone = best.partner_of >= 0
    alone[best.places.who.seats[best.taken]] = False
    doctors, managers = graph.doctor_ids[alone].tolist(), graph.manager_ids[best.partner_of[alone]].tolist()
    pairs = [Match((doctor,), (manager,)) for doctor, manager in zip(doctors, managers, strict=True)]
    matches = [*pairs, *trios_at(graph, best.partner_of, best.places, best.taken)]
    _, again, _, floor, total = best.merit
    return TriosFound(
        matches=tuple(sorted(matches, key=lambda match: match.people)),
        again=-again,
        floor=floor,
        total=total,
        proof=_proof(graph, terms, cover, best),
    )


def _proof(graph: Graph, terms: TrioTerms, cover: Cover, found: _Try) -> TrioProof:
    """What a cover proves.

    With two people for each of the cover, and one more for each trio, all of the cover must be matched in any matching
    as good: none of them can do better than with their best pair. In any case every match has one of the cover.
    """
    people, again, trios, floor, total = found.merit
    most_people = people_at_most(graph, terms, cover)
    best = best_links(graph, cover.doctors | cover.managers)
    is_tight = people == 2 * cover.size - trios
    floor_at_most = int(best.min(initial=FULL) if is_tight else best.max(initial=0))
    return TrioProof(
        people_at_most=most_people,
        people_by=_by(people == most_people),
        order_by=_by(people == most_people and again == 0 and is_tight),
        floor_at_most=floor_at_most,
        floor_by=_by(is_tight and floor == floor_at_most),
        total_at_most=int(best.sum()),
        total_by=_by(total == int(best.sum())),
        size=cover,
    )


def _by(reached: bool) -> Found:
    return "cover" if reached else "relaxed"


def _pair_points(graph: Graph, partner_of: Numbers) -> Numbers:
    """The points of each doctor's pair; 0 for those left over."""
    own = np.zeros(graph.doctors, np.int64)
    theirs = partner_of[graph.rows] == graph.columns
    own[graph.rows[theirs]] = graph.points[theirs]
    return own


def _everybody(graph: Graph) -> Numbers:
    return np.concatenate([graph.doctor_ids, graph.manager_ids])


def _left_over(graph: Graph, partner_of: Numbers) -> Flags:
    """By position, doctors first: whether somebody is in no pair."""
    managers = np.ones(graph.managers, np.bool_)
    managers[partner_of[partner_of >= 0]] = False
    return np.concatenate([partner_of < 0, managers])
