"""When a pair does not work: what somebody can ask for in private, and what the leads are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.deadlines import ASKING
from programme.words.dates import listed
from programme.words.message import Button, Confirm, Message

if TYPE_CHECKING:
    from collections.abc import Sequence

_WEEKS = ASKING.days // 7


def not_working(
    pair_id: int,
    cohort_id: int,
    leads: Sequence[str],
    *,
    is_everybody: bool,
    may_change: bool,
    has_asked: bool = False,
) -> Message:
    """The three ways; `leads` are those who would be told, which `is_everybody` unless one is the partner.

    Whoever `has_asked` for another partner can take that back.
    """
    seen = "Only the programme leads will see this."
    if not is_everybody:
        seen = f"Only {listed(list(leads))} will see this."
    ways = "talk, change partner, or stop" if may_change else "talk, or stop"
    asked = ("You have asked to change partner. You can take that back until the pair has ended.",)
    change = (*((_change(pair_id),) if may_change else ()), *((_take_back(pair_id),) if has_asked else ()))
    return Message(
        (
            f"Thank you for telling us. {seen} You do not have to give a reason. Would you like to {ways}?",
            *(asked if has_asked else ()),
        ),
        buttons=(Button("Talk to a lead", "talk_to_lead", str(pair_id)), *change, _stop(cohort_id)),
    )


def _stop(cohort_id: int) -> Button:
    return Button("Stop", "ask_to_leave", str(cohort_id))


def _change(pair_id: int) -> Button:
    question = (
        "The leads are told, and nobody else. For 24 months I will not pair you with the same person again, "
        "unless one of you comes with another account."
    )
    return Button(
        "Change partner",
        "change_partner",
        str(pair_id),
        confirm=Confirm(question, "Change partner", "Not now"),
    )


def _take_back(pair_id: int) -> Button:
    return Button("I have changed my mind", "changed_mind", str(pair_id))


def leads_told_to_talk(leads: Sequence[str]) -> Message:
    """To the one who would like a word."""
    return Message((f"I am telling {listed(list(leads))} that you would like a word, and nobody else.",))


def would_like_a_word(who: str, cohort: str, others: Sequence[str]) -> Message:
    """To a lead, in private; `others` are the leads who are told too."""
    told = (
        f"I am telling {listed(list(others))} too, and nobody else."
        if others
        else "I am telling nobody else."
    )
    return Message(
        (
            f"{who} in {cohort} would like a word with you. I did not ask why. {told}",
            "Please write to them yourself in the next few days.",
        )
    )


def leads_told_to_change(leads: Sequence[str], partners: Sequence[str], pair_id: int) -> Message:
    """To the one who would like another partner."""
    are_not = "is not" if len(partners) == 1 else "are not"
    return Message(
        (
            f"I am telling {listed(list(leads))} that you would like to change partner. "
            f"{listed(list(partners))} {are_not} told. Your pair goes on until the leads end it.",
        ),
        buttons=(_take_back(pair_id),),
    )


def taken_back(leads: Sequence[str]) -> Message:
    """To the one who would have liked another partner."""
    return Message(
        (f"I am telling {listed(list(leads))} that you no longer ask to change partner. Your pair goes on.",)
    )


def would_like_to_stay(who: str, cohort: str) -> Message:
    """To the leads, in private, after somebody has asked to change partner."""
    return Message((f"{who} no longer asks to change partner in {cohort}. You need not do anything.",))


def not_asked() -> Message:
    """A change of mind by somebody who has not asked for anything, or has taken it back."""
    return Message(("You are not asking to change partner, so I have not changed anything.",))


def would_like_to_change(
    who: str, partners: Sequence[str], cohort: str, pair_id: int, wish_id: int, *, may_move: bool = False
) -> Message:
    """To the leads, in private; `may_move` when the two who would stay of three are a doctor and a manager."""
    names = listed(list(partners))
    everybody = "all 3" if len(partners) > 1 else "both"
    ends = Confirm(
        f"I will tell {everybody} that you have decided it, and not who asked.", "End this pair", "Not yet"
    )
    move = f"You can also move {who} only: then {names} carry on as a pair."
    return Message(
        (
            f"{who} would like to change partner in {cohort}. I did not ask why. "
            f"{names} {'have' if len(partners) > 1 else 'has'} not been told.",
            f"Please speak with {who} first. If you then end the pair, which you can for {_WEEKS} weeks, "
            f"{everybody} can choose what they do next.",
            *([move] if may_move else []),
        ),
        buttons=(
            *([_move(who, names, f"{pair_id}:{wish_id}")] if may_move else []),
            Button("End this pair", "end_pair", str(pair_id), "danger", ends),
        ),
    )


def _move(who: str, names: str, subject: str) -> Button:
    label = f"Move {who} only"[:75]
    question = (
        f"{names} carry on as a pair, and {who} waits for a new partner. "
        "I will tell all 3 that you have decided it, and nothing else."
    )
    return Button(label, "move_one", subject, confirm=Confirm(question, "Move one", "Not yet"))


def moved(who: str, staying: Sequence[str]) -> Message:
    """To the lead who moved them."""
    return Message(
        (
            f"{who} waits for a partner again, and {listed(list(staying))} carry on as a pair. I am telling all 3.",
            "To suggest a partner, type /cohort match.",
        )
    )


def moved_by(lead: str, who: str, staying: Sequence[str]) -> Message:
    """To the other lead."""
    return Message(
        (
            f"{lead} has moved {who} out of a group of 3: {listed(list(staying))} carry on as a pair. "
            "I am telling all 3.",
        )
    )


def cannot_move() -> Message:
    """The two who would stay are no doctor and manager any more, or they are two already."""
    return Message(
        (
            "The others could not carry on as a doctor and a manager, so I have not changed anything. "
            "You can still end the pair.",
        )
    )


def ended(names: Sequence[str]) -> Message:
    """To the lead who ended it."""
    return Message((f"{listed(list(names))} are not paired any more. I am telling them.",))


def ended_by(who: str, names: Sequence[str]) -> Message:
    """To the other lead."""
    return Message((f"{who} has ended the pair of {listed(list(names))}. I am telling them.",))


def over() -> Message:
    """A button of a pair that has ended meanwhile."""
    return Message(("This pair has ended already, so I have not changed anything.",))


def too_late_to_change() -> Message:
    """A change of partner after week 12."""
    return Message(
        ("Partners can be changed up to week 12 of a cohort, so I have not changed anything.",),
    )


def nobody_asks() -> Message:
    """A lead who would end a pair of which nobody asks for a change, or asked for it long ago."""
    return Message(
        (
            "Nobody who is in this pair has asked to change partner in the last "
            f"{_WEEKS} weeks, or they have taken it back, so I have not changed anything.",
        )
    )


def no_other_lead(cohort_id: int) -> Message:
    """Whoever leads the cohort is in the pair."""
    return Message(
        (
            "The leads of your cohort are in this pair themselves, so I have told nobody. "
            "Please speak with somebody you trust, or press Get help.",
        ),
        buttons=(_stop(cohort_id),),
    )
