"""How fast a signed `/pairme status` over HTTP is answered, beside the same Bolt app with an empty handler.

Both are asked 100 times a second, in turns, and latency counts from the moment at which a request was to be sent.
Every answer is compared with what the same person is told in the local Slack; at the end the bot is killed and its
database must hold every request. Aim: the 99th percentile at most twice the empty handler's.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent))

import own_process
from larkhill import COHORT, Larkhill, NotAsExpected, larkhill
from load import Job, Outcome, trigger

from bot.crowd import account_id
from practice.running import running

if TYPE_CHECKING:
    from collections.abc import Sequence

LOAD = Path(__file__).parent / "load.py"
RATE, RUNS, PEOPLE = 100, 5, 12
HANDS, HANDS_AT_FULL_SPEED = 32, 8


@dataclass(frozen=True)
class Length:
    """How many requests one run has at the rate, and one at full speed."""

    at_rate: int
    at_full_speed: int


@dataclass(frozen=True)
class Percentiles:
    """Of several runs: the medians, in milliseconds."""

    p50: float
    p99: float


@dataclass
class Contest:
    """The bot and the empty handler side by side; `sent` are the triggers that the bot has been sent."""

    bot: Job
    empty: Job
    sent: set[str] = field(default_factory=set)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def ask_bot(self, count: int, rate: float, hands: int = HANDS) -> Outcome:
        """One run."""
        job = replace(self.bot, name=f"{next(self._numbers)}", count=count, rate=rate, hands=hands)
        self.sent |= {trigger(job.name, number) for number in range(count)}
        return _done(job)

    def ask_empty(self, count: int, rate: float) -> Outcome:
        """The same, of the empty handler."""
        return _done(replace(self.empty, count=count, rate=rate))


def main() -> None:
    """Measure, print the table, then the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter, and less exact")
    length = Length(150, 400) if parser.parse_args().quick else Length(1500, 3000)
    with tempfile.TemporaryDirectory() as folder:
        bot, empty, rps_max = _measured(Path(folder), length)
    _print_table(bot, empty, rps_max, length)
    figures = {
        "p50_ratio": round(bot.p50 / empty.p50, 2),
        "p99_ratio": round(bot.p99 / empty.p99, 2),
        "p99_ms": round(bot.p99, 2),
        "rps_max": round(rps_max, 1),
    }
    print(json.dumps(figures))


def _measured(folder: Path, length: Length) -> tuple[Percentiles, Percentiles, float]:
    with ExitStack() as stack:
        contest, team = _contest(stack, folder)
        contest.ask_bot(RATE, RATE)  # the first requests warm both up and do not count
        contest.ask_empty(RATE, RATE)
        turns = [
            (contest.ask_bot(length.at_rate, RATE), contest.ask_empty(length.at_rate, RATE))
            for _ in range(RUNS)
        ]
        fast = [contest.ask_bot(length.at_full_speed, 0, HANDS_AT_FULL_SPEED) for _ in range(3)]
    _expect_every_row(folder / "bot" / "pairme.db", {f"{team}/slack/command/{each}" for each in contest.sent})
    bot, empty = (_percentiles(runs) for runs in zip(*turns, strict=True))
    return bot, empty, median(len(run.latencies) / run.seconds for run in fast)


def _contest(stack: ExitStack, folder: Path) -> tuple[Contest, str]:
    """Both programs running on one local Slack in which people have joined, and the workspace's id."""
    bot_port, empty_port = own_process.free_port(), own_process.free_port()
    hospital = larkhill(deliver_to=f"http://127.0.0.1:{bot_port}/slack/events")
    api_url = stack.enter_context(running(hospital.slack)).api_url
    programs = {"bot": (own_process.BOT, bot_port), "empty": ((*own_process.BARE, "http"), empty_port)}
    for name, (program, port) in programs.items():
        (folder / name).mkdir()
        told = own_process.settings(hospital.slack, api_url, port, over_http=True)
        process = stack.enter_context(own_process.running_program(program, told, folder / name))
        own_process.wait_until_it_listens(port, process, folder / name)
    bot = _job(hospital, bot_port)
    empty = replace(bot, name="empty", port=empty_port, answers=[None])
    return Contest(bot, empty), hospital.slack.team_id


def _job(hospital: Larkhill, port: int) -> Job:
    """What the bot is asked by each of the people, and what it answered them before."""
    people = hospital.cast[:PEOPLE]
    hospital.opens_a_cohort()
    hospital.join(people)
    asked = [hospital.status(account_id(person.code)) for person in people]
    answers = [dict(answer) for _, answer in asked]
    if not all(COHORT in str(answer.get("text")) for answer in answers):
        raise NotAsExpected(f"A status does not name the cohort: {answers}")
    payloads = [dict(payload) for payload, _ in asked]
    return Job("", port, hospital.slack.signing_secret, payloads, answers, 0, RATE, HANDS)


def _done(job: Job) -> Outcome:
    """The job, done in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(LOAD)], input=msgspec.json.encode(job), stdout=subprocess.PIPE, check=True
    )
    outcome = msgspec.json.decode(done.stdout, type=Outcome)
    if outcome.wrong:
        raise NotAsExpected(
            f"{len(outcome.wrong)} of {job.count} answers were wrong, first {outcome.wrong[0]}"
        )
    return outcome


def _expect_every_row(database: Path, keys: set[str]) -> None:
    """The bot has been killed; what it acknowledged must be in its file."""
    connection = sqlite3.connect(database)
    kept = {key for (key,) in connection.execute("SELECT key FROM inbox")}
    connection.close()
    if lost := keys - kept:
        raise NotAsExpected(f"{len(lost)} of {len(keys)} requests were answered and are not in the database.")


def _percentiles(runs: Sequence[Outcome]) -> Percentiles:
    return Percentiles(*(median(_percentile(run.latencies, part) for run in runs) for part in (0.5, 0.99)))


def _percentile(latencies: Sequence[float], part: float) -> float:
    """In milliseconds: the smallest latency that at least this part of all do not exceed."""
    return 1000 * sorted(latencies)[math.ceil(part * len(latencies)) - 1]


def _print_table(bot: Percentiles, empty: Percentiles, rps_max: float, length: Length) -> None:
    print(f"Signed /pairme status over HTTP, {RATE} a second, medians of {RUNS} runs of {length.at_rate}")
    print(f"{'':24}{'p50':>10}{'p99':>10}")
    for name, found in (("PairMe, durable commit", bot), ("empty handler", empty)):
        print(f"{name:24}{found.p50:>7.2f} ms{found.p99:>7.2f} ms")
    print(f"{'ratio':24}{bot.p50 / empty.p50:>10.2f}{bot.p99 / empty.p99:>10.2f}")
    print(f"As many as go, {HANDS_AT_FULL_SPEED} at a time: {rps_max:.0f} a second")


if __name__ == "__main__":
    main()
