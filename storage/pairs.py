"""Pairs, what they plan and what they say of having met."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, bindparam, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Encrypted, Row, held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from storage.cohorts import Cohort

FIRST_MEETING, SHADOW_DM, SHADOW_MD = "first_meeting", "shadow_dm", "shadow_md"
PLANNED, HAPPENED, CANCELLED = "planned", "happened", "cancelled"
RUNNING, FINISHED = "running", "finished"


class Proposal(Row):
    """A matching as it was worked out, with its seed, so that it can be worked out again."""

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    seed: Mapped[int]
    pool: Mapped[str]
    result: Mapped[dict[str, object]] = mapped_column(JSON)
    approved_at: Mapped[datetime | None]


class Pair(Row):
    """A doctor and a manager. `next_due_at` is when time next has something to say to them."""

    __tablename__ = "pairs"
    __table_args__ = (UniqueConstraint("cohort_id", "doctor_id", "manager_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), index=True)
    doctor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    manager_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    reasons: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default=RUNNING)
    apart: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date]
    introduced_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None] = mapped_column(index=True)

    def partner_of(self, person_id: int) -> int:
        """The other half."""
        return self.manager_id if person_id == self.doctor_id else self.doctor_id

    def has(self, person_id: int) -> bool:
        """Whether somebody is half of it."""
        return person_id in (self.doctor_id, self.manager_id)

    @property
    def halves(self) -> tuple[int, int]:
        """The doctor, then the manager."""
        return self.doctor_id, self.manager_id


class Plan(Row):
    """A date that a pair agreed: the first meeting, or one way of shadowing."""

    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("pair_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id", ondelete="CASCADE"))
    kind: Mapped[str]
    on_date: Mapped[date]
    at_time: Mapped[time]
    place: Mapped[str] = mapped_column(Encrypted)
    hours: Mapped[int | None]
    state: Mapped[str] = mapped_column(default=PLANNED)
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Contact(Row):
    """One partner's answer to whether they have met or talked; `met_on` is the day, as far as it is known."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("pair_id", "person_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    step: Mapped[str]
    answer: Mapped[str]
    said_on: Mapped[date]
    met_on: Mapped[date | None]


_OF_PERSON = (
    select(Pair)
    .where(
        Pair.workspace == bindparam("workspace"),
        or_(Pair.doctor_id == bindparam("person_id"), Pair.manager_id == bindparam("person_id")),
    )
    .order_by(Pair.id.desc())
)


def by_id(session: Session, workspace: str, pair_id: int) -> Pair | None:
    """The pair, if it is of this workspace."""
    return session.get(Pair, (workspace, pair_id))


def locked(session: Session, workspace: str, pair_id: int) -> Pair | None:
    """The same, held until the transaction ends, so that the clock and its halves come one after the other."""
    return session.scalar(held(select(Pair).where(Pair.workspace == workspace, Pair.id == pair_id)))


def of_person(session: Session, workspace: str, person_id: int) -> Sequence[Pair]:
    """The pairs somebody is half of, the newest first."""
    return session.scalars(_OF_PERSON, {"workspace": workspace, "person_id": person_id}).all()


def of_cohort(session: Session, cohort: Cohort) -> Sequence[Pair]:
    """Every pair of a cohort."""
    query = select(Pair).where(Pair.workspace == cohort.workspace, Pair.cohort_id == cohort.id)
    return session.scalars(query.order_by(Pair.id)).all()


def past(session: Session, workspace: str) -> frozenset[frozenset[int]]:
    """Who has been paired with whom, ever, in this workspace."""
    rows = session.execute(select(Pair.doctor_id, Pair.manager_id).where(Pair.workspace == workspace))
    return frozenset(frozenset(pair) for pair in rows)


def plans(session: Session, workspace: str, pair_ids: Sequence[int]) -> Sequence[Plan]:
    """What several pairs have planned."""
    query = select(Plan).where(Plan.workspace == workspace, Plan.pair_id.in_(pair_ids))
    return session.scalars(query.order_by(Plan.id)).all()


def plan(session: Session, pair: Pair, kind: str) -> Plan | None:
    """What a pair has planned of one kind."""
    query = select(Plan).where(Plan.workspace == pair.workspace, Plan.pair_id == pair.id, Plan.kind == kind)
    return session.scalar(query)


def contacts(session: Session, workspace: str, pair_ids: Sequence[int]) -> Sequence[Contact]:
    """What the halves of several pairs have said of meeting."""
    query = select(Contact).where(Contact.workspace == workspace, Contact.pair_id.in_(pair_ids))
    return session.scalars(query.order_by(Contact.id)).all()


def newest_proposal(session: Session, cohort: Cohort) -> Proposal | None:
    """The last matching worked out for a cohort."""
    query = select(Proposal).where(Proposal.workspace == cohort.workspace, Proposal.cohort_id == cohort.id)
    return session.scalar(query.order_by(Proposal.id.desc()).limit(1))
