"""Two things that a person's act lends to the bot for a while: a trigger to open a form, a URL to answer at."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from practice.refusal import Refusal
from practice.rules import Rules

_KEPT_SECONDS = 60.0


@dataclass
class _Trigger:
    user: str
    ends: float
    is_spent: bool = False


class Triggers:
    """Each opens one form, once, within `trigger_seconds` (docs.slack.dev/interactivity/handling-user-interaction)."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._issued: dict[str, _Trigger] = {}
        self._count = 0

    def issue(self, user: str) -> str:
        """A new trigger for what `user` just did."""
        self._forget_old()
        self._count += 1
        trigger_id = f"{self._count}.{secrets.randbelow(10**10)}.{secrets.token_hex(8)}"
        self._issued[trigger_id] = _Trigger(user, time.monotonic() + self._rules.trigger_seconds)
        return trigger_id

    def user_of(self, trigger_id: str) -> str:
        """Whose act it was. Raises invalid_trigger_id, exchanged_trigger_id, expired_trigger_id."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.is_spent:
            raise Refusal("exchanged_trigger_id")
        if time.monotonic() > trigger.ends:
            raise Refusal("expired_trigger_id")
        return trigger.user

    def spend(self, trigger_id: str) -> None:
        """A form was opened with it: it works no more."""
        self._issued[trigger_id].is_spent = True

    def _forget_old(self) -> None:
        horizon = time.monotonic() - _KEPT_SECONDS
        for trigger_id, trigger in list(self._issued.items()):
            if trigger.ends > horizon:
                return  # issued in order, so the rest is younger
            del self._issued[trigger_id]


@dataclass
class ResponseUrl:
    """Where the bot may answer an act: in this conversation, beside or instead of this message."""

    conversation: str
    user: str
    message_ts: str | None
    ends: float
    uses_left: int


class ResponseUrls:
    """Five answers within thirty minutes each (docs.slack.dev/interactivity/handling-user-interaction)."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, conversation: str, user: str, message_ts: str | None) -> str:
        """The id of a new response URL."""
        self._forget_old()
        key = secrets.token_urlsafe(18)
        ends = time.monotonic() + self._rules.response_url_seconds
        self._issued[key] = ResponseUrl(conversation, user, message_ts, ends, self._rules.response_url_uses)
        return key

    def use(self, key: str) -> ResponseUrl:
        """Spend one use. Raises Refusal: expired_url or used_url."""
        url = self._issued.get(key)
        if url is None or time.monotonic() > url.ends:
            raise Refusal("expired_url")
        if url.uses_left == 0:
            raise Refusal("used_url")
        url.uses_left -= 1
        return url

    def _forget_old(self) -> None:
        now = time.monotonic()
        for key, url in list(self._issued.items()):
            if url.ends > now:
                return
            del self._issued[key]
