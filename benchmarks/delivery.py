"""How fast waiting letters reach a Slack that keeps to its limits, and what very many of them cost.

The limits are one letter a second in a conversation and 300 a minute in a workspace. First the whole bot in one
process on SQLite, then worker processes on PostgreSQL, always with the real sender. Then the engine alone, with sends
that do nothing, beside Procrastinate with jobs that do nothing. Then what a claim costs when few letters wait and when
very many do. Aim: 95% of what the limits allow, no refusal, and a claim that costs the same.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

import backlog
import race
import sending
from hospitals import Size
from own_postgres import own_postgres

if TYPE_CHECKING:
    from backlog import Growth
    from race import Race
    from sending import Sending


@dataclass(frozen=True)
class Plan:
    """How much is measured. `times_faster` are the Slack's limits and the bot's pace alike.

    `shared` is sent by so many `workers` on PostgreSQL, `empty` by so many `racers`; the last is how many letters wait
    at most.
    """

    times_faster: float
    embedded: Size
    shared: Size
    workers: Sequence[int]
    empty: Size
    racers: Sequence[int]
    waiting: int


FULL = Plan(1.0, Size(10, 100, 5), Size(10, 100, 2), (1, 2, 4), Size(10, 500, 1), (1, 2, 4), 1_000_000)
QUICK = Plan(5.0, Size(1, 100, 5), Size(1, 50, 2), (), Size(1, 500, 1), (1,), 20_000)


def main() -> None:
    """Measure, print the table, then the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer, with faster limits, and less exact")
    plan = QUICK if parser.parse_args().quick else FULL
    with tempfile.TemporaryDirectory() as name, own_postgres() as new_database:
        folder = Path(name)
        embedded = sending.measured(plan.embedded, plan.times_faster, folder)
        _print_limits(plan)
        _print_sending("SQLite, all in one process", embedded)
        for workers in plan.workers:
            shared = sending.measured(plan.shared, plan.times_faster, folder, new_database(), workers)
            _print_sending(f"PostgreSQL, worker processes: {workers}", shared)
        _print_race(race.run(plan.empty, plan.racers, folder, new_database))
        urls = (f"sqlite:///{folder}/waiting.db", new_database())
        growth = [backlog.growth(url, plan.waiting) for url in urls]
    _print_growth(growth, plan.waiting)
    figures = {
        "of_limit": round(embedded.of_limit, 3),
        "refused": embedded.refused,
        "peak_mb": round(embedded.peak_mb, 1),
        "claim_growth": round(max(each.ratio for each in growth), 2),
    }
    print(json.dumps(figures))


def _print_limits(plan: Plan) -> None:
    hurry = "" if plan.times_faster == 1 else f", all {plan.times_faster:g} times as fast"
    print(f"Letters to a Slack that takes 1 a second in a conversation, 300 a minute in a workspace{hurry}")
    print(f"{'':34}{'letters':>9}{'a second':>10}{'of limit':>10}{'refused':>9}{'most memory':>13}")


def _print_sending(name: str, found: Sending) -> None:
    print(
        f"{name:34}{found.letters:>9}{found.a_second:>10.1f}{found.of_limit:>10.1%}"
        f"{found.refused:>9}{found.peak_mb:>10.1f} MB"
    )


def _print_race(found: Race) -> None:
    print(f"As many as go on PostgreSQL: {found.count} letters with empty sends, and as many empty jobs")
    print(f"{'Procrastinate, worker processes: 1':34}{found.rival:>9.0f} a second")
    for workers, a_second in found.ours.items():
        beside = f"{a_second / found.rival:.2f} of Procrastinate" if workers == 1 else ""
        print(f"{f'PairMe, worker processes: {workers}':34}{a_second:>9.0f} a second  {beside}")


def _print_growth(growth: Sequence[Growth], waiting: int) -> None:
    print(f"{'Letters that wait':34}{backlog.FEW:>12,}{waiting:>13,}{'ratio':>8}")
    for each in growth:
        print(
            f"{f'{each.database}, a claim':34}{each.claim_ms[0]:>9.2f} ms{each.claim_ms[1]:>10.2f} ms{each.ratio:>8.2f}"
        )
        print(f"{f'{each.database}, a look':34}{each.look_ms[0]:>9.2f} ms{each.look_ms[1]:>10.2f} ms")


if __name__ == "__main__":
    main()
