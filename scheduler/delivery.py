"""One letter out: claimed, sent, marked. A letter whose fate is unknown is looked for before it is repeated."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import msgspec

from programme.hours import hours
from programme.words import undelivered
from scheduler.failures import given_up, put_back
from scheduler.sender import Envelope, Refused, TooLate, Uncertain, Undelivered
from storage import outbox, unreachable
from storage.database import CLOCK_PATIENCE
from storage.lanes import Pace
from storage.letters import Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from programme.moments import SendWindow
    from scheduler.sender import Sender
    from storage.database import Database
    from storage.lanes import Lane
    from storage.letters import Letter

HELD_FOR_SURE = 20.0
"""Seconds of the lease in which a letter may leave. With ten more for the platform's slowest answer, `LOOK_AFTER`
has passed since it arrived when the lease ends and another worker looks for it."""


class Tally(Protocol):
    """Who counts what became of letters; `kind` is the outcome's name, never anything of the letter."""

    def sent(self) -> None:
        """One more has arrived."""

    def failed(self, kind: str) -> None:
        """One more has not, or not for sure."""

    def ticked(self, seconds: float) -> None:
        """A tick took so long."""


@dataclass(frozen=True)
class Uncounted:
    """For whoever does not count."""

    def sent(self) -> None:
        """Nothing."""

    def failed(self, kind: str) -> None:
        """Nothing."""

    def ticked(self, seconds: float) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Delivery:
    """What sending needs. `seed` spreads retries; `window` are the hours of what nobody asked for.

    `now` is read again after the send, because pauses count from there and a send can take seconds. `elapsed`
    are seconds of a clock that nobody sets and that also runs while the machine sleeps.
    """

    database: Database
    senders: Mapping[str, Sender]
    window: SendWindow
    now: Callable[[], datetime]
    elapsed: Callable[[], float]
    seed: int
    tally: Tally


@dataclass(frozen=True)
class _Held:
    """A letter that is ours until its lease runs out."""

    id: int
    tried_at: datetime
    written_at: datetime
    is_unsure: bool
    envelope: Envelope


def deliver_one(delivery: Delivery, claimed: Callable[[], None] = lambda: None) -> bool:
    """Try one letter that may be tried now; False when there is none. `claimed` is called before it is sent."""
    held = _claimed(delivery, delivery.now())
    if not isinstance(held, _Held):
        return held
    claimed()
    is_unsure, sender = held.is_unsure, delivery.senders[held.envelope.to.platform]
    try:
        sent = sender.find(held.envelope) if is_unsure else None
        if sent is None:
            is_unsure = False
            sent = sender.send(_prepared(delivery, sender, held))
        elif held.envelope.first_tried_at < held.written_at:
            # It stands there from before a restore, and its buttons say old numbers.
            sender.send(replace(held.envelope, replaces=sent))
    except TooLate:
        delivery.tally.failed("too late")
    except (Undelivered, Refused, Uncertain) as trouble:
        delivery.tally.failed(type(trouble).__name__)
        with _ours(delivery, held) as (session, letter):
            if letter is not None:
                put_back(session, letter, trouble, delivery.now(), delivery.seed, is_unsure=is_unsure)
    else:
        delivery.tally.sent()
        with _ours(delivery, held) as (session, letter):
            if letter is not None:
                _settle(session, letter, delivery.now(), sent)
    return True


def _claimed(delivery: Delivery, now: datetime) -> _Held | bool:
    """The letter to try; True when the one that was found has been given up, False when there is none."""
    paces = {name: Pace(sender.gap, sender.pace) for name, sender in delivery.senders.items()}
    is_ours = _lease(delivery.elapsed)
    with delivery.database.writing(CLOCK_PATIENCE) as session:
        found = outbox.claim(session, now, hours(delivery.window, now), paces)
        if found is None:
            return False
        letter, lane = found
        if given_up(session, letter, now):
            delivery.tally.failed("given up")
            return True
        try:
            envelope = _envelope(letter, lane, is_ours)
        except (ValueError, msgspec.MsgspecError):  # no key opens it, or a newer program wrote it
            delivery.tally.failed("unreadable")
            unreadable = Undelivered("its text cannot be read.")
            put_back(session, letter, unreadable, now, delivery.seed, is_unsure=letter.unsure)
            return True
        return _Held(letter.id, now, letter.created_at, letter.unsure, envelope)


def _settle(session: Session, letter: Letter, now: datetime, sent: Sent) -> None:
    """It has arrived; where the platform did not let us in before, what its reader has missed follows."""
    if outbox.settle(session, letter, now, sent):
        reader = unreachable.find(session, letter)
        if reader is not None:
            unreachable.reached(session, reader, now)


@contextmanager
def _ours(delivery: Delivery, held: _Held) -> Iterator[tuple[Session, Letter | None]]:
    """The letter, to write down what became of it; None when another has taken over."""
    with delivery.database.writing(CLOCK_PATIENCE) as session:
        yield session, outbox.taken(session, held.envelope.to, held.id, held.tried_at)


def _lease(elapsed: Callable[[], float]) -> Callable[[], bool]:
    """Whether a claim made now can still be relied on."""
    began = elapsed()
    return lambda: elapsed() - began < HELD_FOR_SURE


def _envelope(letter: Letter, lane: Lane, is_ours: Callable[[], bool]) -> Envelope:
    return Envelope(
        key=letter.key,
        to=letter.address,
        message=undelivered.said_once_more(letter.message) if letter.repeats else letter.message,
        first_tried_at=letter.first_tried_at or letter.created_at,
        is_ours=is_ours,
        # A conversation that is opened anew tells who has left; of all letters an introduction must know that.
        conversation=letter.place or ("" if "/introduction/" in letter.key else lane.place),
        thread=letter.thread,
        replaces=Sent(letter.replaces_place, letter.replaces_id) if letter.replaces_id else None,
        file_id=letter.file_id or "",
    )


def _prepared(delivery: Delivery, sender: Sender, held: _Held) -> Envelope:
    """The envelope with its file uploaded; the file's id is kept, so that it is uploaded once."""
    envelope = held.envelope
    if envelope.file_id or (envelope.message.chart is None and envelope.message.file is None):
        return envelope
    file_id = sender.prepare(envelope)
    if file_id:
        with _ours(delivery, held) as (_, letter):
            if letter is None:
                raise TooLate
            letter.file_id = file_id
    return replace(envelope, file_id=file_id)
