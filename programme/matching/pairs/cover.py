"""The fewest people such that every permitted pair has one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from programme.matching.certificate import Cover
from programme.matching.pairs.edges import edges_of
from programme.matching.pairs.largest import owner_of

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Graph, Numbers


class NotTheMost(ValueError):
    """The matching could have more pairs, so that no cover is as small as it is."""


def minimum(graph: Graph, partner_of: Numbers) -> Cover:
    """A cover as small as the maximum matching `partner_of` (manager's position of each doctor, -1 for none).

    König 1931. Raises `NotTheMost` when the matching is not a maximum of this graph.
    """
    return of_flags(graph, *flags(graph, partner_of))


def of_flags(graph: Graph, doctors: Flags, managers: Flags) -> Cover:
    """The cover that has these people."""
    return Cover(
        frozenset(graph.doctor_ids[doctors].tolist()), frozenset(graph.manager_ids[managers].tolist())
    )


def flags(graph: Graph, partner_of: Numbers) -> tuple[Flags, Flags]:
    """The same as `minimum`, as one flag for each doctor and one for each manager.

    Whoever can be reached from a doctor without a partner, by permitted pairs there and by pairs of the matching
    back: those managers, and the doctors who cannot be reached, are the cover.
    """
    owners = owner_of(graph, partner_of)
    is_reached = np.zeros(graph.managers, dtype=np.bool_)
    missed = partner_of >= 0
    border = np.flatnonzero(~missed)
    while len(border):
        ahead = graph.columns[edges_of(graph.starts, border)]
        was_reached = is_reached.copy()
        is_reached[ahead] = True
        border = owners[is_reached & ~was_reached]
        if (border < 0).any():
            raise NotTheMost("The matching could have one more pair.")
        missed[border] = False
    return missed, is_reached
