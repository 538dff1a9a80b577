"""Socket Mode: tickets used once, hello, envelopes out, acknowledgements in (docs.slack.dev/apis/events-api/using-socket-mode)."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from practice.envelopes import Answer, Envelope
from practice.journal import Journal
from practice.loop import Loop
from practice.rules import Rules

_CLOSE = "close"
_REMEMBERED = 1000
"""How many envelopes without acknowledgement are kept, to recognise a late one."""


class Sockets:
    """The bot's connections. Envelopes go to the newest that lives; an acknowledgement may come from any."""

    def __init__(self, app_id: str, loop: Loop, rules: Rules, journal: Journal) -> None:
        self._app_id, self._loop, self._rules, self._journal = app_id, loop, rules, journal
        self._tickets: set[str] = set()
        self._live: list[asyncio.Queue[str]] = []
        self._waiting: dict[str, tuple[Envelope, asyncio.TimerHandle]] = {}

    @property
    def connected(self) -> int:
        """How many sockets are open."""
        return len(self._live)

    def ticket(self) -> str:
        """What `apps.connections.open` gives out; it opens one socket."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    def carry(self, envelope: Envelope) -> None:
        """Send to the newest socket; without one the envelope fails at once."""
        if not self._loop.soon(lambda: self._send(envelope)):
            envelope.settle(Answer(failure="dispatch_failed"))

    def refresh(self) -> None:
        """Ask the bot to connect anew, as Slack does every few hours, and close the old sockets at once."""
        self._loop.soon(self._refresh)

    def hang_up(self) -> None:
        """Settle whatever still waits."""
        for envelope, _ in list(self._waiting.values()):
            envelope.settle(Answer(failure="dispatch_failed"))

    async def endpoint(self, socket: WebSocket) -> None:
        """The address that a ticket opens."""
        self._loop.adopt()
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(4001)
            return
        self._tickets.discard(ticket)
        out: asyncio.Queue[str] = asyncio.Queue()
        out.put_nowait(self._hello())
        self._live.append(out)  # now, so that a bot past its handshake is never out of reach
        try:
            await socket.accept()
            await self._converse(socket, out)
        finally:
            if out in self._live:
                self._live.remove(out)

    async def _converse(self, socket: WebSocket, out: asyncio.Queue[str]) -> None:
        writer = asyncio.create_task(_write(socket, out))
        try:
            await self._read(socket)
        finally:
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer

    async def _read(self, socket: WebSocket) -> None:
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                self._acknowledged(_read_frame(await socket.receive_text()))

    def _send(self, envelope: Envelope) -> None:
        if not self._live:
            envelope.settle(Answer(failure="dispatch_failed"))
            return
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self._rules.ack_seconds, self._overdue, envelope)
        self._waiting[envelope.id] = (envelope, timer)
        if len(self._waiting) > _REMEMBERED:
            del self._waiting[next(iter(self._waiting))]
        self._live[-1].put_nowait(json.dumps(_frame(envelope)))

    def _overdue(self, envelope: Envelope) -> None:
        envelope.settle(Answer(failure="operation_timeout"))

    def _acknowledged(self, frame: Mapping[str, Any]) -> None:
        envelope_id = str(frame.get("envelope_id", ""))
        if envelope_id not in self._waiting:
            self._journal.write(
                "rule", "ack", "an acknowledgement of nothing", broken=True, detail=dict(frame)
            )
            return
        envelope, timer = self._waiting.pop(envelope_id)
        timer.cancel()
        if not envelope.settle(Answer(payload=frame.get("payload") or {})):
            self._journal.write("rule", envelope.name, "acknowledged too late", broken=True)

    def _refresh(self) -> None:
        for out in self._live:
            out.put_nowait(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
            out.put_nowait(_CLOSE)
        self._live.clear()

    def _hello(self) -> str:
        return json.dumps(
            {
                "type": "hello",
                "num_connections": len(self._live) + 1,
                "connection_info": {"app_id": self._app_id},
                "debug_info": {"host": "practice", "approximate_connection_time": 18060},
            }
        )


async def _write(socket: WebSocket, out: asyncio.Queue[str]) -> None:
    with contextlib.suppress(WebSocketDisconnect):
        while (frame := await out.get()) != _CLOSE:
            await socket.send_text(frame)
        await socket.close()


def _read_frame(text: str) -> Mapping[str, Any]:
    try:
        frame = json.loads(text)
    except ValueError:
        frame = None
    return frame if isinstance(frame, dict) else {"text": text}


def _frame(envelope: Envelope) -> dict[str, Any]:
    frame: dict[str, Any] = {
        "envelope_id": envelope.id,
        "type": envelope.kind,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.kind != "events_api",
    }
    if envelope.kind == "events_api":
        frame |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.retry_reason}
    return frame
