"""Approving a suggestion: what was made, or why nothing was, and what a third of a running pair is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.words.dates import count, day, listed
from programme.words.message import Button, Message
from programme.words.names import named
from programme.words.proved import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from programme.matching.proposal import Proposed
    from programme.review import Review

NOT_APPROVED = "Nothing was approved."


@dataclass(frozen=True)
class Drift:
    """What is different from when a suggestion was worked out: names, and whether it is something besides people."""

    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    is_otherwise: bool = False

    def __bool__(self) -> bool:
        return bool(self.joined or self.left or self.changed or self.is_otherwise)


@dataclass(frozen=True)
class Made:
    """What was approved: new pairs and trios with their first day, and the names of those who join a pair."""

    new: tuple[Proposed, ...]
    joined: tuple[str, ...]
    first_day: date


def approved(name: str, made: Made) -> Message:
    """The pairs are made."""
    return _message(f"Approved: {_what(made)} in {name}.", made)


def approved_by(who: str, name: str, made: Made) -> Message:
    """To the other lead."""
    return _message(f"{who} has approved {_what(made)} in {name}.", made)


def _message(first: str, made: Made) -> Message:
    introduced = f"{first} I will introduce them on {day(made.first_day)}." if made.new else first
    return Message(tuple(filter(None, (introduced, _joined(made)))))


def _what(made: Made) -> str:
    if not made.new:
        return f"a third person for {count(len(made.joined), 'pair', 'pairs')}"
    return counted(made.new)


def _joined(made: Made) -> str:
    if not made.joined:
        return ""
    joins = "joins a pair and makes it" if len(made.joined) == 1 else "join pairs and make them"
    return f"{named(made.joined)} {joins} three. All of them are told at the next hour for such messages."


def already_approved(name: str) -> Message:
    """Pressed again, by either."""
    return Message((f"These pairs of {name} have been approved already.",))


def out_of_date(review: Review, drift: Drift) -> Message:
    """The people are not the same any more, or what is known of them."""
    said = (
        f"{NOT_APPROVED} Things have changed in {review.cohort} since these pairs were suggested.",
        f"New: {named(drift.joined)}." if drift.joined else "",
        f"No longer there: {named(drift.left)}." if drift.left else "",
        f"Other answers: {named(drift.changed)}." if drift.changed else "",
        "The rules are different, or who may be paired with whom." if drift.is_otherwise else "",
    )
    return Message(tuple(filter(None, said)), buttons=(_again(review),))


def again_first(review: Review) -> Message:
    """A match in it is not to be, or there is none."""
    first = f"{NOT_APPROVED} The pairs of {review.cohort} have to be worked out again first."
    return Message((first,), buttons=(_again(review),))


def _again(review: Review) -> Button:
    return Button("Work them out again", "rematch", str(review.id), "main", opens_form=True)


def newer_one(name: str, newest: int) -> Message:
    """Pairs were suggested again since, to this lead or to the other, or people were swapped."""
    return Message(
        (f"{NOT_APPROVED} There are newer suggested pairs for {name}.",),
        buttons=(Button("Look at the newest", "open_review", str(newest), opens_form=True),),
    )


def too_old(name: str) -> Message:
    """They were suggested by an earlier version of the program, which kept less of them."""
    return Message(
        (f"These pairs of {name} were suggested before PairMe was renewed. Please type /cohort match again.",)
    )


def third_joins(name: str, role: str) -> Message:
    """To the two of a running pair."""
    who = f"{name}, {role}," if role else name
    return Message(
        (f"{who} joins you from now on, so you are three.", "Please say hello and agree a date together.")
    )


def you_join(names: Sequence[str], cohort: str) -> Message:
    """To somebody who becomes the third of a running pair."""
    first = f"We have found you partners in {cohort}: {listed(list(names))}."
    then = "They have begun already, and know that you come. Please agree a date for the three of you."
    return Message((first, then))
