"""Codes that one person gives another, so that the two are proposed together across platforms."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.people import Person
from storage.row import Row, held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

LASTS = timedelta(days=14)
"""Long enough to meet in a corridor, short enough to be no standing key."""


class Code(Row):
    """A code of one person for one cohort; only its hash is kept. `taken_by_id` has used it."""

    __tablename__ = "codes"

    workspace: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime]


MOST_WRONG = 5
WRONG_FOR = timedelta(hours=1)
"""Five guesses an hour at one of 2 to the power of 40 codes."""


class WrongCode(Row):
    """Somebody typed a code that they cannot use; kept while it counts."""

    __tablename__ = "wrong_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]


def hashed(code: str) -> str:
    """What is kept of a code, however it was typed."""
    plain = "".join(each for each in code.upper() if each.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def give(
    session: Session, *, workspace: str, code: str, cohort_id: int, given_by_id: int, now: datetime
) -> None:
    """A new code, in place of any unused one that the same person gave for the cohort."""
    query = select(Code).where(
        Code.workspace == workspace,
        Code.cohort_id == cohort_id,
        Code.given_by_id == given_by_id,
        Code.taken_by_id.is_(None),
    )
    for old in session.scalars(query):
        session.delete(old)
    session.flush()
    session.add(
        Code(
            workspace=workspace,
            hash=hashed(code),
            cohort_id=cohort_id,
            given_by_id=given_by_id,
            expires_at=now + LASTS,
        )
    )
    session.flush()


def find(session: Session, workspace: str, code: str) -> Code | None:
    """The code that somebody typed, held; None when it is none of ours."""
    query = select(Code).where(Code.workspace == workspace, Code.hash == hashed(code))
    return session.scalar(held(query))


def taken(session: Session, workspace: str, cohort_id: int) -> Sequence[Code]:
    """The codes of a cohort that have been used: who asked to be proposed together."""
    query = select(Code).where(
        Code.workspace == workspace, Code.cohort_id == cohort_id, Code.taken_by_id.is_not(None)
    )
    return session.scalars(query.order_by(Code.given_by_id)).all()


def may_guess(session: Session, workspace: str, person_id: int, now: datetime) -> bool:
    """Whether somebody may try another code; what no longer counts goes. Their guesses come one after the other."""
    session.scalar(held(select(Person).where(Person.workspace == workspace, Person.id == person_id)))
    tried = select(WrongCode).where(WrongCode.workspace == workspace, WrongCode.person_id == person_id)
    counting = 0
    for wrong in session.scalars(tried):
        if wrong.at > now - WRONG_FOR:
            counting += 1
        else:
            session.delete(wrong)
    return counting < MOST_WRONG


def guessed_wrong(session: Session, workspace: str, person_id: int, now: datetime) -> None:
    """One more that counts."""
    session.add(WrongCode(workspace=workspace, person_id=person_id, at=now))
    session.flush()
