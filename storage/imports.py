"""Lists of people that a lead has handed in and whose accounts are still to be found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, defer, mapped_column

from storage.row import NUMBERED_ONCE, Encrypted, Row, held

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class ListedPerson:
    """One line of a list: the line's number, and an id on the platform or an e-mail address."""

    line: int
    id: str
    email: str
    group: str


class PeopleImport(Row):
    """One list, encrypted because it holds e-mail addresses, and deleted once it has been dealt with."""

    __tablename__ = "imports"
    __table_args__ = NUMBERED_ONCE

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    platform: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    next_due_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    rows: Mapped[str] = mapped_column(Encrypted)


def next_due_at(session: Session) -> datetime | None:
    """When the next list may be tried."""
    return session.scalar(select(func.min(PeopleImport.next_due_at)))


def next_due(session: Session, now: datetime) -> PeopleImport | None:
    """The list that has waited longest; what is on it is read only when it is asked for."""
    query = select(PeopleImport).where(PeopleImport.next_due_at <= now).order_by(PeopleImport.next_due_at)
    return session.scalar(held(query.limit(1).options(defer(PeopleImport.rows)), skip_held=True))
