"""The tokens that the bot gets for its client id and secret, and shows with every call of the connector."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import jwt

from practice.teams.refusal import TeamsRefusal
from practice.teams.signing import private_key

SCOPE = "https://api.botframework.com/.default"
AUDIENCE = "https://api.botframework.com"


class SignInRefused(Exception):
    """Entra's no: the HTTP status and its JSON."""

    def __init__(self, status: int, error: str, number: int, text: str) -> None:
        super().__init__(error, number)
        self.status = status
        self.body = {
            "error": error,
            "error_description": f"AADSTS{number}: {text}",
            "error_codes": [number],
        }


class ConnectorTokens:
    """Gives tokens out and knows them again. The tenant's lock guards it."""

    def __init__(self, tenant_id: str, client_id: str, client_secret: str, lifetime_seconds: float) -> None:
        self._tenant, self._client, self._secret = tenant_id, client_id, client_secret
        self._lifetime = lifetime_seconds
        self._given: dict[str, float] = {}

    def sign_in(self, tenant: str, form: Mapping[str, str]) -> dict[str, Any]:
        """Client credentials (Microsoft, "OAuth 2.0 client credentials flow"). Raises SignInRefused."""
        self._check(tenant, form)
        ends = time.monotonic() + self._lifetime
        token = self._token(len(self._given))
        self._given[token] = ends
        seconds = int(self._lifetime)
        return {
            "token_type": "Bearer",
            "expires_in": seconds,
            "ext_expires_in": seconds,
            "access_token": token,
        }

    def check(self, authorization: str) -> None:
        """Raises a 401 unless a token that is still good comes with the call."""
        scheme, _, token = authorization.partition(" ")
        ends = self._given.get(token.strip(), 0.0)
        if scheme.lower() != "bearer" or time.monotonic() >= ends:
            raise TeamsRefusal(401)

    def knows(self, authorization: str) -> bool:
        """Whether this token was given out once, however long ago."""
        return authorization.partition(" ")[2].strip() in self._given

    def end(self) -> None:
        """No token that was given out is good any more."""
        self._given = dict.fromkeys(self._given, 0.0)

    def _check(self, tenant: str, form: Mapping[str, str]) -> None:
        if tenant != self._tenant:
            raise SignInRefused(400, "invalid_request", 90002, f"Tenant '{tenant}' not found.")
        if form.get("grant_type") != "client_credentials":
            raise SignInRefused(400, "unsupported_grant_type", 70003, "The grant type is not supported.")
        if form.get("client_id") != self._client:
            raise SignInRefused(400, "unauthorized_client", 700016, "The application was not found.")
        if form.get("client_secret") != self._secret:
            raise SignInRefused(401, "invalid_client", 7000215, "Invalid client secret provided.")
        if form.get("scope") != SCOPE:
            raise SignInRefused(400, "invalid_scope", 70011, "The provided scope is not valid.")

    def _token(self, number: int) -> str:
        now = int(time.time())
        claims = {
            "aud": AUDIENCE,
            "iss": f"https://sts.windows.net/{self._tenant}/",
            "appid": self._client,
            "tid": self._tenant,
            "iat": now,
            "nbf": now - 300,
            "exp": now + max(1, int(self._lifetime)),
            "uti": f"{id(self)}-{number}",
        }
        return jwt.encode(claims, private_key("entra"), "RS256", headers={"kid": "entra"})
