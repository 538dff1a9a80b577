"""A hospital that installs the bot, and what its tests do again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage import installations, renewals
from storage.database import Database
from storage.installations import Grant
from storage.renewals import Due

NOW = datetime(2027, 3, 1, 9, 0, 0, 500_000, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=each) for each in (1, 60, 3600, 86_400))
NORTH = Grant(
    workspace="T0NORTH",
    platform="slack",
    app_id="A1",
    bot_user_id="U0BOT",
    bot_id="B1",
    name="North",
    token="xoxb-north",
    refresh_token=None,
    expires_at=None,
    scopes="chat:write",
    installed_by="U0LENA",
)
ROTATING = replace(NORTH, token="xoxe.xoxb-1", refresh_token="xoxe-1", expires_at=NOW + 12 * HOUR)


def install(database: Database, grant: Grant = NORTH, at: datetime = NOW) -> None:
    with database.writing() as session:
        installations.save(session, grant, at)


def token(database: Database, workspace: str = "T0NORTH") -> str | None:
    with database.reading() as session:
        access = installations.access(session, workspace)
    return access.token if access is not None else None


def claim(database: Database, now: datetime) -> Due | None:
    with database.writing() as session:
        return renewals.claim(session, now)
