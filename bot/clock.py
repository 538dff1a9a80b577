"""The time it is: the machine's, a pushed one in the practice hospital, or the one that all machines share."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.server_time import NoAnswer, server_time

if TYPE_CHECKING:
    from storage.database import Database

log = logging.getLogger(__name__)

COMPARED_EVERY = 30.0  # seconds
LOOKS = 3


class Clock:
    """The machine's clock, and how far it has been pushed."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Aware UTC."""
        with self._lock:
            return datetime.now(UTC) + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Go on from this instant; never back, except by `reset`."""
        with self._lock:
            self._ahead = max(self._ahead, instant - datetime.now(UTC))

    def reset(self, instant: datetime | None = None) -> None:
        """The machine's own time again, or go on from this instant."""
        with self._lock:
            self._ahead = instant - datetime.now(UTC) if instant is not None else timedelta(0)


class SharedClock(Clock):
    """PostgreSQL's clock, so that machines whose own clocks differ agree on what is due and on who holds a lane.

    Between two comparisons it runs on with the time since the machine was switched on, which no one can set
    and which goes on while the machine sleeps.
    """

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep_comparing, name="clock-comparison", daemon=True)
        self._shown, self._at = self._looked_at()

    def now(self) -> datetime:
        """Aware UTC."""
        with self._lock:
            return self._shown + timedelta(seconds=elapsed() - self._at)

    def compare(self) -> None:
        """Look at the database's clock."""
        looked_at = self._looked_at()
        with self._lock:
            self._shown, self._at = looked_at

    def _looked_at(self) -> tuple[datetime, float]:
        """What the database's clock showed, and when; of several looks the quickest, because it errs the least.

        The answer is taken to be as long on the way as the question. On a busy machine one look can take long enough
        for two workers to differ by more than a letter's pause allows.
        """
        looks = []
        for _ in range(LOOKS):
            asked_at = elapsed()
            shown = server_time(self._database)
            answered_at = elapsed()
            looks.append((answered_at - asked_at, shown, (asked_at + answered_at) / 2))
        _, shown, at = min(looks)
        return shown, at

    def start(self) -> None:
        """Compare every `COMPARED_EVERY` seconds from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Compare no more."""
        self._stopping.set()

    def _keep_comparing(self) -> None:
        while not self._stopping.wait(COMPARED_EVERY):
            try:
                self.compare()
            except NoAnswer as error:
                log.warning("the database's clock could not be read: %s", type(error).__name__)


def elapsed() -> float:
    """Seconds since the machine was switched on, also those in which it slept where the system counts them."""
    which = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # the former is Linux's
    return time.clock_gettime(which)
