"""How the installation is, over all workspaces: what waits, since when, and who was last seen at work.

Asked every few seconds by whoever watches, so it must stay cheap with a million letters: every look goes along
an index, and no count goes further than `MOST`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, or_, select, text

from storage import heartbeats, lanes
from storage.lanes import Gate, Lane
from storage.letters import DEAD, SENT, UNKNOWN, WAITING, Letter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

MOST = 10_000
RECENTLY = timedelta(days=1)
PATIENCE = timedelta(seconds=1)


@dataclass(frozen=True)
class Letters:
    """Letters by state, of each at most `MOST`. `parked` are those that wait because something went wrong.

    `unknown` are those that may have arrived, and of which nobody has been heard since.
    `waiting` and `parked` are both counted among the `MOST` that have waited longest; `sent` were written
    within `RECENTLY`. `next_try_at` is when one of them can be tried, which may be long ago if nobody sends.
    """

    waiting: int
    parked: int
    dead: int
    unknown: int
    sent: int
    oldest_at: datetime | None
    next_try_at: datetime | None


def letters(session: Session, now: datetime) -> Letters:
    """The outbox in a few numbers."""
    oldest = (
        select(Letter.workspace, Letter.lane, Letter.trouble, Letter.created_at)
        .where(Letter.state == WAITING)
        .order_by(Letter.created_at)
        .limit(MOST)
        .subquery()
    )
    is_parked = or_(oldest.c.trouble.is_not(None), Gate.trouble.is_not(None))
    query = (
        select(func.count(), func.sum(case((is_parked, 1), else_=0)), func.min(oldest.c.created_at))
        .select_from(oldest)
        .join(Lane, and_(Lane.workspace == oldest.c.workspace, Lane.key == oldest.c.lane))
        .outerjoin(Gate, and_(Gate.workspace == Lane.workspace, Gate.key == Lane.gate))
    )
    unsent, parked, oldest_at = session.execute(query).one()
    return Letters(
        waiting=unsent - (parked or 0),
        parked=parked or 0,
        dead=_number(session, Letter.state == DEAD),
        unknown=_number(session, Letter.state == UNKNOWN),
        sent=_number(session, and_(Letter.state == SENT, Letter.created_at > now - RECENTLY)),
        oldest_at=oldest_at,
        next_try_at=lanes.next_free_at(session),
    )


def last_seen(session: Session) -> Mapping[str, datetime]:
    """When the clock last ticked and a worker last looked."""
    return heartbeats.last(session)


def give_up_after(session: Session, limit: timedelta) -> None:
    """No question of this transaction takes PostgreSQL longer; SQLite has no such limit and needs none."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL statement_timeout = {int(limit.total_seconds() * 1000)}"))


def _number(session: Session, which: ColumnElement[bool]) -> int:
    """How many letters, `MOST` at most; in order, so that PostgreSQL is not tempted to read the whole table."""
    some = select(Letter.id).where(which).order_by(Letter.created_at).limit(MOST).subquery()
    return session.scalars(select(func.count()).select_from(some)).one()
