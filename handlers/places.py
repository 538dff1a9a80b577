"""The place that somebody has in a cohort, or could take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from programme import email_address
from programme.deadlines import may_have_new_partner, may_join
from programme.words import joining, waiting
from storage import cohorts, pairs, people, sign_ups
from storage.cohorts import OPEN
from storage.pairs import ENDED, RUNNING

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.pairs import Pair
    from storage.sign_ups import SignUp


def mine_in(turn: Turn, cohort: Cohort) -> SignUp | None:
    """My place in this cohort."""
    return sign_ups.of(turn.session, turn.workspace, cohort.id, turn.me.id)


def newest(turn: Turn) -> tuple[SignUp | None, Cohort | None]:
    """My newest place that I have begun to take and not left, with its cohort."""
    begun = sign_ups.begun(turn.session, turn.workspace, turn.me.id)
    return next(((place, cohort) for place, cohort in begun if place.left_at is None), (None, None))


def can_be_joined(turn: Turn, cohort: Cohort) -> bool:
    """Whether it is open, or has its pairs and has not gone on for too long."""
    return cohort.state == OPEN or may_join(cohort.starts_on, turn.today)


def open_to_me(turn: Turn) -> list[Cohort]:
    """The cohorts that I could join and in which I have no place."""
    begun = sign_ups.begun(turn.session, turn.workspace, turn.me.id)
    mine = {cohort.id for place, cohort in begun if place.left_at is None}
    every = cohorts.of_workspace(turn.session, turn.workspace)
    return [each for each in every if each.id not in mine and can_be_joined(turn, each)]


def is_busy(turn: Turn) -> bool:
    """Whether I wait in an open cohort or am in a running pair, so that another one would be too much."""
    _, cohort = newest(turn)
    return (cohort is not None and cohort.state == OPEN) or pair_of_mine(turn) is not None


def pair_of_mine(turn: Turn) -> Pair | None:
    """The pair that runs, in whichever cohort."""
    mine = pairs.of_person(turn.session, turn.workspace, turn.me.id)
    return next((each for each in mine if each.state == RUNNING), None)


def no_room(turn: Turn, cohort: Cohort | None) -> Message | None:
    """Why this person cannot take a place here, or answer again; None when they can."""
    if cohort is None:
        return joining.nothing_open()
    mine = mine_in(turn, cohort)
    has_place = mine is not None and mine.started_at is not None and mine.left_at is None
    if cohort.state != OPEN:
        refusal = _answers_fixed(turn, cohort) if _has_joined(mine) else _too_late(turn, cohort)
        if refusal is not None:
            return refusal
    is_full = cohort.places is not None and sign_ups.places_taken(turn.session, cohort) >= cohort.places
    return joining.full(cohort.name) if is_full and not has_place else None


def joined_before(turn: Turn, cohort: Cohort, address: str) -> bool:
    """Whether somebody else has joined with this work address: the same person, with another account.

    Only where two chats are used are addresses known.
    """
    if not (turn.is_astride and address) or _has_joined(mine_in(turn, cohort)):
        return False
    known_as = people.by_email(turn.session, turn.workspace)
    others = known_as.get(email_address.plain(address).casefold(), frozenset()) - {turn.me.id}
    return any(_has_joined(sign_ups.of(turn.session, turn.workspace, cohort.id, each)) for each in others)


def _has_joined(place: SignUp | None) -> bool:
    return place is not None and place.completed_at is not None and place.left_at is None


def _answers_fixed(turn: Turn, cohort: Cohort) -> Message | None:
    """After the pairs were made only those who were told that they wait may answer again.

    Before the first day nobody can tell from this whether they have a partner.
    """
    of_mine = pairs.of_person(turn.session, turn.workspace, turn.me.id)
    is_paired = any(each.cohort_id == cohort.id and each.state != ENDED for each in of_mine)
    was_told = cohort.starts_on <= turn.today
    waits = was_told and not is_paired and may_have_new_partner(cohort.starts_on, turn.today)
    return None if waits else joining.answers_fixed(cohort.name)


def _too_late(turn: Turn, cohort: Cohort) -> Message | None:
    if may_join(cohort.starts_on, turn.today):
        return None
    if cohort.starts_on + timedelta(weeks=turn.house.programme.weeks_total) < turn.today:
        return joining.closed(cohort.name)
    next_ones = [each for each in open_to_me(turn) if each.state == OPEN]
    return waiting.closed(cohort.name, [(each.id, each.name, each.starts_on) for each in next_ones])
