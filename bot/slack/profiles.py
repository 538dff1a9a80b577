"""Who somebody is, as Slack knows them; remembered for ten minutes, so that few actions wait for Slack."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from bot.slack.inbound import SLACK
from handlers.action import Account

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from slack_sdk import WebClient

log = logging.getLogger(__name__)

KEPT = 600.0
BUDGET = 1.2  # seconds; the whole answer must be there after three


class Profiles:
    """People by workspace and id."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._known: dict[tuple[str, str], tuple[float, Account]] = {}

    def of(self, workspace: str, user: str) -> Account:
        """The person; without a name and without rights when Slack does not tell in time."""
        at, known = self._known.get((workspace, user), (0.0, None))
        if known is not None and time.monotonic() - at < KEPT:
            return known
        try:
            told = self._client.users_info(user=user)["user"]
        except (SlackApiError, URLError, TimeoutError, OSError) as error:
            log.warning("a profile could not be read: %s", type(error).__name__)
            return known or Account(workspace, SLACK, user)
        account = account_of(workspace, told)
        self._known[workspace, user] = (time.monotonic(), account)
        return account

    def of_several(self, workspace: str, users: Iterable[str]) -> dict[str, Account]:
        """As many of these people as can be looked up within `BUDGET`."""
        until = time.monotonic() + BUDGET
        found = {}
        for user in users:
            if time.monotonic() < until:
                found[user] = self.of(workspace, user)
        return found


def account_of(workspace: str, told: Mapping[str, Any]) -> Account:
    """Slack's user as ours."""
    profile = told.get("profile", {})
    name = (
        profile.get("display_name")
        or profile.get("real_name")
        or told.get("real_name")
        or told.get("name", "")
    )
    return Account(
        workspace=workspace,
        platform=SLACK,
        id=told["id"],
        name=name,
        is_admin=bool(told.get("is_admin") or told.get("is_owner")),
        is_guest=bool(told.get("is_restricted") or told.get("is_ultra_restricted")),
        is_bot=bool(told.get("is_bot")),
    )
