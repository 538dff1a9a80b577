"""A list of people to invite: the form, what is wrong with a list, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import count
from programme.words.message import Field, Form, Message

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_LINES = 10
"""Beside a box there is no room for more."""

UNREADABLE = "I could not read this file. It may be empty, or larger than 1 MB. Please choose a CSV file."
SPREADSHEET = "This is a spreadsheet, not a CSV file. In Excel choose Save as, then CSV UTF-8. Then choose the new file."
NO_COLUMNS = "The first line must name the columns. One of them must be email or id."
COLUMN_TWICE = "The first line names a column twice. Please keep one of them."
NOBODY = "The list has no people on it. Please put one person on each line after the first."
QUOTES = "the quotation marks do not match."
MORE_COLUMNS = "it has more columns than the first line."
NOT_IDENTIFIED = "it has neither an email nor an id."
GROUP = "the group must be doctor or manager."


def list_form(cohort_id: int, cohort: str) -> Form:
    """A list of people to invite."""
    return Form(
        "people_import",
        "Invite a list of people",
        (
            Field(
                "list",
                "The list, as a CSV file",
                "file",
                "One person on each line. Name the columns in the first line: email or id, and group if you like.",
            ),
        ),
        "Invite them",
        subject=str(cohort_id),
        note=f"Everybody on the list is invited to {cohort} and decides for themselves. "
        "If one line cannot be read, nobody is invited, and you are told which line.",
    )


def not_an_email(written: str) -> str:
    """About one line."""
    return f"{written[:60]} is not an email address."


def same_as(line: int) -> str:
    """About one line."""
    return f"the same person as on line {line}."


def no_account(who: str) -> str:
    """About one line, once the accounts have been looked up."""
    return f"{who} has no staff account here."


def too_long(most: int) -> str:
    """More lines than can be taken at once."""
    return f"The list has more than {most} people. Please import it in parts."


def problems(lines: Sequence[tuple[int, str]], most: int = MOST_LINES) -> str:
    """What is wrong, line by line; the first few of many."""
    shown = [f"Line {number}: {what}" for number, what in lines[:most]]
    rest = len(lines) - len(shown)
    return "\n".join([*shown, f"And {count(rest, 'more line', 'more lines')}."] if rest else shown)


def started(number: int) -> Message:
    """The list can be read; accounts are being looked up."""
    return Message(
        (f"Thank you. I am looking up {count(number, 'person', 'people')} and will tell you in our chat.",)
    )


def done(cohort: str, invited: int, already: int, declined: int) -> Message:
    """Everybody was found."""
    first = f"{count(invited, 'person has', 'people have')} been invited to {cohort}."
    second = f"{count(already, 'person was', 'people were')} on it already." if already else ""
    third = (
        f"{count(declined, 'person', 'people')} said no before and will not be asked again."
        if declined
        else ""
    )
    return Message(tuple(filter(None, (first, second, third))))


def failed(cohort: str, lines: Sequence[tuple[int, str]]) -> Message:
    """Some lines have no account here."""
    return Message(
        (
            f"Nobody has been invited to {cohort} yet, because of these lines:",
            problems(lines, most=100),
            "Please mend or remove them, and import the list again.",
        ),
    )


def unreachable(cohort: str) -> Message:
    """The directory did not answer for a long time."""
    return Message(
        (
            f"I could not look up your list for {cohort}, so nobody has been invited. Please import it again later.",
        )
    )


def too_late(cohort: str) -> Message:
    """The pairs were made; nobody can join any more."""
    return Message((f"{cohort} is no longer open to join, so nobody has been invited.",))
