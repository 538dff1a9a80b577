"""The Web API: one address per method, Slack's answers, and a loud failure for a method it does not have."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from practice.administration import tell_revoked
from practice.call import Call, read
from practice.faults import Fault, Faults
from practice.methods import chat, conversations, forms, sign_on, uploads, users
from practice.methods.arguments import Arguments, Method, need
from practice.oauth import OAuth
from practice.refusal import Refusal
from practice.workspace import Workspace

METHODS: Mapping[str, Method] = {
    **sign_on.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **users.METHODS,
    **forms.METHODS,
    **uploads.METHODS,
}
NO_TOKEN_NEEDED = frozenset({"api.test"})
_SECRETS = frozenset({"access_token", "code", "refresh_token"})

NOT_A_FAULT_OF_THE_BOT = frozenset(
    {
        "channel_not_found",
        "file_not_found",
        "hash_conflict",
        "message_not_found",
        "not_found",
        "not_in_channel",
        "ratelimited",
        "thread_not_found",
        "user_disabled",
        "user_not_found",
        "users_not_found",
    }
)
"""Answers that a careful bot meets and handles; every other refusal is a rule broken."""


class WebApi:
    """Answers `/api/{method}`."""

    def __init__(
        self, slack: Workspace, faults: Faults, oauth: OAuth, open_socket: Callable[[], str]
    ) -> None:
        self._slack, self._faults, self._oauth = slack, faults, oauth
        self._open_socket = open_socket
        self._own: Mapping[str, Callable[[Call], dict[str, Any]]] = {
            "apps.connections.open": self._connect,
            "oauth.v2.access": oauth.access,
            "auth.revoke": self._revoke,
        }

    async def endpoint(self, request: Request) -> Response:
        """One call, over HTTP."""
        return await self.answer(await read(request))

    async def answer(self, call: Call) -> Response:
        """What the bot gets, with whatever goes wrong on the way."""
        fault = self._faults.take(call.method)
        if fault is not None and not fault.acts:
            self._write(call, "made to fail", {}, broken=False)
            await asyncio.sleep(fault.delay_seconds)
            return _faulty(fault)
        response = self._act(call)
        if fault is None:
            return response
        await asyncio.sleep(fault.delay_seconds)
        return _faulty(fault) if fault.after_acting else response

    def knows(self, call: Call) -> bool:
        """Whether this call is this workspace's: by its token, its code or its refresh token."""
        if call.method == "oauth.v2.access":
            return self._oauth.knows(call.given)
        return self._slack.tokens.knows(call.token)

    def _act(self, call: Call) -> Response:
        try:
            with self._slack.lock:
                answer = {"ok": True, **self._run(call)}
        except Refusal as refusal:
            return self._refuse(call, refusal)
        self._write(call, "ok", answer, broken=False)
        return JSONResponse(answer, headers=self._headers())

    def _refuse(self, call: Call, refusal: Refusal) -> Response:
        answer = refusal.as_answer()
        broken = refusal.code not in NOT_A_FAULT_OF_THE_BOT and not _is_too_early(refusal)
        self._write(call, refusal.code, answer, broken=broken)
        if refusal.retry_after:
            return _limited(refusal.retry_after)
        return JSONResponse(answer, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"X-OAuth-Scopes": ",".join(sorted(self._slack.tokens.scopes))}

    def _write(self, call: Call, summary: str, answer: Mapping[str, Any], *, broken: bool) -> None:
        arguments = dict(call.given)
        if call.method == "oauth.v2.access":
            arguments, answer = _without_secrets(arguments), _without_secrets(answer)
        detail = {"arguments": arguments, "answer": answer}
        self._slack.journal.write("call", call.method, summary, broken=broken, detail=detail)

    def _run(self, call: Call) -> dict[str, Any]:
        own = self._own.get(call.method)
        if own is not None:
            return own(call)
        method = METHODS.get(call.method)
        if method is None:
            raise Refusal("unknown_method", req_method=call.method)
        if call.method not in NO_TOKEN_NEEDED:
            self._check_token(call.token)
        need(self._slack, method.scope)
        return method.run(self._slack, Arguments(call.given))

    def _check_token(self, token: str) -> None:
        if not token:
            raise Refusal("not_authed")
        if token == self._slack.app.credentials.app_token:
            raise Refusal("not_allowed_token_type")
        self._slack.tokens.check(token)

    def _connect(self, call: Call) -> dict[str, Any]:
        if call.token != self._slack.app.credentials.app_token:
            is_of_bot = self._slack.tokens.knows(call.token)
            raise Refusal("not_allowed_token_type" if is_of_bot else "invalid_auth")
        return {"url": self._open_socket()}

    def _revoke(self, call: Call) -> dict[str, Any]:
        """The last token takes the installation with it (docs.slack.dev/reference/methods/auth.revoke)."""
        self._check_token(call.token)
        if Arguments(call.given).flag("test"):
            return {"revoked": False}
        slack = self._slack
        slack.tokens.revoke(call.token)
        tell_revoked(slack)
        if not slack.tokens.newest:
            slack.tokens.uninstall()
            slack.emit("app_uninstalled", {"type": "app_uninstalled"})
        return {"revoked": True}


def _faulty(fault: Fault) -> Response:
    if fault.drop:
        return Dropped()
    if fault.error:
        return JSONResponse({"ok": False, "error": fault.error})
    if fault.status == 429:  # noqa: PLR2004 - HTTP's Too Many Requests
        return _limited(fault.retry_after)
    return Response("upstream failed", fault.status)


def _limited(retry_after: int) -> Response:
    limited = {"ok": False, "error": "ratelimited"}
    return JSONResponse(limited, 429, headers={"Retry-After": str(retry_after)})


def _without_secrets(part: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in _SECRETS}


class Dropped(Response):
    """No answer at all: the connection is cut (`practice.running` puts the knife into the scope)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - nothing is sent
        """Cut, and wait until it is done."""
        scope["practice.cut"]()
        await receive()


def _is_too_early(refusal: Refusal) -> bool:
    return bool(refusal.messages) and all("invalid slack file" in message for message in refusal.messages)
