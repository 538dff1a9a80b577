"""The benchmarks run and end with their figures; never how good these are, because machines differ."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.mark.long
@pytest.mark.parametrize(
    ("script", "keys"),
    [
        ("ack.py", ["p50_ratio", "p99_ratio", "p99_ms", "rps_max"]),
        ("delivery.py", ["of_limit", "refused", "peak_mb", "claim_growth"]),
        (
            "matching.py",
            [
                "speedup_mentor_match",
                "matched_of_maximum",
                "bare_ratio_2000",
                "seconds_2000",
                "seconds_20000",
                "peak_mb",
                "exponent",
            ],
        ),
        ("teams.py", ["p99_ratio", "rps_ratio"]),
        ("start.py", ["hello_s", "bare_hello_s", "peak_mb", "teams_more_s", "teams_more_mb"]),
    ],
)
def test_a_benchmark_prints_a_table_and_then_its_figures_as_json(script: str, keys: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / script), "--quick"],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *table, last = done.stdout.splitlines()
    figures = json.loads(last)
    assert list(figures) == keys
    assert figures.pop("refused", 0) == 0
    assert figures.pop("seconds_20000", None) is None  # the quick run leaves it out
    assert all(type(figure) is float and figure > 0 for figure in figures.values())
    assert len(table) >= 3
