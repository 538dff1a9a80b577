"""The keys with which Microsoft signs what it sends, fetched where nobody waits for them in vain.

The address of the keys stands in a document of metadata, and Microsoft changes the keys from time to time: see
"Authentication with the Bot Connector API" in its documentation, which asks to look for new ones once a day.
"""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import msgspec
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from bot.teams.addresses import is_safe
from bot.teams.trust import trusted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Future

log = logging.getLogger(__name__)

FRESH_FOR = 24 * 3600.0  # seconds
PATIENCE = 5.0  # seconds
NOT_AGAIN_FOR = 60.0  # seconds; whoever makes a key's name up shall not make us ask for it each time
AFTER_A_FAILURE = 5.0  # seconds
_MOST_BYTES = 1_000_000


class NoKeys(Exception):
    """The keys cannot be had just now, so nobody can tell whether a signature is right."""


@dataclass(frozen=True)
class Key:
    """A public key, and the channels for which it may sign (none named: any)."""

    public: PyJWK
    endorsements: frozenset[str]


class Keys:
    """The keys by their name, asked for by one thread of their own: whoever needs one awaits it, nobody else does."""

    def __init__(
        self, openid_url: str, elapsed: Callable[[], float] = time.monotonic, patience: float = PATIENCE
    ) -> None:
        self._openid_url, self._elapsed, self._patience = openid_url, elapsed, patience
        self._known: Mapping[str, Key] = {}
        self._fetched_at: float | None = None
        self._asked_at: float | None = None
        self._fetcher = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keys")
        self._fetching: Future[None] | None = None

    async def of(self, kid: str) -> Key | None:
        """The key of that name, None when there is none. Raises `NoKeys`. For one event loop."""
        key = self._known.get(kid)
        if key is not None:
            if not self._is_within(self._fetched_at, FRESH_FOR):
                self._ask()
            return key
        fetching = self._ask()
        if fetching is not None:
            await asyncio.wait([asyncio.wrap_future(fetching)], timeout=self._patience)
        if kid not in self._known and not self._has_just_looked():
            raise NoKeys
        return self._known.get(kid)

    def close(self) -> None:
        """Ask for none any more."""
        self._fetcher.shutdown(wait=False, cancel_futures=True)

    def _ask(self) -> Future[None] | None:
        """The fetch that is under way or is begun now; None when it would be too soon."""
        if self._fetching is not None and not self._fetching.done():
            return self._fetching
        if self._is_within(self._asked_at, NOT_AGAIN_FOR if self._has_just_looked() else AFTER_A_FAILURE):
            return None
        self._asked_at = self._elapsed()
        self._fetching = self._fetcher.submit(self._fetch)
        return self._fetching

    def _has_just_looked(self) -> bool:
        """Whether the newest question has been answered."""
        return self._asked_at is not None and (self._fetched_at or 0.0) >= self._asked_at

    def _is_within(self, instant: float | None, seconds: float) -> bool:
        return instant is not None and self._elapsed() - instant < seconds

    def _fetch(self) -> None:
        until = time.monotonic() + self._patience
        try:
            with httpx.Client(timeout=self._patience, verify=trusted()) as client:
                told = _json(client, self._openid_url, until)
                found = dict(_keys(_json(client, self._safe(told["jwks_uri"]), until)))
        except (
            httpx.HTTPError,
            httpx.InvalidURL,
            msgspec.DecodeError,
            PyJWTError,
            LookupError,
            TypeError,
            ValueError,
        ) as error:
            log.warning("the keys of Teams could not be fetched: %s", type(error).__name__)
            return
        self._known, self._fetched_at = found, self._elapsed()

    def _safe(self, url: object) -> str:
        """The address, if nobody on the way could change what it gives."""
        if not isinstance(url, str) or not is_safe(url, beside=self._openid_url):
            raise ValueError("not a safe address")
        return url


def _keys(told: Mapping[str, Any]) -> Iterator[tuple[str, Key]]:
    """The RSA keys of a JWKS."""
    for each in told["keys"]:
        if each.get("kty") == "RSA" and each.get("kid"):
            yield each["kid"], Key(PyJWK(each, "RS256"), frozenset(each.get("endorsements") or ()))


def _json(client: httpx.Client, url: str, until: float) -> Any:
    """What an address gives, if all of it comes in time."""
    with client.stream("GET", url) as answer:
        answer.raise_for_status()
        content = bytearray()
        for part in answer.iter_bytes():
            content += part
            if len(content) > _MOST_BYTES or time.monotonic() > until:
                raise ValueError("too much, or too late")
    return msgspec.json.decode(content)
