"""What is called failing, and what is only for somebody to look at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.readiness import LATE, Check, at_work, reasons
from storage.heartbeats import CLOCK, WORKER
from storage.vital_signs import Letters

NOW = datetime(2027, 3, 16, 10, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=9)
BOTH = {CLOCK: NOW, WORKER: NOW}
NONE_WAITS = Letters(waiting=0, parked=0, dead=0, unknown=0, sent=0, oldest_at=None, next_try_at=None)


def waiting(written: timedelta, late: timedelta, parked: int = 0) -> Letters:
    return Letters(1, parked, 0, 0, 0, oldest_at=NOW - written, next_try_at=NOW - late)


def test_clock_and_workers_are_given_time_to_start() -> None:
    for seen in ({}, {CLOCK: LONG_AGO, WORKER: LONG_AGO}):
        found = at_work(NONE_WAITS, seen, NOW, NOW - LATE + timedelta(seconds=1))
        assert (found["clock"].verdict, found["worker"].verdict) == ("starting", "starting")
        assert list(reasons(found)) == []


@pytest.mark.parametrize(("dead", "alive"), [(CLOCK, WORKER), (WORKER, CLOCK)])
def test_a_part_that_died_on_another_machine_is_named(dead: str, alive: str) -> None:
    found = at_work(NONE_WAITS, {dead: NOW - timedelta(hours=3), alive: NOW}, NOW, LONG_AGO)
    assert list(reasons(found)) == [f"No {dead} has been seen at work for 3 hours. Is its process running?"]


def test_a_part_that_never_came_is_missed() -> None:
    found = at_work(NONE_WAITS, {CLOCK: NOW}, NOW, LONG_AGO)
    assert list(reasons(found)) == ["No worker has been seen at work yet. Is its process running?"]


def test_a_machine_whose_clock_is_a_little_ahead_is_alive() -> None:
    found = at_work(NONE_WAITS, {CLOCK: NOW + timedelta(seconds=5), WORKER: NOW}, NOW, LONG_AGO)
    assert found["clock"] == Check("ok", "The clock was at work 0 seconds ago.")


def test_a_letter_that_waits_its_turn_is_well() -> None:
    weekend = waiting(timedelta(days=3), timedelta(hours=-2))
    assert at_work(weekend, BOTH, NOW, LONG_AGO)["letters"] == Check(
        "ok", "The oldest letter that waits was written 3 days ago."
    )


def test_a_letter_that_nobody_sends_is_to_be_looked_at_and_restarts_nothing() -> None:
    found = at_work(waiting(timedelta(minutes=50), timedelta(minutes=20)), BOTH, NOW, LONG_AGO)
    assert found["letters"] == Check(
        "look",
        "The oldest letter that waits was written 50 minutes ago, and one could have been tried 20 minutes ago.",
    )
    assert list(reasons(found)) == []


def test_a_letter_in_trouble_is_to_be_looked_at() -> None:
    found = at_work(waiting(timedelta(minutes=5), timedelta(0), parked=3), BOTH, NOW, LONG_AGO)
    assert found["letters"] == Check(
        "look",
        "The oldest letter that waits was written 5 minutes ago; 3 wait because of some trouble. See: python -m bot letters",
    )
