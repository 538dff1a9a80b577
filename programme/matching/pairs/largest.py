"""As many pairs as can be: a maximum matching of a graph (Hopcroft and Karp 1973 in its search for short paths).

`scipy.sparse.csgraph.maximum_bipartite_matching` is quicker on most graphs, but its search never marks a dead end, so
that it takes exponential time on some that are no bigger than a ward (scipy issue 26147). Here trees grow from
everybody without a partner at once, and nobody is ever in two of them: a round looks at no permitted pair twice, and
there are never more rounds than people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from programme.matching.pairs.edges import edges_of

if TYPE_CHECKING:
    from programme.matching.graph import Graph, Numbers

STRIDE = 2**31 - 1
"""A prime above every possible number of pairs: steps of this length visit each of them once, well mixed."""


def largest(graph: Graph, start: Numbers | None = None) -> Numbers:
    """The manager's position of each doctor, -1 for none, such that no matching has more pairs.

    `start` is a matching to begin from; those of its pairs that the graph does not permit are left out.
    """
    partner_of = _hurried(graph, np.full(graph.doctors, -1) if start is None else within(graph, start))
    while _lengthened(graph, partner_of):
        pass
    return partner_of


def within(graph: Graph, partner_of: Numbers) -> Numbers:
    """Those pairs of a matching that the graph permits, in the same form."""
    kept = np.flatnonzero(graph.columns == partner_of[graph.rows])
    found = np.full(graph.doctors, -1)
    found[graph.rows[kept]] = graph.columns[kept]
    return found


def owner_of(graph: Graph, partner_of: Numbers) -> Numbers:
    """The doctor's position of each manager, -1 for none."""
    owners = np.full(graph.managers, -1)
    matched = np.flatnonzero(partner_of >= 0)
    owners[partner_of[matched]] = matched
    return owners


def _hurried(graph: Graph, partner_of: Numbers) -> Numbers:
    """With the first free manager for each doctor still alone, those with the fewest choices first."""
    is_free = owner_of(graph, partner_of) < 0
    choices = np.diff(graph.starts)
    alone = np.flatnonzero((partner_of < 0) & (choices > 0))
    for doctor in alone[np.argsort(choices[alone], kind="stable")].tolist():
        managers = graph.columns[graph.starts[doctor] : graph.starts[doctor + 1]]
        first = managers[is_free[managers].argmax()]
        if is_free[first]:
            partner_of[doctor] = first
            is_free[first] = False
    return partner_of


def _lengthened(graph: Graph, partner_of: Numbers) -> bool:
    """One round: pairs are exchanged along paths that end at somebody free; False when there are none left."""
    owners = owner_of(graph, partner_of)
    came_from = np.full(graph.managers, -1)
    root_of = np.full(graph.doctors, -1)
    end_of = np.full(graph.doctors, -1)
    border = np.flatnonzero(partner_of < 0)
    root_of[border] = border
    while len(border):
        managers = _newly_reached(graph, border, came_from)
        roots = root_of[came_from[managers]]
        is_free = owners[managers] < 0
        end_of[roots[is_free]] = managers[is_free]
        taken = ~is_free
        border = owners[managers[taken]]
        root_of[border] = roots[taken]
        border = border[end_of[roots[taken]] < 0]
    _exchange(partner_of, came_from, end_of[end_of >= 0])
    return bool((end_of >= 0).any())


def _newly_reached(graph: Graph, border: Numbers, came_from: Numbers) -> Numbers:
    """Managers who were in no tree and may be paired with somebody of the border; each joins one tree."""
    edges = edges_of(graph.starts, border)
    # Without mixing, the last doctor would take nearly every manager and the other trees would wither.
    edges = edges[np.arange(len(edges)) * STRIDE % max(1, len(edges))]
    managers = graph.columns[edges]
    is_new = came_from[managers] < 0
    managers, doctors = managers[is_new], graph.rows[edges[is_new]]
    came_from[managers] = doctors
    reached: Numbers = managers[came_from[managers] == doctors]
    return reached


def _exchange(partner_of: Numbers, came_from: Numbers, managers: Numbers) -> None:
    """Walk all paths back at once from their ends; they never share anybody."""
    while len(managers):
        doctors = came_from[managers]
        before = partner_of[doctors]
        partner_of[doctors] = managers
        managers = before[before >= 0]
