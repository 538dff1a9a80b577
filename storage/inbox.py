"""The inbox: what has been acted on, and what was answered, so that a repeat gets the same answer.

Kept for seven days, longer than any platform delivers again; encrypted, because a form can hold a reflection.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Encrypted, Row, held

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KEPT = timedelta(days=7)


class Answered(Row):
    """One action and its answer, or one message and when it was last acted on. The key begins with the workspace."""

    __tablename__ = "inbox"

    key: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    acted_at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(Encrypted)


_EARLIER = select(Answered.answer).where(
    Answered.workspace == bindparam("workspace"), Answered.key == bindparam("key")
)
_REMEMBER = insert(Row.metadata.tables["inbox"])


def earlier_answer(session: Session, workspace: str, key: str) -> str | None:
    """What was answered to this very action before."""
    return session.scalar(_EARLIER, {"workspace": workspace, "key": key})


def remember(session: Session, workspace: str, key: str, answer: str, now: datetime) -> None:
    """Keep the answer."""
    session.flush()
    session.execute(_REMEMBER, {"key": key, "workspace": workspace, "acted_at": now, "answer": answer})


def hear(session: Session, workspace: str, message: str, done_at: datetime) -> datetime | None:
    """Remember when a message was last written, changed or deleted; gives what was remembered before.

    Two who hear of one message at once come one after the other.
    """
    query = select(Answered).where(Answered.workspace == workspace, Answered.key == message)
    heard = session.scalar(held(query))
    if heard is None:
        session.add(Answered(key=message, workspace=workspace, acted_at=done_at, answer=""))
        session.flush()
        return None
    before = heard.acted_at
    heard.acted_at = max(before, done_at)
    return before


def forget_old(session: Session, now: datetime) -> None:
    """Let go of what no platform will deliver again."""
    session.execute(delete(Answered).where(Answered.acted_at < now - KEPT))
