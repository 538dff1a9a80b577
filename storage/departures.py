"""Workspaces that remove the bot: their tokens go at once, and everything of theirs when they stay away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage import tenants
from storage.database import CLOCK_PATIENCE
from storage.installations import Installation, is_there, locked
from storage.tables import delete_workspace

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from storage.database import Database

KEPT = timedelta(days=30)
"""Long enough to notice that the bot was removed by mistake, or for a new contract, and to install it again with
nothing lost; short enough that reflections do not lie about in a system that nobody uses any more."""
OLD_TOKEN_DIES_WITHIN = timedelta(minutes=2)
"""After a renewal the platform may revoke a token that the new one has overtaken, and say so a moment later."""


def uninstalled(session: Session, workspace: str, happened_at: datetime, now: datetime) -> bool:
    """The workspace has removed the bot: its tokens go. False when that is no news, or was before the token that we have."""
    row = locked(session, workspace)
    if row is None or happened_at <= row.token_at:
        return False
    return _strip(row, now)


def revoked(
    session: Session, workspace: str, bot_users: Collection[str], happened_at: datetime, now: datetime
) -> bool:
    """Tokens of these bot users have been revoked: the workspace's go. False when that is no news, or was another token."""
    row = locked(session, workspace)
    if row is None or row.bot_user_id not in bot_users:
        return False
    is_renewed = row.token_at > row.installed_at
    if happened_at <= row.token_at + (OLD_TOKEN_DIES_WITHIN if is_renewed else timedelta(0)):
        return False
    return _strip(row, now)


def found_dead(session: Session, workspace: str, token: str, now: datetime) -> bool:
    """The platform refuses this token for good: the bot has been removed. False when we have another one by now."""
    row = locked(session, workspace)
    if row is None or row.token != token:
        return False
    return _strip(row, now)


def delete_departed(database: Database, now: datetime) -> int:
    """Delete every row of each workspace that has been away for `KEPT`, and is nowhere else; how many those were."""
    with database.reading() as session:
        query = select(Installation.workspace).where(
            Installation.removed_at <= now - KEPT, ~is_there(Installation.workspace)
        )
        away = list(session.scalars(query))
    return sum(_deleted(database, workspace, now) for workspace in away)


def _deleted(database: Database, workspace: str, now: datetime) -> bool:
    """In one transaction, unless it has come back meanwhile."""
    with database.writing(CLOCK_PATIENCE) as session:
        row = locked(session, workspace)
        if row is None or row.removed_at is None or row.removed_at > now - KEPT:
            return False
        if tenants.of_workspace(session, workspace) is not None:
            return False
        delete_workspace(session, workspace)
        return True


def _strip(row: Installation, now: datetime) -> bool:
    is_news = row.removed_at is None
    row.token = row.refresh_token = row.expires_at = row.renewing_until = row.trouble = None
    row.removed_at = row.removed_at or now
    return is_news
