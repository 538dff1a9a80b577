"""Cohorts, and who leads and organises them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.people import Person
from storage.row import Row, held, still_to_add

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

OPEN, MATCHED = "open", "matched"
LEAD, ORGANISER = "lead", "organiser"


class Cohort(Row):
    """One run of the scheme. `next_due_at` is when those without a partner, or its leads, are told something.

    `rules` are those of its matching as `programme.matching.rules.written` writes them; None for the usual ones.
    """

    __tablename__ = "cohorts"
    __table_args__ = (UniqueConstraint("workspace", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    platform: Mapped[str]
    channel: Mapped[str]
    name: Mapped[str]
    starts_on: Mapped[date]
    places: Mapped[int | None]
    state: Mapped[str] = mapped_column(default=OPEN)
    created_at: Mapped[datetime]
    next_due_at: Mapped[datetime | None] = mapped_column(index=True)
    rules: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))


class Role(Row):
    """A lead, of one of the two groups, or an organiser whom a lead named."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str]
    group: Mapped[str | None]


_BY_ID = select(Cohort).where(Cohort.workspace == bindparam("workspace"), Cohort.id == bindparam("cohort_id"))


def add(session: Session, cohort: Cohort, leads: Sequence[tuple[Person, str]]) -> Cohort:
    """A new cohort with its leads, each with the group they come from."""
    session.add(cohort)
    session.flush()
    session.add_all(
        Role(workspace=cohort.workspace, cohort_id=cohort.id, person_id=person.id, role=LEAD, group=group)
        for person, group in leads
    )
    session.flush()
    return cohort


def by_id(session: Session, workspace: str, cohort_id: int) -> Cohort | None:
    """The cohort, if it is of this workspace."""
    return session.scalar(_BY_ID, {"workspace": workspace, "cohort_id": cohort_id})


def locked(session: Session, workspace: str, cohort_id: int) -> Cohort | None:
    """The same, held until the transaction ends, so that two leads act one after the other."""
    return session.scalar(held(select(Cohort).where(Cohort.workspace == workspace, Cohort.id == cohort_id)))


def of_workspace(session: Session, workspace: str) -> Sequence[Cohort]:
    """Every cohort, the newest start first."""
    query = select(Cohort).where(Cohort.workspace == workspace).order_by(Cohort.starts_on.desc(), Cohort.id)
    return session.scalars(query).all()


def with_role(session: Session, workspace: str, person_id: int, *roles: str) -> Sequence[Cohort]:
    """The cohorts in which somebody has one of these roles, the newest start first."""
    mine = select(Role.cohort_id).where(
        Role.workspace == workspace, Role.person_id == person_id, Role.role.in_(roles)
    )
    query = (
        select(Cohort)
        .where(Cohort.workspace == workspace, Cohort.id.in_(mine))
        .order_by(Cohort.starts_on.desc(), Cohort.id)
    )
    return session.scalars(query).all()


def leads(session: Session, cohort: Cohort) -> Sequence[Person]:
    """The two who lead."""
    return _people(session, cohort, LEAD)


def organisers(session: Session, cohort: Cohort) -> Sequence[Person]:
    """Those whom a lead named."""
    return _people(session, cohort, ORGANISER)


def name_organisers(session: Session, cohort: Cohort, people: Sequence[Person]) -> None:
    """Exactly these from now on."""
    query = select(Role).where(Role.workspace == cohort.workspace, Role.cohort_id == cohort.id)
    named = {role.person_id: role for role in session.scalars(query.where(Role.role == ORGANISER))}
    session.add_all(
        Role(workspace=cohort.workspace, cohort_id=cohort.id, person_id=person_id, role=ORGANISER)
        for person_id in still_to_add(session, named, {person.id for person in people})
    )
    session.flush()


def _people(session: Session, cohort: Cohort, role: str) -> Sequence[Person]:
    query = (
        select(Person)
        .join(Role, Role.person_id == Person.id)
        .where(Role.workspace == cohort.workspace, Person.workspace == cohort.workspace)
        .where(Role.cohort_id == cohort.id, Role.role == role)
        .order_by(Role.id)
    )
    return session.scalars(query).all()
