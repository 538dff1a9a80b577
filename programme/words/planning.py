"""When and where: the form, and what stands beside a box that needs another look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import clock, day
from programme.words.message import Field, Form, Option

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, time

MOST_HOURS = 12  # a night
_HOURS = tuple(
    Option(f"{number} hours" if number > 1 else "1 hour", str(number)) for number in range(1, MOST_HOURS + 1)
)
_NAMES = {
    "first_meeting": "Your first meeting",
    "shadow_dm": "Doctor shadows manager",
    "shadow_md": "Manager shadows doctor",
}


def name_of(kind: str) -> str:
    """What a plan is called."""
    return _NAMES.get(kind, "Your date")


def form(
    subject: str, kind: str, values: Mapping[str, str], *, asks_hours: bool, meanwhile: str = ""
) -> Form:
    """The boxes; `kind` is the plan's, `meanwhile` what the partner has planned since the form was opened."""
    hint = "Somewhere with coffee works well" if kind == "first_meeting" else "Where you will meet on the day"
    fields = (
        Field("on_date", "Date", "date", value=values.get("on_date", "")),
        Field("at_time", "Time", "time", value=values.get("at_time", "12:30")),
        Field("place", "Where", "text", hint, value=values.get("place", ""), max_length=120),
    )
    hours = Field("hours", "For how long, about?", "choice", options=_HOURS, value=values.get("hours", ""))
    return Form(
        "plan",
        name_of(kind),
        (*fields, hours) if asks_hours else fields,
        "Save",
        subject=subject,
        note=meanwhile,
    )


def meanwhile(who: str, on_date: date, at_time: time, place: str) -> str:
    """Both were at it at once."""
    return (
        f"{who} has just planned this: {day(on_date)} at {clock(at_time)}, {place}. "
        "Close this form to keep that, or save to change it."
    )


NEEDS_DATE = "Please choose a date."
DATE_PASSED = "This day has passed. Please choose a day from today on."
TIME_PASSED = "This time has passed. Please choose a later time."
NEEDS_TIME = "Please choose a time, for example 12:30."
NEEDS_PLACE = "Please say where."
NEEDS_HOURS = "Please choose about how long."


def after_the_end(last_day: date) -> str:
    """Beside the date."""
    return f"The programme ends on {day(last_day)}. Please choose a day before then."
