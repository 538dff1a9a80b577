"""Dates and times as the NHS writes them: Tuesday 16 March 2027, 12:30pm, midday."""

from __future__ import annotations

from datetime import date, time


def day(value: date) -> str:
    """Tuesday 16 March 2027."""
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def short_day(value: date) -> str:
    """Tuesday 16 March."""
    return f"{value:%A} {value.day} {value:%B}"


def clock(value: time) -> str:
    """12:30pm; whole hours without minutes; midday and midnight by name."""
    if value.minute == 0 and value.hour in (0, 12):
        return "midday" if value.hour else "midnight"
    hour = value.hour % 12 or 12
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{hour}{minutes}{'am' if value.hour < 12 else 'pm'}"  # noqa: PLR2004 - noon


def count(number: int, one: str, many: str) -> str:
    """1 pair, 3 pairs."""
    return f"{number} {one if number == 1 else many}"


def listed(things: list[str]) -> str:
    """a, b and c."""
    if len(things) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(things)
    return f"{', '.join(things[:-1])} and {things[-1]}"
