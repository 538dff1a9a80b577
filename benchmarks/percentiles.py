"""Percentiles of latencies, in the middle of several runs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from load import Outcome


@dataclass(frozen=True)
class Percentiles:
    """Of several runs: the medians, in milliseconds."""

    p50: float
    p99: float


def percentiles(runs: Sequence[Outcome]) -> Percentiles:
    """Of each run, then the median of all."""
    return Percentiles(*(median(_percentile(run.latencies, part) for run in runs) for part in (0.5, 0.99)))


def _percentile(latencies: Sequence[float], part: float) -> float:
    """In milliseconds: the smallest latency that at least this part of all do not exceed."""
    return 1000 * sorted(latencies)[math.ceil(part * len(latencies)) - 1]
