"""What Prometheus is told: the same of the database in every process, and nobody's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import OUTCOMES, REFUSALS, TROUBLES
from scheduler import sender
from storage import cohorts, heartbeats, outbox
from storage.cohorts import MATCHED, Cohort
from storage.database import Database
from storage.heartbeats import CLOCK, WORKER
from storage.letters import Letter
from tests.bot.watched import AMINA, NOW, Served, serving

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def web(database: Database) -> Iterator[Served]:
    """Served for as long as the test lasts."""
    with serving(database) as served:
        yield served


def test_the_database_tells_metrics_the_same_in_every_process(web: Served) -> None:
    dead = web.post("W1/dead", NOW)
    web.post("W1/waits", NOW - timedelta(minutes=5))
    heartbeats.beat(web.database, CLOCK, NOW - timedelta(seconds=40))
    cohort = Cohort(
        workspace="W1",
        platform="slack",
        channel="C1",
        name="Spring",
        starts_on=NOW.date(),
        state=MATCHED,
        created_at=NOW,
        next_due_at=NOW - timedelta(minutes=3),
    )
    with web.database.writing() as session:
        outbox.die(session, session.query(Letter).filter_by(id=dead).one(), "There is no such account.", NOW)
        cohorts.add(session, cohort, [])
    web.now += timedelta(seconds=20)
    with serving(web.database) as other:
        other.now = web.now
        first, second = web.metrics(), other.metrics()
    expected = {
        "pairme_database_up": 1,
        "pairme_letters/waiting": 1,
        "pairme_letters/parked": 0,
        "pairme_letters/dead": 1,
        "pairme_letters/sent": 0,
        "pairme_oldest_letter_seconds": 320,
        "pairme_last_seen_seconds/clock": 60,
        "pairme_asking_late_seconds": 200,
    }
    assert first.items() >= expected.items()
    assert second.items() >= expected.items()


@on_sqlite
def test_what_this_process_did_is_counted(web: Served) -> None:
    for _ in range(2):
        web.counters.sent()
    web.counters.failed("TooFast")
    web.counters.failed("SomethingNew")
    web.counters.ticked(0.02)
    web.counters.handled("command", "answered", 0.04)
    web.counters.handled("form", "busy", 2.1)
    metrics = web.metrics()
    assert (
        metrics.items()
        >= {
            "pairme_letters_sent_total": 2,
            "pairme_letter_troubles_total/TooFast": 1,
            "pairme_letter_troubles_total/other": 1,
            "pairme_letter_troubles_total/Refused": 0,
            "pairme_tick_seconds_count": 1,
            "pairme_handled_seconds_count/command/answered": 1,
            "pairme_handled_seconds_bucket/command/0.05/answered": 1,
            "pairme_handled_seconds_count/form/busy": 1,
            "pairme_database_busy_total": 1,
        }.items()
    )


def test_every_way_of_not_arriving_has_its_own_label() -> None:
    ways = {
        name for name, kind in vars(sender).items() if isinstance(kind, type) and issubclass(kind, Exception)
    }
    assert ways - {"TooLate"} <= set(TROUBLES)


@on_sqlite
def test_no_label_can_grow_and_no_name_is_told(web: Served) -> None:
    web.counters.handled("a text", "answered", 0.1)
    web.counters.failed(AMINA)
    web.post("W1/waits", NOW)
    web.all_alive()
    said = web.get("/metrics")[1] + web.get("/ready")[1]
    for secret in (AMINA, "Amina", "a text", "W1", str(web.database.url)):
        assert secret not in said
    allowed = {
        "kind": {"command", "press", "form", "said", "home", "other"},
        "outcome": set(OUTCOMES),
        "why": {*TROUBLES, *REFUSALS},
        "state": {"waiting", "parked", "dead", "unknown", "sent"},
        "part": {CLOCK, WORKER},
    }
    for family in text_string_to_metric_families(web.get("/metrics")[1]):
        for sample in family.samples:
            for name, value in sample.labels.items():
                assert name == "le" or value in allowed[name]


@on_sqlite
def test_every_metric_is_explained_in_the_documents(web: Served) -> None:
    web.all_alive()
    families = {family.name for family in text_string_to_metric_families(web.get("/metrics")[1])}
    ours = {name for name in families if name.startswith("pairme_")}
    words = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `(pairme_\w+?)(?:_total)?`", words, re.MULTILINE))
    assert explained == ours
