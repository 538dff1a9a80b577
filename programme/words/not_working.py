"""When a pair does not work: what somebody can ask for in private, and what the leads are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import listed
from programme.words.message import Button, Confirm, Message

if TYPE_CHECKING:
    from collections.abc import Sequence


def not_working(
    pair_id: int, cohort_id: int, leads: Sequence[str], *, is_everybody: bool, may_change: bool
) -> Message:
    """The three ways; `leads` are those who would be told, which `is_everybody` unless one is the partner."""
    seen = "Only the programme leads will see this."
    if not is_everybody:
        seen = f"Only {listed(list(leads))} will see this."
    ways = "talk, change partner, or stop" if may_change else "talk, or stop"
    return Message(
        (f"Thank you for telling us. {seen} You do not have to give a reason. Would you like to {ways}?",),
        buttons=(
            Button("Talk to a lead", "talk_to_lead", str(pair_id)),
            *([_change(pair_id)] if may_change else []),
            _stop(cohort_id),
        ),
    )


def _stop(cohort_id: int) -> Button:
    return Button("Stop", "ask_to_leave", str(cohort_id))


def _change(pair_id: int) -> Button:
    question = "The leads are told, and nobody else. You will not be paired with the same person again."
    return Button(
        "Change partner",
        "change_partner",
        str(pair_id),
        confirm=Confirm(question, "Change partner", "Not now"),
    )


def leads_told_to_talk(leads: Sequence[str]) -> Message:
    """To the one who would like a word."""
    return Message((f"I have told {listed(list(leads))} that you would like a word. Nobody else knows.",))


def would_like_a_word(who: str, cohort: str) -> Message:
    """To the leads, in private."""
    return Message(
        (
            f"{who} in {cohort} would like a word with you. I did not ask why, and nobody else knows.",
            "Please write to them yourself in the next few days.",
        )
    )


def leads_told_to_change(leads: Sequence[str], partners: Sequence[str]) -> Message:
    """To the one who would like another partner."""
    told = "has not been told" if len(partners) == 1 else "have not been told"
    return Message(
        (
            f"I have told {listed(list(leads))} that you would like to change partner. "
            f"{listed(list(partners))} {told}. Your pair goes on until the leads end it.",
        )
    )


def would_like_to_change(who: str, partners: Sequence[str], cohort: str, pair_id: int) -> Message:
    """To the leads, in private."""
    names = listed(list(partners))
    everybody = "all 3" if len(partners) > 1 else "both"
    ends = Confirm(
        f"I will tell {everybody} that you have decided it, and not who asked.", "End this pair", "Not yet"
    )
    return Message(
        (
            f"{who} would like to change partner in {cohort}. I did not ask why. "
            f"{names} {'have' if len(partners) > 1 else 'has'} not been told.",
            f"Please speak with {who} first. If you then end the pair, {everybody} can choose what they do next.",
        ),
        buttons=(Button("End this pair", "end_pair", str(pair_id), "danger", ends),),
    )


def ended(names: Sequence[str]) -> Message:
    """To the lead who ended it."""
    return Message((f"{listed(list(names))} are not paired any more. I have told them.",))


def ended_by(who: str, names: Sequence[str]) -> Message:
    """To the other lead."""
    return Message((f"{who} has ended the pair of {listed(list(names))}. I have told them.",))


def over() -> Message:
    """A button of a pair that has ended meanwhile."""
    return Message(("This pair has ended already, so I have not changed anything.",))


def too_late_to_change() -> Message:
    """A change of partner after week 12."""
    return Message(
        ("Partners can be changed up to week 12 of a cohort, so I have not changed anything.",),
    )


def nobody_asked() -> Message:
    """A lead who would end a pair of which nobody asked for a change."""
    return Message(("Nobody of this pair has asked to change partner, so I have not changed anything.",))


def no_other_lead(cohort_id: int) -> Message:
    """Whoever leads the cohort is in the pair."""
    return Message(
        (
            "The leads of your cohort are in this pair themselves, so I have told nobody. "
            "Please speak with somebody you trust, or press Get help.",
        ),
        buttons=(_stop(cohort_id),),
    )
