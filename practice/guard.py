"""Who may talk to this server: only programs on this machine, and the page only with its token."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class LoopbackOnly:
    """Refuses, with 403, a Host that is not loopback (a web page that renamed itself) and a foreign Origin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or refuse it."""
        if scope["type"] in {"http", "websocket"} and not _is_local(HTTPConnection(scope)):
            refusal = PlainTextResponse("This server answers to loopback addresses only.", 403)
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def has_page_token(connection: HTTPConnection, page_token: str) -> bool:
    """Whether the page's token came with it, in the address or in the header X-Practice-Token."""
    given = connection.headers.get("x-practice-token") or connection.query_params.get("token", "")
    return secrets.compare_digest(given.encode(), page_token.encode())


def _is_local(connection: HTTPConnection) -> bool:
    host = urlsplit(f"//{connection.headers.get('host', '')}").hostname
    origin = connection.headers.get("origin")
    is_own_origin = origin is None or urlsplit(origin).hostname in LOOPBACK
    return host in LOOPBACK and is_own_origin
