"""Pairs, what they plan and what they say of having met."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import combinations
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
RUNNING, FINISHED, ENDED = "running", "finished", "ended"
REASONS = 2
"""So many reasons stand in an introduction."""


class Pair(Row):
    """A doctor and a manager, or a trio: then `third_id` is one more of either group.

    `next_due_at` is when time next has something to say to them. One that somebody left is `ENDED`. The `reasons`
    are those of their introduction, and after these the ones for a third who joined when they had been introduced.
    """

    __tablename__ = "pairs"
    __table_args__ = (UniqueConstraint("cohort_id", "doctor_id", "manager_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), index=True)
    doctor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    manager_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    third_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    reasons: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default=RUNNING)
    apart: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date]
    introduced_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]

    @property
    def members(self) -> tuple[int, ...]:
        """The doctor, the manager, and in a trio the third."""
        first_two = (self.doctor_id, self.manager_id)
        return first_two if self.third_id is None else (*first_two, self.third_id)

    @property
    def links(self) -> frozenset[frozenset[int]]:
        """Each member with each other."""
        return frozenset(frozenset(two) for two in combinations(self.members, 2))

    def partners_of(self, person_id: int) -> tuple[int, ...]:
        """The other members."""
        return tuple(each for each in self.members if each != person_id)

    def has(self, person_id: int) -> bool:
        """Whether somebody is a member."""
        return person_id in self.members


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
        or_(
            *(each == bindparam("person_id") for each in (Pair.doctor_id, Pair.manager_id, Pair.third_id)),
        ),
    )
    .order_by(Pair.id.desc())
)


def by_id(session: Session, workspace: str, pair_id: int) -> Pair | None:
    """The pair, if it is of this workspace."""
    return session.get(Pair, (workspace, pair_id))


def locked(session: Session, workspace: str, pair_id: int) -> Pair | None:
    """The same, held until the transaction ends, so that the clock and its members come one after the other."""
    return session.scalar(held(select(Pair).where(Pair.workspace == workspace, Pair.id == pair_id)))


def of_person(session: Session, workspace: str, person_id: int) -> Sequence[Pair]:
    """The pairs somebody is a member of, the newest first."""
    return session.scalars(_OF_PERSON, {"workspace": workspace, "person_id": person_id}).all()


def of_cohort(session: Session, cohort: Cohort) -> Sequence[Pair]:
    """Every pair of a cohort."""
    query = select(Pair).where(Pair.workspace == cohort.workspace, Pair.cohort_id == cohort.id)
    return session.scalars(query.order_by(Pair.id)).all()


def in_running_pairs(session: Session, workspace: str) -> frozenset[int]:
    """Everybody in the workspace who has a partner."""
    query = select(Pair.doctor_id, Pair.manager_id, Pair.third_id)
    rows = session.execute(query.where(Pair.workspace == workspace, Pair.state == RUNNING))
    return frozenset(id_ for row in rows for id_ in row if id_ is not None)


def met(session: Session, workspace: str, since: date) -> frozenset[frozenset[int]]:
    """Who has met whom as a pair since then, as far as anybody has said; of a trio each has met both others."""
    mine = select(Pair).where(Pair.workspace == workspace)
    talked = mine.join(Contact, Contact.pair_id == Pair.id).where(
        Contact.workspace == workspace, Contact.met_on >= since
    )
    visited = mine.join(Plan, Plan.pair_id == Pair.id).where(
        Plan.workspace == workspace, Plan.state == HAPPENED, Plan.on_date >= since
    )
    found = (*session.scalars(talked), *session.scalars(visited))
    return frozenset(link for pair in found for link in pair.links)


def plans(session: Session, workspace: str, pair_ids: Sequence[int]) -> Sequence[Plan]:
    """What several pairs have planned."""
    query = select(Plan).where(Plan.workspace == workspace, Plan.pair_id.in_(pair_ids))
    return session.scalars(query.order_by(Plan.id)).all()


def plan(session: Session, pair: Pair, kind: str) -> Plan | None:
    """What a pair has planned of one kind."""
    query = select(Plan).where(Plan.workspace == pair.workspace, Plan.pair_id == pair.id, Plan.kind == kind)
    return session.scalar(query)


def contacts(session: Session, workspace: str, pair_ids: Sequence[int]) -> Sequence[Contact]:
    """What the members of several pairs have said of meeting."""
    query = select(Contact).where(Contact.workspace == workspace, Contact.pair_id.in_(pair_ids))
    return session.scalars(query.order_by(Contact.id)).all()
