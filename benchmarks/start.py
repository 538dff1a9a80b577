"""How fast the bot is there, and how much memory it takes, beside a bare Bolt app.

From the start of the process until a local Slack has sent it the Socket Mode hello, in turns: the bot on an empty
database, the bot on the database it made, the same with the door of Teams open too, a bare Bolt app. Then, right after another start, sixty people are matched,
the pairs approved and a report with its picture made. Aims: the hello within 1.5 s, at most 250 MB.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from types import MappingProxyType
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

import own_process
from larkhill import Larkhill, NotAsExpected, larkhill

from practice.running import running

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FIRST, LATER, BARE = "PairMe, empty database", "PairMe, again", "bare Bolt app"
BOTH = "PairMe, again, with Teams"
TEAMS = {
    "TEAMS_CLIENT_ID": "b07a1f00-0000-4000-8000-00000000b001",
    "TEAMS_CLIENT_SECRET": "never used: nobody comes through this door",
    "TEAMS_TENANT_ID": "7e3a1f00-0000-4000-8000-00000000a001",
    "PUBLIC_URL": "http://localhost:3000",
}
BARE_SOCKET = (*own_process.BARE, "socket")
PATIENCE = 30.0
LOADS_WITHIN = 3.0  # seconds, after the hello
NOTHING: Mapping[str, str] = MappingProxyType({})


class HelloWatch:
    """Passes everything on to the local Slack, and notes when a hello has been sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._sent = threading.Event()
        self._at = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""

        async def noting(message: Message) -> None:
            await send(message)
            if message["type"] == "websocket.send" and '"hello"' in (message.get("text") or ""):
                self._at = time.perf_counter()
                self._sent.set()

        await self._app(scope, receive, noting)

    def seconds_until_hello(self, since: float) -> float:
        """Wait for the next hello and say how long it took; to be asked once for each process."""
        if not self._sent.wait(PATIENCE):
            raise NotAsExpected("No hello was asked for.")
        self._sent.clear()
        return self._at - since


class Bench:
    """The local Slack, and the folder in which programs are started on it."""

    def __init__(self, hospital: Larkhill, watch: HelloWatch, api_url: str, folder: Path) -> None:
        self.hospital, self._watch, self._folder = hospital, watch, folder
        self._told = own_process.settings(hospital.slack, api_url, own_process.free_port())

    def warm(self) -> None:
        """Leave the byte code of everything behind, as an installation does; nothing of this counts."""
        self.hello(own_process.BOT, "warm", also=TEAMS)
        self.hello(BARE_SOCKET, "warm")
        own_process.load_once("scipy.optimize, matplotlib.backends.backend_agg", self._folder / "warm")

    def hello(
        self,
        program: tuple[str, ...],
        folder: str,
        then: Callable[[int], None] = lambda _: None,
        also: Mapping[str, str] = NOTHING,
    ) -> float:
        """Start a program and stop it after its hello and what is to be done `then`, which gets its process id."""
        home = self._folder / folder
        home.mkdir(exist_ok=True)
        since = time.perf_counter()
        with own_process.running_program(program, {**self._told, **also}, home) as process:
            seconds = self._watch.seconds_until_hello(since)
            then(process.pid)
        return seconds


def main() -> None:
    """Measure, print the table, then the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer starts, and less exact")
    starts = 5 if parser.parse_args().quick else 15
    hospital = larkhill()
    watch = HelloWatch(hospital.slack.app)
    with tempfile.TemporaryDirectory() as folder, running(hospital.slack, app=watch) as server:
        bench = Bench(hospital, watch, server.api_url, Path(folder))
        bench.warm()
        hellos = _hellos(bench, starts)
        memory = {name: _memory_when_idle(bench, also) for name, also in ((LATER, NOTHING), (BOTH, TEAMS))}
        match_s, peak_mb = _main_job(bench)
    _print_table(hellos, starts, match_s, peak_mb)
    print(f"{'more for the door of Teams':32}{memory[BOTH] - memory[LATER]:>8.1f} MB")
    figures = {
        "hello_s": round(median(hellos[FIRST]), 3),
        "bare_hello_s": round(median(hellos[BARE]), 3),
        "peak_mb": round(peak_mb, 1),
        "teams_more_s": round(median(hellos[BOTH]) - median(hellos[LATER]), 3),
        "teams_more_mb": round(memory[BOTH] - memory[LATER], 1),
    }
    print(json.dumps(figures))


def _hellos(bench: Bench, starts: int) -> Mapping[str, list[float]]:
    hellos: dict[str, list[float]] = {FIRST: [], LATER: [], BOTH: [], BARE: []}
    for number in range(starts):
        hellos[FIRST].append(bench.hello(own_process.BOT, f"bot-{number}"))
        hellos[BARE].append(bench.hello(BARE_SOCKET, "bare"))
        hellos[LATER].append(bench.hello(own_process.BOT, f"bot-{number}"))
        hellos[BOTH].append(bench.hello(own_process.BOT, f"bot-{number}", also=TEAMS))
    return hellos


def _memory_when_idle(bench: Bench, also: Mapping[str, str]) -> float:
    """The most memory of a bot that has started and loaded what it needs, in MB."""
    found = [0.0]

    def once_loaded(process_id: int) -> None:
        time.sleep(LOADS_WITHIN)
        found[0] = own_process.peak_mb(process_id)

    bench.hello(own_process.BOT, "idle", once_loaded, also)
    return found[0]


def _main_job(bench: Bench) -> tuple[float, float]:
    """The seconds that the first `/cohort match` after a start takes, and the most memory after the report, in MB."""
    hospital, found = bench.hospital, [0.0, 0.0]

    def everybody_joins(_: int) -> None:
        hospital.opens_a_cohort()
        hospital.join(hospital.cast)

    def match_and_report(process_id: int) -> None:
        found[0] = hospital.matches()
        hospital.approves()
        hospital.reports()
        found[1] = own_process.peak_mb(process_id)

    bench.hello(own_process.BOT, "main-job", everybody_joins)
    bench.hello(own_process.BOT, "main-job", match_and_report)
    return found[0], found[1]


def _print_table(hellos: Mapping[str, list[float]], starts: int, match_s: float, peak_mb: float) -> None:
    print(f"From the start of the process to the Socket Mode hello, medians of {starts} starts")
    for name, seconds in hellos.items():
        print(f"{name:32}{median(seconds):>8.3f} s")
    print("60 people, right after a start")
    print(f"{'the first /cohort match':32}{match_s:>8.3f} s")
    print(f"{'most memory, with the report':32}{peak_mb:>8.1f} MB")


if __name__ == "__main__":
    main()
