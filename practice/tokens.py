"""The bot tokens of the app in one workspace, and what they may do.

With token rotation an access token lives for twelve hours, a refresh token until it is used, once
(docs.slack.dev/authentication/using-token-rotation); a refresh does not shorten the older access token's life.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from practice.refusal import Refusal

_NEVER = float("inf")


@dataclass(frozen=True)
class Grant:
    """What the app gets; the second and third only with token rotation."""

    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_in: int = 0


class BotTokens:
    """Empty until the app is installed. The workspace's lock guards it."""

    def __init__(self, *, rotate: bool, lifetime_seconds: float) -> None:
        self._rotate, self._lifetime = rotate, lifetime_seconds
        self.scopes: frozenset[str] = frozenset()
        self.is_installed = False
        self._ends: dict[str, float] = {}
        self._refreshers: set[str] = set()
        self._dead: dict[str, str] = {}

    @property
    def newest(self) -> str:
        """The access token given last; "" when there is none."""
        return next(reversed(self._ends), "")

    def knows(self, token: str) -> bool:
        """Whether this workspace ever gave out this access or refresh token."""
        return token in self._ends or token in self._dead or token in self._refreshers

    def check(self, token: str) -> None:
        """Raises invalid_auth, token_expired, token_revoked, account_inactive."""
        ends = self._ends.get(token)
        if ends is None:
            raise Refusal(self._dead.get(token, "invalid_auth"))
        if time.monotonic() >= ends:
            raise Refusal("token_expired")

    def grant(self, scopes: Iterable[str]) -> Grant:
        """Install the app, or install it again: scopes add up, and without rotation the token stays the same."""
        self.scopes |= frozenset(scopes)
        self.is_installed = True
        if self._rotate:
            return self._pair()
        if not self._ends:
            self._ends[f"xoxb-{secrets.token_hex(16)}"] = _NEVER
        return Grant(self.newest)

    def refresh(self, refresh_token: str) -> Grant:
        """A new pair for a refresh token, which is spent. Raises invalid_refresh_token."""
        if refresh_token not in self._refreshers:
            raise Refusal("invalid_refresh_token")
        self._refreshers.discard(refresh_token)
        self._dead[refresh_token] = "invalid_auth"
        return self._pair()

    def revoke(self, token: str) -> None:
        """One access token ends; with the last of them the refresh tokens end too."""
        self._ends.pop(token, None)
        self._dead[token] = "token_revoked"
        if not self._ends:
            self.end("token_revoked")

    def end(self, error: str) -> None:
        """No token works from now on; each is answered with `error`."""
        self._dead |= dict.fromkeys([*self._ends, *self._refreshers], error)
        self._ends.clear()
        self._refreshers.clear()

    def uninstall(self) -> None:
        """Slack answers account_inactive to the bot token of an app that was removed."""
        self.end("account_inactive")
        self.scopes, self.is_installed = frozenset(), False

    def expire(self) -> None:
        """Access tokens are past their time; refresh tokens still work."""
        self._ends = dict.fromkeys(self._ends, time.monotonic())

    def _pair(self) -> Grant:
        access, refresh = f"xoxe.xoxb-1-{secrets.token_hex(24)}", f"xoxe-1-{secrets.token_hex(24)}"
        self._ends[access] = time.monotonic() + self._lifetime
        self._refreshers.add(refresh)
        return Grant(access, refresh, int(self._lifetime))
