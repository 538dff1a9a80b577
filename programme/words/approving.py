"""Approving a suggestion: what was made, or why nothing was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.words.dates import count, day, listed
from programme.words.made_pairs import look
from programme.words.message import Button, Message
from programme.words.names import named
from programme.words.proved import counted

if TYPE_CHECKING:
    from datetime import date

    from programme.matching.proposal import Proposed

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
    """What was approved: new pairs and trios with their first day, and the names of those who join a pair.

    `told_on` are the days on which these and their partners hear of each other.
    """

    new: tuple[Proposed, ...]
    joined: tuple[str, ...]
    first_day: date
    told_on: tuple[date, ...] = ()


def approved(name: str, cohort_id: int, made: Made) -> Message:
    """The pairs are made."""
    return _message(f"Approved: {_what(made)} in {name}.", cohort_id, made)


def approved_by(who: str, name: str, cohort_id: int, made: Made) -> Message:
    """To the other lead."""
    return _message(f"{who} has approved {_what(made)} in {name}.", cohort_id, made)


def _message(first: str, cohort_id: int, made: Made) -> Message:
    introduced = f"{first} I will introduce them on {day(made.first_day)}." if made.new else first
    return Message(tuple(filter(None, (introduced, _joined(made)))), buttons=(look(cohort_id),))


def _what(made: Made) -> str:
    if not made.new:
        return f"a third person for {count(len(made.joined), 'pair', 'pairs')}"
    return counted(made.new)


def _joined(made: Made) -> str:
    if not made.joined:
        return ""
    days = listed([day(each) for each in made.told_on])
    if len(made.joined) == 1:
        return f"{named(made.joined)} joins a pair and makes it three. I will tell all three on {days}."
    return f"{named(made.joined)} join pairs and make them three. I will tell everybody in them on {days}."


def already_approved(name: str, cohort_id: int) -> Message:
    """Pressed again, by either."""
    return Message((f"These pairs of {name} have been approved already.",), buttons=(look(cohort_id),))


def out_of_date(name: str, number: int, drift: Drift) -> Message:
    """The people are not the same any more, or what is known of them; `number` is the suggestion's."""
    said = (
        f"{NOT_APPROVED} Things have changed in {name} since these pairs were suggested.",
        f"New: {named(drift.joined)}." if drift.joined else "",
        f"No longer there: {named(drift.left)}." if drift.left else "",
        f"Other answers: {named(drift.changed)}." if drift.changed else "",
        "The rules are different, or who may be paired with whom." if drift.is_otherwise else "",
    )
    return Message(tuple(filter(None, said)), buttons=(_again(number),))


def again_first(name: str, number: int) -> Message:
    """A match in it is not to be, or there is none."""
    first = f"{NOT_APPROVED} The pairs of {name} have to be worked out again first."
    return Message((first,), buttons=(_again(number),))


def let_go(name: str, number: int) -> Message:
    """Somebody in it has left, and with their answers went what was worked out from them."""
    first = f"Somebody has left {name} since these pairs were suggested, so I have deleted the suggestion."
    return Message((first,), buttons=(_again(number),))


def _again(number: int) -> Button:
    return Button("Work them out again", "rematch", str(number), "main", opens_form=True)


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
