"""Tokens that expire: whose turn it is to be renewed, held by a lease while the platform is asked.

No transaction is open while a platform answers, so the row's lock cannot guard the call. A lease does: one short
transaction takes it under the lock, a second one stores what came. After a crash in between, the lease runs out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from storage.installations import Installation, locked
from storage.row import held

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

AHEAD = timedelta(hours=2)
"""Slack's tokens live for twelve hours; this leaves two to mend what keeps one from being renewed."""
LEASE = timedelta(seconds=30)
"""Well over the client's patience, and short: after a crash the same refresh token has to be used again within
Slack's "short grace period" (docs.slack.dev/authentication/using-token-rotation)."""


@dataclass(frozen=True)
class Due:
    """A workspace whose token is to be renewed with this refresh token; `claimed_at` is before Slack is asked."""

    workspace: str
    claimed_at: datetime
    token: str = field(repr=False)
    refresh_token: str = field(repr=False)


@dataclass(frozen=True)
class Renewed:
    """What came for it."""

    token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime


def is_due(session: Session, now: datetime) -> bool:
    """Whether `claim` would find one."""
    return session.scalar(_next(now).with_only_columns(Installation.workspace)) is not None


def claim(session: Session, now: datetime) -> Due | None:
    """The token that expires first, ours to renew for `LEASE`; None when none is near its end."""
    row = session.scalar(held(_next(now), skip_held=True))
    if row is None or row.token is None or row.refresh_token is None:
        return None
    row.renewing_until = now + LEASE
    return Due(row.workspace, now, row.token, row.refresh_token)


def store(session: Session, due: Due, new: Renewed) -> bool:
    """Keep the new tokens; False when the workspace has removed the bot, or installed it anew, meanwhile."""
    row = locked(session, due.workspace)
    if row is None or row.refresh_token != due.refresh_token:
        return False
    row.token, row.refresh_token, row.expires_at = new.token, new.refresh_token, new.expires_at
    row.token_at = row.asked_at = due.claimed_at
    row.renewing_until = row.trouble = None
    return True


def put_off(session: Session, due: Due, until: datetime, trouble: str) -> None:
    """It did not work; nobody tries again before then."""
    row = locked(session, due.workspace)
    if row is not None and row.refresh_token == due.refresh_token:
        row.renewing_until, row.trouble = until, trouble


def _next(now: datetime) -> Select[Installation]:
    is_free = or_(Installation.renewing_until.is_(None), Installation.renewing_until <= now)
    ends_soon = Installation.expires_at <= now + AHEAD
    query = select(Installation).where(ends_soon, Installation.refresh_token.is_not(None), is_free)
    return query.order_by(Installation.expires_at).limit(1)
