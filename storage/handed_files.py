"""Files that wait to be handed over: offered in a chat, or behind a short-lived link."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, false, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import NUMBERED_ONCE, Encrypted, Row, held

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LASTS = timedelta(days=7)
"""A person on leave finds their calendar entry; nobody finds it much later."""
MOST_WRONG_CODES = 5


class HandedFile(Row):
    """One file, its text encrypted.

    Behind a link it is found by the hash of the link's secret; one that `needs_code` is handed over once, to whoever
    also knows the code, and not after `MOST_WRONG_CODES` tries.
    """

    __tablename__ = "handed_files"
    __table_args__ = NUMBERED_ONCE

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    name: Mapped[str] = mapped_column(Encrypted)
    content: Mapped[str] = mapped_column(Encrypted)
    hash: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str | None]
    needs_code: Mapped[bool] = mapped_column(default=False, server_default=false())
    wrong_codes: Mapped[int] = mapped_column(default=0, server_default="0")
    expires_at: Mapped[datetime] = mapped_column(index=True)


def hashed(secret: str) -> str:
    """What is kept of a link's secret, or of a code."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keep(
    session: Session, *, workspace: str, name: str, content: str, secret: str, code: str | None, now: datetime
) -> HandedFile:
    """Keep a file until it is fetched or `LASTS` has passed; with a `code` it is for one reader, once."""
    made = HandedFile(
        workspace=workspace,
        name=name,
        content=content,
        hash=hashed(secret),
        code_hash=hashed(code) if code else None,
        needs_code=code is not None,
        expires_at=now + LASTS,
    )
    session.add(made)
    session.flush()
    return made


def by_secret(session: Session, secret: str, now: datetime) -> HandedFile | None:
    """The file behind a link, held; None when it has been fetched, is too old, or was never there."""
    query = select(HandedFile).where(HandedFile.hash == hashed(secret), HandedFile.expires_at > now)
    return session.scalar(held(query))


def by_id(session: Session, workspace: str, file_id: int, now: datetime) -> HandedFile | None:
    """The file that was offered in a chat."""
    query = select(HandedFile).where(
        HandedFile.workspace == workspace, HandedFile.id == file_id, HandedFile.expires_at > now
    )
    return session.scalar(query)


def renew(
    session: Session, workspace: str, file_id: int, *, secret: str, code: str | None, now: datetime
) -> bool:
    """Give a file another secret and code, so that what was told before is worth nothing; False if it is gone."""
    query = select(HandedFile).where(HandedFile.workspace == workspace, HandedFile.id == file_id)
    found = session.scalar(held(query))
    if found is None:
        return False
    found.hash, found.code_hash = hashed(secret), hashed(code) if code else None
    found.needs_code, found.wrong_codes, found.expires_at = code is not None, 0, now + LASTS
    session.flush()
    return True


def forget_old(session: Session, now: datetime) -> None:
    """Those that nobody came for."""
    session.execute(delete(HandedFile).where(HandedFile.expires_at <= now))
