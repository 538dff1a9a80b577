"""Prices that prove a total: no pair is worth more than its two people's prices together (linear programming duality)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from programme.matching.pairs.edges import edges_of
from programme.matching.pairs.largest import owner_of

if TYPE_CHECKING:
    from programme.matching.graph import Graph, Numbers


class NotTheHighest(ValueError):
    """The matching can be bettered, so that no prices prove it."""


def prices(half: Graph, bonus: Numbers, partner_of: Numbers) -> tuple[Numbers, Numbers]:
    """The price of each row and of each column, when `partner_of` has the highest total of points and bonuses.

    Whole numbers. The prices of two partners add up to what their pair is worth, those of any other permitted pair
    to that or more; a column's is never below 0, and 0 when nobody has it. Everybody begins at 0 and prices rise
    along the longest path; only rows whose partner's price rose are looked at again. Raises `NotTheHighest` when
    the matching can be bettered.
    """
    worth = _worth(half, bonus, partner_of)
    owners = owner_of(half, partner_of)
    of_columns = np.zeros(half.managers, dtype=np.int64)
    rows = matched = np.flatnonzero(partner_of >= 0)
    for _ in range(half.doctors + 1):
        of_rows = worth[rows] - of_columns[partner_of[rows]]
        rows = np.sort(owners[_raised(half, bonus, rows, of_rows, of_columns)])
        if not len(rows):
            worth[matched] -= of_columns[partner_of[matched]]
            return worth, of_columns
        if rows[0] < 0:
            break
    raise NotTheHighest("Prices rise without end, or for somebody without a partner.")


def _raised(half: Graph, bonus: Numbers, rows: Numbers, of_rows: Numbers, of_columns: Numbers) -> Numbers:
    """Raise the prices of columns as far as these rows make it needful; gives the columns whose price rose."""
    edges = edges_of(half.starts, rows)
    columns = half.columns[edges]
    worth = half.points[edges] + bonus[columns]
    before = of_columns.copy()
    np.maximum.at(of_columns, columns, worth - np.repeat(of_rows, half.starts[rows + 1] - half.starts[rows]))
    return np.flatnonzero(of_columns > before)


def _worth(half: Graph, bonus: Numbers, partner_of: Numbers) -> Numbers:
    """The points and bonus of each row with its partner; 0 without one."""
    worth = np.zeros(half.doctors, dtype=np.int64)
    edges = np.flatnonzero(half.columns == partner_of[half.rows])
    worth[half.rows[edges]] = half.points[edges] + bonus[half.columns[edges]]
    return worth
