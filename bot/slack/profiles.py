"""Who somebody is, as Slack knows them; remembered for ten minutes, so that few actions wait for Slack."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.slack.inbound import SLACK
from handlers.action import Account

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from concurrent.futures import Future

    from slack_sdk import WebClient

    Key = tuple[str, str]

log = logging.getLogger(__name__)

KEPT = 600.0  # seconds
BUDGET = 0.5  # seconds; the database may take over two, and the whole answer must be there after three
MOST_AT_ONCE = 64


class Profiles:
    """People by workspace and id. Slack is asked in the background: who is slow to come is known the next time."""

    def __init__(self, budget: float = BUDGET) -> None:
        self._budget = budget
        self._known: dict[Key, tuple[float, Account]] = {}
        self._asked: dict[Key, Future[None]] = {}
        self._askers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="profiles")

    def of(self, client: WebClient, workspace: str, user: str) -> Account:
        """The person; without a name and without rights when Slack does not tell in time."""
        return self.of_all(client, workspace, [user])[user]

    def of_all(self, client: WebClient, workspace: str, users: Iterable[str]) -> dict[str, Account]:
        """All of them, within one budget of time."""
        keys = {user: (workspace, user) for user in users}
        asked = [self._ask(client, key) for key in keys.values() if not self._is_fresh(key)]
        wait([future for future in asked if future is not None], timeout=self._budget)
        return {user: self._remembered(key) for user, key in keys.items()}

    def close(self) -> None:
        """Ask nobody any more."""
        self._askers.shutdown(wait=False, cancel_futures=True)

    def _is_fresh(self, key: Key) -> bool:
        at, _ = self._known.get(key, (-KEPT, None))
        return time.monotonic() - at < KEPT

    def _remembered(self, key: Key) -> Account:
        """As told last, however long ago; else by the id alone."""
        _, account = self._known.get(key, (0.0, None))
        return account or Account(key[0], SLACK, key[1])

    def _ask(self, client: WebClient, key: Key) -> Future[None] | None:
        """Have Slack asked, once at a time for each person; None when Slack is so slow that it is no use."""
        under_way = self._asked.get(key)
        if under_way is None and len(self._asked) < MOST_AT_ONCE:
            under_way = self._asked[key] = self._askers.submit(copy_context().run, self._look_up, client, key)
            under_way.add_done_callback(lambda _: self._asked.pop(key, None))
        return under_way

    def _look_up(self, client: WebClient, key: Key) -> None:
        workspace, user = key
        try:
            told = client.users_info(user=user)["user"]
        except (SlackApiError, HTTPException, OSError) as error:
            log.warning("a profile could not be read: %s", type(error).__name__)
            return
        self._known[key] = (time.monotonic(), account_of(workspace, told))


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
        email=profile.get("email") or "",
    )
