"""For the two who lead: a cohort, its people, its matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import count, day, listed
from programme.words.message import Button, Confirm, Field, Form, Message, Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    Values = Mapping[str, str | tuple[str, ...]]

_GROUPS = (Option("Resident doctor", "doctor"), Option("Manager", "manager"))


def new_cohort() -> Form:
    """A new cohort."""
    return Form(
        "cohort_new",
        "A new cohort",
        (
            Field("name", "Name", "text", "For example: Autumn 2027", max_length=60),
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
                "Workshops and reports are posted here. Add PairMe to it first.",
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
NAME_TAKEN = "There is a cohort of this name already. Please choose another name."
NEEDS_NAME = "Please give the cohort a name."
NEEDS_DATE = "Please choose the first day."
NEEDS_DAY = "Please choose a date."
DATE_PASSED = "This day has passed. Please choose a day from today on."
NEEDS_CHANNEL = "Please choose a channel."
NEEDS_PERSON = "Please choose a person."
NEEDS_GROUP = "Please choose doctor or manager."
PLACES_NUMBER = "Please write a whole number of 2 or more, or leave this empty."


def cohort_opened(name: str, starts_on: date) -> Message:
    """To the one who opened it."""
    return Message(
        (
            f"{name} is open. It starts on {day(starts_on)}.",
            "People can now join with /pairme. To invite a list of people, use /cohort people.",
        ),
    )


def you_lead(name: str, starts_on: date, other: str) -> Message:
    """To each lead."""
    return Message(
        (
            f"You lead {name} together with {other}. It starts on {day(starts_on)}.",
            "See who has joined with /cohort people. Match them with /cohort match. Both of you can do both.",
        ),
    )


def channel_hello(name: str, starts_on: date) -> Message:
    """In the cohort's channel, once."""
    return Message(
        (
            f"Paired Learning is open: {name}, from {day(starts_on)}.",
            "We match 1 resident doctor with 1 manager for 6 months. Type /pairme to join.",
        ),
    )


def people(name: str, cohort_id: int, joined: Mapping[str, Sequence[str]], places: int | None) -> Message:
    """Who has joined. `joined` holds names by "doctor", "manager", "unfinished", "not yet" and "invited"."""
    doctors, managers = joined["doctor"], joined["manager"]
    first = (
        f"{name}: {count(len(doctors), 'doctor', 'doctors')} and "
        f"{count(len(managers), 'manager', 'managers')} can be matched."
    )
    headings = {
        "doctor": "Doctors",
        "manager": "Managers",
        "not yet": "Complete, permission not yet given",
        "unfinished": "Form not finished",
        "invited": "Invited, not answered",
    }
    lines = [f"{heading}: {', '.join(joined[key])}." for key, heading in headings.items() if joined[key]]
    facts = (("Places", str(places)),) if places else ()
    return Message(
        (first, *lines),
        facts=facts,
        buttons=(Button("Import a list", "open_import", str(cohort_id)),),
    )


def import_list(cohort_id: int, cohort: str) -> Form:
    """A list of people to invite."""
    return Form(
        "people_import",
        "Import a list",
        (
            Field(
                "list",
                "The list, as a CSV file",
                "file",
                "One line per person, with an email or an id column",
            ),
        ),
        "Invite them",
        subject=str(cohort_id),
        note=f"Everybody on the list is invited to {cohort} and decides for themselves. "
        "If one line cannot be read, nobody is invited, and you are told which line.",
    )


def import_started(number: int) -> Message:
    """The list can be read; accounts are being looked up."""
    return Message(
        (f"Thank you. I am looking up {count(number, 'person', 'people')} and will tell you in our chat.",)
    )


def import_done(cohort: str, invited: int, already: int) -> Message:
    """Everybody was found."""
    first = f"{count(invited, 'person has', 'people have')} been invited to {cohort}."
    second = f"{count(already, 'was', 'were')} on it already." if already else ""
    return Message(tuple(filter(None, (first, second))))


def import_failed(cohort: str, missing: Sequence[tuple[int, str]]) -> Message:
    """Some lines have no account here."""
    lines = "\n".join(f"Line {number}: {who}" for number, who in missing)
    return Message(
        (
            f"Nobody has been invited to {cohort} yet. These lines have no account here:",
            lines,
            "Please mend or remove them, and import the list again.",
        ),
    )


def import_unreachable(cohort: str) -> Message:
    """The directory did not answer for a long time."""
    return Message(
        (
            f"I could not look up your list for {cohort}, so nobody has been invited. Please import it again later.",
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


def proposal(
    name: str,
    proposal_id: int,
    pairs: Sequence[tuple[str, str, int, tuple[str, ...]]],
    unmatched: Sequence[tuple[str, str]],
) -> Message:
    """The suggested pairs: doctor, manager, score, reasons; then who is left and why."""
    lines = "\n".join(
        f"{number}. {doctor} and {manager} ({score} of 100): {listed(list(reasons))}."
        for number, (doctor, manager, score, reasons) in enumerate(pairs, 1)
    )
    left = "\n".join(f"{who}: {reason}." for who, reason in unmatched)
    approve = Button(
        "Approve these pairs",
        "approve_match",
        str(proposal_id),
        "main",
        Confirm(
            f"Pair these {2 * len(pairs)} people? They hear of it on the first day.", "Approve", "Not yet"
        ),
    )
    return Message(
        tuple(
            filter(
                None,
                (
                    f"{name}: {count(len(pairs), 'suggested pair', 'suggested pairs')}. Nobody has been told.",
                    "Please check for anything we cannot know, such as a complaint or a move.",
                    lines,
                    "Without a partner for now:" if left else "",
                    left,
                ),
            )
        ),
        title="Suggested pairs",
        buttons=(approve,) if pairs else (),
    )


def proposal_sent(pairs: int) -> Message:
    """The proposal is in the lead's chat."""
    return Message(
        (
            f"I have sent you {count(pairs, 'suggested pair', 'suggested pairs')} in our chat. Nobody else has been told.",
        )
    )


def nobody_to_match(name: str) -> Message:
    """No complete sign-up on one side or both."""
    return Message(
        (
            f"There is nobody to match in {name} yet. It needs at least 1 doctor and 1 manager who have finished the form.",
        )
    )


def approved(name: str, pairs: int, first_day: str) -> Message:
    """The pairs are made."""
    return Message(
        (f"Approved: {count(pairs, 'pair', 'pairs')} in {name}. I will introduce them on {first_day}.",)
    )


def approved_by(who: str, name: str, pairs: int, first_day: str) -> Message:
    """To the other lead."""
    return Message(
        (
            f"{who} has approved {count(pairs, 'pair', 'pairs')} in {name}. I will introduce them on {first_day}.",
        )
    )


def already_matched(name: str) -> Message:
    """Asked again."""
    return Message((f"The pairs of {name} have been approved already.",))


def proposal_stale(name: str) -> Message:
    """Somebody joined, left or changed an answer since."""
    return Message(
        (
            f"The people in {name} have changed since this was worked out. Nothing was approved. Please use /cohort match again.",
        )
    )


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
        ("Only a workspace administrator can open a cohort. Please ask one to type /cohort new with you.",),
    )


def which_cohort(names: list[str], command: str) -> Message:
    """Several are possible."""
    return Message((f"You lead {listed(names)}. Please say which, for example: {command} {names[0]}",))


def undelivered(who: str, reason: str) -> Message:
    """A letter could not be delivered."""
    return Message((f"I could not send a message to {who}: {reason}", "Everybody else is not affected."))
