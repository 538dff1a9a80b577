"""The same Slack, where what people do comes as signed requests over HTTP instead of over a socket."""

from __future__ import annotations

from datetime import datetime

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import house as wiring
from bot.house import Bot
from bot.http import web_app
from bot.settings import Settings
from practice.rules import Rules
from practice.running import running
from tests.conversations.scene import Now
from tests.conversations.slack_stage import RULES, SlackStage, a_slack


class HttpStage(SlackStage):
    """A Slack that knows the bot's address."""

    def __init__(self, rules: Rules = RULES) -> None:
        self._now: Now = datetime.now
        self._app: ASGIApp = Starlette()
        self._bot = wiring.served(self, "127.0.0.1", 0)
        port = self._bot.__enter__()
        self.slack = a_slack(self.now, rules, f"http://127.0.0.1:{port}/slack/events")
        self._server = running(self.slack)
        self._server.__enter__()

    def play(self, settings: Settings, bot: Bot) -> None:
        """This bot answers from now on."""
        del settings
        door = self.door(bot, self.slack.signing_secret)
        self._app = web_app(bot.house.database, bot.clock.now, CollectorRegistry(), door.app)

    def close(self) -> None:
        """First the Slack, then the bot."""
        self._server.__exit__(None, None, None)
        self._bot.__exit__(None, None, None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request for whichever bot plays."""
        await self._app(scope, receive, send)
