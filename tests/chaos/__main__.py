"""`make chaos`: rounds of trouble, each with a seed of its own, until so many processes have been killed.

Prints a line for each round, then a table, and as its last line one JSON object. Status 1 when anything was lost, said
twice, refused, or came in the wrong order.
"""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from storage import schema
from storage.database import Database
from tests.chaos.play import Outcome, Round, play
from tests.chaos.postgres import Postgres, own_postgres
from tests.chaos.trouble import Plan
from tests.chaos.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

SQLITE, POSTGRES = "sqlite", "postgres"
LONGEST = 120.0
"""Seconds of one round's trouble."""


@dataclass
class Tally:
    """All rounds together. Safe from any thread."""

    kills: int
    in_a_round: int
    until: float
    seeds: Iterator[int]
    played: dict[int, tuple[str, Outcome]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next_seed(self) -> int | None:
        """The seed of one more round; None when there have been enough."""
        with self._lock:
            is_over = self.killed >= self.kills or time.monotonic() > self.until or self.failed
            return None if is_over else next(self.seeds)

    def note(self, seed: int, database: str, outcome: Outcome) -> None:
        """A round has ended."""
        with self._lock:
            self.played[seed] = database, outcome
            told = " ".join(f"{name} {count}" for name, count in outcome.verdict.faults.items())
            _say(
                f"seed {seed} on {database}: {outcome.verdict.messages} messages, {outcome.kills} kills, "
                f"{outcome.shocks} shocks, {outcome.seconds:.0f} s: {told or 'nothing wrong'}",
            )

    @property
    def killed(self) -> int:
        """Processes, so far."""
        return sum(outcome.kills for _, outcome in self.played.values())


def main() -> int:
    """Play until there have been enough kills; the exit status."""
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1000, help="so many at least (1000)")
    parser.add_argument("--seed", type=int, default=1, help="the first round's; the next ones count on (1)")
    parser.add_argument("--database", choices=(SQLITE, POSTGRES), help="one of them only")
    parser.add_argument("--in-a-round", type=int, default=150, help="kills until all has to settle (150)")
    parser.add_argument("--minutes", type=float, default=30, help="begin no round after that long (30)")
    given = parser.parse_args()
    logging.getLogger("uvicorn.error").disabled = True  # it tells of each bot that was killed in mid-sentence
    began = time.monotonic()
    tally = Tally(given.kills, given.in_a_round, began + 60 * given.minutes, itertools.count(given.seed))
    kinds = [given.database] if given.database else [SQLITE, POSTGRES]
    with ThreadPoolExecutor() as hands:
        list(hands.map(lambda kind: _play_on(kind, tally), kinds))
    return _told(tally, time.monotonic() - began)


def _play_on(kind: str, tally: Tally) -> None:
    """Rounds on one kind of database, one after the other, each on a new database."""
    with ExitStack() as stack:
        server = stack.enter_context(own_postgres()) if kind == POSTGRES else None
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pairme-chaos-"))
        while (seed := tally.next_seed()) is not None:
            plan = Plan(tally.in_a_round, LONGEST, 0.35 if server else 1.2, shocks=1 + tally.in_a_round // 60)
            url = _new_database(server, Path(folder), seed)
            this = Round(str(seed), plan, url, server, workers=3, webs=2)
            try:
                tally.note(seed, kind, play(this))
            except TimeoutError as error:
                tally.failed.append(f"seed {seed} on {kind}: {error}")


def _new_database(server: Postgres | None, folder: Path, seed: int) -> str:
    url = server.new_database(f"round_{seed}") if server else f"sqlite:///{folder / f'{seed}.db'}"
    database = Database(url)
    schema.migrate(database)
    database.close()
    return url


def _told(tally: Tally, seconds: float) -> int:
    """Print what came of it; the exit status."""
    outcomes = [outcome for _, outcome in tally.played.values()]
    verdict = sum((outcome.verdict for outcome in outcomes), Verdict())
    happened = {
        name: sum(getattr(outcome, name) for outcome in outcomes)
        for name in ("kills", "shocks", "freezes", "stops")
    }
    _say("")
    for name, count in {**happened, **asdict(verdict)}.items():
        _say(f"{name:<12}{count:>8}")
    for rule in sorted({rule for outcome in outcomes for rule in outcome.broken_rules}):
        _say(f"refused: {rule}")
    for failure in tally.failed:
        _say(failure)
    figures = {**happened, **asdict(verdict), "seeds": sorted(tally.played), "seconds": round(seconds)}
    is_well = not verdict.faults and not tally.failed and tally.killed >= tally.kills
    first = ("messages", "kills", "lost", "twice", "refused", "seeds")
    _say(
        json.dumps({name: figures[name] for name in (*first, *(key for key in figures if key not in first))})
    )
    return 0 if is_well else 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
