"""Joining: who can, what is said when somebody has, and where they stand until they have a partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from programme.words.dates import day, listed
from programme.words.message import Button, Confirm, Message

Offer = tuple[int, str, date]
"""A cohort that can be joined: its number, its name, its first day."""

_THEY_SAID_YES = Button("They said yes", "permission_given", style="main")
_CHANGE = Button("Change my answers", "open_join", opens_form=True)


def choose_cohort(offers: Sequence[Offer]) -> Message:
    """More than one cohort is open."""
    return Message(
        ("Which one would you like to join?",),
        buttons=tuple(_offer(f"{name}, from {day(starts_on)}", id_) for id_, name, starts_on in offers),
    )


def with_offers(standing: Message, offers: Sequence[Offer]) -> Message:
    """Where a person stands, and what they can join next."""
    more = tuple(_offer(f"Join {name}, from {day(starts_on)}", id_) for id_, name, starts_on in offers)
    return replace(standing, buttons=(*standing.buttons, *more))


def _offer(label: str, cohort_id: int) -> Button:
    return Button(label[:75], "open_join", str(cohort_id), opens_form=True)


def joined(
    name: str,
    cohort: str,
    starts_on: date | None,
    *,
    is_new: bool,
    has_permission: bool,
) -> Message:
    """Both screens are complete; `starts_on` is None when the first day has passed."""
    thanks = f"Thank you, {name}. " if name else "Thank you. "
    first = f"You have joined {cohort}." if is_new else f"Your answers for {cohort} have been changed."
    if not has_permission:
        then = "We can match you once your line manager or supervisor says yes. Please tell me when they do."
    elif starts_on is None:
        then = "We will introduce your partner as soon as the leads have made the pairs."
    else:
        then = f"It starts on {day(starts_on)}. We will introduce your partner then."
    return Message(
        (f"{thanks}{first}", then),
        buttons=() if has_permission else (_THEY_SAID_YES,),
    )


def with_notes(message: Message, notes: Sequence[str]) -> Message:
    """The same with what somebody should know besides."""
    return replace(message, paragraphs=(*message.paragraphs, *notes))


def leaves_early(weeks: int, *, has_started: bool) -> str:
    """A post that ends too soon for a partner."""
    after = "from now" if has_started else "after the start"
    return (
        f"Your post ends less than {weeks} weeks {after}, so we may not find you a partner. "
        "If you will stay longer, please change your answers."
    )


def saved_for_later(cohort_id: int) -> Message:
    """The first screen is kept, the second has not been sent."""
    return Message(
        ("Your first screen is saved. One more screen and you are done.",),
        buttons=(Button("Finish my form", "open_join", str(cohort_id), "main", opens_form=True),),
    )


def nothing_open() -> Message:
    """Nobody can join at the moment."""
    return Message(
        (
            "Paired Learning is not open to join at the moment. Please ask the programme leads when it opens next.",
        ),
    )


def full(cohort: str) -> Message:
    """Every place is taken."""
    return Message(
        (f"{cohort} is full. Please ask the programme leads to keep you in mind for the next one.",)
    )


def closed(cohort: str) -> Message:
    """Matched or closed."""
    return Message(
        (f"{cohort} is no longer open to join. Please ask the programme leads about the next one.",)
    )


def answers_fixed(cohort: str) -> Message:
    """Somebody who has joined wants to change their answers after the pairs were made."""
    return Message(
        (
            f"The pairs of {cohort} have been made, so your answers can no longer be changed here. "
            "If something important is different now, please tell your programme leads.",
        )
    )


def not_for_guests() -> Message:
    """A guest of the workspace."""
    return Message(
        (
            "Paired Learning is for staff of this hospital. Guest accounts cannot join. Please ask for a staff account.",
        ),
    )


def not_for_bots() -> Message:
    """An account of a machine."""
    return Message(("Paired Learning is for people, so a bot account cannot join.",))


def where_i_stand(cohort: str, starts_on: date, group: str, permission: bool) -> Message:
    """Joined and waiting to be matched."""
    facts = (
        ("You join as", "Resident doctor" if group == "doctor" else "Manager"),
        ("Starts", day(starts_on)),
        ("Permission", "Yes" if permission else "Not yet"),
    )
    if permission:
        first = f"You have joined {cohort}. You have nothing to do until we introduce your partner."
        return Message((first,), facts=facts, buttons=(_CHANGE,))
    first = f"You have joined {cohort}. We can match you once your line manager or supervisor says yes."
    return Message((first,), facts=facts, buttons=(_THEY_SAID_YES, _CHANGE))


def my_pair(pair_id: int, partners: Sequence[tuple[str, str]], cohort: str, next_step: str) -> Message:
    """Paired; `partners` are one, or two, each with their role."""
    if len(partners) == 1:
        who = "Your partner is {}, {}".format(*partners[0])
    else:
        who = f"Your partners are {listed([f'{name} ({role})' for name, role in partners])}"
    return Message(
        (f"{who}.",),
        facts=(("Cohort", cohort), ("Next", next_step)),
        buttons=(
            Button("Write a reflection", "open_reflection", opens_form=True),
            Button("This is not working", "not_working", str(pair_id)),
        ),
    )


def partner_soon(cohort: str, starts_on: date) -> Message:
    """Approved, before the first day."""
    return Message((f"{cohort} starts on {day(starts_on)}. We will write to you then.",))


def invited(cohort: str, cohort_id: int, starts_on: date, leads: Sequence[str]) -> Message:
    """A lead has put this person on the list."""
    led = f"{listed(list(leads))} lead it. " if leads else ""
    return Message(
        (
            f"You are invited to Paired Learning: {cohort}, from {day(starts_on)}.",
            "We match 1 resident doctor with 1 manager for 6 months. You talk, shadow each other and improve one thing.",
            f"{led}It takes about 3 hours a month, and you decide whether to take part.",
        ),
        buttons=(
            Button("Sign me up", "open_join", str(cohort_id), "main", opens_form=True),
            Button(
                "Not this time",
                "decline",
                str(cohort_id),
                confirm=Confirm(
                    "You will not be matched, and any answers you gave are deleted.", "Not this time", "Stay"
                ),
            ),
        ),
    )


def declined() -> Message:
    """Thank you anyway."""
    return Message(("Thank you for telling us. If you change your mind, type /pairme.",))


def taken_off(cohort: str) -> Message:
    """Declined after some or all of the form."""
    return Message(
        (
            f"Thank you for telling us. Your answers for {cohort} have been deleted. If you change your mind, type /pairme.",
        )
    )


def too_late_to_decline(cohort: str) -> Message:
    """Declined on the old invitation after the pairs were made."""
    return Message(
        (f"The pairs of {cohort} have been made. If you need to stop, please type /pairme leave.",)
    )


def permission_kept() -> Message:
    """They said yes."""
    return Message(("Thank you. We can now match you.",))


def permission_late(cohort: str) -> Message:
    """They said yes after the pairs were made."""
    return Message(
        (f"Thank you, this is saved. {cohort} has been matched, and you are on its waiting list.",)
    )
