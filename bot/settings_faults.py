"""What is wrong with the environment, in sentences that say what to do and never repeat what was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from storage.vault import BadKey, Vault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MANY = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET")
_TEAMS = ("TEAMS_CLIENT_ID", "TEAMS_CLIENT_SECRET", "TEAMS_TENANT_ID")
_GUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DRIVERS = frozenset({"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg", "postgres"})


def problems(given: Mapping[str, str]) -> Iterator[str]:
    """Every problem of what is given, each known variable as text; empty means not set."""
    is_for_many = bool(given["SLACK_CLIENT_ID"] or given["SLACK_CLIENT_SECRET"])
    yield from _many_workspaces(given) if is_for_many else _one_workspace(given)
    yield from _tokens(given)
    has_teams = any(given[name] for name in _TEAMS)
    if has_teams:
        yield from _teams(given, asked_already=is_for_many)
    yield from _keys(given, is_practice=not is_for_many and not given["SLACK_BOT_TOKEN"] and not has_teams)
    yield from _addresses(given)
    yield from _others(given)


def listed(written: str) -> tuple[str, ...]:
    """The parts of a list with commas."""
    return tuple(part.strip() for part in written.split(",") if part.strip())


def is_guid(written: str) -> bool:
    """Whether it looks like an id of Microsoft Entra."""
    return _GUID.fullmatch(written) is not None


def _many_workspaces(given: Mapping[str, str]) -> Iterator[str]:
    """Installed by OAuth; Slack posts to us, so there is neither a token nor a socket in the environment."""
    if given["SLACK_BOT_TOKEN"]:
        yield (
            "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are for many. "
            "Take out the one or the others."
        )
        return
    if given["SLACK_APP_TOKEN"]:
        yield (
            "SLACK_APP_TOKEN is for one workspace over Socket Mode. "
            "Take it out: many workspaces are reached over HTTP."
        )
    missing = [name for name in _MANY if not given[name]]
    for name in missing:
        other = next(each for each in _MANY if given[each])
        yield (
            f"{name} is missing, although {other} is set. "
            'Copy it from "Basic Information", "App Credentials" on your Slack app\'s page.'
        )
    if not given["PUBLIC_URL"]:
        yield (
            "PUBLIC_URL is missing. It is the https address at which people reach PairMe, "
            "for example https://pairme.example.org, and Slack sends whoever installs it back there."
        )


def _teams(given: Mapping[str, str], *, asked_already: bool) -> Iterator[str]:
    """`asked_already` for the public address, which Slack needs too."""
    for name in (name for name in _TEAMS if not given[name]):
        other = next(each for each in _TEAMS if given[each])
        yield (
            f"{name} is missing, although {other} is set. "
            "Copy it from the bot's app registration in Microsoft Entra."
        )
    for name in ("TEAMS_CLIENT_ID", "TEAMS_TENANT_ID"):
        if given[name] and not is_guid(given[name]):
            yield f"{name} must be like 12345678-90ab-cdef-1234-567890abcdef."
    if not given["PUBLIC_URL"] and not asked_already:
        yield (
            "PUBLIC_URL is missing. It is the https address at which people reach PairMe, "
            "for example https://pairme.example.org, and Teams sends everything there."
        )


def _one_workspace(given: Mapping[str, str]) -> Iterator[str]:
    bot, app, secret = (
        given[name] for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
    )
    if app and not bot:
        yield "SLACK_BOT_TOKEN is missing, although SLACK_APP_TOKEN is set. Copy it from your Slack app's page."
    elif secret and not bot:
        yield (
            "SLACK_BOT_TOKEN is missing, although SLACK_SIGNING_SECRET is set. Copy it from your Slack app's page, "
            "or set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET to be installed into many workspaces."
        )
    elif bot and not app and not secret:
        yield (
            "SLACK_APP_TOKEN is missing. Set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP, beside SLACK_BOT_TOKEN."
        )


def _tokens(given: Mapping[str, str]) -> Iterator[str]:
    for name, beginning in (("SLACK_BOT_TOKEN", "xoxb-"), ("SLACK_APP_TOKEN", "xapp-")):
        if given[name] and not given[name].startswith(beginning):
            yield f"{name} must begin with {beginning}."


def _keys(given: Mapping[str, str], *, is_practice: bool) -> Iterator[str]:
    keys = listed(given["PAIRME_KEYS"])
    if keys:
        try:
            Vault(keys)
        except BadKey:
            yield "PAIRME_KEYS holds something that is not a key. Make one with: python -m bot new-key"
    elif not is_practice:
        yield "PAIRME_KEYS is missing. What people write is encrypted with it. Make one with: python -m bot new-key"


def _addresses(given: Mapping[str, str]) -> Iterator[str]:
    port = given["PORT"]
    if port and not (port.isdecimal() and 0 <= int(port) <= 65535):  # noqa: PLR2004 - the last port
        yield f"PORT must be a number from 0 to 65535, not {port}."
    api = given["SLACK_API_URL"]
    if api and not api.startswith(("http://", "https://")):
        yield "SLACK_API_URL must begin with http:// or https://."
    for name in ("TEAMS_LOGIN_URL", "TEAMS_OPENID_URL"):
        if given[name] and not _is_public_address(given[name]):
            yield f"{name} must begin with https://. http:// is for this machine only."
    if given["PUBLIC_URL"] and not _is_public_address(given["PUBLIC_URL"]):
        yield (
            "PUBLIC_URL must be like https://pairme.example.org, with nothing after the path. "
            "http:// is for this machine only."
        )
    if given["DATABASE_URL"] and not _is_database_url(given["DATABASE_URL"]):
        yield "DATABASE_URL must be like sqlite:///pairme.db or postgresql://name:password@host/database."


def _others(given: Mapping[str, str]) -> Iterator[str]:
    if any("@" in lead or " " in lead for lead in listed(given["PAIRME_LEADS"])):
        yield (
            "PAIRME_LEADS must be Slack member ids such as U012AB3CD or Entra object ids, separated by commas, "
            "not names or email addresses."
        )


def _is_public_address(written: str) -> bool:
    """Whether it is an https address, or an http one of this machine, without credentials, query or fragment."""
    try:
        parts = urlsplit(written)
        parts.port  # noqa: B018 - raises for a port that is no number
    except ValueError:
        return False
    has_more = bool(parts.query or parts.fragment or parts.username or parts.password) or " " in written
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return is_safe and bool(parts.hostname) and not has_more


def _is_database_url(written: str) -> bool:
    """Whether it names a database that we can open and that is still there after a restart."""
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        return False
    is_in_memory = url.drivername.startswith("sqlite") and url.database in (None, "", ":memory:")
    return url.drivername in _DRIVERS and not is_in_memory
