"""Every permitted pair of a pool with its points, worked out in blocks of people who could meet.

Nobody is compared with a site where they cannot go: doctors are taken site by site, and those who accept meeting by
video also with everybody elsewhere who does. A block is cut into strips of rows small enough for the cache.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from programme.matching.graph import Graph
from programme.matching.pairs.edges import edges_of
from programme.matching.rulebook.hard import apart, context_of, in_force
from programme.matching.rulebook.soft import points_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from programme.matching.graph import Flags, Numbers
    from programme.matching.rulebook.columns import Columns
    from programme.matching.rulebook.hard import Context
    from programme.matching.rules import Rules
    from programme.matching.terms import Terms

Kind = TypeVar("Kind", bound=np.generic)
CELLS = 2**15
"""Pairs to a strip: one array of floats for them takes 256 KiB."""


@dataclass(frozen=True, eq=False)
class _Pool:
    """Both sides and what is asked of them. Of each doctor in turn, `struck` are managers forbidden by name."""

    doctors: Columns
    managers: Columns
    context: Context
    rules: Rules
    struck_starts: Numbers
    struck: Numbers


@dataclass(frozen=True, eq=False)
class _Strip:
    """The permitted pairs of these doctors, one after the other: how many each has, with whom, and the points."""

    rows: Numbers
    counts: Numbers
    columns: NDArray[np.int32]
    points: NDArray[np.int16]


def graph_of(doctors: Columns, managers: Columns, terms: Terms, rules: Rules) -> Graph:
    """Who of these may be paired with whom, and how well they suit; both sides come from one call of `columns`."""
    pool = _pool(doctors, managers, context_of(doctors, managers, terms, rules), rules)
    return _in_order(pool, list(_strips(pool)))


def _pool(doctors: Columns, managers: Columns, context: Context, rules: Rules) -> _Pool:
    rows, struck = apart(context, rules).positions(doctors.ids, managers.ids)
    order = np.argsort(rows)
    starts = np.searchsorted(rows[order], np.arange(len(doctors) + 1))
    return _Pool(doctors, managers, context, rules, starts, struck[order])


def _strips(pool: _Pool) -> Iterator[_Strip]:
    for block, candidates in _blocks(pool):
        across = pool.managers.take(candidates).across()
        for rows in np.array_split(block, -(-block.size * candidates.size // CELLS) or 1):
            yield _strip(pool, rows, across, candidates)


def _blocks(pool: _Pool) -> Iterator[tuple[Numbers, Numbers]]:
    """Positions of doctors, each doctor once, and beside them of all managers, ascending, whom they could meet."""
    doctors, managers = pool.doctors, pool.managers
    if "can_meet" in pool.rules.switched_off:
        yield np.arange(len(doctors)), np.arange(len(managers))
        return
    by_video = np.flatnonzero(managers.remote_ok)
    managers_at = _by_code(managers.site, len(managers.shared.sites))
    for site, there in enumerate(_by_code(doctors.site, len(doctors.shared.sites))):
        accepts = doctors.remote_ok[there]
        if not accepts.all():
            yield there[~accepts], managers_at[site]
        if accepts.any():
            yield there[accepts], np.union1d(managers_at[site], by_video)


def _by_code(codes: NDArray[np.int32], most: int) -> list[Numbers]:
    """The positions, ascending, that have each code from 0."""
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.searchsorted(codes[order], np.arange(1, most)))


def _strip(pool: _Pool, rows: Numbers, across: Columns, candidates: Numbers) -> _Strip:
    down = pool.doctors.take(rows).down()
    allowed = np.ones((len(down), len(across)), dtype=np.bool_)
    for rule in in_force(pool.rules):
        if rule.named is None:
            allowed &= rule.allows(down, across, pool.context)
    _strike(allowed, pool, rows, candidates)
    cells = np.flatnonzero(allowed)
    return _Strip(
        rows=rows,
        counts=np.count_nonzero(allowed, axis=1),
        columns=candidates[cells % max(candidates.size, 1)].astype(np.int32),
        points=points_of(down, across, pool.rules.weights).ravel()[cells].astype(np.int16),
    )


def _strike(allowed: Flags, pool: _Pool, rows: Numbers, candidates: Numbers) -> None:
    """Pairs forbidden by name are few, so they are looked up instead of being asked of everybody."""
    forbidden = pool.struck[edges_of(pool.struck_starts, rows)]
    if forbidden.size and candidates.size:
        down = np.repeat(np.arange(rows.size), np.diff(pool.struck_starts)[rows])
        across = np.minimum(np.searchsorted(candidates, forbidden), candidates.size - 1)
        is_there = candidates[across] == forbidden
        allowed[down[is_there], across[is_there]] = False


def _in_order(pool: _Pool, strips: Sequence[_Strip]) -> Graph:
    """The strips as one graph, whose rows follow the doctors' positions."""
    rows = _joined([strip.rows for strip in strips], np.int64)
    counts = _joined([strip.counts for strip in strips], np.int64)
    columns = _joined([strip.columns for strip in strips], np.int32)
    points = _joined([strip.points for strip in strips], np.int16)
    order = np.argsort(rows)
    if (np.diff(order) != 1).any():
        moved = edges_of(np.concatenate([[0], np.cumsum(counts)]), order)
        columns, points = columns[moved], points[moved]
    starts = np.concatenate([[0], np.cumsum(counts[order])])
    return Graph(
        pool.doctors.ids, pool.managers.ids, starts, columns.astype(np.int64), points.astype(np.int64)
    )


def _joined(arrays: Sequence[NDArray[Kind]], kind: type[Kind]) -> NDArray[Kind]:
    return np.concatenate([np.empty(0, dtype=kind), *arrays])
