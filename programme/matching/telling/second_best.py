"""For everybody in a match the best other partner whom the rules permit, so that leads see what they could change.

Nobody who is kept apart from somebody is ever named beside them: a graph has no such pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.proposal import Match, SecondBest

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Graph, Numbers

_NOBODY = -1


def second_best(graph: Graph, matches: Sequence[Match]) -> dict[int, SecondBest]:
    """By the id of the person; who has nobody else is left out. Of equals the partner who stands first.

    The people of `matches` must stand in the graph, with whatever partner they have now.
    """
    others = _not_together(graph, matches)
    rows, columns, points = graph.rows[others], graph.columns[others], graph.points[others]
    best_of_rows = _best(rows, columns, points, graph.doctors, graph.managers)
    best_of_columns = _best(columns, rows, points, graph.managers, graph.doctors)
    doctors = _named(graph.doctor_ids, graph.manager_ids, best_of_rows)
    managers = _named(graph.manager_ids, graph.doctor_ids, best_of_columns)
    concerned = {id_ for match in matches for id_ in match.people}
    return {id_: best for id_, best in (doctors | managers).items() if id_ in concerned}


def _not_together(graph: Graph, matches: Sequence[Match]) -> Flags:
    """Beside every permitted pair whether it is not in a match; nobody has more than two partners."""
    row_of = {id_: row for row, id_ in enumerate(graph.doctor_ids.tolist())}
    column_of = {id_: column for column, id_ in enumerate(graph.manager_ids.tolist())}
    partners = np.full((2, graph.doctors), _NOBODY)
    for match in matches:
        for doctor in match.doctors:
            for place, manager in enumerate(match.managers):
                partners[place, row_of[doctor]] = column_of[manager]
    return np.asarray((graph.columns != partners[0][graph.rows]) & (graph.columns != partners[1][graph.rows]))


def _best(ones: Numbers, others: Numbers, points: Numbers, many: int, many_others: int) -> Numbers:
    """For each of `many` their best as points and place in one number, or -1."""
    best = np.full(many, _NOBODY)
    np.maximum.at(best, ones, points * many_others + (many_others - 1 - others))
    return best


def _named(ids: Numbers, other_ids: Numbers, best: Numbers) -> dict[int, SecondBest]:
    some = np.flatnonzero(best >= 0)
    if not some.size:
        return {}
    points, places = np.divmod(best[some], other_ids.size)
    partners = other_ids[other_ids.size - 1 - places]
    rows = zip(ids[some].tolist(), partners.tolist(), points.tolist(), strict=True)
    return {one: SecondBest(one, partner, value) for one, partner, value in rows}
