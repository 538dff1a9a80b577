"""What is filled into the blanks of a step's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import clock, count, short_day

if TYPE_CHECKING:
    from datetime import date, time

A_VISIT = "the shadowing"


def visit_on(on_date: date) -> str:
    """A visit with its day."""
    return f"{A_VISIT} on {short_day(on_date)}"


def moment(on_date: date, at_time: time) -> str:
    """When something is or was."""
    return f"{short_day(on_date)} at {clock(at_time)}"


def times(number: int) -> str:
    """How often."""
    return count(number, "time", "times")


def hours(number: int) -> str:
    """For how long."""
    return count(number, "hour", "hours")


def together(met: int, visits: int, hours_of_visits: int) -> str:
    """How often a pair met, as far as either said, `visits` of them shadowing; nothing when never."""
    if not met:
        return ""
    shadowed = f" and spent {hours(hours_of_visits)} shadowing" if visits else ""
    return f"As far as I know, you met {'once' if met == 1 else times(met)}{shadowed}."
