"""Whether a request comes from a workspace where the bot is installed: one indexed row, and no call to Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.slack import excuses
from programme.words import talking
from storage import installations

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_bolt import BoltContext

    from storage.database import Database

LEAVING = frozenset({"app_uninstalled", "tokens_revoked"})
_ACCESS = "access"


class Admission:
    """Stands before Bolt's own authorization, where there is a row for each workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def admit(
        self,
        context: BoltContext,
        body: Mapping[str, Any],
        next: Callable[[], BoltResponse],  # noqa: A002 - Bolt's name
    ) -> BoltResponse:
        """Let the request pass with its workspace's token, or answer it in words."""
        if _needs_no_token(body):
            return next()
        access = self._access(context.team_id)
        if access is None:
            return _turned_away(context, body)
        context[_ACCESS] = access
        return next()

    def _access(self, workspace: str | None) -> installations.Access | None:
        """None also for what a whole organisation sends, which belongs to no workspace."""
        if not workspace:
            return None
        with self._database.reading() as session:
            return installations.access(session, workspace)


def authorized(context: BoltContext) -> AuthorizeResult:
    """What Bolt wants to know of an admitted request."""
    access: installations.Access = context[_ACCESS]
    return AuthorizeResult(
        enterprise_id=context.enterprise_id,
        team_id=context.team_id,
        bot_user_id=access.bot_user_id,
        bot_id=access.bot_id,
        bot_token=access.token,
    )


def _needs_no_token(body: Mapping[str, Any]) -> bool:
    """Slack tries our address, or tells that the bot has been removed."""
    is_leaving = (body.get("event") or {}).get("type") in LEAVING
    return body.get("type") == "url_verification" or is_leaving


def _turned_away(context: BoltContext, body: Mapping[str, Any]) -> BoltResponse:
    """An event is taken, because it would be no more use when it came again."""
    if "event" in body:
        return BoltResponse(status=200, body="")
    return excuses.said(body, talking.not_installed("Slack"), context.client)
