"""Microsoft Teams: the registrations, the signing keys, the public address, and the time it is there."""

from __future__ import annotations

import importlib.util
import json
import urllib.error
import urllib.parse
import urllib.request
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from bot.check.database import skew
from bot.check.finding import note, ok, problem
from bot.settings_faults import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from bot.check.finding import Finding

PATIENCE = 10  # seconds
SCOPE = "https://api.botframework.com/.default"
_MEND = {
    "7000215": "The client secret is wrong. Copy its value (not its id) again, or make a new one",
    "7000222": "The client secret has run out. Make a new one",
    "700016": "No app of this client id is in this tenant. Copy both ids again",
    "90002": "There is no such tenant. Copy its id again",
}
"""What Entra's error numbers mean (learn.microsoft.com/entra/identity-platform/reference-error-codes)."""


class NoAnswer(Exception):
    """Somebody could not be reached, or gave no answer that can be read."""


def installed() -> Iterator[Finding]:
    """Whether Microsoft's packages are there: they are an extra."""
    missing = [name for name in ("microsoft_teams", "jwt", "httpx") if importlib.util.find_spec(name) is None]
    if missing:
        yield problem("Teams", f"{', '.join(missing)} cannot be loaded. Install with: pip install '.[teams]'")


def registration(
    tenant: str, client_id: str, secret: str, login_url: str, now: Callable[[], datetime]
) -> Iterator[Finding]:
    """Whether a tenant's registration is given a token, and what time it is at Microsoft's."""
    asked = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": secret,
        "scope": SCOPE,
    }
    try:
        told, headers = _answer(
            f"{login_url}/{tenant}/oauth2/v2.0/token", urllib.parse.urlencode(asked).encode()
        )
    except NoAnswer as silence:
        yield problem("Teams", f"{silence} Check the network and TEAMS_LOGIN_URL.")
        return
    if "access_token" not in told:
        yield problem("Teams", f"tenant {tenant}: {_refusal(told)} in the bot's app registration in Entra.")
        return
    yield ok("Teams", f"the registration of tenant {tenant} is given a token.")
    try:
        theirs = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        yield note("time", "Microsoft does not say what time it is.")
        return
    yield from skew("Microsoft", theirs - now())


def keys(openid_url: str) -> Iterator[Finding]:
    """Whether the keys with which Teams signs can be had."""
    try:
        told, _ = _answer(openid_url)
        found, _ = _answer(str(told.get("jwks_uri", "")))
    except NoAnswer as silence:
        yield problem(
            "Teams", f"{silence} Nothing from Teams is let in without its keys. Check TEAMS_OPENID_URL."
        )
        return
    yield ok("Teams", f"{len(found.get('keys', ()))} keys of Teams can be fetched.")


def public_url(url: str, login_url: str) -> Iterator[Finding]:
    """Whether Teams could find us."""
    is_for_tests = urllib.parse.urlsplit(login_url).hostname in LOOPBACK
    if urllib.parse.urlsplit(url).hostname in LOOPBACK and not is_for_tests:
        yield problem("PUBLIC_URL", f"Teams cannot reach {url}. Set it to the https address of this server.")
        return
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=PATIENCE) as answer:  # noqa: S310 - checked when read
            is_ours = answer.read(3) == b"ok"
    except (urllib.error.URLError, HTTPException, TimeoutError, OSError, ValueError):
        is_ours = False
    if is_ours:
        yield ok("PUBLIC_URL", f"{url} leads to PairMe. The bot's messaging endpoint is {url}/api/messages.")
    else:
        yield note(
            "PUBLIC_URL",
            f"{url} does not lead to a running PairMe, seen from here. Teams has to reach {url}/api/messages.",
        )


def _refusal(told: Mapping[str, Any]) -> str:
    """By the number in Entra's words; the words themselves name what was sent."""
    numbers = [str(number) for number in told.get("error_codes", ())]
    known = next((_MEND[number] for number in numbers if number in _MEND), "")
    return known or f"Microsoft says {str(told.get('error', 'no'))[:60]!r}. Check both ids and the secret"


def _answer(url: str, body: bytes | None = None) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """What an address says, a refusal too, and its headers by their names in small letters."""
    where = urllib.parse.urlsplit(url).netloc or "an address without a host"
    if not url.startswith(("https://", "http://")):
        raise NoAnswer(f"{where} cannot be asked.")
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body), timeout=PATIENCE) as got:  # noqa: S310 - as above
            told, headers = got.read(), got.headers
    except urllib.error.HTTPError as refusal:
        with refusal:
            told, headers = refusal.read(), refusal.headers
    except (urllib.error.URLError, HTTPException, TimeoutError, OSError) as error:
        raise NoAnswer(f"{where} cannot be reached.") from error
    try:
        read = json.loads(told)
    except ValueError as error:
        raise NoAnswer(f"{where} gives no answer that can be read.") from error
    if not isinstance(read, dict):
        raise NoAnswer(f"{where} gives no answer that can be read.")
    return read, {name.lower(): value for name, value in headers.items()}
