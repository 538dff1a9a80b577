"""Slack tells that the bot has been removed from a workspace, or its token revoked.

Both events come for a removal, in either order, and each may come again or late
(docs.slack.dev/reference/events/app_uninstalled). So each is held against the time of the token that we have.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from storage import departures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_bolt import App

    from storage.database import Database

log = logging.getLogger(__name__)


class Removals:
    """What is done about it: many workspaces lose their rows' tokens, one workspace's operator has to act."""

    def __init__(self, database: Database, now: Callable[[], datetime], *, is_many: bool) -> None:
        self._database, self._now, self._is_many = database, now, is_many

    def listen(self, app: App) -> None:
        """Take both events."""
        app.event("app_uninstalled")(self._uninstalled)
        app.event("tokens_revoked")(self._revoked)

    def _uninstalled(self, body: Mapping[str, Any]) -> None:
        if not self._is_many:
            log.error("PairMe has been removed from Slack. Install it again and set SLACK_BOT_TOKEN anew.")
            return
        with self._database.writing() as session:
            gone = departures.uninstalled(session, body["team_id"], _happened_at(body), self._now())
        if gone:
            log.warning("workspace %s has removed PairMe", body["team_id"])

    def _revoked(self, body: Mapping[str, Any]) -> None:
        bot_users = body["event"].get("tokens", {}).get("bot") or []
        if not bot_users:
            return
        if not self._is_many:
            log.error("Slack has revoked the token. Copy the new one into SLACK_BOT_TOKEN.")
            return
        with self._database.writing() as session:
            gone = departures.revoked(session, body["team_id"], bot_users, _happened_at(body), self._now())
        if gone:
            log.warning("workspace %s has revoked the token of PairMe", body["team_id"])


def _happened_at(body: Mapping[str, Any]) -> datetime:
    """When Slack says that it happened, to the second."""
    return datetime.fromtimestamp(int(body["event_time"]), UTC)
