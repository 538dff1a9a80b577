"""The local Slack that all stories are played on: one server and one socket for the whole run, cleared each time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.slack import farewell
from bot.slack.app import SlackDoor
from bot.slack.profiles import Profiles
from handlers.turn import House
from practice.app import PracticeSlack
from practice.people import Channel, Member
from practice.rules import Rules
from practice.running import running

RULES = Rules(upload_settles_seconds=0.0)


class Stage:
    """A Slack with people in it, and a socket to whichever bot plays on it."""

    def __init__(
        self, members: list[Member], channels: list[Channel], manifest: Any, rules: Rules = RULES
    ) -> None:
        self._now: Callable[[], datetime] = datetime.now
        self.slack = PracticeSlack(
            members=members, channels=channels, manifest=manifest, now=self.now, rules=rules
        )
        self._server = running(self.slack)
        self._server.__enter__()
        self._socket = SocketModeHandler(App(client=self.client()), self.slack.app_token)
        self._socket.connect()  # type: ignore[no-untyped-call]

    @property
    def settings(self) -> dict[str, str]:
        """What the environment of a bot on this stage says."""
        return {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self._server.api_url,
        }

    def now(self) -> datetime:
        """The time it is in the story that is played."""
        return self._now()

    def client(self) -> WebClient:
        """A client of the Web API."""
        return WebClient(self.slack.bot_token, base_url=self._server.api_url)

    def clear(self, now: Callable[[], datetime]) -> None:
        """An empty stage, with another clock."""
        self._now = now
        self.slack.reset()

    def play(self, house: House, now: Callable[[], datetime]) -> None:
        """This bot answers from now on."""
        unhurried = Profiles(budget=5.0)  # a story is about what happens, on however busy a machine
        door = SlackDoor(client=self.client(), signing_secret="", house=house, now=now, profiles=unhurried)
        self._socket.app = door.app

    def close(self) -> None:
        """The SDK's close waits for its next look at the socket, unless the server has gone."""
        self._socket.client.auto_reconnect_enabled = False
        self._server.__exit__(None, None, None)
        farewell.close(self._socket)
