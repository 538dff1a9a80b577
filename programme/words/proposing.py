"""Pairs as they are suggested to the leads, and what became of a suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import count
from programme.words.message import Button, Confirm, Message

if TYPE_CHECKING:
    from collections.abc import Sequence


def proposal(
    name: str,
    proposal_id: int,
    pairs: Sequence[tuple[str, str, int, tuple[str, ...]]],
    unmatched: Sequence[tuple[str, str]],
) -> Message:
    """The suggested pairs: doctor, manager, score, reasons; then who is left and why."""
    lines = "\n".join(
        f"{number}. {doctor} and {manager} ({score} of 100): {_quoted(reasons)}"
        for number, (doctor, manager, score, reasons) in enumerate(pairs, 1)
    )
    left = "\n".join(f"{who}: {reason}." for who, reason in unmatched)
    paragraphs = (
        f"{name}: {count(len(pairs), 'suggested pair', 'suggested pairs')}. Nobody else has been told.",
        "Please look for anything I cannot know, such as a complaint or a move." if pairs else "",
        "Each pair will read these reasons:" if pairs else "",
        lines,
        "Without a partner for now:" if left else "",
        left,
    )
    return Message(
        tuple(filter(None, paragraphs)),
        title="Suggested pairs",
        buttons=(_approve(proposal_id, len(pairs)),) if pairs else (),
    )


def _quoted(reasons: Sequence[str]) -> str:
    """What the pair will read, as sentences of their own."""
    return "“" + " ".join(f"{reason[:1].upper()}{reason[1:]}." for reason in reasons) + "”"


def _approve(proposal_id: int, pairs: int) -> Button:
    question = f"Pair these {2 * pairs} people? They hear of it on the first day."
    return Button(
        "Approve these pairs",
        "approve_match",
        str(proposal_id),
        "main",
        Confirm(question, "Approve", "Not yet"),
    )


def sent(pairs: int) -> Message:
    """The proposal is in the lead's chat."""
    if not pairs:
        return Message(("I could not find a pair yet. I have sent you the reasons in our chat.",))
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


def people_changed(name: str) -> Message:
    """Somebody joined, left or changed an answer since."""
    return Message(
        (
            f"The people in {name} have changed since then, so nothing was approved. Please type /cohort match again.",
        )
    )


def newer_one(name: str) -> Message:
    """Pairs were suggested again since, to this lead or to the other."""
    return Message(
        (
            f"There are newer suggested pairs for {name}, so nothing was approved. Please type /cohort match again.",
        )
    )
