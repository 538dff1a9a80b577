"""The names that Teams gives: they look like Microsoft's, and are the same in every run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def account_of(client_id: str, user: str) -> str:
    """A person as one bot knows them (29:...); another bot knows them by another name."""
    return f"29:1{_mixed(client_id, user)}"


def bot_account(client_id: str) -> str:
    """The bot itself (28:...)."""
    return f"28:{client_id}"


def chat_of(client_id: str, named: str, times_forgotten: int) -> str:
    """A 1:1 chat (a:1...); it depends on how the person was named, and begins anew once it was removed."""
    return f"a:1{_mixed(client_id, named, str(times_forgotten))}"


class Stamps:
    """Ids: of messages the hospital's time in milliseconds, moved on where it would repeat or go back."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._last = 0
        self._counted = 0

    def message(self) -> str:
        """A new message's id."""
        at = (self._now() - _EPOCH) // timedelta(milliseconds=1)
        self._last = max(at, self._last + 1)
        return str(self._last)

    def begin_again(self) -> None:
        """Nothing was written yet, so the clock may have been put back."""
        self._last = 0

    def invoke(self) -> str:
        """A new invoke's or update's id."""
        return f"f:{self.guid('activity')}"

    def guid(self, of: str) -> str:
        """A GUID that was never given before."""
        self._counted += 1
        return str(uuid5(NAMESPACE_URL, f"{of}/{self._counted}"))


def _mixed(*parts: str) -> str:
    digest = hashlib.sha512("/".join(parts).encode()).digest()
    return base64.urlsafe_b64encode(digest[:45]).decode()
