"""Reflections: encrypted at rest, and nobody's but the writer's unless they share."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import NUMBERED_ONCE, Encrypted, Row, held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from storage.cohorts import Cohort


class Reflection(Row):
    """What somebody wrote. `said_place` and `said_id` name the chat message it came from, if it did."""

    __tablename__ = "reflections"
    __table_args__ = (Index("ix_reflections_said", "workspace", "said_place", "said_id"), NUMBERED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), index=True)
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("pairs.id", ondelete="CASCADE"))
    prompt_id: Mapped[int | None] = mapped_column(ForeignKey("prompts.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(Encrypted)
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    shared_at: Mapped[datetime | None]
    said_place: Mapped[str | None]
    said_id: Mapped[str | None]


def own(session: Session, workspace: str, person_id: int, reflection_id: int) -> Reflection | None:
    """A person's own reflection; somebody else's is not found."""
    query = select(Reflection).where(
        Reflection.workspace == workspace,
        Reflection.person_id == person_id,
        Reflection.id == reflection_id,
    )
    return session.scalar(held(query))


def said(session: Session, workspace: str, person_id: int, place: str, message: str) -> Reflection | None:
    """The reflection that came from a chat message."""
    return session.scalar(
        select(Reflection).where(
            Reflection.workspace == workspace,
            Reflection.person_id == person_id,
            Reflection.said_place == place,
            Reflection.said_id == message,
        )
    )


def of_person(session: Session, workspace: str, person_id: int) -> Sequence[Reflection]:
    """What a person wrote, the newest first."""
    query = select(Reflection).where(Reflection.workspace == workspace, Reflection.person_id == person_id)
    return session.scalars(query.order_by(Reflection.written_at.desc(), Reflection.id.desc())).all()


def writers(session: Session, cohort: Cohort) -> int:
    """How many people have written at least one; never who, how many or how much."""
    query = select(func.count(func.distinct(Reflection.person_id))).where(
        Reflection.workspace == cohort.workspace, Reflection.cohort_id == cohort.id
    )
    return session.scalar(query) or 0
