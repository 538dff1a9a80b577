"""Tells an open page which screens have changed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from practice.guard import has_page_token
from practice.page_side import Side
from practice.workspace import Workspace

_CALM_SECONDS = 0.03


class _News:
    """What has changed since the page was last told; filled from any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._users: set[str] = set()
        self._journal = 0
        self._any = asyncio.Event()

    def screens(self, users: frozenset[str]) -> None:
        self._soon(lambda: self._users.update(users))

    def journal(self, number: int) -> None:
        self._soon(lambda: setattr(self, "_journal", number))

    async def next(self) -> dict[str, Any]:
        """Wait for news, and a moment more so that a burst is told once."""
        await self._any.wait()
        await asyncio.sleep(_CALM_SECONDS)
        self._any.clear()
        news: dict[str, Any] = {}
        if self._users:
            news["changed"] = sorted(self._users)
        if self._journal:
            news["journal"] = self._journal
        self._users, self._journal = set(), 0
        return news

    def _soon(self, note: Callable[[], object]) -> None:
        def act() -> None:
            note()
            self._any.set()

        with contextlib.suppress(RuntimeError):  # the server is shutting down
            self._loop.call_soon_threadsafe(act)


class PageWatch:
    """The websocket `/practice/watch`."""

    def __init__(self, slack: Workspace, sides: Sequence[Side]) -> None:
        self._slack, self._sides = slack, sides

    async def endpoint(self, socket: WebSocket) -> None:
        """Send {"changed": ids, "journal": n, "now": ISO} whenever there is something to tell."""
        if not has_page_token(socket, self._slack.app.page_token):
            await socket.close(1008)
            return
        await socket.accept()
        news = _News()
        for side in self._sides:
            side.watchers.append(news.screens)
            side.journal.listeners.append(news.journal)
        teller = asyncio.create_task(self._tell(socket, news))
        try:
            with contextlib.suppress(WebSocketDisconnect):
                while True:
                    await socket.receive_text()
        finally:
            for side in self._sides:
                side.watchers.remove(news.screens)
                side.journal.listeners.remove(news.journal)
            teller.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await teller

    async def _tell(self, socket: WebSocket, news: _News) -> None:
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                told = await news.next()
                await socket.send_json({**told, "now": self._slack.now().isoformat()})
