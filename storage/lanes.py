"""Lanes and gates: when a conversation, and a whole workspace, may be written to again.

A lane is the unit of claim, order and pacing. It has two columns, because one column for both meanings let
a second worker claim a lane in the middle of a send: `next_due` says that something waits (only a new letter
lowers it), `not_before` holds the lane back (a lease while sending, pacing after it, back-off).
A gate does the pacing that a platform asks for across all conversations of a workspace.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Index, and_, case, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from storage.address import Address
from storage.row import Row, held

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.orm import Session

LEASE = timedelta(seconds=90)


@dataclass(frozen=True)
class Pace:
    """How fast one platform may be written to: the times between two letters of one workspace, and of one conversation."""

    gap: timedelta
    lane: timedelta


class Gate(Row):
    """One workspace on one platform, as a sender sees it.

    `warned_until` is how long the platform has asked one of its lanes to wait; a second lane that is refused
    meanwhile means all of them. `trouble` says in words why nothing at all can be sent.
    """

    __tablename__ = "gates"

    key: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    platform: Mapped[str]
    not_before: Mapped[datetime]
    warned_until: Mapped[datetime | None]
    trouble: Mapped[str | None]


class Lane(Row):
    """One conversation's queue; `place` is the platform's name for the conversation once it is known.

    `pace_ms` is the time from one letter to the next, in milliseconds, as whoever claimed last was told.
    """

    __tablename__ = "lanes"

    key: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    gate: Mapped[str] = mapped_column(server_default="")
    next_due: Mapped[datetime | None]
    not_before: Mapped[datetime]
    place: Mapped[str] = mapped_column(server_default="", default="")
    pace_ms: Mapped[int] = mapped_column(server_default="1000", default=1000)

    @property
    def pace(self) -> timedelta:
        """From one letter to the next."""
        return timedelta(milliseconds=self.pace_ms)


FREE_AT = case(
    (Lane.next_due > Lane.not_before, Lane.next_due),
    (Lane.next_due <= Lane.not_before, Lane.not_before),
)
"""When the next letter of a lane may be tried; null when none waits. Indexed, so that a claim costs the same
however many lanes and letters there are."""

Index("ix_lanes_free", Lane.gate, FREE_AT)


def free_gate(session: Session, now: datetime) -> Gate | None:
    """The gate that has rested longest and has a lane to serve, held; None when nothing can be tried now."""
    waits = exists().where(Lane.gate == Gate.key, now >= FREE_AT)
    query = select(Gate).where(Gate.not_before <= now, waits).order_by(Gate.not_before).limit(1)
    return session.scalar(held(query, skip_held=True))


def free_lane(session: Session, gate: Gate, now: datetime) -> Lane | None:
    """The lane behind this gate that has been free longest, held."""
    query = select(Lane).where(Lane.gate == gate.key, now >= FREE_AT).order_by(FREE_AT).limit(1)
    return session.scalar(held(query, skip_held=True))


def next_free_at(session: Session) -> datetime | None:
    """When the next letter may be tried, so that a worker knows how long to sleep."""
    earliest = select(func.min(FREE_AT)).where(Lane.gate == Gate.key).scalar_subquery()
    rows = session.execute(select(Gate.not_before, earliest.label("free_at"))).all()
    return min((max(gate, lane) for gate, lane in rows if lane is not None), default=None)


def lane_of(session: Session, to: Address, now: datetime) -> Lane:
    """The lane of a conversation, held; made when it is new, together with its gate."""
    query = held(select(Lane).where(and_(Lane.workspace == to.workspace, Lane.key == to.lane)))
    lane = session.scalar(query)
    if lane is not None and lane.gate:
        return lane
    ours = {"workspace": to.workspace}
    _make(session, Gate, {**ours, "key": to.gate, "platform": to.platform, "not_before": now})
    if lane is not None:
        lane.gate = to.gate
        return lane
    _make(session, Lane, {**ours, "key": to.lane, "gate": to.gate, "not_before": now})
    return session.scalars(query).one()


def give_gates(session: Session, now: datetime) -> None:
    """Lanes that a program from before gates has made, while both ran, get theirs; or nobody would look at them."""
    for lane in session.scalars(held(select(Lane).where(Lane.gate == "").order_by(Lane.key))):
        platform = lane.key.removeprefix(f"{lane.workspace}/").partition("/")[0]
        to = Address(lane.workspace, platform)
        ours = {"workspace": lane.workspace, "key": to.gate, "platform": platform}
        _make(session, Gate, {**ours, "not_before": now})
        lane.gate = to.gate


def lane(session: Session, workspace: str, key: str) -> Lane:
    """A lane that exists, held."""
    return session.scalars(held(select(Lane).where(Lane.workspace == workspace, Lane.key == key))).one()


def forget_place(session: Session, workspace: str, key: str) -> None:
    """The platform's name for the conversation holds no more, so it is asked for anew."""
    found = session.scalar(held(select(Lane).where(Lane.workspace == workspace, Lane.key == key)))
    if found is not None:
        found.place = ""


def gate(session: Session, workspace: str, key: str) -> Gate:
    """A gate that exists, held."""
    return session.scalars(held(select(Gate).where(Gate.workspace == workspace, Gate.key == key))).one()


def _make(session: Session, kind: type[Row], values: dict[str, Any]) -> None:
    """Add a row unless another transaction is quicker, whose row is then as good."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(kind).values(**values).on_conflict_do_nothing())
