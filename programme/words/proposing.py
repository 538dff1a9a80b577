"""Pairs as they are suggested to the two leads, and what became of a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.words.dates import count
from programme.words.made_pairs import look
from programme.words.message import Button, Message
from programme.words.names import named
from programme.words.proved import headline, proved
from programme.words.review_pages import TITLE, approval, subject, to_page

if TYPE_CHECKING:
    from programme.review import Review


@dataclass(frozen=True)
class Noted:
    """What else leads have to know of a suggestion, in names.

    Whose account is switched off, whose could not be looked up, and which matches the rules no longer allow, whichever rule it is;
    and that the usual rules stood in for the cohort's own.
    """

    gone: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    are_usual: bool = False


def asked(doctors: int, managers: int, kept: int = 0) -> Message:
    """It has been asked for, and takes a moment; so many matches are kept together."""
    sides = f"{count(doctors, 'doctor', 'doctors')} and {count(managers, 'manager', 'managers')}"
    first = f"I am working out pairs for {sides}."
    return Message((f"{first} {_stay(kept)}I will send them to both leads here.",))


def _stay(kept: int) -> str:
    return {0: "", 1: "1 match stays as it is. "}.get(kept, f"{kept} matches stay as they are. ")


def asked_already() -> Message:
    """One is being worked out."""
    return Message(("I am working out pairs already. I will send them to both leads here.",))


def asked_again(kept: int) -> Message:
    """Asked for from the review; so many matches are kept together."""
    first = f"I am working out the rest again. {_stay(kept)}"
    return Message((f"{first}I will send the pairs to both leads in our chat.",))


def asked_what_if(doctors: int, managers: int) -> Message:
    """A question that takes a moment."""
    sides = f"{count(doctors, 'doctor', 'doctors')} and {count(managers, 'manager', 'managers')}"
    return Message((f"I am working out what would match more of {sides}. I will tell you here.",))


def what_if_already() -> Message:
    """The same question waits, and only whoever asked first is answered."""
    return Message(
        ("I am working this out already for a lead of this cohort. Please ask again in a minute.",)
    )


def progress(name: str, people: int, stage: str) -> Message:
    """How far it has come, for many people; it is changed in place."""
    return Message((f"{name}: I am working out pairs for {people} people. Now I am {stage}.",))


def progress_over(name: str) -> Message:
    """What the same becomes in the end."""
    return Message((f"{name}: the pairs are worked out. Please see below.",))


def proposal(review: Review, noted: Noted, changed: str = "") -> Message:
    """To both leads; `changed` says how it differs from the suggestion before it."""
    look = sum(map(review.needs_a_look, range(len(review.result.proposed))))
    paragraphs = (
        f"{headline(review)} Nobody else has been told.",
        proved(review),
        *_noted(noted),
        changed,
        f"{count(look, 'match needs', 'matches need')} a look first." if look else "",
        "Please look for anything I cannot know, such as a complaint or a move."
        if review.result.proposed
        else "",
    )
    return Message(tuple(filter(None, paragraphs)), title=TITLE, buttons=_buttons(review))


def _buttons(review: Review) -> tuple[Button, ...]:
    """To the first page of matches, or of those who have none."""
    if not review.result.proposed:
        return (Button("See why", "review_alone", subject(review.id, 1), opens_form=True),)
    pages = to_page(review, 1)
    return (pages, approval(review)) if review.may_be_approved else (pages,)


def _noted(noted: Noted) -> list[str]:
    said = []
    if noted.gone:
        said.append(f"Left out, because their account is switched off: {named(noted.gone)}.")
    if noted.unchecked:
        said.append(f"I could not check whether these accounts are still in use: {named(noted.unchecked)}.")
    if noted.dropped:
        said.append(f"Not kept together, because the rules no longer allow it: {named(noted.dropped)}.")
    if noted.are_usual:
        said.append("I could not read the rules of this cohort, so I used the usual ones. See /cohort rules.")
    return said


def changed_by_hand(who: str, review: Review) -> Message:
    """To the other lead, when one has swapped people."""
    first = f"{who} has swapped people in the suggested pairs of {review.cohort}. Nobody else has been told."
    return Message((first, headline(review)), title=TITLE, buttons=_buttons(review))


def replaced(name: str, newest: int) -> Message:
    """What a letter becomes when there is a newer suggestion, so that nobody approves the older one."""
    return Message(
        (f"There are newer suggested pairs for {name}.",),
        buttons=(Button("Look at the newest", "review_page", subject(newest, 1), opens_form=True),),
    )


def nobody_to_match(name: str) -> Message:
    """No complete sign-up on one side or both."""
    return Message(
        (
            f"There is nobody to match in {name} yet. It needs at least 1 doctor and 1 manager who have finished the form.",
        )
    )


def nobody_waits(name: str, cohort_id: int) -> Message:
    """Everybody has a partner or wants none."""
    first = f"Nobody in {name} is waiting for a partner, so I have not worked out any pairs."
    return Message((first,), buttons=(look(cohort_id),))


def too_late(name: str) -> Message:
    """So long after the start that a new pair would have too little time together."""
    return Message((f"{name} began too long ago for new pairs. People can join the next cohort.",))


def not_worked_out(name: str) -> Message:
    """It failed several times."""
    return Message(
        (
            f"I could not work out pairs for {name}, and I have stopped trying. Nothing has changed. "
            "Please type /cohort match again, or tell whoever runs PairMe here.",
        )
    )
