"""How fast a signed `/pairme status` over HTTP is answered, beside the same Bolt app with an empty handler.

Both are asked 100 times a second, in turns, and latency counts from the moment at which a request was to be sent.
Every answer is compared with what the same person is told in the local Slack; at the end the bot is killed and its
database must hold every request. Aim: the 99th percentile at most twice the empty handler's.

With `--postgres`: one, two and four web processes on one PostgreSQL, without the empty handler. Each has a port of its
own, and the load is spread over them, as a balancer in front of them would.
"""

from __future__ import annotations

import argparse
import itertools
import json
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
from own_postgres import own_postgres
from percentiles import percentiles
from sqlalchemy import select

from bot.crowd import account_id
from practice.running import running
from storage import schema
from storage.database import Database
from storage.inbox import Answered

if TYPE_CHECKING:
    from percentiles import Percentiles

LOAD = Path(__file__).parent / "load.py"
RATE, RUNS, PEOPLE = 100, 5, 12
WEB_PROCESSES = (1, 2, 4)
HANDS, HANDS_AT_FULL_SPEED = 32, 8


@dataclass(frozen=True)
class Length:
    """How many requests one run has at the rate, and one at full speed."""

    at_rate: int
    at_full_speed: int


@dataclass(frozen=True)
class Bot:
    """So many web processes on the database at `url`; a file needs no more than the one, which is the whole bot."""

    url: str
    processes: int = 1

    @property
    def program(self) -> tuple[str, ...]:
        """What each process runs."""
        return own_process.BOT if self.url.startswith("sqlite") else (*own_process.BOT, "web")


@dataclass
class Contest:
    """The bot and the empty handler side by side; `sent` are the triggers that the bot has been sent."""

    bot: Job
    empty: Job
    team: str
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

    def as_many_as_go(self, count: int) -> float:
        """Requests a second, the median of three runs at full speed."""
        runs = [self.ask_bot(count, 0, HANDS_AT_FULL_SPEED) for _ in range(3)]
        return median(len(run.latencies) / run.seconds for run in runs)


def main() -> None:
    """Measure, print the table, then the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter, and less exact")
    parser.add_argument("--postgres", action="store_true", help="web processes on PostgreSQL instead")
    wanted = parser.parse_args()
    length = Length(150, 400) if wanted.quick else Length(1500, 3000)
    with tempfile.TemporaryDirectory() as folder:
        figures = (
            _on_postgres(Path(folder), length) if wanted.postgres else _beside_empty(Path(folder), length)
        )
    print(json.dumps(figures))


def _beside_empty(folder: Path, length: Length) -> dict[str, float]:
    one = Bot(f"sqlite:///{folder}/pairme.db")
    with ExitStack() as stack:
        contest = _contest(stack, folder, one)
        contest.ask_bot(RATE, RATE)  # the first requests warm both up and do not count
        contest.ask_empty(RATE, RATE)
        turns = [
            (contest.ask_bot(length.at_rate, RATE), contest.ask_empty(length.at_rate, RATE))
            for _ in range(RUNS)
        ]
        rps_max = contest.as_many_as_go(length.at_full_speed)
    _expect_every_row(one.url, contest)
    bot, empty = (percentiles(runs) for runs in zip(*turns, strict=True))
    _print_table(bot, empty, rps_max, length)
    return {
        "p50_ratio": round(bot.p50 / empty.p50, 2),
        "p99_ratio": round(bot.p99 / empty.p99, 2),
        "p99_ms": round(bot.p99, 2),
        "rps_max": round(rps_max, 1),
    }


def _on_postgres(folder: Path, length: Length) -> dict[str, float]:
    figures: dict[str, float] = {}
    print(
        f"Signed /pairme status over HTTP on PostgreSQL, {RATE} a second, medians of {RUNS} runs of {length.at_rate}"
    )
    print(f"{'web processes':24}{'p50':>10}{'p99':>10}{'as many as go':>24}")
    with own_postgres() as new_database:
        for processes in WEB_PROCESSES:
            found, rps_max = _web(folder / f"web-{processes}", Bot(new_database(), processes), length)
            print(f"{processes:<24}{found.p50:>7.2f} ms{found.p99:>7.2f} ms{rps_max:>15.0f} a second")
            more = {"p50_ms": found.p50, "p99_ms": found.p99, "rps_max": rps_max}
            figures |= {f"{name}_{processes}": round(figure, 2) for name, figure in more.items()}
    print("The load, the bot and the database share the cores of one machine.")
    return figures


def _web(folder: Path, bot: Bot, length: Length) -> tuple[Percentiles, float]:
    folder.mkdir()
    with ExitStack() as stack:
        contest = _contest(stack, folder, bot)
        contest.ask_bot(RATE, RATE)
        runs = [contest.ask_bot(length.at_rate, RATE) for _ in range(RUNS)]
        rps_max = contest.as_many_as_go(length.at_full_speed)
    _expect_every_row(bot.url, contest)
    return percentiles(runs), rps_max


def _contest(stack: ExitStack, folder: Path, bot: Bot) -> Contest:
    """Both programs running on one local Slack in which people have joined."""
    *ports, empty_port = (own_process.free_port() for _ in range(bot.processes + 1))
    hospital = larkhill(deliver_to=f"http://127.0.0.1:{ports[0]}/slack/events")
    api_url = stack.enter_context(running(hospital.slack)).api_url
    told = own_process.settings(hospital.slack, api_url, ports[0], over_http=True)
    made = Database(bot.url)
    schema.migrate(made)
    made.close()
    programs = [(bot.program, {"DATABASE_URL": bot.url, "PORT": f"{port}"}) for port in ports]
    programs.append(((*own_process.BARE, "http"), {"PORT": f"{empty_port}"}))
    processes = [
        stack.enter_context(own_process.running_program(program, told | own, folder))
        for program, own in programs
    ]
    for port, process in zip((*ports, empty_port), processes, strict=True):
        own_process.wait_until_it_listens(port, process, folder)
    asked = _job(hospital, ports)
    empty = replace(asked, name="empty", ports=[empty_port], answers=[None])
    return Contest(asked, empty, hospital.slack.team_id)


def _job(hospital: Larkhill, ports: list[int]) -> Job:
    """What the bot is asked by each of the people, and what it answered them before."""
    people = hospital.cast[:PEOPLE]
    hospital.opens_a_cohort()
    hospital.join(people)
    asked = [hospital.status(account_id(person.code)) for person in people]
    answers = [dict(answer) for _, answer in asked]
    if not all(COHORT in str(answer.get("text")) for answer in answers):
        raise NotAsExpected(f"A status does not name the cohort: {answers}")
    payloads = [dict(payload) for payload, _ in asked]
    return Job("", ports, hospital.slack.signing_secret, payloads, answers, 0, RATE, HANDS)


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


def _expect_every_row(url: str, contest: Contest) -> None:
    """The bot has been killed; what it acknowledged must be in its database."""
    database = Database(url)
    with database.reading() as session:
        kept = set(session.scalars(select(Answered.key)))
    database.close()
    keys = {f"{contest.team}/slack/command/{each}" for each in contest.sent}
    if lost := keys - kept:
        raise NotAsExpected(f"{len(lost)} of {len(keys)} requests were answered and are not in the database.")


def _print_table(bot: Percentiles, empty: Percentiles, rps_max: float, length: Length) -> None:
    print(f"Signed /pairme status over HTTP, {RATE} a second, medians of {RUNS} runs of {length.at_rate}")
    print(f"{'':24}{'p50':>10}{'p99':>10}")
    for name, found in (("PairMe, durable commit", bot), ("empty handler", empty)):
        print(f"{name:24}{found.p50:>7.2f} ms{found.p99:>7.2f} ms")
    print(f"{'ratio':24}{bot.p50 / empty.p50:>10.2f}{bot.p99 / empty.p99:>10.2f}")
    print(f"As many as go, {HANDS_AT_FULL_SPEED} at a time: {rps_max:.0f} a second")


if __name__ == "__main__":
    main()
