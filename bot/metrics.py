"""What Prometheus is told: numbers alone. No label names a person, a conversation or a workspace.

`Counters` are of this process. `FromDatabase` is asked anew at every scrape and says the same whichever process is
asked, so that the web process also shows whether clock and workers are alive on other machines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import Counter, Histogram, ProcessCollector, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from scheduler import due
from storage import vital_signs
from storage.database import Busy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime, timedelta

    from prometheus_client import CollectorRegistry
    from prometheus_client.metrics_core import Metric
    from sqlalchemy.orm import Session

    from storage.database import Database

KINDS = ("command", "press", "form", "said", "home", "other")
ANSWERED, BUSY, FAILED, REFUSED = OUTCOMES = ("answered", "busy", "failed", "refused")
TROUBLES = (
    "TooFast",
    "Shut",
    "Undelivered",
    "Uncertain",
    "Refused",
    "NoGroup",
    "CannotLook",
    "Unreachable",
    "too late",
    "given up",
    "unreadable",
    "other",
)
"""What can become of a letter that was not sent: how the scheduler's exceptions are called, and three outcomes more."""

REFUSALS = (
    "no token",
    "malformed",
    "algorithm",
    "key",
    "signature",
    "issuer",
    "audience",
    "expired",
    "service url",
    "channel",
    "tenant",
    "no keys",
)
"""Why somebody who posts as Teams is turned away."""

_ANSWER_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0)  # Slack gives up after three
_TICK_SECONDS = (0.01, 0.05, 0.25, 1.0, 5.0, 15.0, 60.0)


class Counters:
    """What happened in this process since it started."""

    def __init__(self, registry: CollectorRegistry) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # else each has a second series, of when it was made
        self.registry = registry
        ProcessCollector(registry=registry)
        self._handled = Histogram(
            "pairme_handled_seconds",
            "Time from a request of the platform to its answer",
            ("kind", "outcome"),
            buckets=_ANSWER_SECONDS,
            registry=registry,
        )
        self._ticks = Histogram(
            "pairme_tick_seconds", "How long a tick took", buckets=_TICK_SECONDS, registry=registry
        )
        self._sent = Counter("pairme_letters_sent", "Letters that arrived", registry=registry)
        self._troubles = Counter(
            "pairme_letter_troubles", "Attempts to send a letter that failed", ("why",), registry=registry
        )
        self._busy = Counter(
            "pairme_database_busy", "Actions given up because of other writers", registry=registry
        )
        self._refused = Counter(
            "pairme_teams_refused", "Posts to Teams' door that were turned away", ("why",), registry=registry
        )
        for why in REFUSALS:
            self._refused.labels(why)
        for why in TROUBLES:  # what has never happened is shown as 0
            self._troubles.labels(why)

    def sent(self) -> None:
        """A letter has arrived."""
        self._sent.inc()

    def failed(self, kind: str) -> None:
        """An attempt to send a letter has failed; `kind` is one of `TROUBLES`."""
        self._troubles.labels(kind if kind in TROUBLES else "other").inc()

    def teams_refused(self, why: str) -> None:
        """Somebody was turned away at Teams' door; `why` is one of `REFUSALS`."""
        self._refused.labels(why if why in REFUSALS else "other").inc()

    def ticked(self, seconds: float) -> None:
        """A tick has ended."""
        self._ticks.observe(seconds)

    def handled(self, kind: str, outcome: str, seconds: float) -> None:
        """What somebody did has been answered; `kind` is one of `KINDS`, `outcome` one of `OUTCOMES`."""
        self._handled.labels(kind if kind in KINDS else "other", outcome).observe(seconds)
        if outcome == BUSY:
            self._busy.inc()


class FromDatabase(Collector):
    """What the database knows: letters by state, who was last seen at work, how late things are."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now

    def collect(self) -> Iterator[Metric]:
        """Asked at every scrape. Without a database there is only the number that says so."""
        try:
            with self._database.reading() as session:
                vital_signs.give_up_after(session, vital_signs.PATIENCE)
                found = list(_found(session, self._now()))
        except (SQLAlchemyError, Busy):
            found = []
        up = "1 when the database answers, else 0"
        yield GaugeMetricFamily("pairme_database_up", up, 1 if found else 0)
        yield from found


def _found(session: Session, now: datetime) -> Iterator[Metric]:
    letters = vital_signs.letters(session, now)
    by_state = GaugeMetricFamily(
        "pairme_letters",
        f"Letters by state, counted to {vital_signs.MOST}; sent are those written in the last 24 hours",
        labels=("state",),
    )
    for state in ("waiting", "parked", "dead", "unknown", "sent"):
        by_state.add_metric((state,), getattr(letters, state))
    yield by_state
    seen = GaugeMetricFamily(
        "pairme_last_seen_seconds",
        "Time since a clock ticked and a worker looked for letters",
        labels=("part",),
    )
    for part, at in vital_signs.last_seen(session).items():
        seen.add_metric((part,), _seconds(now - at))
    yield seen
    yield from _delays(letters, due.next_due_at(session), now)


def _delays(letters: vital_signs.Letters, due_at: datetime | None, now: datetime) -> Iterator[Metric]:
    for name, about, at in (
        (
            "pairme_oldest_letter_seconds",
            "Time since the oldest waiting letter was written",
            letters.oldest_at,
        ),
        (
            "pairme_sending_late_seconds",
            "How long the next letter could have been tried",
            letters.next_try_at,
        ),
        ("pairme_asking_late_seconds", "How long the next thing to ask has been due", due_at),
    ):
        yield GaugeMetricFamily(name, f"{about}; 0 when there is none", _seconds(now - at) if at else 0.0)


def _seconds(late: timedelta) -> float:
    return max(late.total_seconds(), 0.0)
