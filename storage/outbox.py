"""The outbox: letters that wait in the lane of their conversation until they are sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import and_, or_, select, true
from sqlalchemy.orm import defer

from programme.hours import AN_ANSWER_IS_FRESH
from storage import lanes, restoring
from storage.lanes import LEASE
from storage.letters import DEAD, SENT, UNKNOWN, WAITING, Letter, Sent
from storage.row import held

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from programme.hours import Hours
    from programme.words.message import Message
    from storage.address import Address
    from storage.lanes import Gate, Lane, Pace

_HAS_NEW = "letters were posted"
_NOT_OURS = timedelta(minutes=1)
_MOST_PUT_OFF = 100  # lanes in one transaction: at the end of the day many have nothing that may be said


def post(
    session: Session,
    key: str,
    to: Address,
    message: Message,
    now: datetime,
    *,
    unasked: bool = False,
    cohort_id: int | None = None,
    pair_id: int | None = None,
    prompt_id: int | None = None,
    thread: str = "",
    replaces: Sent | None = None,
) -> bool:
    """Put a letter in its lane; False when its key has been used, because a key is said once, ever."""
    lane = lanes.lane_of(session, to, now)
    known = select(Letter.id).where(Letter.workspace == to.workspace, Letter.key == key)
    if session.scalar(known) is not None:
        return False
    session.add(
        Letter(
            workspace=to.workspace,
            key=key,
            lane=lane.key,
            platform=to.platform,
            people=list(to.people),
            place=to.place,
            thread=thread,
            replaces_place=replaces.place if replaces else "",
            replaces_id=replaces.id if replaces else "",
            body=msgspec.json.encode(message).decode(),
            unasked=unasked,
            cohort_id=cohort_id,
            pair_id=pair_id,
            prompt_id=prompt_id,
            created_at=now,
        )
    )
    lower(lane, now)
    session.flush()
    session.info[_HAS_NEW] = True
    return True


def has_new(session: Session) -> bool:
    """Whether letters were posted in this session, so that whoever sends them is woken for nothing else."""
    return _HAS_NEW in session.info


def claim(
    session: Session, now: datetime, hours: Hours, paces: Mapping[str, Pace]
) -> tuple[Letter, Lane] | None:
    """The next letter to try and its lane, held for `LEASE`; the caller commits before it sends.

    `paces` are by platform. A claim that comes late is made up for, by half a gap at most, so that the small delays
    of workers do not add up.
    """
    gate = lanes.free_gate(session, now)
    if gate is None:
        return None
    pace = paces.get(gate.platform)
    if pace is None:
        gate.not_before, gate.trouble = now + _NOT_OURS, "This program cannot write to this platform."
        return None
    found = _next(session, gate, now, hours)
    if found is None:
        return None
    letter, lane = found
    gate.not_before = max(gate.not_before, now - pace.gap / 2) + pace.gap
    gate.trouble = None
    lane.not_before = now + LEASE
    lane.pace_ms = pace.lane // timedelta(milliseconds=1)
    restoring.doubt(session, letter)
    letter.unsure = letter.unsure or (letter.tried_at is not None and letter.trouble is None)
    letter.first_tried_at = letter.first_tried_at or now
    letter.tried_at = now
    letter.trouble = None
    letter.attempts += 1
    session.flush()
    return letter, lane


def taken(session: Session, to: Address, letter_id: int, tried_at: datetime) -> Letter | None:
    """A letter that was claimed at that instant, held; None when its lease ran out and another has taken over.

    The lane is taken hold of first, as in a claim, so that the two never wait for each other.
    """
    lanes.lane(session, to.workspace, to.lane)
    query = select(Letter).where(Letter.workspace == to.workspace, Letter.id == letter_id)
    letter = session.scalar(held(query.options(defer(Letter.body))))
    if letter is None or letter.state != WAITING or letter.tried_at != tried_at:
        return None
    return letter


def settle(session: Session, letter: Letter, now: datetime, sent: Sent) -> bool:
    """The letter has arrived: its text goes, and the next in its lane may follow after its pace.

    Whether the conversation has a place that it did not have before.
    """
    letter.body = None
    letter.trouble = None
    letter.sent_place, letter.sent_id = sent.place, sent.id
    lane = closed(session, letter, SENT, now)
    if letter.place or letter.replaces_id or lane.place == sent.place:
        return False
    lane.place = sent.place
    return True


def die(session: Session, letter: Letter, reason: str, now: datetime) -> None:
    """The letter will not arrive; its text is kept for a while, in case somebody mends the reason."""
    letter.trouble = reason
    closed(session, letter, DEAD, now)


def leave(session: Session, letter: Letter, reason: str, now: datetime) -> None:
    """The letter may have arrived, nobody can look, and it is not said again; its text is kept as a dead one's."""
    letter.trouble = reason
    letter.unsure = True
    closed(session, letter, UNKNOWN, now)


def hold_back(session: Session, letter: Letter, until: datetime, trouble: str, *, unsure: bool) -> None:
    """The letter stays first in its lane and is tried again then."""
    letter.trouble = trouble
    letter.unsure = unsure
    _rest(lanes.lane(session, letter.workspace, letter.lane), letter, until)
    session.flush()


def refuse_lane(session: Session, letter: Letter, until: datetime, now: datetime) -> None:
    """The platform asked for a pause; a second lane that is asked while the first one waits means every lane."""
    gate = _gate_of(session, letter)
    if gate.warned_until is not None and gate.warned_until > now:
        gate.not_before = max(gate.not_before, until)
    gate.warned_until = until


def shut_gate(session: Session, letter: Letter, until: datetime, trouble: str) -> None:
    """Nothing can be sent to this workspace; `trouble` says why."""
    gate = _gate_of(session, letter)
    gate.not_before = max(gate.not_before, until)
    gate.trouble = trouble


def closed(session: Session, letter: Letter, state: str, now: datetime) -> Lane:
    """The letter waits no more; the next in its lane may follow after its pace."""
    letter.state = state
    letter.settled_at = now
    session.flush()
    lane = lanes.lane(session, letter.workspace, letter.lane)
    _rest(lane, letter, now + lane.pace)
    lane.next_due = now if first_waiting(session, lane) is not None else None
    return lane


def _rest(lane: Lane, letter: Letter, until: datetime) -> None:
    """The lane rests until then, or longer where somebody else has it by now: only its holder may shorten a lease."""
    is_holder = letter.tried_at is not None and lane.not_before == letter.tried_at + LEASE
    lane.not_before = until if is_holder else max(lane.not_before, until)


def lower(lane: Lane, now: datetime) -> None:
    """Something waits in the lane from now on."""
    if lane.next_due is None or lane.next_due > now:
        lane.next_due = now


def _may_be_said(now: datetime, hours: Hours) -> ColumnElement[bool]:
    is_fresh = Letter.created_at > now - AN_ANSWER_IS_FRESH
    an_answer = and_(Letter.unasked.is_(False), is_fresh if not hours.late else true())
    return or_(an_answer, Letter.unasked.is_(True)) if hours.unasked else an_answer


def _next(session: Session, gate: Gate, now: datetime, hours: Hours) -> tuple[Letter, Lane] | None:
    """The next letter behind a gate; a lane in which nothing may be said now is put off until something may."""
    for _ in range(_MOST_PUT_OFF):
        lane = lanes.free_lane(session, gate, now)
        if lane is None:
            return None
        letter = first_waiting(session, lane, _may_be_said(now, hours))
        if letter is not None:
            return letter, lane
        lane.next_due = hours.changes_at if first_waiting(session, lane) is not None else None
        session.flush()
    return None


def first_waiting(session: Session, lane: Lane, *those: ColumnElement[bool]) -> Letter | None:
    """The oldest letter that waits in a lane, of those; a text that no key opens is no reason not to see it."""
    query = select(Letter).where(
        Letter.workspace == lane.workspace, Letter.lane == lane.key, Letter.state == WAITING, *those
    )
    return session.scalar(query.order_by(Letter.id).limit(1).options(defer(Letter.body)))


def _gate_of(session: Session, letter: Letter) -> Gate:
    return lanes.gate(session, letter.workspace, letter.address.gate)
