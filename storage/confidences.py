"""What members of a running pair ask of their leads in confidence: a word with them, or another partner."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import NUMBERED_ONCE, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from storage.pairs import Pair
    from storage.people import Person

TALK, CHANGE = "talk", "change"


class Confidence(Row):
    """That a member of a pair has asked for this; `about` are the partners whom they do not want to be paired with again.

    It goes when the pair is over, or they leave it. Its number stands in the keys of the letters to the leads, so that
    what is left of these does not say who asked.
    """

    __tablename__ = "confidences"
    __table_args__ = (UniqueConstraint("pair_id", "person_id", "kind"), NUMBERED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    asked_on: Mapped[date]
    about: Mapped[list[int]] = mapped_column(JSON)


def ask(session: Session, pair: Pair, person: Person, kind: str, today: date) -> Confidence:
    """What this member of a pair, which the caller holds, asks for; the same if they have asked before."""
    found = of(session, pair, person, kind)
    if found is None:
        found = Confidence(
            workspace=pair.workspace,
            pair_id=pair.id,
            person_id=person.id,
            kind=kind,
            asked_on=today,
            about=[],
        )
        session.add(found)
        session.flush()
    return found


def of(session: Session, pair: Pair, person: Person, kind: str) -> Confidence | None:
    """What this member has asked for, if they have."""
    return next((each for each in of_pair(session, pair, kind) if each.person_id == person.id), None)


def of_pair(session: Session, pair: Pair, kind: str) -> Sequence[Confidence]:
    """What the members of a pair have asked for."""
    query = select(Confidence).where(Confidence.workspace == pair.workspace, Confidence.pair_id == pair.id)
    return session.scalars(query.where(Confidence.kind == kind).order_by(Confidence.id)).all()


def forget(session: Session, pair: Pair, member: Person | None = None) -> None:
    """Let go of what the members of a pair have asked for, or of what one of them has."""
    theirs = delete(Confidence).where(Confidence.workspace == pair.workspace, Confidence.pair_id == pair.id)
    session.execute(theirs if member is None else theirs.where(Confidence.person_id == member.id))
