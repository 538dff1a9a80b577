"""For the two who lead: a cohort, its people, its organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import count, day, listed
from programme.words.message import Button, Field, Form, Message, Option
from programme.words.undelivered import ASK_IT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

LONGEST_NAME = 60
NAMELESS = "somebody whose name I do not know yet"
_GROUPS = (Option("Resident doctor", "doctor"), Option("Manager", "manager"))


def new_cohort() -> Form:
    """A new cohort."""
    return Form(
        "cohort_new",
        "A new cohort",
        (
            Field("name", "Name", "text", "For example: Autumn 2027", max_length=LONGEST_NAME),
            Field(
                "starts_on",
                "First day",
                "date",
                "We introduce pairs from this day. 12 days after changeover works well.",
            ),
            Field(
                "channel",
                "Channel",
                "channel",
                "Workshops and reports are posted here. Please add PairMe to it first.",
            ),
            Field("lead_1", "First lead", "person"),
            Field("lead_1_group", "The first lead is a", "choice", options=_GROUPS),
            Field("lead_2", "Second lead", "person"),
            Field("lead_2_group", "The second lead is a", "choice", options=_GROUPS),
            Field(
                "places",
                "Places",
                "text",
                "How many people at most? Leave empty for no limit.",
                required=False,
                max_length=4,
            ),
        ),
        "Open the cohort",
        note="A doctor and a manager lead each cohort together.",
    )


BOTH_DOCTORS = "You have chosen two doctors. A doctor and a manager lead together. Who is your manager?"
BOTH_MANAGERS = "You have chosen two managers. A doctor and a manager lead together. Who is your doctor?"
SAME_PERSON = "This is the same person twice. A doctor and a manager lead together. Who is the other lead?"
NAME_TAKEN = "There is already a cohort with this name. Please choose another name."
NEEDS_NAME = "Please give the cohort a name."
NAME_TOO_LONG = f"Please use at most {LONGEST_NAME} characters."
NEEDS_DATE = "Please choose the first day."
DATE_PASSED = "This day has passed. Please choose a day from today on."
NEEDS_CHANNEL = "Please choose a channel."
UNKNOWN_ROOM = (
    "PairMe is not in this channel. Please add PairMe to its team first, or choose another channel."
)
NEEDS_PERSON = "Please choose a person."
LEAD_IS_BOT = "This is a bot account. Please choose a person."
LEAD_IS_GUEST = "This is a guest account. Please choose a member of staff."
LEAD_UNKNOWN = "I could not look this person up. Please send the form again, or choose somebody else."
NEEDS_GROUP = "Please choose doctor or manager."
PLACES_NUMBER = "Please write a whole number of 2 or more, or leave this empty."


def cohort_opened(name: str, starts_on: date) -> Message:
    """To the one who opened it."""
    return Message(
        (
            f"{name} is open. It starts on {day(starts_on)}, and both leads have been told.",
            "People can now join with /pairme. The leads can invite a list of people with /cohort people.",
        ),
    )


def you_lead(name: str, starts_on: date, other: str) -> Message:
    """To each lead."""
    return Message(
        (
            f"You lead {name} together with {other}. It starts on {day(starts_on)}.",
            "See who has joined with /cohort people. Match them with /cohort match. Either of you can do this.",
        ),
    )


def channel_hello(name: str, cohort_id: int, starts_on: date) -> Message:
    """In the cohort's channel, once."""
    return Message(
        (
            f"Paired Learning is open: {name}, from {day(starts_on)}.",
            "We match 1 resident doctor with 1 manager for 6 months. To join, press the button or type /pairme to me.",
        ),
        buttons=(Button("Sign me up", "open_join", str(cohort_id), "main", opens_form=True),),
    )


HEADINGS = {
    "doctor": "Doctors",
    "manager": "Managers",
    "not yet": "Finished, waiting for permission",
    "unfinished": "Form not finished",
    "invited": "Invited, not answered",
    "left": "Have left",
}


def people(
    name: str,
    cohort_id: int,
    joined: Mapping[str, Sequence[str]],
    places: int | None,
    *,
    is_open: bool,
    unreachable: Sequence[str] = (),
) -> Message:
    """Who has joined. `joined` holds names by the keys of `HEADINGS`; the bot cannot write to the `unreachable`."""
    sides = (
        f"{count(len(joined['doctor']), 'doctor', 'doctors')} and "
        f"{count(len(joined['manager']), 'manager', 'managers')}"
    )
    first = f"{name}: {sides} can be matched." if is_open else f"{name}: {sides}. The pairs have been made."
    lines = [f"{heading}: {', '.join(joined[key])}." for key, heading in HEADINGS.items() if joined[key]]
    if unreachable:
        lines.append(f"I cannot write to {listed(list(unreachable))} yet. {ASK_IT}")
    return Message(
        (first, *lines),
        facts=(("Places", str(places)),) if places else (),
        buttons=(Button("Invite a list of people", "open_import", str(cohort_id), opens_form=True),)
        if is_open
        else (),
    )


def not_open(name: str) -> Message:
    """Somebody is to be invited after the pairs were made."""
    return Message(
        (
            f"The pairs of {name} have been made, so nobody can be invited any more. "
            "To week 6 people can still join with /pairme.",
        )
    )


def pick_organisers(cohort_id: int, chosen: tuple[str, ...]) -> Form:
    """Who may announce workshops beside the leads."""
    return Form(
        "cohort_organisers",
        "Organisers",
        (
            Field(
                "organisers",
                "Who may announce workshops?",
                "people",
                "Leads always may",
                required=False,
                value=chosen,
            ),
        ),
        "Save",
        subject=str(cohort_id),
    )


def organisers_named(names: list[str]) -> Message:
    """Saved."""
    if not names:
        return Message(("Saved. Only the leads announce workshops.",))
    return Message((f"Saved. {listed(names)} can now announce workshops with /workshop.",))


def no_cohort_of_yours() -> Message:
    """The asker leads none."""
    return Message(
        (
            "Only the leads of a cohort can do this. If you need something from them, they will be glad to help.",
        )
    )


def may_not_open() -> Message:
    """Neither an administrator nor named."""
    return Message(
        (
            "Only a workspace administrator can open a cohort, or somebody whom IT has named. "
            "Please ask one of them to type /cohort new with you.",
        ),
    )


def which_cohort(names: list[str], command: str) -> Message:
    """None was meant, or one that the asker does not lead."""
    if len(names) == 1:
        return Message(
            (f"I know of no such cohort that you lead. You lead {names[0]}: {command} is enough.",)
        )
    return Message((f"You lead {listed(names)}. Please say which, for example: {command} {names[0]}",))
