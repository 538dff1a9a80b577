"""Workshops: the form, the announcement and the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import clock, count, day, listed
from programme.words.message import Button, Field, File, Form, Message, Option

if TYPE_CHECKING:
    from datetime import date, time

AUDIENCES = {"everyone": "Everyone", "doctors": "Resident doctors", "managers": "Managers"}
LENGTHS = tuple(
    Option(label, str(minutes))
    for minutes, label in (
        (30, "30 minutes"),
        (60, "1 hour"),
        (90, "90 minutes"),
        (120, "2 hours"),
        (180, "3 hours"),
    )
)


def announce(cohort_id: int, cohort: str) -> Form:
    """A new workshop."""
    return Form(
        "workshop",
        "A workshop",
        (
            Field("title", "Title", "text", "For example: Leadership styles", max_length=100),
            Field("on_date", "Date", "date"),
            Field("at_time", "Time", "time", value="12:30"),
            Field("minutes", "How long", "choice", options=LENGTHS, value="90"),
            Field("place", "Where", "text", max_length=120),
            Field("audience", "For whom", "choice", options=_audience_options(), value="everyone"),
            Field("words", "What to say about it", "long_text", "Two sentences is plenty", max_length=1000),
        ),
        "Announce it",
        subject=str(cohort_id),
        note=f"This is posted in the channel of {cohort} when you send it.",
    )


NEEDS_TITLE = "Please give the workshop a title."
NEEDS_WORDS = "Please say a sentence about it."
NEEDS_LENGTH = "Please choose how long it takes."
NEEDS_AUDIENCE = "Please choose whom it is for."


def announcement(
    *,
    workshop_id: int,
    title: str,
    on_date: date,
    at_time: time,
    minutes: int,
    place: str,
    audience: str,
    words: str,
    coming: int,
    not_coming: int,
    is_over: bool = False,
) -> Message:
    """In the channel, with the counts of the moment; nobody can answer once it is over."""
    return Message(
        (f"{day(on_date)} at {clock(at_time)}, {place}.", words),
        title=f"Workshop: {title}",
        facts=(
            ("How long", _length(minutes)),
            ("For", AUDIENCES[audience]),
            ("So far", f"{count(coming, 'person', 'people')} coming, {not_coming} cannot"),
        ),
        buttons=()
        if is_over
        else (
            Button("I will be there", "workshop_yes", str(workshop_id), "main"),
            Button("I cannot come", "workshop_no", str(workshop_id)),
        ),
        note="This workshop has taken place." if is_over else "You can change your answer at any time.",
    )


def in_calendar(title: str) -> str:
    """What a person's own calendar calls it."""
    return f"Paired Learning: {title}"


def calendar(file: File) -> Message:
    """The calendar file that goes with it."""
    return Message(
        (f"Calendar file: {file.title}. Open it to add the workshop to your calendar.",), file=file
    )


def announced(cohort: str) -> Message:
    """To the organiser."""
    return Message((f"Thank you. The workshop is on its way to the channel of {cohort}.",))


def you_are_coming(title: str, on_date: date, at_time: time, place: str) -> Message:
    """To the one who pressed."""
    return Message((f"A place is reserved for you: {title}, {day(on_date)} at {clock(at_time)}, {place}.",))


def you_cannot_come(title: str) -> Message:
    """To the one who pressed."""
    return Message((f"Thank you for telling us. You can still change your mind about {title}.",))


def only_organisers() -> Message:
    """Somebody else asked."""
    return Message(
        ("Only leads and organisers announce workshops. If you have an idea for one, please tell a lead.",)
    )


def not_in_cohort(cohort: str) -> Message:
    """A reader of the channel who does not take part."""
    return Message((f"This workshop is for people in {cohort}. Type /pairme to see if you can join.",))


def not_for_your_group(audience: str) -> Message:
    """For the other half only."""
    return Message((f"This workshop is for {AUDIENCES[audience].lower()}. The next one may be for you.",))


def over(title: str) -> Message:
    """It has taken place."""
    return Message((f"{title} has taken place, so I have not changed anything.",))


def which(names: list[str]) -> Message:
    """Several cohorts."""
    return Message((f"You organise {listed(names)}. Please say which, for example: /workshop {names[0]}",))


def _length(minutes: int) -> str:
    return next((each.label for each in LENGTHS if each.value == str(minutes)), f"{minutes} minutes")


def _audience_options() -> tuple[Option, ...]:
    return tuple(Option(label, value) for value, label in AUDIENCES.items())
