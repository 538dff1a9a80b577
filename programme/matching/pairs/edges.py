"""Permitted pairs of some rows, and the other way about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from programme.matching.graph import Graph

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Numbers


def edges_of(starts: Numbers, rows: Numbers) -> Numbers:
    """Where the permitted pairs of `rows` stand in compressed sparse rows, one row's after the other's."""
    counts = starts[rows + 1] - starts[rows]
    ends = np.cumsum(counts)
    shifts: Numbers = np.repeat(starts[rows] - ends + counts, counts)
    return np.arange(len(shifts)) + shifts


def side_by_side(graph: Graph, kept: Flags) -> Graph:
    """As `Graph.where`, without copying anything when all is kept."""
    return graph if kept.all() else graph.where(kept)


def turned(graph: Graph) -> Graph:
    """The same permitted pairs with managers as rows and doctors as columns."""
    shape = (graph.doctors, graph.managers)
    columns = csr_array((graph.points, graph.columns, graph.starts), shape=shape).tocsc()
    return Graph(
        graph.manager_ids,
        graph.doctor_ids,
        columns.indptr.astype(np.int64),
        columns.indices.astype(np.int64),
        columns.data,
    )
