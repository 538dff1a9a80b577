"""When somebody may be written to: wall-clock hours on working days, wherever the clocks stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

Nation = Literal["ENG", "SCT", "WLS", "NIR"]

_DAY = timedelta(days=1)
_SATURDAY = 5
_LOOK_AHEAD = 366  # days; a window that stays shut for a year is a mistake in the configuration


class NeverOpen(ValueError):
    """The window opens on no day of the coming year."""


@dataclass(frozen=True)
class SendWindow:
    """The hours in which the bot speaks unasked, on a site's own clock.

    `days` are weekdays (Monday is 0). It is open from `opens` until just before `closes`, both wall-clock times
    in `zone` (such as "Europe/London"), but not on a bank holiday of the nation or a day in `closed_on`.
    """

    days: frozenset[int]
    opens: time
    closes: time
    zone: str
    nation: Nation
    closed_on: frozenset[date]

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError("A send window closes after it opens, on the same day.")


def first_allowed(window: SendWindow, not_before: datetime) -> datetime:
    """The first instant (aware UTC) from `not_before` (aware) on at which the window is open.

    An opening time that the clocks skip moves with them; of one that comes twice the first counts.
    Raises NeverOpen when there is none within a year.
    """
    if not_before.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    first_day = not_before.astimezone(ZoneInfo(window.zone)).date()
    for ahead in range(_LOOK_AHEAD):
        day = first_day + ahead * _DAY
        if is_open_on(day, window) and not_before < instant(day, window.closes, window.zone):
            return max(instant(day, window.opens, window.zone), not_before.astimezone(UTC))
    raise NeverOpen("The send window opens on no day of the coming year.")


def first_opening(window: SendWindow, day: date) -> datetime:
    """The first instant (aware UTC) at which the window opens on this day or after it."""
    return first_allowed(window, instant(day, window.opens, window.zone))


def instant(day: date, wall_clock: time, zone: str) -> datetime:
    """The moment (aware UTC) at which clocks in the zone show this time on this day."""
    return datetime.combine(day, wall_clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_of(moment: datetime, window: SendWindow) -> date:
    """The day it is at this moment (aware) where the programme runs."""
    return moment.astimezone(ZoneInfo(window.zone)).date()


def is_open_on(day: date, window: SendWindow) -> bool:
    """Whether the window opens at all on this day."""
    return day.weekday() in window.days and is_working_day(day, window)


def is_working_day(day: date, window: SendWindow) -> bool:
    """Monday to Friday, neither a bank holiday of the nation nor a day on which the site is closed."""
    return (
        day.weekday() < _SATURDAY
        and day not in window.closed_on
        and day not in _bank_holidays(window.nation, day.year)
    )


def plus_working_days(day: date, n: int, window: SendWindow) -> date:
    """The nth working day after this day, or before it when n is negative; the day itself for 0."""
    step = _DAY if n > 0 else -_DAY
    for _ in range(abs(n)):
        day += step
        while not is_working_day(day, window):
            day += step
    return day


@cache
def _bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415 - heavy, loads when first needed

    return frozenset(country_holidays("GB", subdiv=nation, years=year))
