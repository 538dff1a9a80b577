"""The inbox: what has been acted on, and what was answered, so that a repeat gets the same answer.

Kept for seven days, longer than any platform delivers again; encrypted, because a form can hold a reflection.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Encrypted, Row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KEPT = timedelta(days=7)


class Answered(Row):
    """One action and its answer. The key begins with the workspace."""

    __tablename__ = "inbox"

    key: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    acted_at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(Encrypted)


_EARLIER = select(Answered.answer).where(Answered.key == bindparam("key"))
_REMEMBER = insert(Row.metadata.tables["inbox"])


def earlier_answer(session: Session, key: str) -> str | None:
    """What was answered to this very action before."""
    return session.scalar(_EARLIER, {"key": key})


def remember(session: Session, workspace: str, key: str, answer: str, now: datetime) -> None:
    """Keep the answer."""
    session.flush()
    session.execute(_REMEMBER, {"key": key, "workspace": workspace, "acted_at": now, "answer": answer})


def forget_old(session: Session, now: datetime) -> None:
    """Let go of what no platform will deliver again."""
    session.execute(delete(Answered).where(Answered.acted_at < now - KEPT))
