"""A code that one person gives to another, so that the two are suggested together, whichever chat each uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import join, places
from handlers.action import Reply
from programme import pairing_code
from programme.words import astride
from storage import codes, cohorts, people, sign_ups
from storage.cohorts import OPEN

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.codes import Code
    from storage.cohorts import Cohort


def code(turn: Turn) -> Reply:
    """`/pairme code` gives one, `/pairme code 7KF3-Q2XM` uses one."""
    refusal = join.not_eligible(turn)
    if refusal is not None:
        return Reply(refusal)
    return _used(turn) if turn.action.text else Reply(_given(turn))


def _given(turn: Turn) -> Message:
    begun = sign_ups.begun(turn.session, turn.workspace, turn.me.id)
    if not begun:
        return astride.join_first()
    cohort = next((cohort for _, cohort in begun if cohort.state == OPEN), None)
    if cohort is None:
        return astride.codes_are_over(begun[0][1].name)
    drawn = pairing_code.drawn(turn.house.seed() << 31 | turn.house.seed())
    codes.give(
        turn.session,
        workspace=turn.workspace,
        code=drawn,
        cohort_id=cohort.id,
        given_by_id=turn.me.id,
        now=turn.now,
    )
    return astride.code_given(cohort.name, drawn, turn.day_of(turn.now + codes.LASTS))


def _used(turn: Turn) -> Reply:
    if not codes.may_guess(turn.session, turn.workspace, turn.me.id, turn.now):
        return Reply(astride.too_many_guesses())
    found = codes.find(turn.session, turn.workspace, turn.action.text)
    problem = _problem(turn, found)
    if found is None or problem is not None:
        codes.guessed_wrong(turn.session, turn.workspace, turn.me.id, turn.now)
        return Reply(problem)
    cohort = cohorts.locked(turn.session, turn.workspace, found.cohort_id)
    if cohort is not None and cohort.state != OPEN:
        return Reply(astride.codes_are_over(cohort.name))
    refusal = places.no_room(turn, cohort)
    if refusal is not None or cohort is None:
        return Reply(refusal)
    found.taken_by_id = turn.me.id
    return _told(turn, cohort, found)


def _problem(turn: Turn, found: Code | None) -> Message | None:
    """Why a code cannot be used by me now; used by me before, it may be typed again."""
    if found is None:
        return astride.code_unknown()
    if found.given_by_id == turn.me.id:
        return astride.code_your_own()
    if found.taken_by_id == turn.me.id:
        return None
    if found.taken_by_id is not None:
        return astride.code_used_before()
    return astride.code_old() if found.expires_at <= turn.now else None


def _told(turn: Turn, cohort: Cohort, used: Code) -> Reply:
    """Both learn of it, and that the leads still decide; whoever has not finished the form goes on with it."""
    giver = people.by_id(turn.session, turn.workspace, [used.given_by_id])[used.given_by_id]
    key = f"code/{cohort.id}/{giver.id}/{turn.me.id}"
    turn.tell(giver, f"{key}/{giver.id}", astride.code_used(turn.me.name, cohort.name), cohort_id=cohort.id)
    mine = sign_ups.of(turn.session, turn.workspace, cohort.id, turn.me.id)
    words = astride.code_taken(giver.name, cohort.name)
    if mine is not None and mine.completed_at is not None:
        return Reply(words)
    turn.tell(turn.me, f"{key}/{turn.me.id}", words, cohort_id=cohort.id)
    return join.begin(turn, cohort)
