"""Waiting for a partner: after the pairs were made, in which order, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import count, day
from programme.words.message import Button, Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.words.joining import Offer

_GROUPS = {"doctor": "resident doctors", "manager": "managers"}
_WORKSHOPS = "You are invited to the workshops."
_ONCE_PERMITTED = "We can match you once your line manager or supervisor says yes."
_SUGGEST = "Type /cohort match to suggest partners."
_THEY_SAID_YES = Button("They said yes", "permission_given", style="main")


def place(number: int, group: str) -> str:
    """Which one in the order; empty for somebody who is not in it."""
    return f"You are number {number} of the {_GROUPS[group]} who wait." if number else ""


def joined_late(name: str, cohort: str, *, is_new: bool, has_permission: bool) -> Message:
    """Both screens are complete, and the pairs were made before."""
    thanks = f"Thank you, {name}." if name else "Thank you."
    if not is_new:
        first = f"Your answers for {cohort} have been changed."
    else:
        first = (
            f"You have joined {cohort}. Its pairs have been made, so I keep your place on the waiting list."
        )
    if has_permission:
        then = "The leads will look for a partner for you, and I will write to you when you have one."
        return Message((f"{thanks} {first}", f"{then} {_WORKSHOPS}"))
    then = f"{_ONCE_PERMITTED} Please tell me when they do."
    return Message((f"{thanks} {first}", then), buttons=(_THEY_SAID_YES,))


def partner_first(cohort: str) -> str:
    """Somebody joins who has a partner in another cohort."""
    return (
        f"You have a partner in {cohort}. Nobody has two at once, so you wait here until that pair has ended."
    )


def closed(cohort: str, next_ones: Sequence[Offer]) -> Message:
    """Too late to join; `next_ones` are open."""
    first = f"{cohort} is no longer open to join, but you are welcome at its workshops."
    if not next_ones:
        return Message((f"{first} Please ask the programme leads about the next one.",))
    _, name, starts_on = next_ones[0]
    return Message(
        (f"{first} The next one is {name}, from {day(starts_on)}.",),
        buttons=tuple(
            Button(f"Join {each}"[:75], "open_join", str(number), opens_form=True)
            for number, each, _ in next_ones
        ),
    )


def on_the_list(
    cohort: str, cohort_id: int, waits: str, *, has_permission: bool, may_change: bool
) -> Message:
    """Matching is done and this person has nobody; `waits` says which place they have."""
    change = Button("Change my answers", "open_join", str(cohort_id), opens_form=True)
    buttons = (*(() if has_permission else (_THEY_SAID_YES,)), *((change,) if may_change else ()))
    if not has_permission:
        then = _ONCE_PERMITTED
    else:
        then = " ".join(filter(None, (waits, "The leads will look for a partner for you.")))
    return Message((f"You are on the waiting list of {cohort}. {then}", _WORKSHOPS), buttons=buttons)


def still_waiting(cohort: str, waits: str, *, has_permission: bool) -> Message:
    """Told once, on the first day, to those left without a partner."""
    first = f"{cohort} starts now, and we could not find you a partner yet."
    if not has_permission:
        return Message((f"{first} {_ONCE_PERMITTED}", _WORKSHOPS), buttons=(_THEY_SAID_YES,))
    then = " ".join(filter(None, (waits, "We will tell you if we find one.", _WORKSHOPS)))
    return Message((f"{first} This is not about you.", then))


def pair_elsewhere(cohort: str, other: str) -> Message:
    """The same to somebody who has a partner in another cohort."""
    return Message(
        (
            f"{cohort} starts now. {partner_first(other)}",
            _WORKSHOPS,
        )
    )


def new_people(cohort: str, number: int) -> Message:
    """To the leads, at most once a day."""
    have = "person has" if number == 1 else "people have"
    return Message((f"{number} {have} joined {cohort} since the pairs were made. {_SUGGEST}",))


def permission_came(who: str, cohort: str) -> Message:
    """To the leads, of somebody who had joined before."""
    return Message((f"{who} now has permission, and waits for a partner in {cohort}. {_SUGGEST}",))


def joined_before(cohort: str) -> Message:
    """Somebody joins a second time, with another account of theirs."""
    return Message(
        (
            f"Somebody with your work email has joined {cohort} from another account. "
            "If that was you, carry on there. If it was not, please tell your programme leads.",
        )
    )


def not_matched_yet(cohort: str, *, has_permission: bool) -> Message:
    """The first day has come before the pairs were made; to everybody who has joined."""
    first = f"{cohort} starts now, and its pairs have not been made yet."
    if not has_permission:
        return Message((f"{first} {_ONCE_PERMITTED}",), buttons=(_THEY_SAID_YES,))
    return Message((f"{first} You have nothing to do. I will write to you when you have a partner.",))


def please_match(cohort: str, doctors: int, managers: int) -> Message:
    """The same, to the leads."""
    sides = f"{count(doctors, 'doctor', 'doctors')} and {count(managers, 'manager', 'managers')}"
    return Message(
        (f"{cohort} starts now, and its pairs have not been made yet. {sides} can be matched. {_SUGGEST}",)
    )
