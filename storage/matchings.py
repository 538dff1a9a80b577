"""Matchings that a lead has asked for and that are still to be worked out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import NUMBERED_ONCE, Row, held

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.cohorts import Cohort
    from storage.people import Person

MATCH, WHAT_IF = "match", "what_if"


class Matching(Row):
    """One that waits or is being worked out, and is deleted once it has been. `stage` is how far it has come.

    At most one of a kind waits for a cohort: whoever asks again meanwhile gets the same.
    """

    __tablename__ = "matchings"
    __table_args__ = (UniqueConstraint("cohort_id", "kind"), NUMBERED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    kind: Mapped[str]
    seed: Mapped[int]
    next_due_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    stage: Mapped[str] = mapped_column(default="")


def ask(session: Session, cohort: Cohort, asker: Person, kind: str, seed: int, now: datetime) -> Matching:
    """Wait for one of this kind, which is the one that waits already if there is one; the caller holds the cohort."""
    found = waiting(session, cohort, kind)
    if found is None:
        found = Matching(
            workspace=cohort.workspace,
            cohort_id=cohort.id,
            asked_by_id=asker.id,
            asked_at=now,
            kind=kind,
            seed=seed,
            next_due_at=now,
        )
        session.add(found)
        session.flush()
    return found


def waiting(session: Session, cohort: Cohort, kind: str) -> Matching | None:
    """The one of this kind that waits for a cohort."""
    query = select(Matching).where(Matching.workspace == cohort.workspace, Matching.cohort_id == cohort.id)
    return session.scalar(query.where(Matching.kind == kind))


def locked(session: Session, workspace: str, matching_id: int) -> Matching | None:
    """One of them, held; None once it has been worked out."""
    return session.scalar(
        held(select(Matching).where(Matching.workspace == workspace, Matching.id == matching_id))
    )


def next_due_at(session: Session) -> datetime | None:
    """When the next one may be tried."""
    return session.scalar(select(func.min(Matching.next_due_at)))


def next_due(session: Session, now: datetime) -> Matching | None:
    """The one that has waited longest, held."""
    query = select(Matching).where(Matching.next_due_at <= now).order_by(Matching.next_due_at).limit(1)
    return session.scalar(held(query, skip_held=True))
