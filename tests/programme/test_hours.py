"""What may be said at which hour."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from programme.hours import hours
from programme.moments import SendWindow

WINDOW = SendWindow(frozenset({1, 2, 3}), time(10), time(16), "Europe/London", "ENG", frozenset())


def london(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("now", "unasked", "late", "changes_at"),
    [
        ("2027-03-16 10:00", True, True, "2027-03-16 10:00"),  # Tuesday
        ("2027-03-16 15:59", True, True, "2027-03-16 15:59"),
        ("2027-03-16 16:00", False, True, "2027-03-17 10:00"),
        ("2027-03-16 18:59", False, True, "2027-03-17 10:00"),
        ("2027-03-16 19:00", False, False, "2027-03-17 08:00"),
        ("2027-03-17 03:00", False, False, "2027-03-17 08:00"),
        ("2027-03-17 08:00", False, True, "2027-03-17 10:00"),
        ("2027-03-18 16:00", False, True, "2027-03-23 10:00"),  # Thursday: then Tuesday
        ("2027-03-20 12:00", False, True, "2027-03-23 10:00"),  # a late answer comes on a Saturday too
    ],
)
def test_a_prompt_keeps_to_the_window_and_a_late_answer_to_the_day(
    now: str, unasked: bool, late: bool, changes_at: str
) -> None:
    said = hours(WINDOW, london(now))
    assert (said.unasked, said.late, said.changes_at) == (unasked, late, london(changes_at))


@pytest.mark.parametrize("night", [date(2027, 3, 28), date(2027, 10, 31)])
def test_the_day_begins_at_eight_by_the_clock_on_the_wall_when_the_clocks_change(night: date) -> None:
    at_one = datetime.combine(night, time(0, 30), tzinfo=ZoneInfo("Europe/London"))
    said = hours(WINDOW, at_one)
    assert not said.late
    assert said.changes_at.astimezone(ZoneInfo("Europe/London")).time() == time(8)
