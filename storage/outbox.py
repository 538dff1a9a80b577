"""The outbox: letters that wait in the lane of their conversation until they are sent.

A lane is the unit of claim, order and pacing. It has two columns, because one column for both meanings let
a second worker claim a lane in the middle of a send: `next_due` says that something waits (only a new
letter lowers it), `not_before` holds the lane back (a lease while sending, pacing after it, back-off).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from programme.words.message import Message
from storage.address import Address
from storage.row import Encrypted, Row, held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

LEASE = timedelta(seconds=90)
PACE = timedelta(seconds=1)
WAITING, SENT, DEAD = "waiting", "sent", "dead"
_HAS_NEW = "letters were posted"


@dataclass(frozen=True)
class Sent:
    """Where a letter came to stand: the conversation and the message in it."""

    place: str
    id: str


class Lane(Row):
    """One conversation's queue."""

    __tablename__ = "lanes"
    __table_args__ = (Index("ix_lanes_due", "next_due", "not_before"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    next_due: Mapped[datetime | None]
    not_before: Mapped[datetime]


class Letter(Row):
    """Something to say to somebody who did not ask just now. Its text goes when it has been sent."""

    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_letters_lane_state", "lane", "state", "id"),
        Index("ix_letters_sent", "workspace", "sent_place", "sent_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    key: Mapped[str]
    lane: Mapped[str] = mapped_column(ForeignKey("lanes.key"))
    platform: Mapped[str]
    people: Mapped[list[str]] = mapped_column(JSON)
    place: Mapped[str] = mapped_column(default="")
    thread: Mapped[str] = mapped_column(default="")
    replaces_place: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[str] = mapped_column(default="")
    body: Mapped[str | None] = mapped_column(Encrypted)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id", ondelete="SET NULL"))
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("pairs.id", ondelete="SET NULL"))
    prompt_id: Mapped[int | None] = mapped_column(ForeignKey("prompts.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(default=WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    unsure: Mapped[bool] = mapped_column(default=False)
    file_id: Mapped[str | None]
    trouble: Mapped[str | None]
    created_at: Mapped[datetime]
    first_tried_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    sent_place: Mapped[str | None]
    sent_id: Mapped[str | None]

    @property
    def address(self) -> Address:
        """Where it goes."""
        return Address(self.workspace, self.platform, tuple(self.people), self.place)

    @property
    def message(self) -> Message:
        """What it says; only while it waits."""
        if self.body is None:
            raise ValueError(f"Letter {self.id} has been settled, so its text is gone.")
        return msgspec.json.decode(self.body, type=Message)


def post(
    session: Session,
    key: str,
    to: Address,
    message: Message,
    now: datetime,
    *,
    cohort_id: int | None = None,
    pair_id: int | None = None,
    prompt_id: int | None = None,
    thread: str = "",
    replaces: Sent | None = None,
) -> bool:
    """Put a letter in its lane; False when its key has been used, because a key is said once, ever."""
    lane = _lane(session, to, now)
    if session.scalar(select(Letter.id).where(Letter.key == key)) is not None:
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
            cohort_id=cohort_id,
            pair_id=pair_id,
            prompt_id=prompt_id,
            created_at=now,
        )
    )
    if lane.next_due is None or lane.next_due > now:
        lane.next_due = now
    session.flush()
    session.info[_HAS_NEW] = True
    return True


def has_new(session: Session) -> bool:
    """Whether letters were posted in this session, so that whoever sends them is woken for nothing else."""
    return _HAS_NEW in session.info


def claim(session: Session, now: datetime) -> Letter | None:
    """The next letter to try, its lane held for `LEASE`; the caller commits before it sends."""
    query = select(Lane).where(Lane.next_due <= now, Lane.not_before <= now).order_by(Lane.next_due).limit(1)
    lane = session.scalar(held(query, skip_held=True))
    if lane is None:
        return None
    letter = _oldest_waiting(session, lane.key)
    if letter is None:
        lane.next_due = None
        return None
    lane.not_before = now + LEASE
    letter.unsure = letter.unsure or (letter.tried_at is not None and letter.trouble is None)
    letter.first_tried_at = letter.first_tried_at or now
    letter.tried_at = now
    letter.trouble = None
    letter.attempts += 1
    session.flush()
    return letter


def settle(session: Session, letter: Letter, state: str, now: datetime, *, sent: Sent | None = None) -> None:
    """The letter has been sent or has died: its text goes, and the next in its lane may follow after `PACE`."""
    letter.state = state
    letter.settled_at = now
    letter.body = None
    if sent is not None:
        letter.sent_place, letter.sent_id = sent.place, sent.id
    session.flush()
    lane = _held(session, letter.lane)
    lane.not_before = now + PACE
    lane.next_due = now if _oldest_waiting(session, letter.lane) is not None else None


def hold_back(session: Session, letter: Letter, until: datetime, trouble: str, *, unsure: bool) -> None:
    """The letter stays first in its lane and is tried again then."""
    letter.trouble = trouble
    letter.unsure = unsure
    _held(session, letter.lane).not_before = until
    session.flush()


def by_id(session: Session, letter_id: int) -> Letter:
    """A letter that was claimed a moment ago, held until the transaction ends."""
    return session.scalars(held(select(Letter).where(Letter.id == letter_id))).one()


def of_prompt(session: Session, prompt_id: int) -> Sequence[Letter]:
    """The letters that carried a prompt and have arrived."""
    query = select(Letter).where(
        Letter.prompt_id == prompt_id, Letter.sent_id.is_not(None), Letter.replaces_id == ""
    )
    return session.scalars(query.order_by(Letter.id)).all()


def prompt_of_message(session: Session, workspace: str, place: str, message: str) -> int | None:
    """Which prompt a message in a conversation carried."""
    query = select(Letter.prompt_id).where(
        Letter.workspace == workspace,
        Letter.sent_place == place,
        Letter.sent_id == message,
        Letter.prompt_id.is_not(None),
    )
    return session.scalar(query.limit(1))


def next_free_at(session: Session) -> datetime | None:
    """When the next letter may be tried, so that the worker knows how long to sleep."""
    later = (
        func.max(Lane.next_due, Lane.not_before)
        if _is_sqlite(session)
        else func.greatest(Lane.next_due, Lane.not_before)
    )
    found = session.scalar(
        select(later.label("at")).where(Lane.next_due.is_not(None)).order_by("at").limit(1)
    )
    return found if isinstance(found, datetime) else None


def oldest_waiting_at(session: Session) -> datetime | None:
    """Since when the oldest letter has waited."""
    return session.scalar(select(func.min(Letter.created_at)).where(Letter.state == WAITING))


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _oldest_waiting(session: Session, lane: str) -> Letter | None:
    query = select(Letter).where(Letter.lane == lane, Letter.state == WAITING).order_by(Letter.id).limit(1)
    return session.scalar(query)


def _held(session: Session, key: str) -> Lane:
    return session.scalars(held(select(Lane).where(Lane.key == key))).one()


def _lane(session: Session, to: Address, now: datetime) -> Lane:
    lane = session.scalar(held(select(Lane).where(Lane.key == to.lane)))
    if lane is None:
        lane = Lane(key=to.lane, workspace=to.workspace, next_due=None, not_before=now)
        session.add(lane)
        session.flush()
    return lane
