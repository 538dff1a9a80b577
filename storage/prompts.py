"""Prompts: what a pair or a person was asked, and whether it was answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Row, held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from storage.pairs import Pair

OPEN_FOR = timedelta(days=7)
INTRODUCTION = "meet_your_partner"
"""The step that tells the members of a pair of each other."""


class Prompt(Row):
    """One step asked of one reader: a person, or all members of a pair (`person_id` empty).

    `key` is the occurrence of the step, which is the step's name, or the step and the visit it follows.
    """

    __tablename__ = "prompts"
    __table_args__ = (UniqueConstraint("workspace", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    key: Mapped[str]
    step: Mapped[str]
    occurrence: Mapped[str]
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("pairs.id", ondelete="CASCADE"), index=True)
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str | None]


def locked(session: Session, workspace: str, prompt_id: int) -> Prompt | None:
    """The prompt, held until the transaction ends, so that two answers come one after the other."""
    return session.scalar(held(select(Prompt).where(Prompt.workspace == workspace, Prompt.id == prompt_id)))


def newcomer(prompt: Prompt) -> int | None:
    """Who joined a pair that had been introduced, of the prompt that introduces them to it; None for any other."""
    who = prompt.occurrence.partition(":")[2].partition("_")[0]
    return int(who) if prompt.step == INTRODUCTION and who else None


def asked_of_pair(session: Session, pair: Pair) -> Sequence[Prompt]:
    """Everything a pair and its members were asked."""
    query = select(Prompt).where(Prompt.workspace == pair.workspace, Prompt.pair_id == pair.id)
    return session.scalars(query.order_by(Prompt.id)).all()


def asked_of_person(session: Session, workspace: str, person_id: int, since: datetime) -> Sequence[Prompt]:
    """What a person was asked alone since then and has not answered, the newest first."""
    query = (
        select(Prompt)
        .where(
            Prompt.workspace == workspace,
            Prompt.person_id == person_id,
            Prompt.answered_at.is_(None),
            Prompt.asked_at >= since,
        )
        .order_by(Prompt.asked_at.desc(), Prompt.id.desc())
    )
    return session.scalars(query).all()
