"""Leaving: what is asked first, what the partner and the leads are told, and what somebody without a partner chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import listed
from programme.words.message import Button, Message

if TYPE_CHECKING:
    from collections.abc import Sequence

NEW_PARTNER, ANOTHER_PAIR, WORKSHOPS = "new_partner", "another_pair", "workshops"
_LABELS = {
    ANOTHER_PAIR: "Join another pair",
    NEW_PARTNER: "New partner",
    WORKSHOPS: "Workshops only",
}
_CHOSEN = {
    ANOTHER_PAIR: "You would like to join another pair.",
    NEW_PARTNER: "You would like to wait for a new partner.",
    WORKSHOPS: "You carry on with the workshops.",
}
_DECIDED = "The programme leads have decided this, and nobody is at fault."
_NOT_ABOUT_YOU = "This is not about you."
_THREE_WAYS = "You can join another pair, wait for a new partner, or carry on with the workshops."
_WHICH_IS_WHICH = (
    "In another pair you would be three. A new partner is one person, for whom you may have to wait a little."
)
_TO_WORKSHOPS = "You are welcome to carry on with the workshops."
_SUGGEST = "Type /cohort match to suggest partners."


def choices() -> tuple[str, ...]:
    """What somebody without a partner can choose."""
    return tuple(_LABELS)


def which(places: Sequence[tuple[int, str]]) -> Message:
    """Somebody takes part in more than one cohort."""
    return Message(
        ("Which one would you like to leave? I ask you once more before anything changes.",),
        buttons=tuple(Button(f"Leave {name}"[:75], "ask_to_leave", str(number)) for number, name in places),
    )


def ask(cohort: str, cohort_id: int, partners: Sequence[str], *, deletes_answers: bool = False) -> Message:
    """What happens, before it does; `partners` are those whom they have been introduced to."""
    if len(partners) > 1:
        then = f"{listed(list(partners))} will be told that you had to stop, and not why."
    elif partners:
        then = "Your partner will be told that you had to stop, and not why."
    else:
        then = "You will not be paired with anybody." + (
            " Your answers are deleted." if deletes_answers else ""
        )
    return Message(
        (f"Would you like to leave {cohort}? {then} What you have written stays yours.",),
        buttons=(Button(f"Leave {cohort}"[:75], "leave", str(cohort_id), "danger"),),
    )


def left(cohort: str) -> Message:
    """It is done."""
    return Message(
        (
            f"You have left {cohort}. Thank you for taking part. What you have written stays yours.",
            "If you change your mind, type /pairme.",
        )
    )


def nothing_to_leave() -> Message:
    """Not in a cohort, or it is over."""
    return Message(("You are not in a cohort at the moment, so there is nothing to leave.",))


def partner_left(partner: str, pair_id: int, *, other: str = "", may_choose: bool) -> Message:
    """To whoever stays; `other` stays too, and is of the same group, so that the two cannot be a pair."""
    first = f"{partner} has had to stop. {_NOT_ABOUT_YOU} {_THREE_WAYS if may_choose else _TO_WORKSHOPS}"
    alike = (
        (f"You and {other} are of one group, so the 2 of you cannot carry on as a pair.",) if other else ()
    )
    return _with_ways((first, *alike), pair_id, may_choose=may_choose)


def two_carry_on(partner: str, other: str) -> Message:
    """To each of the two who stay of three."""
    return Message((f"{partner} has had to stop. {_NOT_ABOUT_YOU} You and {other} carry on as a pair.",))


def pair_ended(partners: Sequence[str], pair_id: int, leads: Sequence[str], *, may_choose: bool) -> Message:
    """To everybody of a pair that the leads ended, in the same words, whoever asked for it.

    `leads` are those to whom all of them can write.
    """
    over = f"{listed(['You', *partners])} are not paired any more. {_DECIDED}"
    said = (f"{over} {_THREE_WAYS if may_choose else _TO_WORKSHOPS}", *_talk(leads))
    return _with_ways(said, pair_id, may_choose=may_choose)


def moved_on(partners: Sequence[str], cohort: str, leads: Sequence[str], *, may_wait: bool) -> Message:
    """To one of three whom the leads took out of it; `partners` carry on."""
    over = f"{listed(['You', *partners])} are not a group of 3 any more. {_DECIDED}"
    then = f"You are on the waiting list of {cohort} for a new partner." if may_wait else _TO_WORKSHOPS
    return Message((f"{over} {then}", *_talk(leads)))


def one_moved_on(who: str, other: str, leads: Sequence[str]) -> Message:
    """To each of the two who stay."""
    over = f"{who} is not in your group of 3 any more. {_DECIDED}"
    return Message((f"{over} You and {other} carry on as a pair.", *_talk(leads)))


def chosen(choice: str, pair_id: int) -> Message:
    """One of the three; the other two are still there."""
    then = "I am telling the leads. You can change this until you have a new partner."
    return Message((f"Thank you. {_CHOSEN[choice]} {then}",), buttons=_ways(pair_id, but=choice))


def alone(cohort: str, cohort_id: int, choice: str, pair_id: int, waits: str, *, may_choose: bool) -> Message:
    """Where somebody stands whose pair has ended; `waits` says which place they have on the waiting list."""
    first = f"You have no partner in {cohort} at the moment."
    if not may_choose:
        return Message((f"{first} {_TO_WORKSHOPS}",))
    change = Button("Change my answers", "open_join", str(cohort_id), opens_form=True)
    buttons = (*_ways(pair_id, but=choice), change)
    if choice == WORKSHOPS:
        return Message((f"{first} {_TO_WORKSHOPS}",), buttons=buttons)
    said = (f"{first} {_CHOSEN.get(choice, _THREE_WAYS)}", "" if choice else _WHICH_IS_WHICH, waits)
    return Message(tuple(filter(None, said)), buttons=buttons)


def has_new_partner() -> Message:
    """A choice that was made after a new pair was."""
    return Message(("You have a partner again, so I have not changed anything.",))


def too_late_to_choose() -> Message:
    """A choice that was made after week 12."""
    return Message(
        (
            "New partners are found up to week 12 of a cohort, so I have not changed anything. "
            "You are welcome at the workshops.",
        )
    )


def has_left(who: str, cohort: str, partners: Sequence[str], *, were_told: bool, carry_on: bool) -> Message:
    """To the leads; `partners` are those who stay."""
    first = f"{who} has left {cohort}. I did not ask why."
    if not partners:
        return Message((first,))
    names = listed(list(partners))
    if carry_on:
        return Message((first, f"{names} carry on as a pair." + (" I am telling them." if were_told else "")))
    if were_told:
        return Message((first, f"I am telling {names}, and will let you know what they would like."))
    waits = "waits" if len(partners) == 1 else "wait"
    return Message((first, f"{names} had not been told of a partner yet, and {waits} again. {_SUGGEST}"))


def would_like(who: str, cohort: str, choice: str) -> Message:
    """To the leads, once; it is changed in place when somebody changes their mind."""
    wish = {
        ANOTHER_PAIR: f"{who} would like to join another pair in {cohort}. {_SUGGEST}",
        NEW_PARTNER: f"{who} would like a new partner in {cohort}. {_SUGGEST}",
        WORKSHOPS: f"{who} has no partner in {cohort} any more and comes to the workshops only.",
    }
    return Message((wish[choice],))


def _talk(leads: Sequence[str]) -> tuple[str, ...]:
    return (f"If you would like to talk, write to {' or '.join(leads)}.",) if leads else ()


def _with_ways(said: tuple[str, ...], pair_id: int, *, may_choose: bool) -> Message:
    if not may_choose:
        return Message(said)
    return Message((*said, _WHICH_IS_WHICH), buttons=_ways(pair_id))


def _ways(pair_id: int, *, but: str = "") -> tuple[Button, ...]:
    return tuple(
        Button(label, "choose_what_next", f"{pair_id}:{choice}")
        for choice, label in _LABELS.items()
        if choice != but
    )
