"""Where a person stands in the programme, and what is next for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import clock, day, short_day
from programme.words.message import Button, Message

if TYPE_CHECKING:
    from datetime import date, time

NOTHING = "Nothing for now. I will write when the next step is due"
NO_ROLE = "in your cohort"


def date_ahead(what: str, on_date: date, at_time: time, place: str) -> str:
    """The next date that a pair has."""
    return f"{what}: {short_day(on_date)} at {clock(at_time)}, {place}"


def agree_a_date(what: str) -> str:
    """A question that waits for when and where."""
    return f"{what}: agree when and where"


def answer(question: str) -> str:
    """A question that waits for another answer."""
    return f"Answer in our chat: {question}"


def introduced_on(cohort: str, on_day: date) -> Message:
    """The first day has come, the first allowed moment has not."""
    return Message((f"{cohort} has started. We will introduce your partner on {day(on_day)}.",))


def finished(partner: str, cohort: str) -> Message:
    """The programme has ended."""
    return Message(
        (f"You and {partner} have finished {cohort}. Thank you for taking part.",),
        buttons=(Button("Write a reflection", "open_reflection", opens_form=True),),
    )
