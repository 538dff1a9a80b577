"""Letters: what is to be said to somebody who did not ask just now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    UniqueConstraint,
    bindparam,
    false,
    func,
    null,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from programme.words.message import Message
from storage.address import Address
from storage.row import Encrypted, Row, held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

WAITING, SENT, DEAD, DROPPED, UNKNOWN = "waiting", "sent", "dead", "dropped", "unknown"
"""`UNKNOWN` may have arrived, and nobody can look: it is not said again, and its reader's next act settles it."""


@dataclass(frozen=True)
class Sent:
    """Where a letter came to stand: the conversation and the message in it."""

    place: str
    id: str


class Letter(Row):
    """One letter. Its text goes when it has been sent; a dead one keeps it for a while, to be tried again.

    `unasked` is what the programme says by itself, which comes only at the hours of its send window.
    `unsure` is a letter that may have arrived: it is looked for before it is sent again. `repeats` is said of one
    that may have arrived, could not be looked for, and is said once more in words that admit it.
    """

    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_letters_lane_state", "lane", "state", "id"),
        Index("ix_letters_sent", "workspace", "sent_place", "sent_id"),
        Index("ix_letters_state_created_at", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    key: Mapped[str]
    lane: Mapped[str] = mapped_column(ForeignKey("lanes.key"))
    platform: Mapped[str]
    people: Mapped[list[str]] = mapped_column(JSON)
    place: Mapped[str] = mapped_column(default="")
    thread: Mapped[str] = mapped_column(default="")
    replaces_place: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[str] = mapped_column(default="")
    body: Mapped[str | None] = mapped_column(Encrypted)
    unasked: Mapped[bool] = mapped_column(default=False, server_default=false())
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id", ondelete="SET NULL"))
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("pairs.id", ondelete="SET NULL"))
    prompt_id: Mapped[int | None] = mapped_column(ForeignKey("prompts.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(default=WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    unsure: Mapped[bool] = mapped_column(default=False)
    repeats: Mapped[bool] = mapped_column(default=False, server_default=false())
    file_id: Mapped[str | None]
    trouble: Mapped[str | None]
    created_at: Mapped[datetime]
    first_tried_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    sent_place: Mapped[str | None]
    sent_id: Mapped[str | None]

    @property
    def address(self) -> Address:
        """Where it goes."""
        return Address(self.workspace, self.platform, tuple(self.people), self.place)

    @property
    def is_answer(self) -> bool:
        """Whether it answers what its reader has just done, so that they are there and miss it."""
        return self.key.startswith(f"{self.workspace}/answer/")

    @property
    def is_introduction(self) -> bool:
        """Whether it tells somebody who their partner is."""
        return self.key.startswith(f"{self.workspace}/introduction/")

    @property
    def message(self) -> Message:
        """What it says; only while that is kept."""
        if self.body is None:
            raise ValueError(f"Letter {self.id} has been settled, so its text is gone.")
        return msgspec.json.decode(self.body, type=Message)


_SETTLE_UNKNOWN = (
    update(Letter.metadata.tables["letters"])  # of the table alone, for that is half the work
    .where(
        Letter.workspace == bindparam("of_workspace"),
        Letter.lane == bindparam("of_lane"),
        Letter.state == UNKNOWN,
        Letter.tried_at < bindparam("acted"),
    )
    .values(state=SENT, settled_at=bindparam("settled"), body=null(), trouble=null())
)


def of_prompt(session: Session, workspace: str, prompt_id: int) -> Sequence[Letter]:
    """The letters that carried a prompt and have arrived."""
    query = select(Letter).where(
        Letter.workspace == workspace,
        Letter.prompt_id == prompt_id,
        Letter.sent_id.is_not(None),
        Letter.replaces_id == "",
    )
    return session.scalars(query.order_by(Letter.id)).all()


def prompt_of_message(session: Session, workspace: str, place: str, message: str) -> int | None:
    """Which prompt a message in a conversation carried."""
    query = select(Letter.prompt_id).where(
        Letter.workspace == workspace,
        Letter.sent_place == place,
        Letter.sent_id == message,
        Letter.prompt_id.is_not(None),
    )
    return session.scalar(query.limit(1))


def sent_as(session: Session, workspace: str, key: str) -> Sent | None:
    """Where the letter with this key (the workspace's comes first) has come to stand, if it has arrived."""
    query = select(Letter.sent_place, Letter.sent_id).where(
        Letter.workspace == workspace, Letter.key == f"{workspace}/{key}", Letter.sent_id.is_not(None)
    )
    found = session.execute(query).one_or_none()
    return Sent(str(found.sent_place), str(found.sent_id)) if found is not None else None


def introductions(session: Session, workspace: str, pair_id: int) -> Sequence[Letter]:
    """The letters that tell the members of a pair of each other."""
    query = select(Letter).where(Letter.workspace == workspace, Letter.pair_id == pair_id)
    begins = Letter.key.startswith(f"{workspace}/introduction/{pair_id}/", autoescape=True)
    return session.scalars(query.where(begins, Letter.replaces_id == "").order_by(Letter.id)).all()


def is_begun(session: Session, workspace: str, beginning: str) -> bool:
    """Whether a letter's key begins like this."""
    query = select(Letter.id).where(Letter.workspace == workspace)
    return session.scalar(query.where(Letter.key.startswith(beginning, autoescape=True)).limit(1)) is not None


def by_id(session: Session, workspace: str, letter_id: int) -> Letter | None:
    """The letter, held, if it is of this workspace."""
    return session.scalar(held(select(Letter).where(Letter.workspace == workspace, Letter.id == letter_id)))


def settle_unknown(session: Session, to: Address, acted_at: datetime, now: datetime) -> None:
    """Their reader has acted since they were tried: what has arrived they have seen, what has not they do not miss.

    One statement along an index, because it is asked at every act.
    """
    given = {"of_workspace": to.workspace, "of_lane": to.lane, "acted": acted_at, "settled": now}
    session.execute(_SETTLE_UNKNOWN, given)


def oldest_waiting_at(session: Session) -> datetime | None:
    """Since when the oldest letter has waited."""
    return session.scalar(select(func.min(Letter.created_at)).where(Letter.state == WAITING))
