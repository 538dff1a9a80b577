"""Everybody whom a matching left without a partner, each with the true reason and what would change it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.alone import reason_of
from programme.matching.hard import context_of
from programme.matching.outlook import OtherGroup, outlooks
from programme.matching.proposal import Match, Unmatched
from programme.matching.remedy import remedy_of

if TYPE_CHECKING:
    from programme.matching.columns import Columns
    from programme.matching.pool import Pool


def left_over(
    pool: Pool, matched: Iterable[Match], hosts: Iterable[Match], busy: frozenset[int]
) -> tuple[Unmatched, ...]:
    """In the order of ids. `hosts` are the pairs that may still become a trio; `busy` people have a partner from before."""
    taken = frozenset(id_ for match in matched for id_ in match.people)
    hours = _host_hours(pool, hosts)
    sides = [_others(side, taken, hours, busy) for side in (pool.doctors, pool.managers)]
    context = context_of(pool.doctors, pool.managers, pool.terms, pool.rules)
    told = [
        Unmatched(id_, reason_of(outlook, pool.rules), remedy_of(outlook, pool.rules))
        for alone, others in ((pool.doctors, sides[1]), (pool.managers, sides[0]))
        for id_, outlook in outlooks(_but(alone, taken | busy), others, context, pool.rules)
    ]
    return tuple(sorted(told, key=lambda unmatched: unmatched.id))


def _but(people: Columns, ids: frozenset[int]) -> Columns:
    return people.take(~np.isin(people.ids, list(ids)))


def _others(
    people: Columns, taken: frozenset[int], hours: dict[int, int], busy: frozenset[int]
) -> OtherGroup:
    ids = people.ids.tolist()
    return OtherGroup(
        people=people,
        is_busy=np.isin(people.ids, list(busy)),
        is_taken=np.isin(people.ids, list(taken | busy)),
        takes_third=np.array([id_ in hours for id_ in ids], dtype=np.bool_),
        host_hours=np.array([hours.get(id_, 0) for id_ in ids], dtype=np.int64),
    )


def _host_hours(pool: Pool, hosts: Iterable[Match]) -> dict[int, int]:
    """For everybody of these pairs who all said yes to a trio, the hours in which the two are free."""
    pairs = list(hosts)
    rows, places = pool.positions([match.links[0] for match in pairs])
    doctors, managers = pool.doctors.take(rows), pool.managers.take(places)
    both = (doctors.hours & managers.hours).tolist()
    willing = (doctors.trio_ok & managers.trio_ok).tolist()
    return {
        id_: hours
        for match, hours, is_willing in zip(pairs, both, willing, strict=True)
        if is_willing
        for id_ in match.people
    }
