"""The end of a pair before its time: nothing more is said to it, and nothing that was said is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from storage import confidences, dead_letters, lanes, outbox, sign_ups
from storage.address import Address
from storage.letters import DEAD, WAITING, Letter
from storage.pairs import ENDED
from storage.row import held

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from programme.words.message import Message
    from storage.pairs import Pair
    from storage.people import Person

_OVER = "The pair has ended."


def end(session: Session, pair: Pair, now: datetime) -> None:
    """A pair, which the caller holds, is over; what waits to be asked of it is let go of."""
    pair.state, pair.ended_at, pair.next_due_at = ENDED, now, None
    confidences.forget(session, pair)
    for letter in _unsaid(session, pair):
        _drop(session, letter, now)


def go_on_without(session: Session, pair: Pair, leaver: Person, now: datetime) -> bool:
    """Somebody leaves a pair, which the caller holds; whether two stay who are a doctor and a manager.

    Then everything of the pair stays with them: what waits for the leaver is let go of, and what waits for all three
    goes to the two.
    """
    doctors, managers = (
        [each for each in side if each != leaver.id] for side in sign_ups.sides(session, pair)
    )
    if not (doctors and managers):
        return False
    (pair.doctor_id,), (pair.manager_id,), pair.third_id = doctors, managers, None
    confidences.forget(session, pair, leaver)
    for letter in _unsaid(session, pair):
        if leaver.platform_id not in letter.people or letter.platform != leaver.platform:
            continue
        is_for_all = len(letter.people) > 1 and letter.state == WAITING
        message = letter.message if is_for_all else None
        if _drop(session, letter, now) and message is not None:
            _send_on(session, letter, message, leaver, now)
    return True


def unsay(session: Session, workspace: str, key: str, now: datetime) -> None:
    """Let go of the letter with this key (the workspace's comes first) if it has not been sent."""
    query = select(Letter).where(Letter.workspace == workspace, Letter.key == f"{workspace}/{key}")
    letter = session.scalar(query.where(Letter.state == WAITING).options(defer(Letter.body)))
    if letter is not None:
        _drop(session, letter, now)


def _send_on(session: Session, letter: Letter, message: Message, leaver: Person, now: datetime) -> None:
    people = tuple(each for each in letter.people if each != leaver.platform_id)
    outbox.post(
        session,
        f"{letter.key}/without/{leaver.id}",
        Address(letter.workspace, letter.platform, people),
        message,
        now,
        unasked=letter.unasked,
        cohort_id=letter.cohort_id,
        pair_id=letter.pair_id,
        prompt_id=letter.prompt_id,
    )


def _unsaid(session: Session, pair: Pair) -> Sequence[Letter]:
    """The letters of this pair's steps that have not arrived, in the order in which lanes are taken hold of."""
    query = select(Letter).where(
        Letter.workspace == pair.workspace,
        Letter.state.in_((WAITING, DEAD)),
        Letter.pair_id == pair.id,
        Letter.prompt_id.is_not(None),
    )
    return session.scalars(query.order_by(Letter.lane, Letter.id).options(defer(Letter.body))).all()


def _drop(session: Session, letter: Letter, now: datetime) -> bool:
    """Unless a worker has it in hand; whether it is gone. The lane is taken hold of first, as in a claim."""
    lanes.lane(session, letter.workspace, letter.lane)
    query = select(Letter).where(Letter.workspace == letter.workspace, Letter.id == letter.id)
    now_it_is = session.scalars(held(query.options(defer(Letter.body)))).one()
    if now_it_is.state not in (WAITING, DEAD) or dead_letters.is_in_hand(session, now_it_is, now):
        return False
    dead_letters.drop(session, now_it_is, _OVER, now)
    return True
