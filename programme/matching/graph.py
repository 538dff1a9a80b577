"""Who may be paired with whom, and how well they suit each other: what the solvers see of people and rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

FULL = 10_000
"""The most points a pair can have: 100, counted in hundredths, so that sums are exact."""


@dataclass(frozen=True, eq=False)
class Graph:
    """Every permitted pair, one doctor's after the other's (compressed sparse rows).

    People are positions from 0: `ids` of doctors and managers say who stands there. The managers that the doctor at
    row r may be paired with are `columns[starts[r]:starts[r + 1]]`, ascending, and `points` says beside each how well
    they suit, from 0 to `FULL`. A pair that is not listed is forbidden; one that is listed with 0 points is not.
    """

    doctor_ids: Numbers
    manager_ids: Numbers
    starts: Numbers
    columns: Numbers
    points: Numbers

    @property
    def doctors(self) -> int:
        """How many."""
        return len(self.doctor_ids)

    @property
    def managers(self) -> int:
        """How many."""
        return len(self.manager_ids)

    @cached_property
    def rows(self) -> Numbers:
        """The doctor's position of every permitted pair, beside `columns`."""
        return np.repeat(np.arange(self.doctors), np.diff(self.starts))

    def where(self, kept: Flags) -> Graph:
        """The same people with only those permitted pairs for which `kept` (one flag beside each) says so."""
        starts = np.concatenate([[0], np.cumsum(kept)])[self.starts]
        return Graph(self.doctor_ids, self.manager_ids, starts, self.columns[kept], self.points[kept])
