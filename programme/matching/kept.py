"""What is settled before the solver: matches that leads locked, then those that people asked for with a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.pairs.best import best_pairs
from programme.matching.proposal import Dropped, Match
from programme.matching.telling.refusal import GONE, NO_TRIO, TAKEN, refusal
from programme.matching.trios.terms import may_be_three, trio_terms

if TYPE_CHECKING:
    from programme.matching.graph import Graph, Numbers
    from programme.matching.pool import Pool

LOCKED, ASKED, RUNNING = "locked", "asked", "running"


@dataclass(frozen=True)
class Kept:
    """`why` says of each match whether it was LOCKED or ASKED for; `dropped` are those that a rule now forbids."""

    why: dict[Match, str]
    dropped: tuple[Dropped, ...]

    @property
    def people(self) -> frozenset[int]:
        """Everybody in a match that is kept."""
        return frozenset(id_ for match in self.why for id_ in match.people)


def kept(pool: Pool, locked: Sequence[Match], asked: frozenset[frozenset[int]], busy: frozenset[int]) -> Kept:
    """What stands, where `busy` people have a partner already. Of somebody who asked with several the best is kept."""
    why, dropped = _locked(pool, locked, busy)
    wanted = _free_pairs(pool, asked, busy.union(*(match.people for match in why)))
    return Kept(
        {**why, **dict.fromkeys(_best(pool, wanted), ASKED)},
        (*dropped, *_refused(pool, wanted)),
    )


def _locked(
    pool: Pool, locked: Sequence[Match], busy: frozenset[int]
) -> tuple[dict[Match, str], list[Dropped]]:
    why: dict[Match, str] = {}
    dropped = list[Dropped]()
    taken = set(busy)
    for match in sorted(map(_in_order, locked), key=lambda match: match.people):
        names = _what_forbids(pool, match, taken)
        if names:
            dropped.append(Dropped(match, LOCKED, refusal(names, pool.rules)))
        else:
            why[match] = LOCKED
            taken.update(match.people)
    return why, dropped


def _in_order(match: Match) -> Match:
    return Match(tuple(sorted(match.doctors)), tuple(sorted(match.managers)))


def _what_forbids(pool: Pool, match: Match, taken: set[int]) -> tuple[str, ...]:
    if not (pool.row_of.keys() >= set(match.doctors) and pool.column_of.keys() >= set(match.managers)):
        return (GONE,)
    if taken.intersection(match.people):
        return (TAKEN,)
    return pool.refused_by(match) or (() if len(match.links) == 1 else _as_trio(pool, match))


def _as_trio(pool: Pool, match: Match) -> tuple[str, ...]:
    three = trio_terms(pool.doctors, pool.managers, pool.terms, pool.rules, cap=1)
    return () if may_be_three(pool.graph, three, match) else (NO_TRIO,)


def _refused(pool: Pool, pairs: Iterable[Match]) -> list[Dropped]:
    """Those who asked for each other, are both free, and may not."""
    names = {match: pool.refused_by(match) for match in pairs}
    return [Dropped(match, ASKED, refusal(names[match], pool.rules)) for match in names if names[match]]


def _free_pairs(pool: Pool, asked: frozenset[frozenset[int]], settled: frozenset[int]) -> list[Match]:
    """Who asked for each other and is free; nothing is said of somebody who is not in the pool."""
    found = []
    for both in asked:
        doctors, managers = tuple(both & pool.row_of.keys()), tuple(both & pool.column_of.keys())
        if len(doctors) == len(managers) == 1 and not both & settled:
            found.append(Match(doctors, managers))
    return sorted(found, key=lambda match: match.people)


def _best(pool: Pool, pairs: list[Match]) -> list[Match]:
    """The best of what was asked for, by the same measure as everything else."""
    if not pairs:
        return []
    graph = pool.graph.where(pool.beside(pairs))
    return matches_of(graph, best_pairs(graph, pool.terms.waited).partner_of)


def matches_of(graph: Graph, partner_of: Numbers) -> list[Match]:
    """The pairs of a matching in ids; `partner_of` has the manager's position of each doctor, -1 for none."""
    rows = np.flatnonzero(partner_of >= 0)
    doctors, managers = graph.doctor_ids[rows].tolist(), graph.manager_ids[partner_of[rows]].tolist()
    return [Match((doctor,), (manager,)) for doctor, manager in zip(doctors, managers, strict=True)]
