"""Installing the app over the web (docs.slack.dev/authentication/installing-with-oauth)."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from practice.call import Call
from practice.refusal import Refusal
from practice.tokens import Grant
from practice.workspace import Workspace


@dataclass(frozen=True)
class _Code:
    scopes: frozenset[str]
    redirect_uri: str
    user: str
    ends: float


class OAuth:
    """The consent page and `oauth.v2.access` of one workspace."""

    def __init__(self, slack: Workspace) -> None:
        self._slack = slack
        self._codes: dict[str, _Code] = {}

    async def authorize(self, request: Request) -> Response:
        """`/oauth/v2/authorize`, by a person who says yes at once, or with `deny=1` no.

        `user` names the person; without it an administrator does it. Leads to `redirect_uri` with a code and the
        state, or with error=access_denied. What Slack's own page would complain of is a 400 with its error.
        Where the manifest lists no redirect_urls any address will do; Slack itself would take none.
        """
        asked = request.query_params
        try:
            self._approve(asked)
        except Refusal as refusal:
            return PlainTextResponse(refusal.code, 400)
        given = {"error": "access_denied"} if asked.get("deny") else {"code": self._code(asked)}
        back = asked["redirect_uri"]
        joint = "&" if urlsplit(back).query else "?"
        return RedirectResponse(f"{back}{joint}{urlencode({**given, 'state': asked.get('state', '')})}", 302)

    def knows(self, given: Mapping[str, Any]) -> bool:
        """Whether the code or the refresh token in these arguments is of this workspace."""
        return str(given.get("code", "")) in self._codes or self._slack.tokens.knows(
            str(given.get("refresh_token", ""))
        )

    def access(self, call: Call) -> dict[str, Any]:
        """What `oauth.v2.access` answers. Under the lock.

        Raises invalid_client_id, bad_client_secret, invalid_grant_type, invalid_code, bad_redirect_uri,
        invalid_refresh_token.
        """
        own = self._slack.app.credentials
        client_id, secret = call.client
        if client_id != own.client_id:
            raise Refusal("invalid_client_id")
        if not secrets.compare_digest(secret.encode(), own.client_secret.encode()):
            raise Refusal("bad_client_secret")
        kind = call.given.get("grant_type") or "authorization_code"
        if kind == "refresh_token":
            return self._shape(self._slack.tokens.refresh(str(call.given.get("refresh_token", ""))), {})
        if kind != "authorization_code":
            raise Refusal("invalid_grant_type")
        code = self._spend(call.given)
        return self._shape(self._slack.tokens.grant(code.scopes), {"authed_user": {"id": code.user}})

    def _approve(self, asked: Mapping[str, str]) -> None:
        app = self._slack.app
        scopes, back = _scopes(asked), asked.get("redirect_uri", "")
        if asked.get("client_id") != app.credentials.client_id:
            raise Refusal("invalid_client_id")
        if not back or (app.redirect_urls and not any(_is_under(back, url) for url in app.redirect_urls)):
            raise Refusal("bad_redirect_uri")
        if not scopes or not scopes <= app.scopes:
            raise Refusal("invalid_scope")

    def _code(self, asked: Mapping[str, str]) -> str:
        code = f"{secrets.randbelow(10**10)}.{secrets.token_hex(32)}"
        ends = time.monotonic() + self._slack.rules.oauth_code_seconds
        with self._slack.lock:
            user = asked.get("user") or self._somebody()
            self._codes[code] = _Code(_scopes(asked), asked["redirect_uri"], user, ends)
        return code

    def _somebody(self) -> str:
        people = self._slack.people
        return next((one.id for one in people if one.is_admin), people[0].id if people else "")

    def _spend(self, given: Mapping[str, Any]) -> _Code:
        code = self._codes.pop(str(given.get("code", "")), None)
        if code is None or time.monotonic() > code.ends:
            raise Refusal("invalid_code")
        if given.get("redirect_uri") != code.redirect_uri:
            raise Refusal("bad_redirect_uri")
        return code

    def _shape(self, grant: Grant, more: Mapping[str, Any]) -> dict[str, Any]:
        app = self._slack.app
        rotating = {"expires_in": grant.expires_in, "refresh_token": grant.refresh_token}
        return {
            "app_id": app.app_id,
            **more,
            "scope": ",".join(sorted(self._slack.tokens.scopes)),
            "token_type": "bot",
            "access_token": grant.access_token,
            "bot_user_id": app.bot_user_id,
            **(rotating if grant.refresh_token else {}),
            "team": {"id": app.team_id, "name": app.team_name},
            "enterprise": None,
            "is_enterprise_install": False,
        }


def _scopes(asked: Mapping[str, str]) -> frozenset[str]:
    return frozenset(asked.get("scope", "").replace(" ", ",").split(",")) - {""}


def _is_under(back: str, registered: str) -> bool:
    """Slack takes the registered address and what lies below it."""
    return back == registered or back.startswith((f"{registered.rstrip('/')}/", f"{registered}?"))
