"""What time says to a pair, and what stands there once it has been answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import clock, day
from programme.words.message import Button, Field, Form, Message, Option
from programme.words.reflecting import WRITE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

WHEN_AND_WHERE = "Tell me when and where"
_HOURS = tuple(Option(f"{number} hours" if number > 1 else "1 hour", str(number)) for number in range(1, 9))


def asks_when_and_where(text: str, prompt_id: int, footer: str) -> Message:
    """A step whose answer is a date, a time and a place."""
    return Message(
        (text,), buttons=(Button(WHEN_AND_WHERE, "open_plan", str(prompt_id), "main"),), note=footer
    )


def asks_with_buttons(text: str, prompt_id: int, options: Sequence[tuple[str, str]], footer: str) -> Message:
    """A step whose answer is one of a few; `options` are value and label."""
    buttons = tuple(Button(label, "answer_prompt", f"{prompt_id}:{value}") for value, label in options)
    return Message((text,), buttons=buttons, note=footer)


def asks_for_reflection(
    text: str, prompt_id: int, options: Sequence[tuple[str, str]], footer: str
) -> Message:
    """A step whose answer is in a person's own words, here or in a form; `options` say whether it happened."""
    write = Button(WRITE, "write_reflection", str(prompt_id), "main")
    others = tuple(Button(label, "answer_prompt", f"{prompt_id}:{value}") for value, label in options)
    return Message(
        (text, "Reply here in your own words, or write it privately."), buttons=(write, *others), note=footer
    )


def tells(text: str, footer: str) -> Message:
    """A step that asks nothing."""
    return Message((text,), note=footer)


_PLAN_TITLES = {
    "first_meeting": "Your first meeting",
    "shadow_dm": "Doctor shadows manager",
    "shadow_md": "Manager shadows doctor",
}


def plan_form(prompt_id: int, kind: str, values: dict[str, str], *, asks_hours: bool) -> Form:
    """When and where; `kind` is the plan's."""
    hours = Field("hours", "For how long, about?", "choice", options=_HOURS, value=values.get("hours", ""))
    fields = (
        Field("on_date", "Date", "date", value=values.get("on_date", "")),
        Field("at_time", "Time", "time", value=values.get("at_time", "12:30")),
        Field(
            "place",
            "Where",
            "text",
            "Somewhere with coffee works well",
            value=values.get("place", ""),
            max_length=120,
        ),
    )
    return Form(
        "plan", _PLAN_TITLES[kind], (*fields, hours) if asks_hours else fields, "Save", subject=str(prompt_id)
    )


NEEDS_DATE = "Please choose a date."
DATE_PASSED = "This day has passed. Please choose a day from today on."
NEEDS_TIME = "Please choose a time, for example 12:30."
NEEDS_PLACE = "Please say where."
NEEDS_HOURS = "Please choose about how long."


def planned(text: str, who: str, on_date: date, at_time: time, place: str, prompt_id: int) -> Message:
    """The answer that stands in place of the question."""
    return Message(
        (text, f"{who} has planned it: {day(on_date)} at {clock(at_time)}, {place}."),
        buttons=(Button("Change it", "open_plan", str(prompt_id)),),
    )


def answered(text: str, label: str) -> Message:
    """One of a few was chosen."""
    return Message((text, f"You answered: {label}. Thank you."))


def answered_in_words(text: str) -> Message:
    """A reflection was written."""
    return Message((text, "You have answered this. Thank you."))


def happened(text: str, label: str, prompt_id: int) -> Message:
    """A visit took place; what was learned can still be written."""
    return Message(
        (text, f"You answered: {label}. You can still reply here in your own words, or write it privately."),
        buttons=(Button(WRITE, "write_reflection", str(prompt_id), "main"),),
    )


def cancelled_is_fine(text: str, label: str) -> Message:
    """A visit did not happen."""
    return Message((text, f"You answered: {label}. That is all right. You can plan another date together."))


def not_yours() -> Message:
    """A button that belongs to somebody else."""
    return Message(("This question is for somebody else, so I have not changed anything.",))


def no_longer_here() -> Message:
    """A button from long ago."""
    return Message(
        (
            "This question is no longer open, so I have not changed anything. Type /pairme to see where you are.",
        )
    )
