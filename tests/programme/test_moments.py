"""Nobody is written to outside the window, whatever the clocks and the calendar do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.moments import (
    NeverOpen,
    SendWindow,
    first_allowed,
    instant,
    is_working_day,
    plus_working_days,
)

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
DEFAULT = SendWindow(frozenset({1, 2, 3}), time(10), time(16), "Europe/London", "ENG", frozenset())

# Easter with the clocks going forward, the clocks going back, and Christmas, as printed by the four nations.
EVERYWHERE = {date(2027, 3, 26), date(2027, 12, 27), date(2027, 12, 28), date(2028, 1, 3)}
PRINTED = {
    "ENG": EVERYWHERE | {date(2027, 3, 29)},
    "WLS": EVERYWHERE | {date(2027, 3, 29)},
    "SCT": EVERYWHERE | {date(2028, 1, 4)},
    "NIR": EVERYWHERE | {date(2027, 3, 29), date(2027, 3, 17)},
}
STARTS = (date(2027, 3, 16), date(2027, 3, 25), date(2027, 10, 29), date(2027, 12, 23))

windows = st.builds(
    SendWindow,
    days=st.frozensets(st.integers(0, 4), min_size=3),
    opens=st.times(min_value=time(3), max_value=time(13)).map(lambda at: at.replace(second=0, microsecond=0)),
    closes=st.times(min_value=time(14), max_value=time(23)).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    zone=st.just("Europe/London"),
    nation=st.sampled_from(["ENG", "SCT", "WLS", "NIR"]),
    closed_on=st.frozensets(st.dates(date(2027, 3, 25), date(2027, 4, 5)), max_size=3),
)


def is_allowed(window: SendWindow, moment: datetime) -> bool:
    """The plain oracle: what the clock on the wall and the printed calendar say."""
    wall = moment.astimezone(LONDON)
    return (
        wall.weekday() in window.days
        and wall.weekday() < 5
        and wall.date() not in PRINTED[window.nation] | window.closed_on
        and window.opens <= wall.time() < window.closes
    )


@settings(max_examples=60)
@given(windows, st.sampled_from(STARTS), st.integers(0, 6 * 24 * 60))
def test_no_earlier_minute_would_have_been_allowed(window: SendWindow, start: date, minutes: int) -> None:
    not_before = datetime.combine(start, time(), tzinfo=UTC) + minutes * MINUTE
    answer = first_allowed(window, not_before)
    minute = not_before
    while not is_allowed(window, minute):
        minute += MINUTE
    assert answer == minute
    assert answer.tzinfo is UTC


@given(windows, st.integers(0, 300 * 24 * 60))
def test_an_allowed_moment_stays_as_it_is(window: SendWindow, minutes: int) -> None:
    not_before = datetime(2027, 3, 1, tzinfo=UTC) + minutes * MINUTE
    moment = first_allowed(window, not_before)
    assert moment >= not_before
    assert first_allowed(window, moment) == moment


@pytest.mark.parametrize(
    ("day", "opens_at"),
    [
        (date(2027, 3, 25), datetime(2027, 3, 25, 10, tzinfo=UTC)),
        (date(2027, 3, 26), datetime(2027, 3, 30, 9, tzinfo=UTC)),
        (date(2027, 10, 28), datetime(2027, 10, 28, 9, tzinfo=UTC)),
        (date(2027, 10, 29), datetime(2027, 11, 2, 10, tzinfo=UTC)),
    ],
)
def test_ten_in_the_morning_is_ten_on_the_wall_on_both_sides_of_a_clock_change(
    day: date, opens_at: datetime
) -> None:
    assert first_allowed(DEFAULT, datetime.combine(day, time(), tzinfo=LONDON)) == opens_at


def test_closing_time_is_too_late() -> None:
    closing = instant(date(2027, 9, 14), time(16), "Europe/London")
    assert first_allowed(DEFAULT, closing - MINUTE) == closing - MINUTE
    assert first_allowed(DEFAULT, closing) == instant(date(2027, 9, 15), time(10), "Europe/London")


def test_a_time_that_the_clocks_skip_moves_with_them_and_of_two_the_first_counts() -> None:
    assert instant(date(2027, 3, 28), time(1, 30), "Europe/London") == datetime(
        2027, 3, 28, 1, 30, tzinfo=UTC
    )
    assert instant(date(2027, 10, 31), time(1, 30), "Europe/London") == datetime(
        2027, 10, 31, 0, 30, tzinfo=UTC
    )


def test_a_nations_own_holidays_are_its_own() -> None:
    saint_andrew = instant(date(2027, 11, 30), time(10), "Europe/London")
    scottish = replace(DEFAULT, nation="SCT")
    assert first_allowed(DEFAULT, saint_andrew) == saint_andrew
    assert first_allowed(scottish, saint_andrew) == saint_andrew + timedelta(days=1)


def test_working_days_are_counted_over_weekends_holidays_and_closed_days() -> None:
    before_easter = date(2027, 3, 25)
    assert plus_working_days(before_easter, 1, DEFAULT) == date(2027, 3, 30)
    assert plus_working_days(before_easter, 3, DEFAULT) == date(2027, 4, 1)
    assert plus_working_days(date(2027, 3, 30), -1, DEFAULT) == before_easter
    assert plus_working_days(date(2027, 3, 28), 0, DEFAULT) == date(2027, 3, 28)
    closed = replace(DEFAULT, closed_on=frozenset({date(2027, 3, 30)}))
    assert plus_working_days(before_easter, 1, closed) == date(2027, 3, 31)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(1, 15))
def test_so_many_working_days_there_and_back_is_where_it_began(day: date, n: int) -> None:
    later = plus_working_days(day, n, DEFAULT)
    between = [day + timedelta(days=ahead) for ahead in range(1, (later - day).days + 1)]
    assert sum(is_working_day(each, DEFAULT) for each in between) == n
    assert is_working_day(later, DEFAULT)
    if is_working_day(day, DEFAULT):
        assert plus_working_days(later, -n, DEFAULT) == day


def test_a_window_that_never_opens_says_so() -> None:
    with pytest.raises(NeverOpen):
        first_allowed(replace(DEFAULT, days=frozenset({6})), datetime(2027, 1, 1, tzinfo=UTC))


def test_a_window_that_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="closes after it opens"):
        replace(DEFAULT, closes=time(9))


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        first_allowed(DEFAULT, datetime(2027, 1, 1, tzinfo=UTC).replace(tzinfo=None))
