"""The highest total: the best assignment of everybody who must be matched.

With a smallest cover, every largest matching has everybody of the cover and uses only pairs with exactly one of them.
So the graph falls into two halves, and each into its connected blocks, that know nothing of each other (Dulmage and
Mendelsohn 1958): in each, everybody on the rows must be matched, and of the columns as many as there are rows.

Each is solved by scipy's sparse assignment (Jonker and Volgenant 1987), which is two to four times as quick here as
its dense one, from 100 by 100 to 2,000 by 2,000, even where every pair is permitted (measured).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

from programme.matching.pairs.edges import edges_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from programme.matching.graph import Graph, Numbers

BATCH = 256
"""Rows that are solved together, at the least: below that the call costs more than the work (measured)."""


def highest_total(half: Graph, bonus: Numbers, partner_of: Numbers) -> Numbers:
    """The column of each row (-1 for a row without permitted pairs) with the most points and bonuses together.

    Every row of `half` with permitted pairs has a partner in `partner_of`, a matching; `bonus` is one number for each
    column, added to the points of whoever gets it.
    """
    found = np.full(half.doctors, -1)
    for rows, columns, is_square in _batches(half):
        extra = np.zeros_like(bonus) if is_square else bonus
        found[rows] = columns[_solved(half, rows, columns, extra, partner_of)]
    return found


def _batches(half: Graph) -> Iterator[tuple[Numbers, Numbers, bool]]:
    """Rows and columns of some blocks; square ones (as many rows as columns) are never mixed with wider ones.

    In a square block everybody is matched, so that bonuses make no difference there. That matters: the bidding that
    scipy does for squares takes as many steps as the costs are apart, and bonuses would make that millions.
    """
    block_of_row, block_of_column = _blocks(half)
    blocks = half.doctors + half.managers
    rows, columns = (
        np.bincount(block_of_row, minlength=blocks),
        np.bincount(block_of_column, minlength=blocks),
    )
    is_full = (rows > 0) & (columns > 0)
    for is_square in (True, False):
        chosen = np.flatnonzero(is_full & ((rows == columns) == is_square))
        batch_of = np.full(blocks, -1)
        batch_of[chosen] = np.cumsum(rows[chosen]) // BATCH
        batch_of_row, batch_of_column = batch_of[block_of_row], batch_of[block_of_column]
        for batch in np.unique(batch_of[chosen]):
            yield np.flatnonzero(batch_of_row == batch), np.flatnonzero(batch_of_column == batch), is_square


def _blocks(half: Graph) -> tuple[Numbers, Numbers]:
    """The number of each row's and of each column's connected block."""
    both = half.doctors + half.managers
    starts = np.concatenate([half.starts, np.full(half.managers, half.starts[-1])])
    edges = csr_array((np.ones_like(half.points), half.columns + half.doctors, starts), shape=(both, both))
    block_of: Numbers = connected_components(edges, directed=False)[1]
    return block_of[: half.doctors], block_of[half.doctors :]


def _solved(half: Graph, rows: Numbers, columns: Numbers, bonus: Numbers, partner_of: Numbers) -> Numbers:
    """Which of `columns` each of `rows` gets, as positions in `columns`."""
    edges = edges_of(half.starts, rows)
    of_edges = half.columns[edges]
    counts = half.starts[rows + 1] - half.starts[rows]
    starts = np.concatenate([[0], np.cumsum(counts)])
    place = np.empty(half.managers, dtype=np.int32)
    place[columns] = np.arange(len(columns))
    places = place[of_edges]
    # No cost may be 0, which scipy takes for a pair that is not there.
    costs = -1.0 - half.points[edges] - bonus[of_edges]
    _put_first(starts, np.flatnonzero(of_edges == np.repeat(partner_of[rows], counts)), places, costs)
    matrix = csr_array((costs, places, starts.astype(np.int32)), shape=(len(rows), len(columns)))
    got: Numbers = min_weight_full_bipartite_matching(matrix)[1]
    return got


def _put_first(starts: Numbers, known: Numbers, *beside: NDArray[Any]) -> None:
    """Exchange each row's first pair with the one known to match all rows together.

    scipy makes sure that there is such a matching before it begins, by a search that can take exponential time (scipy
    issue 26147); that search takes the first free column of each row, so now it ends at once.
    """
    first = starts[:-1]
    for values in beside:
        values[first], values[known] = values[known], values[first]
