"""The time that all machines share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from sqlalchemy import text

from bot import clock as clocks
from bot.clock import Clock, SharedClock
from storage.database import Database
from storage.server_time import NoAnswer, server_time

SKEW = timedelta(hours=3)


@pytest.fixture
def shared(postgres_database: str) -> Database:
    """A database whose clock is that of its own machine."""
    return Database(postgres_database)


def test_a_machine_whose_own_clock_is_wrong_goes_by_the_databases(
    shared: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + SKEW

    true = datetime.now(UTC)
    monkeypatch.setattr(clocks, "datetime", Wrong)
    assert Clock().now() - true > SKEW - timedelta(seconds=5)
    assert abs(SharedClock(shared).now() - true) < timedelta(seconds=5)
    shared.close()


def test_between_two_comparisons_it_runs_on_and_a_comparison_sets_it_right(
    shared: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SharedClock(shared)
    began, true = clocks.elapsed(), clock.now()
    monkeypatch.setattr(clocks, "elapsed", lambda: began + 3600)
    assert timedelta(seconds=3595) < clock.now() - true < timedelta(seconds=3605)
    clock.compare()
    assert clock.now() - true < timedelta(seconds=5)
    shared.close()


def test_of_several_looks_at_the_databases_clock_the_quickest_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    began, passed, answers_after = datetime.now(UTC), [0.0], iter([0.4, 0.002, 0.3])

    def slowly(_database: Database) -> datetime:
        shown = began + timedelta(seconds=passed[0])
        passed[0] += next(answers_after)
        return shown

    monkeypatch.setattr(clocks, "server_time", slowly)
    monkeypatch.setattr(clocks, "elapsed", lambda: passed[0])
    clock = SharedClock(Database("sqlite:///unused.db"))
    assert abs(clock.now() - (began + timedelta(seconds=passed[0]))) <= timedelta(milliseconds=1)


def test_a_database_that_does_not_answer_leaves_the_time_running(shared: Database) -> None:
    clock = SharedClock(shared)
    with shared.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    before = clock.now()
    shared.close()
    assert clock.now() >= before


def test_sqlite_has_no_clock_of_its_own(tmp_path: object) -> None:
    with pytest.raises(NoAnswer):
        server_time(Database(f"sqlite:///{tmp_path}/nothing.db"))
