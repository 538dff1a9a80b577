"""The two engines that run beside the doors: the clock that ticks and the workers that send."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC
from typing import TYPE_CHECKING

from bot import logs
from scheduler import due
from scheduler.delivery import deliver_one
from scheduler.matching_jobs import work_out_one
from scheduler.people_import import import_one
from storage import imports, lanes, matchings
from storage.heartbeats import CLOCK, WORKER, Heart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from apscheduler.schedulers.background import BackgroundScheduler

    from scheduler.asking import Times
    from scheduler.delivery import Delivery, Tally
    from scheduler.workroom import Workroom
    from storage.database import Database

log = logging.getLogger(__name__)

TICK = 5  # seconds; nothing is due to the second, and a tick takes its share of a small machine
WORKERS = 4
IDLE = 1.0  # seconds; another process may have put a letter in the outbox
SHORT = 0.02  # seconds; another process was quicker
STOPS_WITHIN = 6.0  # seconds; a host kills what has not stopped after ten


class Ticker:
    """APScheduler as the clock: it holds nothing of ours, it only ticks."""

    def __init__(
        self,
        database: Database,
        times: Times,
        now: Callable[[], datetime],
        letters_wait: Callable[[], None],
        tally: Tally,
    ) -> None:
        self._database, self._times, self._now, self._letters_wait = database, times, now, letters_wait
        self._tally = tally
        self._heart = Heart(database, CLOCK)
        self._stopping = False
        self._also: list[tuple[float, Callable[[], object]]] = []
        self._scheduler: BackgroundScheduler | None = None

    def tick(self) -> int:
        """Do what is due; how many things that were. Mostly nothing is, and then no writer is kept waiting."""
        began, now = time.monotonic(), self._now()
        with self._database.reading() as session:
            at = due.next_due_at(session)
        is_due = at is not None and at <= now
        done = due.tick(self._database, self._times, now, self._goes_on) if is_due else 0
        self._tally.ticked(time.monotonic() - began)
        self._heart.beat(now)
        if done:
            self._letters_wait()
        return done

    def also(self, seconds: float, work: Callable[[], object]) -> None:
        """Do this too, every so many seconds from `start` on; what fails is tried again the next time."""
        self._also.append((seconds, work))

    def start(self) -> None:
        """Tick every `TICK` seconds, and clean up every hour."""
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415 - loads when needed

        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that is still busy is no news
        self._scheduler = BackgroundScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_job(self._guarded(self.tick), "interval", seconds=TICK)
        self._scheduler.add_job(self._guarded(self._sweep), "interval", hours=1)
        for seconds, work in self._also:
            self._scheduler.add_job(self._guarded(work), "interval", seconds=seconds)
        self._scheduler.start()

    def stop(self) -> None:
        """Let what a tick is doing finish; what is left of it is due at the next one."""
        self._stopping = True
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)

    def _goes_on(self) -> bool:
        return not self._stopping

    def _sweep(self) -> None:
        due.sweep(self._database, self._now())

    def _guarded(self, work: Callable[[], object]) -> Callable[[], None]:
        def guarded() -> None:
            with logs.request():
                try:
                    work()
                except Exception as error:  # noqa: BLE001 - one bad tick must not be the last
                    log.error("a tick failed: %s", logs.told(error))  # noqa: TRY400 - a trace may hold a text

        return guarded


class Post:
    """The workers that send what waits. `wake` says that something new does.

    One of them at a time looks and claims, and lets the next one look before it sends: all of them at once would
    claim the same letter, and one has it.
    """

    def __init__(self, delivery: Delivery, room: Workroom) -> None:
        self._delivery, self._room = delivery, room
        self._database, self._now = delivery.database, delivery.now
        self._heart = Heart(delivery.database, WORKER)
        self._new, self._lookout = threading.Condition(), threading.Lock()
        self._stopping = False
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to send."""
        for number in range(WORKERS):
            thread = threading.Thread(target=self._run, name=f"worker-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def wake(self) -> None:
        """Something new waits."""
        with self._new:
            self._new.notify_all()

    def stop(self) -> None:
        """Finish what is being sent, within `STOPS_WITHIN`; what takes longer is looked for after the next start."""
        self._stopping = True
        self.wake()
        until = time.monotonic() + STOPS_WITHIN
        for thread in self._threads:
            thread.join(timeout=max(0.0, until - time.monotonic()))

    def send_one(self, claimed: Callable[[], None] = lambda: None) -> bool:
        """Try one letter, look up one list or work out one matching; False when nothing can be done now.

        `claimed` is called before what may take long.
        """
        if deliver_one(self._delivery, claimed):
            return True
        if import_one(self._database, self._room.directories, self._now(), claimed):
            return True
        return work_out_one(self._room, claimed)

    def _run(self) -> None:
        while not self._stopping:
            with self._turn() as is_over:
                pause = 0.0 if self._stopping else self._one_guarded(IDLE, is_over)
                if pause and not self._stopping:
                    with self._new:
                        self._new.wait(pause)

    @contextmanager
    def _turn(self) -> Iterator[Callable[[], None]]:
        """The lookout, until the block ends or what it gives is called."""
        with ExitStack() as stack:
            stack.enter_context(self._lookout)
            yield stack.close

    def _one_guarded(self, idle: float, claimed: Callable[[], None] = lambda: None) -> float:
        """Send one letter when there is one; how long to wait before the next look, in seconds."""
        with logs.request():
            try:
                return self._one(idle, claimed)
            except Exception as error:  # noqa: BLE001 - one bad letter must not stop the others
                log.error("a delivery failed: %s", logs.told(error))  # noqa: TRY400 - a trace may hold a text
                return IDLE

    def _one(self, idle: float, claimed: Callable[[], None]) -> float:
        self._heart.beat(self._now())
        pause = self._pause(idle)
        if pause:
            return pause
        return 0.0 if self.send_one(claimed) else SHORT

    def _pause(self, idle: float) -> float:
        """Until something may be tried, `idle` at most. Only a look: no writer is kept waiting."""
        with self._database.reading() as session:
            instants = [
                each(session) for each in (lanes.next_free_at, imports.next_due_at, matchings.next_due_at)
            ]
        waits = [(at - self._now()).total_seconds() for at in instants if at is not None]
        return min(max(min(waits, default=idle), 0.0), idle)
