"""The same stage, where what people do comes as signed requests over HTTP instead of over a socket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import house as wiring
from bot.http import web_app
from bot.slack.app import SlackDoor
from bot.slack.profiles import Profiles
from handlers.turn import House
from practice.app import PracticeSlack
from practice.people import Channel, Member
from practice.rules import Rules
from practice.running import running
from tests.conversations.stage import RULES, Stage


class HttpStage(Stage):
    """A Slack that knows the bot's address."""

    def __init__(
        self, members: list[Member], channels: list[Channel], manifest: Any, rules: Rules = RULES
    ) -> None:
        self._now: Callable[[], datetime] = datetime.now
        self._app: ASGIApp = Starlette()
        self._bot = wiring.served(self, "127.0.0.1", 0)
        port = self._bot.__enter__()
        self.slack = PracticeSlack(
            members=members,
            channels=channels,
            manifest=manifest,
            now=self.now,
            rules=rules,
            deliver_to=f"http://127.0.0.1:{port}/slack/events",
        )
        self._server = running(self.slack)
        self._server.__enter__()

    def play(self, house: House, now: Callable[[], datetime]) -> None:
        """This bot answers from now on."""
        secret = self.slack.signing_secret
        unhurried = Profiles(budget=5.0)
        door = SlackDoor(
            client=self.client(), signing_secret=secret, house=house, now=now, profiles=unhurried
        )
        self._app = web_app(house.database, now, CollectorRegistry(), door.app)

    def close(self) -> None:
        """First the Slack, then the bot."""
        self._server.__exit__(None, None, None)
        self._bot.__exit__(None, None, None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request for whichever bot plays."""
        await self._app(scope, receive, send)
