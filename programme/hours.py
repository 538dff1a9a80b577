"""What may be said at an hour: a prompt in the programme's window, a late answer by day, an answer at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from programme.moments import first_allowed, instant

if TYPE_CHECKING:
    from programme.moments import SendWindow

DAY_BEGINS, DAY_ENDS = time(8), time(19)
AN_ANSWER_IS_FRESH = timedelta(hours=1)
"""So long after somebody did something an answer still finds them with it in hand; after that it would wake them."""


@dataclass(frozen=True)
class Hours:
    """What may be said now.

    `unasked` is what the programme says by itself, `late` an answer that could not be given within
    `AN_ANSWER_IS_FRESH`; `changes_at` (aware UTC) is the next instant at which one that may not be said now may.
    """

    unasked: bool
    late: bool
    changes_at: datetime


def hours(window: SendWindow, now: datetime) -> Hours:
    """The hours of this moment (aware); by day is from 8am to 7pm on any day, weekends too."""
    window_at, day_at = first_allowed(window, now), _first_daytime(now, window.zone)
    shut = [at for at in (window_at, day_at) if at > now]
    return Hours(unasked=window_at <= now, late=day_at <= now, changes_at=min(shut, default=now))


def _first_daytime(now: datetime, zone: str) -> datetime:
    today = now.astimezone(ZoneInfo(zone)).date()
    if now < instant(today, DAY_ENDS, zone):
        return max(instant(today, DAY_BEGINS, zone), now)
    return instant(today + timedelta(days=1), DAY_BEGINS, zone)
