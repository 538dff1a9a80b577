"""Workshops, and who comes."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Encrypted, Row, held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


class Workshop(Row):
    """An event of a cohort. Date and time are wall-clock in `zone`; `next_due_at` is when those who came are asked."""

    __tablename__ = "workshops"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(Encrypted)
    on_date: Mapped[date]
    at_time: Mapped[time]
    minutes: Mapped[int]
    zone: Mapped[str]
    place: Mapped[str] = mapped_column(Encrypted)
    audience: Mapped[str]
    words: Mapped[str] = mapped_column(Encrypted)
    announced_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    announced_at: Mapped[datetime]
    next_due_at: Mapped[datetime | None] = mapped_column(index=True)


class Attendance(Row):
    """Whether somebody said they would come."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("workshop_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    coming: Mapped[bool]
    said_at: Mapped[datetime]


def locked(session: Session, workspace: str, workshop_id: int) -> Workshop | None:
    """The workshop, held until the transaction ends, so that counts are never stale."""
    query = select(Workshop).where(Workshop.workspace == workspace, Workshop.id == workshop_id)
    return session.scalar(held(query))


def attendances(session: Session, workshop: Workshop) -> Sequence[Attendance]:
    """What everybody has said."""
    return session.scalars(_said_of(workshop).order_by(Attendance.id)).all()


def say(session: Session, workshop: Workshop, person_id: int, coming: bool, now: datetime) -> None:
    """Keep somebody's newest answer."""
    answer = session.scalar(_said_of(workshop).where(Attendance.person_id == person_id))
    if answer is None:
        answer = Attendance(workspace=workshop.workspace, workshop_id=workshop.id, person_id=person_id)
        session.add(answer)
    answer.coming = coming
    answer.said_at = now
    session.flush()


def _said_of(workshop: Workshop) -> Select[Attendance]:
    return select(Attendance).where(
        Attendance.workspace == workshop.workspace, Attendance.workshop_id == workshop.id
    )
