"""What Teams hands over to the bot, so that a story can hold it back, hand it over twice, or once more."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.teams.trust import trusted
from tests.conversations.heard import Act, Handed
from tests.conversations.story import Story

PATH = "/api/messages"


@dataclass(frozen=True)
class Carried:
    """One request as Teams made it, and what it was answered: a status and the body."""

    body: bytes
    headers: Mapping[str, str]
    answer: tuple[int, bytes] = (0, b"")

    @property
    def activity(self) -> Mapping[str, Any]:
        """What it says."""
        said: Mapping[str, Any] = json.loads(self.body)
        return said

    @property
    def user(self) -> str:
        """Whose it is."""
        return str(self.activity["from"].get("aadObjectId", ""))


class Wire:
    """Stands between Teams and whichever bot plays. While something is `held`, no message goes on to the bot."""

    def __init__(self) -> None:
        self.app: ASGIApp = Starlette()
        self.address = ""
        self.held: list[Act] | None = None
        self.is_double = False
        self._carried: list[Carried] = []

    def clear(self) -> None:
        """Nothing has been handed over."""
        self.held, self.is_double = None, False
        self._carried.clear()

    def last_of(self, user: str, kinds: tuple[str, ...]) -> Carried:
        """The newest of somebody's requests of these types."""
        mine = (one for one in reversed(self._carried) if one.user == user)
        return next(one for one in mine if one.activity["type"] in kinds)

    def again(self, one: Carried) -> tuple[int, bytes]:
        """The same request once more; what it is answered now."""
        with httpx.Client(trust_env=False, verify=trusted(), timeout=15) as client:
            got = client.post(self.address, content=one.body, headers=dict(one.headers))
        return got.status_code, got.content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request for whichever bot plays."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        kept = ("authorization", "content-type")
        one = Carried(await request.body(), {name: request.headers[name] for name in kept})
        if self.held is not None:
            self.held.append(lambda: self.again(one))
            await Response()(scope, receive, send)
            return
        times = 2 if self.is_double else 1
        answered, *_ = await asyncio.gather(*(_asked(self.app, scope, one.body) for _ in range(times)))
        start, body = answered
        self._carried.append(Carried(one.body, one.headers, (start["status"], body)))
        await send(start)
        await send({"type": "http.response.body", "body": body})


class HandedActivity(Handed):
    """An activity of somebody's, which comes with the same words and the same token."""

    def __init__(self, story: Story, wire: Wire, one: Carried) -> None:
        self._story, self._wire, self._one = story, wire, one
        self.answer = one.answer

    def again(self) -> tuple[int, bytes]:
        """In another request."""
        answer = self._wire.again(self._one)
        self._story.deliver()
        return answer


async def _asked(app: ASGIApp, scope: Scope, body: bytes) -> tuple[Message, bytes]:
    """How the answer begins, and all of its body."""
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        said.append(message)

    await app(dict(scope), receive, send)
    return said[0], b"".join(each.get("body", b"") for each in said[1:])
