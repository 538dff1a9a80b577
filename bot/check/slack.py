"""Slack: the tokens, what they may do, and the time it is there."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.check.database import skew
from bot.check.finding import note, ok, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bot.check.finding import Finding

PATIENCE = 10  # seconds
MEND_TOKEN = "Copy it again from your Slack app's page, or install the app again."  # noqa: S105 - words
_SCOPE = re.compile(r"^ {6}- ([a-z:._]+) # (.+)$", re.MULTILINE)


class NoAnswer(Exception):
    """Slack refused a call, or could not be reached; the words never hold a token."""


def bot_token(
    token: str, api_url: str, called: str, mend: str, now: Callable[[], datetime]
) -> Iterator[Finding]:
    """Whether a bot token is valid, for which workspace, with which scopes, and what time it is at Slack's."""
    try:
        answer = _called(lambda: _client(token, api_url).auth_test(), api_url)
    except NoAnswer as refusal:
        yield problem("Slack", f"{called}: {refusal} {mend}")
        return
    yield ok("Slack", f"{called} opens workspace {answer['team_id']}.")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    yield from _scopes(headers, called)
    yield from _time(headers, now)


def app_token(token: str, api_url: str) -> Iterator[Finding]:
    """Whether the app-level token can open a socket."""
    try:
        _called(lambda: _client(token, api_url).apps_connections_open(app_token=token), api_url)
    except NoAnswer as refusal:
        words = f"SLACK_APP_TOKEN: {refusal}"
        yield problem(
            "Slack", f'{words} Make one at "Basic Information", "App-Level Tokens", with connections:write.'
        )
        return
    yield ok("Slack", "SLACK_APP_TOKEN can open a socket.")


def scopes_with_reasons() -> Mapping[str, str]:
    """What the packaged manifest asks for, each scope with what it is for."""
    manifest = (files("bot.slack") / "manifest.yaml").read_text(encoding="utf-8")
    asked, _, _ = manifest.partition("\nsettings:")
    return dict(_SCOPE.findall(asked))


def _scopes(headers: Mapping[str, str], called: str) -> Iterator[Finding]:
    if "x-oauth-scopes" not in headers:
        yield note("scopes", f"Slack does not say what {called} may do.")
        return
    granted = {scope.strip() for scope in headers["x-oauth-scopes"].split(",") if scope.strip()}
    wanted = scopes_with_reasons()
    missing = [scope for scope in wanted if scope not in granted]
    for scope in missing:
        yield problem(
            "scopes",
            f"{scope} is missing, which is for: {wanted[scope]}. Install the app again from the manifest.",
        )
    extra = ", ".join(sorted(granted - wanted.keys()))
    if extra:
        yield note("scopes", f"not needed: {extra}. Take them out of the app's page and install it again.")
    if not missing:
        yield ok("scopes", f"all {len(wanted)} that PairMe needs are granted to {called}.")


def _time(headers: Mapping[str, str], now: Callable[[], datetime]) -> Iterator[Finding]:
    try:
        theirs = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        yield note("time", "Slack does not say what time it is.")
        return
    yield from skew("Slack", theirs - now())


def _client(token: str, api_url: str) -> WebClient:
    return WebClient(token, base_url=api_url, timeout=PATIENCE, retry_handlers=[])


def _called(call: Callable[[], Any], api_url: str) -> Any:
    try:
        return call()
    except SlackApiError as error:
        raise NoAnswer(f"Slack says {error.response.get('error', 'no')}.") from error
    except (URLError, HTTPException, TimeoutError, OSError) as error:
        raise NoAnswer(f"Slack cannot be reached at {api_url}.") from error
