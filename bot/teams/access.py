"""Tokens with which the bot writes to Teams, one for each registration, kept until shortly before they run out.

The SDK's own way waits for as long as Microsoft does, and refuses any address but Microsoft's.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx

from bot.teams.refusals import in_our_words
from scheduler.sender import Shut, Undelivered

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.teams.registrations import Registration

PATIENCE = 5.0  # seconds
MARGIN = 300.0  # seconds; a token lasts an hour or more, and must not run out on its way
_SCOPE = "https://api.botframework.com/.default"
_WRONG = frozenset({httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN})


class Access:
    """For one event loop; `elapsed` are seconds of a clock that nobody sets."""

    def __init__(self, login_url: str, http: httpx.AsyncClient, elapsed: Callable[[], float]) -> None:
        self._login_url, self._http, self._elapsed = login_url.rstrip("/"), http, elapsed
        self._kept: dict[Registration, tuple[str, float]] = {}
        self._asking: dict[Registration, asyncio.Lock] = {}

    async def token(self, registration: Registration) -> str:
        """One that is good for now; raises `Shut` when the registration is refused, else `Undelivered`."""
        async with self._asking.setdefault(registration, asyncio.Lock()):
            token, until = self._kept.get(registration, ("", 0.0))
            if not token or self._elapsed() >= until:
                with in_our_words(repeatable=True):
                    token, lasts = await self._fresh(registration)
                until = self._elapsed() + lasts - min(MARGIN, lasts / 2)
                self._kept[registration] = token, until
            return token

    def forget(self, registration: Registration, token: str) -> None:
        """Teams has refused this one; a newer one stays."""
        if self._kept.get(registration, ("", 0.0))[0] == token:
            del self._kept[registration]

    async def _fresh(self, registration: Registration) -> tuple[str, float]:
        """A new token, and how many seconds it lasts."""
        asked = {
            "grant_type": "client_credentials",
            "client_id": registration.client_id,
            "client_secret": registration.secret,
            "scope": _SCOPE,
        }
        async with asyncio.timeout(PATIENCE):
            answer = await self._http.post(
                f"{self._login_url}/{registration.tenant}/oauth2/v2.0/token", data=asked
            )
        told = _told(answer)
        if answer.status_code in _WRONG and "error" in told:
            raise Shut("Microsoft refuses PairMe's client id or secret; a secret may have run out.")
        if not answer.is_success:
            raise Undelivered("Microsoft's sign-in does not answer.")
        return str(told["access_token"]), float(told["expires_in"])


def _told(answer: httpx.Response) -> dict[str, Any]:
    """What the sign-in says; nothing when somebody else answered with a page of their own."""
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
