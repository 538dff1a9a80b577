"""Slack's side of an installation: the address that asks for it, and what a code or a refresh token is good for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from http.client import HTTPException
from importlib.resources import files
from typing import Any
from urllib.parse import urljoin

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator

from bot.slack.inbound import SLACK
from storage.installations import Grant
from storage.renewals import Renewed

PATIENCE = 5  # seconds; well under the lease of a renewal, and under what a host gives a process to stop
USUAL_SECONDS = 43_200  # as long as Slack says that every token lives
DEAD = frozenset({"account_inactive", "token_revoked"})
"""What Slack says of the token of an app that was removed; `invalid_auth` can also mean our own address."""
_PASSING = frozenset(
    {"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"}
)
_FAILED = 500  # and above: the server's own fault


class Unreachable(ConnectionError):
    """Slack does not answer, or fails; what was asked may have been done all the same."""


class OrganisationWide(ValueError):
    """The app was installed into an organisation of several workspaces at once, not into one workspace."""


@dataclass(frozen=True)
class SlackOAuth:
    """The app, known to Slack by `client_id`; `public_url` is where its users come back to."""

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str
    public_url: str

    @property
    def redirect_uri(self) -> str:
        """Where Slack sends the browser with the code; the app's settings name it too."""
        return f"{self.public_url}/slack/oauth_redirect"

    def authorize_url(self, state: str) -> str:
        """Where somebody allows the installation."""
        asks = AuthorizeUrlGenerator(
            client_id=self.client_id,
            scopes=scopes(),
            redirect_uri=self.redirect_uri,
            authorization_url=urljoin(self.api_url, "/oauth/v2/authorize"),
        )
        return asks.generate(state)

    def exchange(self, code: str, now: datetime) -> Grant:
        """What the code is good for. Raises `OrganisationWide`, `Unreachable` or SlackApiError."""
        told = self._access(code=code, redirect_uri=self.redirect_uri)
        team = told.get("team") or {}
        if told.get("is_enterprise_install") or not team.get("id"):
            raise OrganisationWide
        return Grant(
            workspace=team["id"],
            platform=SLACK,
            app_id=told.get("app_id", ""),
            bot_user_id=told.get("bot_user_id", ""),
            bot_id=self._bot_id(told["access_token"]),
            name=team.get("name", ""),
            token=told["access_token"],
            refresh_token=told.get("refresh_token"),
            expires_at=now + timedelta(seconds=told["expires_in"]) if told.get("expires_in") else None,
            scopes=told.get("scope", ""),
            installed_by=(told.get("authed_user") or {}).get("id", ""),
        )

    def renew(self, refresh_token: str, now: datetime) -> Renewed:
        """A new pair of tokens for this one. Raises `Unreachable` or SlackApiError."""
        told = self._access(grant_type="refresh_token", refresh_token=refresh_token)
        ends_at = now + timedelta(seconds=told.get("expires_in") or USUAL_SECONDS)
        return Renewed(told["access_token"], told.get("refresh_token") or refresh_token, ends_at)

    def is_dead(self, token: str) -> bool:
        """Whether Slack refuses this token for good. Raises the errors of the line."""
        try:
            self._client().auth_test(token=token)
        except SlackApiError as error:
            return code_of(error) in DEAD
        return False

    def _access(self, **what: str) -> Any:
        try:
            return self._client().oauth_v2_access(
                client_id=self.client_id, client_secret=self.client_secret, **what
            )
        except SlackApiError as error:
            if error.response.status_code < _FAILED and code_of(error) not in _PASSING:
                raise
            raise Unreachable("Slack fails at the moment.") from error
        except (HTTPException, OSError) as error:
            raise Unreachable("Slack cannot be reached at the moment.") from error

    def _bot_id(self, token: str) -> str:
        """How Slack signs the bot's own messages; empty when it does not say so now, which does no harm."""
        try:
            return str(self._client().auth_test(token=token).get("bot_id", ""))
        except (SlackApiError, HTTPException, OSError):
            return ""

    def _client(self) -> WebClient:
        """Nothing is repeated by itself: a code works once."""
        return WebClient(base_url=self.api_url, timeout=PATIENCE, retry_handlers=[])


def code_of(error: SlackApiError) -> str:
    """Slack's word for what is wrong; empty when there is none."""
    response: Any = error.response
    return str(response.get("error", "")) if isinstance(response.data, dict) else ""


@cache
def scopes() -> tuple[str, ...]:
    """What the app asks for, as its manifest says."""
    manifest = yaml.safe_load((files("bot.slack") / "manifest-http.yaml").read_text(encoding="utf-8"))
    return tuple(manifest["oauth_config"]["scopes"]["bot"])
