"""The two halves of a graph that a smallest cover makes: its doctors with other managers, its managers with other doctors.

Every largest matching has everybody of the cover, and only pairs with exactly one of them (König 1931): as it has as
many pairs as the cover has people, none of its pairs can have two. So the halves share nobody, and are solved apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.pairs.edges import side_by_side, turned
from programme.matching.pairs.largest import owner_of
from programme.matching.pairs.prices import prices
from programme.matching.pairs.total import highest_total

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Graph, Numbers


@dataclass(frozen=True, eq=False)
class Assigned:
    """The pairs with the highest total (manager's position of each doctor, -1 for none), and everybody's price."""

    partner_of: Numbers
    doctor_prices: Numbers
    manager_prices: Numbers


@dataclass(frozen=True, eq=False)
class Side:
    """Of doctors or of managers: who is in the cover, and the bonus for matching each (0 for who is in it)."""

    covered: Flags
    bonus: Numbers


def assigned(graph: Graph, partner_of: Numbers, doctors: Side, managers: Side) -> Assigned:
    """The highest total of points and bonuses among all largest matchings of a graph; `partner_of` is one of them."""
    of_doctors, of_managers = doctors.covered[graph.rows], managers.covered[graph.columns]
    upper = side_by_side(graph, of_doctors & ~of_managers)
    lower = turned(side_by_side(graph, of_managers & ~of_doctors))
    got = highest_total(upper, managers.bonus, partner_of)
    got_lower = highest_total(lower, doctors.bonus, owner_of(graph, partner_of))
    row_prices, column_prices = prices(upper, managers.bonus, got)
    lower_rows, lower_columns = prices(lower, doctors.bonus, got_lower)
    together = np.maximum(got, owner_of(lower, got_lower))
    return Assigned(together, row_prices + lower_columns, column_prices + lower_rows)
