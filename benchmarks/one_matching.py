"""One matching in a process of its own: prints as JSON how long it took, and the most memory.

The crowd is made before the watch starts. With --bare the assignment of scipy alone, on the matrix of points made
ready, is timed in the same process, right after it.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np
from crowd import LINKED, START, crowd
from scipy.optimize import linear_sum_assignment

from programme.matching.rulebook.columns import columns
from programme.matching.rulebook.permitted import graph_of
from programme.matching.rules import DEFAULT
from programme.matching.terms import Terms
from programme.matching.whole import matched

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from programme.matching.graph import Graph
    from programme.participant import Participant

TERMS = Terms(START, LINKED)
SEED = 7
A_LOT = 1e7
"""What a forbidden pair costs the bare assignment: more than all points of all pairs together."""


def main() -> None:
    """Match so many times, then the bare assignment as often."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("side", type=int)
    wanted.add_argument("sites", type=int)
    wanted.add_argument("--remote", type=float, default=0.0)
    wanted.add_argument("--turns", type=int, default=1)
    wanted.add_argument("--bare", action="store_true")
    told = wanted.parse_args()
    people = crowd(told.side, told.side, sites=told.sites, remote=told.remote, seed=SEED)
    whole = [_seconds(lambda: matched(people, TERMS, DEFAULT, seed=SEED)) for _ in range(told.turns)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ready = as_matrix(graph(people)) if told.bare else None
    bare = (
        [] if ready is None else [_seconds(lambda: linear_sum_assignment(ready)) for _ in range(told.turns)]
    )
    print(json.dumps({"seconds": min(whole), "bare_seconds": min(bare, default=None), "peak_mb": peak}))


def graph(people: Sequence[Participant]) -> Graph:
    """Who may be paired with whom."""
    everybody = columns(people, TERMS)
    return graph_of(everybody.doctors(), everybody.managers(), TERMS, DEFAULT)


def as_matrix(of: Graph) -> NDArray[np.float64]:
    """Points as costs, ready for the bare assignment."""
    costs = np.full((of.doctors, of.managers), A_LOT)
    costs[of.rows, of.columns] = -of.points
    return costs


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
