"""Where tokens are had and checked: Entra's token endpoint, the OpenID metadata and the published keys."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from practice.faults import Faults
from practice.teams.faulty import answered
from practice.teams.signing import ISSUER
from practice.teams.tenant import Tenant
from practice.teams.tokens import SignInRefused

LOGIN = "/login"
OPENID = "/botframework/v1/.well-known/openidconfiguration"
KEYS = "/botframework/v1/.well-known/keys"


class SignIn:
    """Answers the three addresses."""

    def __init__(self, teams: Tenant, faults: Faults) -> None:
        self._teams, self._faults = teams, faults

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route(f"{LOGIN}/{{tenant}}/oauth2/v2.0/token", self._token, methods=["POST"]),
            Route(OPENID, self._openid),
            Route(KEYS, self._keys),
        ]

    async def _token(self, request: Request) -> Response:
        async with request.form() as form:
            given = {name: value for name, value in form.items() if isinstance(value, str)}

        async def act() -> Response:
            return self._sign_in(request.path_params["tenant"], given)

        return await answered(self._faults, "token", act, lambda: self._write("token", "made to fail"))

    def _sign_in(self, tenant: str, given: dict[str, str]) -> Response:
        try:
            with self._teams.lock:
                answer = self._teams.tokens.sign_in(tenant, given)
        except SignInRefused as refusal:
            self._write("token", str(refusal.body["error"]), broken=True)
            return JSONResponse(refusal.body, refusal.status)
        self._write("token", "ok")
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    async def _openid(self, _request: Request) -> Response:
        async def act() -> Response:
            self._write("openid", "ok")
            return JSONResponse(
                {
                    "issuer": ISSUER,
                    "authorization_endpoint": "https://invalid.botframework.com",
                    "jwks_uri": f"{self._teams.base_url}{KEYS}",
                    "id_token_signing_alg_values_supported": ["RS256"],
                    "token_endpoint_auth_methods_supported": ["private_key_jwt"],
                }
            )

        return await answered(self._faults, "openid", act, lambda: self._write("openid", "made to fail"))

    async def _keys(self, _request: Request) -> Response:
        async def act() -> Response:
            self._write("keys", "ok")
            return JSONResponse(self._teams.signing.key_set())

        return await answered(self._faults, "keys", act, lambda: self._write("keys", "made to fail"))

    def _write(self, name: str, summary: str, *, broken: bool = False) -> None:
        self._teams.journal.write("call", name, summary, broken=broken)
