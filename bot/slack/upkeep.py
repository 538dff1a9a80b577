"""What time does to installations: tokens are renewed before they end, and who has left is forgotten."""

from __future__ import annotations

import logging
from datetime import timedelta
from http.client import HTTPException
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.slack.oauth import Unreachable, code_of
from storage import departures, install_states, installations, renewals
from storage.database import CLOCK_PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.oauth import SlackOAuth
    from storage.database import Database
    from storage.renewals import Due

log = logging.getLogger(__name__)

RENEWS_EVERY, FORGETS_EVERY = 15.0, 600.0  # seconds; both mostly find nothing to do
AGAIN_WHEN_UNREACHABLE = timedelta(seconds=10)
"""Soon, because the answer may only have been lost, and then the old refresh token works for a short time more."""
AGAIN_WHEN_REFUSED = timedelta(minutes=10)


class Upkeep:
    """Any number of machines may do this beside each other."""

    def __init__(self, database: Database, oauth: SlackOAuth, now: Callable[[], datetime]) -> None:
        self._database, self._oauth, self._now = database, oauth, now
        self._stopping = False

    def renew(self) -> int:
        """Renew what is about to end and ask after what has long been silent; how many calls that took."""
        with self._database.reading() as session:
            is_due = renewals.is_due(session, self._now()) or installations.is_silent(session, self._now())
        calls = 0
        while is_due and not self._stopping and (self._renew_one() or self._ask_one()):
            calls += 1
        return calls

    def forget(self) -> int:
        """Delete what belongs to workspaces that have left for good; how many those were."""
        with self._database.writing(CLOCK_PATIENCE) as session:
            install_states.forget_old(session, self._now())
        gone = departures.delete_departed(self._database, self._now())
        if gone:
            log.warning("workspaces that left and of which everything has now been deleted: %s", gone)
        return gone

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping = True

    def _renew_one(self) -> bool:
        with self._database.writing(CLOCK_PATIENCE) as session:
            due = renewals.claim(session, self._now())
        if due is None:
            return False
        try:
            new = self._oauth.renew(due.refresh_token, due.claimed_at)
        except SlackApiError as error:
            self._refused(due, code_of(error))
        except Unreachable as error:
            self._put_off(due, AGAIN_WHEN_UNREACHABLE, str(error))
        else:
            with self._database.writing(CLOCK_PATIENCE) as session:
                renewals.store(session, due, new)
        return True

    def _refused(self, due: Due, code: str) -> None:
        """The bot was removed and we have not heard of it, or somebody has to do something."""
        if self._is_dead(due.workspace, due.token):
            return
        log.error("the token of workspace %s could not be renewed: %s", due.workspace, code)
        trouble = f"Slack does not renew the token ({code}). If this lasts, install PairMe there again."
        self._put_off(due, AGAIN_WHEN_REFUSED, trouble)

    def _put_off(self, due: Due, wait: timedelta, trouble: str) -> None:
        with self._database.writing(CLOCK_PATIENCE) as session:
            renewals.put_off(session, due, self._now() + wait, trouble)

    def _ask_one(self) -> bool:
        with self._database.writing(CLOCK_PATIENCE) as session:
            silent = installations.next_to_ask(session, self._now())
        if silent is not None:
            self._is_dead(*silent)
        return silent is not None

    def _is_dead(self, workspace: str, token: str) -> bool:
        """Whether Slack says that the bot has been removed; then it is."""
        try:
            is_dead = self._oauth.is_dead(token)
        except (HTTPException, OSError):
            return False
        if is_dead:
            with self._database.writing(CLOCK_PATIENCE) as session:
                departures.found_dead(session, workspace, token, self._now())
            log.warning("workspace %s has removed PairMe some time ago", workspace)
        return is_dead
