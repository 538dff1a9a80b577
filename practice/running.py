"""The server in a thread of its own."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Any, Protocol, Self

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

_JOIN_SECONDS = 5.0


class Served(Protocol):
    """What can be served: one practice Slack, or several."""

    app: Starlette

    def settle_at(self, base_url: str) -> None:
        """Learn the server's address."""

    def begin(self) -> None:
        """Learn the event loop."""

    def hang_up(self) -> None:
        """Let go of whoever waits."""


class running:  # noqa: N801 - read as a verb: with running(slack) as server
    """Serves on 127.0.0.1 for as long as the block lasts. Port 0 takes any free one.

    `app` stands in for the practice Slack's own app where that is mounted in a larger one.
    Raises OSError when the port is taken.
    """

    def __init__(
        self, slack: Served, *, port: int = 0, host: str = "127.0.0.1", app: ASGIApp | None = None
    ) -> None:
        self._slack = slack
        self._listener = _listen(host, port)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.api_url = f"{self.url}/api/"
        self._server = uvicorn.Server(_config(_Server(app or slack.app, slack)))
        self._thread = threading.Thread(target=self._serve, name="practice-slack")

    def __enter__(self) -> Self:
        self._slack.settle_at(self.url)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._slack.hang_up()
        self._server.should_exit = True
        self._thread.join(_JOIN_SECONDS)
        if self._thread.is_alive():
            raise RuntimeError("the practice Slack did not stop")

    def _serve(self) -> None:
        self._server.run(sockets=[self._listener])


class _Server:
    """Tells the Slack when the loop runs, and lets a fault cut the connection.

    ASGI itself has no way to end a request without an answer.
    """

    def __init__(self, app: ASGIApp, slack: Served) -> None:
        self._app, self._slack = app, slack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the means to cut."""
        if scope["type"] == "lifespan":
            self._slack.begin()
        if scope["type"] == "http":
            cycle: Any = getattr(send, "__self__", None)  # uvicorn's, which holds the connection
            scope["practice.cut"] = cycle.transport.close
        await self._app(scope, receive, send)


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(proto=socket.IPPROTO_TCP)  # asyncio turns Nagle off only where it reads this
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(256)
    except OSError:
        listener.close()
        raise
    return listener


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        log_level="warning",
        proxy_headers=False,
        timeout_graceful_shutdown=1,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
    )
