"""What a person told us in order to be matched."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Mapped, defer, mapped_column

from storage.cohorts import Cohort
from storage.people import Person
from storage.row import Encrypted, Row, still_to_add

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.orm import Session

    from storage.pairs import Pair

IN_THE_POOL, NEW_PARTNER, ANOTHER_PAIR, WORKSHOPS = "", "new_partner", "another_pair", "workshops"
AVOID, ROTA = "avoid", "rota"


class SignUp(Row):
    """One person's place in one cohort. Nobody is matched before `completed_at`, or once `left_at` is set.

    `works_on` are weekdays, Monday being 0; None for Monday to Friday. `standing` says what somebody chose who lost
    their partner, or that they come to workshops only.
    `apart_emails` are the work addresses, a space between them, of people with whom they must not be paired and whom
    they could not choose, because these use another platform.
    """

    __tablename__ = "sign_ups"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    group: Mapped[str | None]
    role: Mapped[str | None] = mapped_column(Encrypted)
    grade_band: Mapped[str | None]
    directorate: Mapped[str | None]
    site: Mapped[str | None]
    post_ends_on: Mapped[date | None]
    permission: Mapped[bool] = mapped_column(default=False)
    want_to_learn: Mapped[list[str]] = mapped_column(JSON, default=list)
    can_offer: Mapped[list[str]] = mapped_column(JSON, default=list)
    free_a: Mapped[list[str]] = mapped_column(JSON, default=list)
    free_b: Mapped[list[str]] = mapped_column(JSON, default=list)
    remote_ok: Mapped[bool] = mapped_column(default=False)
    trio_ok: Mapped[bool] = mapped_column(default=False)
    host_shadow_ok: Mapped[bool] = mapped_column(default=False)
    night_shadow_ok: Mapped[bool] = mapped_column(default=False)
    apart_emails: Mapped[str | None] = mapped_column(Encrypted)
    directorate_pref: Mapped[str | None]
    works_on: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    standing: Mapped[str] = mapped_column(default=IN_THE_POOL, server_default=IN_THE_POOL)
    left_at: Mapped[datetime | None]
    invited_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    privacy_read_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]


class Tie(Row):
    """Somebody whom a person must not be paired with: the line manager and kin, or a wish (no reason kept).

    Who only writes their rota is kept apart, because a cohort may allow that.
    """

    __tablename__ = "ties"
    __table_args__ = (UniqueConstraint("sign_up_id", "kind", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id", ondelete="CASCADE"))
    kind: Mapped[str]
    other_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


_OF_PERSON = (
    select(SignUp)
    .where(SignUp.workspace == bindparam("workspace"), SignUp.person_id == bindparam("person_id"))
    .order_by(SignUp.id.desc())
    .options(
        defer(SignUp.role), defer(SignUp.apart_emails)
    )  # to open what is sealed takes as long as to fetch the row, and few ask for it
)


_BEGUN = (
    _OF_PERSON.add_columns(Cohort)
    .join(Cohort, Cohort.id == SignUp.cohort_id)
    .where(Cohort.workspace == bindparam("workspace"), SignUp.started_at.is_not(None))
)


def of(session: Session, workspace: str, cohort_id: int, person_id: int) -> SignUp | None:
    """A person's place in a cohort."""
    query = select(SignUp).where(SignUp.workspace == workspace, SignUp.cohort_id == cohort_id)
    return session.scalar(query.where(SignUp.person_id == person_id))


def of_people(session: Session, cohort: Cohort, ids: Collection[int]) -> dict[int, SignUp]:
    """The places of these people in a cohort, by their number; whoever has none is left out."""
    query = select(SignUp).where(SignUp.workspace == cohort.workspace, SignUp.cohort_id == cohort.id)
    return {place.person_id: place for place in session.scalars(query.where(SignUp.person_id.in_(ids)))}


def sides(session: Session, pair: Pair) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The doctors of a pair and its managers: one each, and in a trio two of one group."""
    if pair.third_id is None:
        return (pair.doctor_id,), (pair.manager_id,)
    third = of(session, pair.workspace, pair.cohort_id, pair.third_id)
    if third is not None and third.group == "doctor":
        return (pair.doctor_id, pair.third_id), (pair.manager_id,)
    return (pair.doctor_id,), (pair.manager_id, pair.third_id)


def of_person(session: Session, workspace: str, person_id: int) -> Sequence[SignUp]:
    """Every place a person has, the newest first."""
    return session.scalars(_OF_PERSON, {"workspace": workspace, "person_id": person_id}).all()


def begun(session: Session, workspace: str, person_id: int) -> Sequence[tuple[SignUp, Cohort]]:
    """The places that a person has begun to take, each with its cohort, the newest first."""
    return [
        (place, cohort)
        for place, cohort in session.execute(_BEGUN, {"workspace": workspace, "person_id": person_id})
    ]


def of_cohort(session: Session, cohort: Cohort) -> Sequence[tuple[SignUp, Person]]:
    """Everybody in a cohort, by name."""
    query = (
        select(SignUp, Person)
        .join(Person, Person.id == SignUp.person_id)
        .where(SignUp.workspace == cohort.workspace, Person.workspace == cohort.workspace)
        .where(SignUp.cohort_id == cohort.id)
        .order_by(Person.name, Person.id)
    )
    return [(sign_up, person) for sign_up, person in session.execute(query)]


def places_taken(session: Session, cohort: Cohort) -> int:
    """How many have begun the form and not left; an unanswered invitation takes no place."""
    query = select(func.count()).where(SignUp.workspace == cohort.workspace, SignUp.cohort_id == cohort.id)
    return session.scalar(query.where(SignUp.started_at.is_not(None), SignUp.left_at.is_(None))) or 0


def left(session: Session, workspace: str, cohort_id: int) -> frozenset[int]:
    """Who has left a cohort."""
    query = select(SignUp.person_id).where(SignUp.workspace == workspace, SignUp.cohort_id == cohort_id)
    return frozenset(session.scalars(query.where(SignUp.left_at.is_not(None))))


def place(session: Session, cohort: Cohort, person_id: int) -> SignUp:
    """A person's place in a cohort, added when new."""
    found = of(session, cohort.workspace, cohort.id, person_id)
    if found is None:
        found = SignUp(
            workspace=cohort.workspace,
            cohort_id=cohort.id,
            person_id=person_id,
            want_to_learn=[],
            can_offer=[],
            free_a=[],
            free_b=[],
        )
        session.add(found)
        session.flush()
    return found


def tie(session: Session, sign_up: SignUp, kind: str, others: Iterable[Person]) -> None:
    """Exactly these ties of a kind from now on."""
    known = ties(session, sign_up.workspace, [sign_up.id])
    tied_to = {old.other_id: old for old in known if old.kind == kind}
    session.add_all(
        Tie(workspace=sign_up.workspace, sign_up_id=sign_up.id, kind=kind, other_id=other_id)
        for other_id in still_to_add(session, tied_to, {other.id for other in others})
    )
    session.flush()


def ties(session: Session, workspace: str, sign_up_ids: Iterable[int]) -> Sequence[Tie]:
    """The ties of several people at once."""
    query = select(Tie).where(Tie.workspace == workspace, Tie.sign_up_id.in_(set(sign_up_ids)))
    return session.scalars(query.order_by(Tie.id)).all()


def ties_of_cohort(session: Session, cohort: Cohort) -> Sequence[Tie]:
    """The ties of everybody in a cohort."""
    query = (
        select(Tie)
        .join(SignUp, SignUp.id == Tie.sign_up_id)
        .where(Tie.workspace == cohort.workspace, SignUp.workspace == cohort.workspace)
        .where(SignUp.cohort_id == cohort.id)
    )
    return session.scalars(query.order_by(Tie.id)).all()


def tied(session: Session, sign_up: SignUp) -> Sequence[tuple[Tie, str]]:
    """A person's ties, each with the other's id on the platform."""
    query = (
        select(Tie, Person.platform_id)
        .join(Person, Person.id == Tie.other_id)
        .where(Tie.workspace == sign_up.workspace, Person.workspace == sign_up.workspace)
        .where(Tie.sign_up_id == sign_up.id)
        .order_by(Tie.id)
    )
    return [(tie, platform_id) for tie, platform_id in session.execute(query)]
