"""Health and readiness, asked over HTTP as whoever watches would ask."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from storage import heartbeats
from storage.database import Database
from storage.heartbeats import WORKER
from tests.bot.watched import Served, serving

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def web(database: Database) -> Iterator[Served]:
    """Served for as long as the test lasts."""
    with serving(database) as served:
        yield served


@on_sqlite
def test_health_says_that_the_process_is_up(web: Served) -> None:
    assert web.get("/health") == (200, "ok")


def test_all_parts_well_is_ready_and_a_dead_one_is_named(web: Served) -> None:
    web.now += timedelta(hours=1)
    web.all_alive()
    status, said = web.ready()
    assert status == 200
    assert said["ready"] is True
    assert {part: check["verdict"] for part, check in said["checks"].items()} == dict.fromkeys(
        ("database", "migrations", "clock", "worker", "letters"), "ok"
    )
    web.now += timedelta(hours=3)
    heartbeats.beat(web.database, WORKER, web.now)
    status, said = web.ready()
    assert status == 503
    assert said["ready"] is False
    assert said["reasons"] == ["No clock has been seen at work for 3 hours. Is its process running?"]


@on_sqlite
def test_tables_of_another_version_are_not_ready_and_say_what_to_do(web: Served) -> None:
    with web.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    status, said = web.ready()
    assert status == 503
    assert "python -m bot migrate" in said["reasons"][0]


def test_a_long_write_by_somebody_else_does_not_make_it_unready(web: Served) -> None:
    with web.database.writing() as session:
        session.execute(text("DELETE FROM heartbeats"))
        began = time.monotonic()
        assert web.ready()[0] == 200
        assert web.metrics()["pairme_database_up"] == 1
        assert time.monotonic() - began < 1


def hang(web: Served, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on the database takes every question and answers none, until the returned is called."""
    goes_on = threading.Event()
    reading = web.database.reading

    @contextmanager
    def hanging() -> Iterator[Any]:
        goes_on.wait(20)
        with reading() as session:
            yield session

    monkeypatch.setattr(web.database, "reading", hanging)
    monkeypatch.setattr("storage.schema.check", lambda _database: None)
    return goes_on.set


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of a second has to do, so that the tests are quick."""
    monkeypatch.setattr("bot.http.PATIENCE", 0.1)


@on_sqlite
@pytest.mark.usefixtures("impatient")
def test_a_database_that_hangs_does_not_hang_whoever_asks(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(database) as web:
        go_on = hang(web, monkeypatch)
        before = threading.active_count()
        for _ in range(5):
            assert web.ready() == (
                503,
                {
                    "ready": False,
                    "reasons": ["The database does not answer."],
                    "checks": {"database": {"verdict": "failing", "says": "The database does not answer."}},
                },
            )
        metrics = web.metrics()
        assert metrics["pairme_database_up"] == 0
        assert "pairme_letters_sent_total" in metrics
        assert web.get("/health") == (200, "ok")
        assert threading.active_count() - before <= 2 + 1  # one for each address, one that serves
        go_on()
        until = time.monotonic() + 5
        while web.ready()[0] != 200 and time.monotonic() < until:
            time.sleep(0.02)
        assert web.ready()[0] == 200


def test_a_database_that_has_gone_is_told_without_its_address(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.ACTION_PATIENCE", 0.2)
    database = Database(postgres_database.replace("/story_", "/no_such_story_"))
    with serving(database) as web:
        status, said = web.ready()
        assert status == 503
        assert re.fullmatch(r"The database cannot be read \(\w+\)\.", said["reasons"][0])
        assert web.metrics()["pairme_database_up"] == 0
    database.close()
