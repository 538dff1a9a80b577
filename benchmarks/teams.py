"""How fast `pairme status`, typed to PairMe in Teams, is taken, beside a bare echo bot of Microsoft's SDK.

Each is a process of its own on the same local Teams, served alike, and checks the same really signed tokens. PairMe
has committed the act and its answer before it says 200, and a worker sends the answer afterwards; the echo bot sends
its own before it says 200. An SDK bot that says nothing at all stands beside them in the table.
All are asked 100 times a second, in turns, and latency counts from the moment at which a request was to be sent. At
the end PairMe is killed, and its database must hold every act and every answer. Aim: the 99th percentile at most
twice the echo bot's.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent))

import own_process
from larkhill import COHORT, NotAsExpected
from load import Outcome
from percentiles import Percentiles, percentiles
from sqlalchemy import select
from teams_load import Job, ids

from bot.synthetic import people as synthetic_people
from practice.running import running
from practice.teams.app import CLIENT_ID, CLIENT_SECRET, TENANT_ID, PracticeTeams
from practice.teams.people import TeamsMember
from practice.teams.rules import TeamsRules
from storage import cohorts, people, schema, sign_ups
from storage.cohorts import Cohort
from storage.database import Database
from storage.inbox import Answered
from storage.letters import WAITING, Letter
from storage.vault import Vault, new_key

if TYPE_CHECKING:
    from collections.abc import Sequence

LOAD = Path(__file__).parent / "teams_load.py"
BARE = str(Path(__file__).parent / "bare_teams.py")
RATE, PEOPLE, SEED = 100, 12, 7
A_FEW = 0.02
HANDS, HANDS_AT_FULL_SPEED = 32, 8
PAIRME, ECHO, SILENT = "PairMe, durable commit", "echo bot of the SDK", "SDK bot that is silent"


@dataclass(frozen=True)
class Length:
    """How many runs, and how many requests one has at the rate, and one at full speed."""

    runs: int
    at_rate: int
    at_full_speed: int


@dataclass
class Contest:
    """The bots side by side, each by its name; `sent` are the ids of what PairMe has been sent.

    The SDK keeps a connection for as long as the local Teams does, so that at times one is closed under a request.
    """

    jobs: dict[str, Job]
    folder: Path
    sent: set[int] = field(default_factory=set)
    failed: Counter[str] = field(default_factory=Counter)
    _first_ids: itertools.count[int] = field(
        default_factory=lambda: itertools.count(int(time.time()) * 1000, 1_000_000)
    )

    def ask(self, name: str, count: int, rate: float, hands: int = HANDS) -> Outcome:
        """One run."""
        job = replace(self.jobs[name], first_id=next(self._first_ids), count=count, rate=rate, hands=hands)
        if name == PAIRME:
            self.sent |= set(ids(job))
        done = subprocess.run(
            [sys.executable, str(LOAD)], input=msgspec.json.encode(job), stdout=subprocess.PIPE, check=True
        )
        outcome = msgspec.json.decode(done.stdout, type=Outcome)
        self.failed[name] += len(outcome.wrong)
        if len(outcome.wrong) > (0 if name == PAIRME else count * A_FEW):
            said = own_process.said_in(self.folder)[-2000:]
            raise NotAsExpected(f"{name}: {len(outcome.wrong)} of {count} failed, {outcome.wrong[0]}\n{said}")
        return outcome

    def as_many_as_go(self, name: str, count: int) -> float:
        """Requests a second at full speed."""
        run = self.ask(name, count, 0, HANDS_AT_FULL_SPEED)
        return len(run.latencies) / run.seconds


def main() -> None:
    """Measure, print the table, then the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter, and less exact")
    length = Length(3, 120, 150) if parser.parse_args().quick else Length(5, 1500, 2000)
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(_measured(Path(folder), length)))


def _measured(folder: Path, length: Length) -> dict[str, float]:
    url, key = f"sqlite:///{folder}/pairme.db", new_key()
    with ExitStack() as stack:
        contest = _contest(stack, folder, url, key)
        for name in contest.jobs:  # the first requests warm each up and do not count
            contest.ask(name, RATE, RATE)
        turns = [
            [contest.ask(name, length.at_rate, RATE) for name in contest.jobs] for _ in range(length.runs)
        ]
        speeds = [
            [contest.as_many_as_go(name, length.at_full_speed) for name in contest.jobs]
            for _ in range(length.runs)
        ]
    _expect_every_act(url, key, contest)
    found = dict(zip(contest.jobs, map(percentiles, zip(*turns, strict=True)), strict=True))
    rps = dict(zip(contest.jobs, map(median, zip(*speeds, strict=True)), strict=True))
    _print_table(found, rps, contest.failed, length)
    _print_cost(folder)
    return {
        "p99_ratio": round(found[PAIRME].p99 / found[ECHO].p99, 2),
        "rps_ratio": round(rps[PAIRME] / rps[ECHO], 2),
    }


def _contest(stack: ExitStack, folder: Path, url: str, key: str) -> Contest:
    """All of them running on one local Teams in which people have joined."""
    cast = [
        TeamsMember(f"{number:08}-0000-4000-8000-000000000000", person.name, person.email)
        for number, person in enumerate(synthetic_people(SEED, datetime.now(UTC).date())[:PEOPLE])
    ]
    teams = PracticeTeams(members=cast, now=lambda: datetime.now(UTC), rules=TeamsRules().unlimited())
    stack.enter_context(running(teams))
    _let_join(url, key, cast)
    activities = [teams.activity(member.id, "pairme status") for member in cast]
    programs = {PAIRME: own_process.BOT, ECHO: (BARE, "echo"), SILENT: (BARE, "silent")}
    jobs = {}
    for name, program in programs.items():
        port = own_process.free_port()
        given = _settings(teams, url, key, port)
        process = stack.enter_context(own_process.running_program(program, given, folder))
        own_process.wait_until_it_listens(port, process, folder)
        jobs[name] = Job(0, port, teams.bearer(activities[0]), activities, 0, RATE, HANDS)
    return Contest(jobs, folder)


def _settings(teams: PracticeTeams, url: str, key: str, port: int) -> dict[str, str]:
    return {
        "TEAMS_CLIENT_ID": CLIENT_ID,
        "TEAMS_CLIENT_SECRET": CLIENT_SECRET,
        "TEAMS_TENANT_ID": TENANT_ID,
        "TEAMS_LOGIN_URL": teams.login_url,
        "TEAMS_OPENID_URL": teams.openid_url,
        "PUBLIC_URL": f"http://localhost:{port}",
        "DATABASE_URL": url,
        "PAIRME_KEYS": key,
        "PORT": str(port),
    }


def _let_join(url: str, key: str, cast: Sequence[TeamsMember]) -> None:
    """All of them have a place in a cohort that begins in a month, so that nobody is written to meanwhile."""
    now = datetime.now(UTC)
    database = Database(url, Vault([key]))
    schema.migrate(database)
    with database.writing() as session:
        known = [
            people.known(
                session, workspace=TENANT_ID, platform="teams", platform_id=member.id, name=member.name
            )
            for member in cast
        ]
        cohort = Cohort(
            workspace=TENANT_ID,
            platform="teams",
            channel="19:measured@thread.tacv2",
            name=COHORT,
            starts_on=_in_a_month(now),
            created_at=now,
        )
        cohorts.add(session, cohort, [(known[0], "doctor"), (known[1], "manager")])
        for person in known:
            place = sign_ups.place(session, cohort, person.id)
            place.group, place.permission = "doctor", True
            place.started_at = place.privacy_read_at = place.completed_at = now
    database.close()


def _in_a_month(now: datetime) -> date:
    return now.date() + timedelta(days=30)


def _expect_every_act(url: str, key: str, contest: Contest) -> None:
    """PairMe has been killed; what it acknowledged must be in its database, each act with its answer."""
    database = Database(url, Vault([key]))
    with database.reading() as session:
        done = {each.rpartition("/")[2] for each in session.scalars(select(Answered.key))}
        letters = list(session.scalars(select(Letter)))
    database.close()
    answered = {letter.key.rpartition("/")[2] for letter in letters}
    wanted = {str(number) for number in contest.sent}
    if lost := wanted - done | wanted - answered:
        raise NotAsExpected(f"{len(lost)} of {len(wanted)} acts were taken and are not in the database.")
    waiting = [letter for letter in letters if letter.state == WAITING]
    if not all(COHORT in str(letter.message) for letter in waiting):
        raise NotAsExpected("An answer does not name the cohort.")
    if not waiting or {letter.state for letter in letters} - {WAITING, "sent"}:
        raise NotAsExpected("Answers were neither sent nor waiting.")


def _print_table(
    found: dict[str, Percentiles], rps: dict[str, float], failed: Counter[str], length: Length
) -> None:
    print(
        f'"pairme status" typed in Teams, {RATE} a second, medians of {length.runs} runs of {length.at_rate}; '
        f"as many as go, {HANDS_AT_FULL_SPEED} at a time"
    )
    print(f"{'':26}{'p50':>11}{'p99':>11}{'as many as go':>20}{'failed':>10}")
    for name, each in found.items():
        print(f"{name:26}{each.p50:>8.2f} ms{each.p99:>8.2f} ms{rps[name]:>11.0f} a second{failed[name]:>10}")
    print("The load, the bots and the local Teams share the cores of one machine.")


def _print_cost(folder: Path) -> None:
    """What loading the door costs a process that has everything else already."""
    program = (
        "import time, bot.running, bot.house\n"
        "def held(): return int(next(l for l in open('/proc/self/status') if l.startswith('VmRSS')).split()[1]) / 1000\n"
        "before, began = held(), time.perf_counter()\n"
        "import bot.teams.side\n"
        "print(f'{time.perf_counter() - began:.2f} s and {held() - before:.0f} MB')\n"
    )
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {
        **kept,
        "PYTHONPATH": str(own_process.ROOT),
        "PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode"),
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    print(f"Loading the Teams door, once and only where it is on: {done.stdout.strip()}")


if __name__ == "__main__":
    main()
