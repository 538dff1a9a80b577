"""Everybody whom a matching left without a partner, each with the true reason and what would change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.proposal import Match, Unmatched
from programme.matching.rulebook.hard import context_of
from programme.matching.telling.alone import reason_of
from programme.matching.telling.outlook import OtherGroup, outlooks
from programme.matching.telling.remedy import remedy_of

if TYPE_CHECKING:
    from programme.matching.pool import Pool
    from programme.matching.rulebook.columns import Columns


def left_over(
    pool: Pool, matched: Iterable[Match], hosts: Iterable[Match], busy: frozenset[int]
) -> tuple[Unmatched, ...]:
    """In the order of ids. `hosts` are the pairs that may still become a trio; `busy` people have a partner from before."""
    taken = frozenset(id_ for match in matched for id_ in match.people)
    pairs = _willing(pool, hosts)
    sides = [_others(side, taken, pairs, busy) for side in (pool.doctors, pool.managers)]
    context = context_of(pool.doctors, pool.managers, pool.terms, pool.rules)
    told = [
        Unmatched(id_, reason_of(outlook, pool.rules), remedy_of(outlook))
        for alone, others in ((pool.doctors, sides[1]), (pool.managers, sides[0]))
        for id_, outlook in outlooks(_but(alone, taken | busy), others, context, pool.rules)
    ]
    return tuple(sorted(told, key=lambda unmatched: unmatched.id))


def _but(people: Columns, ids: frozenset[int]) -> Columns:
    return people.take(~np.isin(people.ids, list(ids)))


def _others(
    people: Columns, taken: frozenset[int], hosts: dict[int, _Host], busy: frozenset[int]
) -> OtherGroup:
    there = [hosts.get(id_) for id_ in people.ids.tolist()]
    return OtherGroup(
        people=people,
        is_busy=np.isin(people.ids, list(busy)),
        is_taken=np.isin(people.ids, list(taken | busy)),
        takes_third=np.array([host is not None for host in there], dtype=np.bool_),
        host_hours=np.array([host.hours if host else 0 for host in there], dtype=np.int64),
        companions=np.array([host.companion if host else 0 for host in there], dtype=np.int64),
    )


@dataclass(frozen=True)
class _Host:
    """One of a pair who would welcome a third: who the other is, and the hours in which the two are free."""

    companion: int
    hours: int


def _willing(pool: Pool, hosts: Iterable[Match]) -> dict[int, _Host]:
    """Everybody, by id, of those of these pairs in which both said yes to a trio."""
    pairs = list(hosts)
    rows, places = pool.positions([match.links[0] for match in pairs])
    doctors, managers = pool.doctors.take(rows), pool.managers.take(places)
    both = (doctors.hours & managers.hours).tolist()
    willing = (doctors.trio_ok & managers.trio_ok).tolist()
    return {
        id_: _Host(companion, hours)
        for match, hours, is_willing in zip(pairs, both, willing, strict=True)
        if is_willing
        for id_, companion in zip(match.people, reversed(match.people), strict=True)
    }
