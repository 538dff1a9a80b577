"""What becomes of a letter that did not arrive, when somebody decides: it is tried again, or let go of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, null, update

from storage import lanes
from storage.lanes import LEASE
from storage.letters import DEAD, DROPPED, UNKNOWN, WAITING, Letter
from storage.outbox import closed, first_waiting, lower

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from storage.lanes import Lane

KEPT = timedelta(days=30)
"""So long a dead letter keeps its text, and one of which nobody knows whether it has arrived."""


def revive(session: Session, letter: Letter, now: datetime, *, unsure: bool | None = None) -> bool:
    """Try a letter that has not arrived again, at once; False when there is nothing to try.

    One that may have arrived is looked for first; `unsure=False` is somebody's word that it has not, and then it has
    not been said before either.
    """
    if letter.body is None or is_in_hand(session, letter, now):
        return False
    letter.repeats = letter.repeats and not (letter.unsure and unsure is False)
    letter.state, letter.settled_at, letter.attempts = WAITING, None, 0
    letter.file_id = None  # what was prepared for it may be gone by now
    letter.unsure = letter.unsure if unsure is None else unsure
    if not letter.unsure and letter.trouble is not None:  # else a worker died with it, and it is looked for
        letter.first_tried_at = None
    lane = lanes.lane(session, letter.workspace, letter.lane)
    _hurry(session, lane, now)
    lower(lane, now)
    session.flush()
    return True


def drop(session: Session, letter: Letter, reason: str, now: datetime) -> None:
    """Let go of a letter that has not been sent, and of its text."""
    letter.body, letter.trouble = None, reason
    if letter.state == WAITING:
        _hurry(session, closed(session, letter, DROPPED, now), now)
    letter.state = DROPPED


def is_in_hand(session: Session, letter: Letter, now: datetime) -> bool:
    """Whether a worker is sending it: claimed, nothing said of it since, and its lease has not run out."""
    if letter.tried_at is None or letter.trouble is not None or letter.state != WAITING:
        return False
    lane = lanes.lane(session, letter.workspace, letter.lane)
    return min(lane.not_before, letter.tried_at + LEASE) > now


def forget_old(session: Session, now: datetime) -> None:
    """The texts of letters that were given up long ago, also of those that no key opens any more."""
    those = and_(Letter.state.in_((DEAD, UNKNOWN)), Letter.body.is_not(None), Letter.settled_at < now - KEPT)
    session.execute(update(Letter).where(those).values(body=null()))


def _hurry(session: Session, lane: Lane, now: datetime) -> None:
    """Somebody has seen to the lane, so it rests no longer than between two letters, unless one is in hand."""
    in_hand = and_(Letter.tried_at > now - LEASE, Letter.trouble.is_(None))
    if first_waiting(session, lane, in_hand) is None:
        lane.not_before = min(lane.not_before, now + lane.pace)
