"""The two engines that run beside the doors: the clock that ticks and the workers that send."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scheduler import due
from scheduler.delivery import deliver_one
from scheduler.people_import import import_one
from storage import imports, outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apscheduler.schedulers.background import BackgroundScheduler

    from scheduler.asking import Times
    from scheduler.delivery import Sender
    from scheduler.people_import import Directory
    from storage.database import Database

log = logging.getLogger(__name__)

TICK = 5  # seconds; nothing is due to the second, and a tick takes its share of a small machine
WORKERS = 4
IDLE = 1.0  # seconds; another process may have put a letter in the outbox, so one worker looks
RARELY = 10.0  # seconds; the others are woken, and look only in case the first is held up
SHORT = 0.02  # seconds; another worker was quicker


class Ticker:
    """APScheduler as the clock: it holds nothing of ours, it only ticks."""

    def __init__(
        self, database: Database, times: Times, now: Callable[[], datetime], letters_wait: Callable[[], None]
    ) -> None:
        self._database, self._times, self._now, self._letters_wait = database, times, now, letters_wait
        self._scheduler: BackgroundScheduler | None = None
        self.ticked_at: datetime | None = None

    def tick(self) -> int:
        """Do what is due; how many things that were. Mostly nothing is, and then no writer is kept waiting."""
        now = self._now()
        with self._database.reading() as session:
            at = due.next_due_at(session)
        done = due.tick(self._database, self._times, now) if at is not None and at <= now else 0
        self.ticked_at = datetime.now(UTC)
        if done:
            self._letters_wait()
        return done

    def start(self) -> None:
        """Tick every `TICK` seconds, and clean up every hour."""
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415 - loads when needed

        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that is still busy is no news
        self._scheduler = BackgroundScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_job(self._guarded(self.tick), "interval", seconds=TICK)
        self._scheduler.add_job(self._guarded(self._sweep), "interval", hours=1)
        self._scheduler.start()

    def stop(self) -> None:
        """Let a tick that is running finish."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)

    def _sweep(self) -> None:
        due.sweep(self._database, self._now())

    def _guarded(self, work: Callable[[], object]) -> Callable[[], None]:
        def guarded() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - one bad tick must not be the last
                log.error("a tick failed: %s", type(error).__name__)  # noqa: TRY400 - a trace may hold a text

        return guarded


class Post:
    """The workers that send what waits. `wake` says that something new does."""

    def __init__(
        self,
        database: Database,
        senders: Mapping[str, Sender],
        directories: Mapping[str, Directory],
        now: Callable[[], datetime],
    ) -> None:
        self._database, self._senders, self._directories, self._now = database, senders, directories, now
        self._new = threading.Condition()
        self._stopping = False
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to send."""
        for number in range(WORKERS):
            idle = RARELY if number else IDLE
            thread = threading.Thread(target=self._run, args=(idle,), name=f"worker-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def wake(self) -> None:
        """Something new waits."""
        with self._new:
            self._new.notify_all()

    def stop(self) -> None:
        """Finish what is being sent and stop."""
        self._stopping = True
        self.wake()
        for thread in self._threads:
            thread.join(timeout=10)

    def send_one(self) -> bool:
        """Try one letter or look up one list; False when nothing can be done now."""
        return deliver_one(self._database, self._senders, self._now) or import_one(
            self._database, self._directories, self._now()
        )

    def _run(self, idle: float) -> None:
        while not self._stopping:
            pause = self._one_guarded(idle)
            if pause:
                with self._new:
                    self._new.wait(pause)

    def _one_guarded(self, idle: float) -> float:
        """Send one letter when there is one; how long to wait before the next look, in seconds."""
        try:
            pause = self._pause(idle)
            if pause:
                return pause
            with self._new:
                self._new.notify()  # there may be a second letter, for a second worker
            return 0.0 if self.send_one() else SHORT
        except Exception as error:  # noqa: BLE001 - one bad letter must not stop the others
            log.error("a delivery failed: %s", type(error).__name__)  # noqa: TRY400 - a trace may hold a text
            return IDLE

    def _pause(self, idle: float) -> float:
        """Until something may be tried, `idle` at most. Only a look: no writer is kept waiting."""
        with self._database.reading() as session:
            instants = [outbox.next_free_at(session), imports.next_due_at(session)]
        waits = [(at - self._now()).total_seconds() for at in instants if at is not None]
        return min(max(min(waits, default=idle), 0.0), idle)
