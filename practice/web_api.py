"""The Web API: one address per method, Slack's answers, and a loud failure for a method it does not have."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from practice.faults import Fault, Faults
from practice.loop import Loop
from practice.methods import chat, conversations, forms, sign_on, uploads, users
from practice.methods.arguments import Arguments, Method, need
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
        "user_not_found",
        "users_not_found",
    }
)
"""Answers that a careful bot meets and handles; every other refusal is a rule broken."""


class WebApi:
    """Answers `/api/{method}`."""

    def __init__(self, slack: Workspace, faults: Faults, loop: Loop, open_socket: Callable[[], str]) -> None:
        self._slack, self._faults, self._loop = slack, faults, loop
        self._open_socket = open_socket

    async def endpoint(self, request: Request) -> Response:
        """One call, over HTTP."""
        self._loop.adopt()
        name = request.path_params["method"]
        given = await _given(request)
        token = _token(request, given)
        fault = self._faults.take(name)
        if fault is None:
            return self._respond(self.call(name, token, given))
        return await self._failing(fault, name, token, given)

    def _respond(self, answer: dict[str, Any]) -> Response:
        return JSONResponse(answer, headers={"X-OAuth-Scopes": ",".join(sorted(self._slack.app.scopes))})

    def call(self, name: str, token: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """One call: Slack's answer, written into the journal."""
        broken = False
        try:
            with self._slack.lock:
                answer = {"ok": True, **self._run(name, token, given)}
        except Refusal as refusal:
            answer = refusal.as_answer()
            broken = refusal.code not in NOT_A_FAULT_OF_THE_BOT and not _is_too_early(refusal)
        self._slack.journal.write(
            "call",
            name,
            "ok" if answer["ok"] else str(answer["error"]),
            broken=broken,
            detail={"arguments": dict(given), "answer": answer},
        )
        return answer

    def _run(self, name: str, token: str, given: Mapping[str, Any]) -> dict[str, Any]:
        app = self._slack.app
        if name == "apps.connections.open":
            if token != app.app_token:
                raise Refusal("not_allowed_token_type" if token == app.bot_token else "invalid_auth")
            return {"url": self._open_socket()}
        method = METHODS.get(name)
        if method is None:
            raise Refusal("unknown_method", req_method=name)
        if name not in NO_TOKEN_NEEDED:
            self._check_token(token)
        need(self._slack, method.scope)
        return method.run(self._slack, Arguments(given))

    def _check_token(self, token: str) -> None:
        app = self._slack.app
        if not token:
            raise Refusal("not_authed")
        if token == app.app_token:
            raise Refusal("not_allowed_token_type")
        if token != app.bot_token:
            raise Refusal("invalid_auth")

    async def _failing(self, fault: Fault, name: str, token: str, given: Mapping[str, Any]) -> Response:
        answer = self.call(name, token, given) if fault.acts else {}
        if not fault.acts:
            detail = {"arguments": dict(given), "answer": answer}
            self._slack.journal.write("call", name, "made to fail", detail=detail)
        await asyncio.sleep(fault.delay_seconds)
        return _faulty(fault, answer)


def _faulty(fault: Fault, answer: dict[str, Any]) -> Response:
    if fault.drop:
        return Dropped()
    if fault.error:
        return JSONResponse({"ok": False, "error": fault.error})
    if fault.status == 429:  # noqa: PLR2004 - HTTP's Too Many Requests
        limited = {"ok": False, "error": "ratelimited"}
        return JSONResponse(limited, 429, headers={"Retry-After": str(fault.retry_after)})
    if fault.status >= 500:  # noqa: PLR2004 - HTTP's server errors
        return Response("upstream failed", fault.status)
    return JSONResponse(answer, fault.status)


class Dropped(Response):
    """No answer at all: the connection is cut (`practice.running` puts the knife into the scope)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - nothing is sent
        """Cut, and wait until it is done."""
        scope["practice.cut"]()
        await receive()


async def _given(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        sent = _json(body)
        return {**given, **sent} if isinstance(sent, dict) else given
    async with request.form() as form:
        return {**given, **{key: value for key, value in form.items() if isinstance(value, str)}}


def _json(body: bytes) -> object:
    try:
        return json.loads(body) if body.strip() else {}
    except ValueError:
        return {}


def _token(request: Request, given: dict[str, Any]) -> str:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    field = str(given.pop("token", "") or "")
    return bearer.strip() if scheme.lower() == "bearer" else field


def _is_too_early(refusal: Refusal) -> bool:
    return bool(refusal.messages) and all("invalid slack file" in message for message in refusal.messages)
