"""How fast the best pairs are found, beside others who look for pairs, and whether anybody is left out who need not be.

The whole matching is timed: rules, points, all stages, reasons and the proof, from people to a proposal.
- mentor-match 7.0.1 (munkres 1.1.4) in an environment of its own, given every rule's answer and every score ready;
- networkx.max_weight_matching with the most pairs, on the ready graph, 100 by 100;
- scipy's linear_sum_assignment on the ready matrix of points, 2,000 by 2,000 on one site;
- 20,000 by 20,000 across 200 sites, nobody remote (left out by --quick);
- growth over five sizes on one site, as the exponent of a straight line through the logarithms.
Every size is matched in a process of its own, whose peak memory is printed. The people are made up: synthetic.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import networkx as nx
import numpy as np
from crowd import crowd
from one_matching import SEED, TERMS, graph

from programme.matching.rules import DEFAULT
from programme.matching.whole import matched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.matching.graph import Graph

HERE = Path(__file__).parent
RIVAL = HERE.parent / ".venv-rival" / "bin" / "python"
SIZES = (250, 500, 1000, 2000, 3000)
REMOTE = 0.6
"""The share that accepts video: on one site it changes nothing."""
PAIRS_ONLY = replace(DEFAULT, trio_percent=0)
"""Beside others who know no trios."""


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    what: str
    seconds: float
    pairs: int | None = None
    peak_mb: float | None = None


def main() -> None:
    """Print a table, then the figures as JSON."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--quick", action="store_true", help="the rival at 200 by 200, and no 20,000")
    is_quick = wanted.parse_args().quick
    if not RIVAL.exists():
        sys.exit("mentor-match is not installed. Type: make .venv-rival/ready")
    beside, speedup, of_maximum = _beside_mentor_match(200 if is_quick else 500)
    lines = [*beside, *_beside_networkx(100)]
    grown = {
        size: _in_a_process(size, 1, turns=3 if size <= 2000 else 1, bare=size == 2000) for size in SIZES
    }
    lines += [
        Line(f"PairMe, {size:,} x {size:,}", run["seconds"], None, run["peak_mb"])
        for size, run in grown.items()
    ]
    lines.append(Line("bare assignment, 2,000 x 2,000", grown[2000]["bare_seconds"]))
    many = None if is_quick else _in_a_process(20_000, 200, remote=0.0)
    if many is not None:
        lines.append(Line("PairMe, 20,000 x 20,000, 200 sites", many["seconds"], None, many["peak_mb"]))
    _show(lines)
    figures = {
        "speedup_mentor_match": round(speedup, 1),
        "matched_of_maximum": of_maximum,
        "bare_ratio_2000": round(grown[2000]["seconds"] / grown[2000]["bare_seconds"], 2),
        "seconds_2000": round(grown[2000]["seconds"], 3),
        "seconds_20000": None if many is None else round(many["seconds"], 2),
        "peak_mb": round(max(run["peak_mb"] for run in (grown[2000], many) if run is not None), 1),
        "exponent": round(_exponent({size: run["seconds"] for size, run in grown.items()}), 2),
    }
    print(json.dumps(figures))


def _beside_mentor_match(side: int) -> tuple[list[Line], float, float]:
    """Both on the same people; how many times as fast we are, and our pairs over the most there can be."""
    people = crowd(side, side, sites=1, remote=REMOTE, seed=SEED)
    possible = graph(people)
    most = len(nx.bipartite.hopcroft_karp_matching(_drawn(possible), range(possible.doctors))) // 2
    ours, pairs = _ours(people)
    points: list[list[int | None]] = [[None] * possible.managers for _ in range(possible.doctors)]
    for row, column, value in zip(possible.rows, possible.columns, possible.points, strict=True):
        points[row][column] = int(value)
    done = subprocess.run(
        [str(RIVAL), str(HERE / "rival" / "run.py")],
        input=json.dumps({"points": points}),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    permitted = sum(points[row][column] is not None for row, column in told["pairs"])
    lines = [
        Line(f"mentor-match, {side} x {side}", told["seconds"], permitted),
        Line(f"PairMe, {side} x {side} (the most: {most})", ours, pairs),
    ]
    return lines, told["seconds"] / ours, round(pairs / most, 4)


def _beside_networkx(side: int) -> list[Line]:
    people = crowd(side, side, sites=1, remote=REMOTE, seed=SEED)
    drawn = _drawn(graph(people))
    began = time.perf_counter()
    found = nx.max_weight_matching(drawn, maxcardinality=True)
    theirs = time.perf_counter() - began
    ours, pairs = _ours(people)
    return [
        Line(f"networkx.max_weight_matching, {side} x {side}", theirs, len(found)),
        Line(f"PairMe, {side} x {side}", ours, pairs),
    ]


def _ours(people: Sequence[Any]) -> tuple[float, int]:
    """The best of three runs, in seconds, and how many pairs."""
    runs = []
    for _ in range(3):
        began = time.perf_counter()
        proposal = matched(people, TERMS, PAIRS_ONLY, seed=SEED)
        runs.append(time.perf_counter() - began)
    return min(runs), len(proposal.proposed)


def _drawn(possible: Graph) -> nx.Graph:
    """The graph as networkx has it: doctors from 0, managers after them."""
    drawn = nx.Graph()
    drawn.add_nodes_from(range(possible.doctors + possible.managers))
    beside = zip(possible.rows, possible.columns + possible.doctors, possible.points, strict=True)
    drawn.add_weighted_edges_from((int(row), int(column), int(points)) for row, column, points in beside)
    return drawn


def _in_a_process(
    side: int, sites: int, *, turns: int = 1, bare: bool = False, remote: float = REMOTE
) -> dict[str, Any]:
    program = [sys.executable, str(HERE / "one_matching.py"), str(side), str(sites)]
    more = ["--turns", str(turns), "--remote", str(remote), *(["--bare"] if bare else [])]
    done = subprocess.run([*program, *more], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def _exponent(seconds: dict[int, float]) -> float:
    """The slope of a straight line through the logarithms of sizes and seconds."""
    return float(np.polyfit(np.log(list(seconds)), np.log(list(seconds.values())), 1)[0])


def _show(lines: Sequence[Line]) -> None:
    print(f"{'':50}{'seconds':>10}{'pairs':>9}{'peak MB':>9}")
    for line in lines:
        pairs = "" if line.pairs is None else f"{line.pairs:,}"
        peak = "" if line.peak_mb is None else f"{line.peak_mb:,.0f}"
        print(f"{line.what:50}{line.seconds:>10.3f}{pairs:>9}{peak:>9}")


if __name__ == "__main__":
    main()
