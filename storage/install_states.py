"""What ties the end of an installation to its beginning: a secret that works once and for ten minutes.

Only its hash is kept, so that nobody who reads the database can finish somebody else's installation. It belongs
to no workspace: which one it will be is known only at the end.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LIFE = timedelta(minutes=10)
"""As long as Slack's code lives (docs.slack.dev/authentication/installing-with-oauth)."""


class InstallState(Row):
    """An installation that somebody has begun."""

    __tablename__ = "install_states"

    hash: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


def begin(session: Session, now: datetime) -> str:
    """A new secret; those that nobody came back with are forgotten."""
    forget_old(session, now)
    secret = secrets.token_urlsafe(32)
    session.add(InstallState(hash=_hash(secret), expires_at=now + LIFE))
    session.flush()
    return secret


def redeem(session: Session, secret: str, now: datetime) -> bool:
    """Whether the secret is good; it is used up by asking."""
    used = delete(InstallState).where(InstallState.hash == _hash(secret)).returning(InstallState.expires_at)
    expires_at = session.execute(used).scalar_one_or_none()
    return expires_at is not None and expires_at > now


def forget_old(session: Session, now: datetime) -> None:
    """Let go of those whose time is over."""
    session.execute(delete(InstallState).where(InstallState.expires_at <= now))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
