"""What happens to the processes: one is killed, all are killed, one is frozen for a moment, the database fails."""

from __future__ import annotations

import signal
import threading
import time
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from storage.database import ACTION_PATIENCE, CLOCK_PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.database import Database
    from tests.chaos.bots import Bots, Post
    from tests.chaos.postgres import Postgres

_ALL_AT_ONCE, _FROZEN, _ASKED_TO_STOP = 0.03, 0.12, 0.17
_DOWN, _TOO_LONG = 0.3, 1.5  # seconds
STOPS_WITHIN = 10.0  # seconds


@dataclass(frozen=True)
class Plan:
    """So many kills, or `seconds`, whichever comes first; and `shocks` to the database on the way.

    `pause` is the mean time between two things that happen, in seconds.
    """

    kills: int
    seconds: float
    pause: float
    shocks: int = 0


class Trouble:
    """Makes a plan come true."""

    def __init__(
        self, bots: Bots, shock: Callable[[float], None], plan: Plan, freeze: float, seed: str
    ) -> None:
        """`shock` is given a number from 0 to 1. `freeze` is the longest that a process stands still, in seconds."""
        self._bots, self._shock, self._plan, self._freeze_for = bots, shock, plan, freeze
        self._chance = Random(f"{seed} trouble")  # noqa: S311 - a play, to be played again
        self._threads: list[threading.Thread] = []
        self.kills = self.freezes = self.stops = self.shocks = self.hung = 0

    def run(self) -> None:
        """All of it."""
        began, plan = time.monotonic(), self._plan
        done = 0.0
        while done < 1:
            time.sleep(min(self._chance.expovariate(1 / plan.pause), 3 * plan.pause))
            self._one()
            done = max(self.kills / plan.kills, (time.monotonic() - began) / plan.seconds)
            if self.shocks < int(plan.shocks * (done + 1 / (plan.shocks + 1))):
                self.shocks += 1
                self._shock(self._chance.random())

    def finish(self) -> None:
        """Wait for what is under way: nobody stays frozen, and whoever was asked to stop has stopped."""
        for thread in self._threads:
            thread.join()

    def _one(self) -> None:
        drawn = self._chance.random() if self.kills else 1.0  # the first is a kill, however short the plan
        post = self._chance.choice(self._bots.posts)
        if drawn < _ALL_AT_ONCE:
            for each in self._bots.posts:
                self._kill(each)
        elif drawn < _FROZEN:
            self._freeze(post)
        elif drawn < _ASKED_TO_STOP:
            self._stop(post)
        else:
            self._kill(post)

    def _kill(self, post: Post) -> None:
        self.kills += self._bots.signal(post, signal.SIGKILL)

    def _freeze(self, post: Post) -> None:
        if self._bots.signal(post, signal.SIGSTOP):
            self.freezes += 1
            seconds = self._chance.uniform(0.05, self._freeze_for)
            self._later(threading.Timer(seconds, self._bots.signal, (post, signal.SIGCONT)))

    def _stop(self, post: Post) -> None:
        process = post.process
        if self._bots.signal(post, signal.SIGTERM):
            self.stops += 1
            self._later(threading.Thread(target=self._see_it_stop, args=(process,)))

    def _see_it_stop(self, process: int) -> None:
        """As a host does, which kills whoever takes too long."""
        until = time.monotonic() + STOPS_WITHIN
        while self._bots.lives(process):
            if time.monotonic() > until:
                self.hung += self._bots.kill(process)
                return
            time.sleep(0.2)

    def _later(self, thread: threading.Thread) -> None:
        thread.start()
        self._threads.append(thread)


def crash(postgres: Postgres) -> Callable[[float], None]:
    """PostgreSQL loses its memory and comes back a moment later."""

    def crashed(drawn: float) -> None:
        postgres.crash()
        time.sleep(drawn * _DOWN)
        postgres.start()

    return crashed


def lock(database: Database) -> Callable[[float], None]:
    """Somebody else writes to the file for longer than an action may wait."""

    def locked(drawn: float) -> None:
        with database.writing(CLOCK_PATIENCE) as session:
            session.connection()
            time.sleep(ACTION_PATIENCE + _TOO_LONG + drawn * _TOO_LONG)

    return locked
