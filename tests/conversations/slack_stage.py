"""The local Slack that stories are played on: one server and one socket for the whole run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.house import Bot
from bot.practice_hospital import manifest
from bot.settings import Settings
from bot.slack import farewell
from bot.slack.app import SlackDoor
from bot.slack.profiles import Profiles
from practice.app import PracticeSlack
from practice.faults import Fault
from practice.people import BOT_USER_ID, Channel, Member
from practice.rules import Rules
from practice.running import running
from storage.database import Database
from tests.conversations.in_slack import InSlack
from tests.conversations.parts import CAST, OTHER, OTHERS, OURS, SLACK, Part
from tests.conversations.scene import Now, Stage
from tests.conversations.story import Story

RULES = Rules(upload_settles_seconds=0.0)
_CHANNELS = {OURS: "C0000PAIRS", OTHER: "C0000OTHER"}


class SlackStage(Stage):
    """A Slack with people in it, and a socket to whichever bot plays on it."""

    platform, has_administrators, has_groups, patience = SLACK, True, True, 3.0

    def __init__(self, rules: Rules = RULES) -> None:
        self._now: Now = datetime.now
        self.slack = a_slack(self.now, rules)
        self._server = running(self.slack)
        self._server.__enter__()
        self.socket = SocketModeHandler(App(client=self.client()), self.slack.app_token)
        self.socket.connect()  # type: ignore[no-untyped-call]

    @property
    def team(self) -> str:
        """The id of the workspace."""
        return self.slack.team_id

    @property
    def settings(self) -> dict[str, str]:
        """What the environment of a bot on this stage says."""
        return {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self._server.api_url,
        }

    @property
    def secrets(self) -> list[str]:
        """The tokens, and how any token begins."""
        return [self.slack.bot_token, self.slack.app_token, "xoxb-", "xapp-"]

    def now(self) -> datetime:
        """The time it is in the story that is played."""
        return self._now()

    def client(self) -> WebClient:
        """A client of the Web API."""
        return WebClient(self.slack.bot_token, base_url=self._server.api_url)

    def clear(self, now: Now) -> None:
        """An empty stage, with another clock."""
        self._now = now
        self.slack.reset()
        self.slack.faults.clear()

    def play(self, settings: Settings, bot: Bot) -> None:
        """This bot answers from now on."""
        del settings
        self.socket.app = self.door(bot, "").app

    def door(self, bot: Bot, signing_secret: str) -> SlackDoor:
        """The door of this bot, unhurried: a story is about what happens, on however busy a machine."""
        return SlackDoor(
            client=self.client(),
            signing_secret=signing_secret,
            house=bot.house,
            now=bot.clock.now,
            profiles=Profiles(budget=5.0),
        )

    def belongs_to(self, workspace: str, database: Database, now: datetime) -> None:
        """It is the workspace that the other is joined to."""

    def begin(self, who: Sequence[Part]) -> None:
        """A workspace has the bot from the start."""

    def rest(self) -> None:
        """The socket stays for the next story."""

    def close(self) -> None:
        """The SDK's close waits for its next look at the socket, unless the server has gone."""
        self.socket.client.auto_reconnect_enabled = False
        self._server.__exit__(None, None, None)
        farewell.close(self.socket)

    def person(self, story: Story, part: Part) -> InSlack:
        """Somebody of the cast."""
        return InSlack(story, part, self.slack)

    def channel(self, name: str) -> str:
        """The id of a channel."""
        return _CHANNELS[name]

    def settle(self) -> None:
        """Wait until the bot has taken everything that was handed over."""
        self.slack.people.settle()

    def broken(self, *, may_fail: bool) -> list[tuple[str, ...]]:
        """Every rule of Slack's that the bot broke."""
        del may_fail  # to fail is no breach of a rule here
        return [(each.name, each.summary, str(each.detail)) for each in self.slack.journal.broken()]

    def put_out(self) -> None:
        """The bot is taken out of the channel."""
        conversations = self.slack.workspace.conversations
        ours = conversations[self.channel(OURS)]
        ours.members = tuple(each for each in ours.members if each != BOT_USER_ID)

    def line_breaks(self, *, arrives: bool) -> None:
        """The line breaks when the bot posts next."""
        self.slack.faults.add("chat.postMessage", Fault(drop=True, after_acting=arrives))

    def groups_are_refused(self) -> None:
        """The next conversation with several people cannot be opened."""
        self.slack.faults.add("conversations.open", Fault(status=200, error="restricted_action"))

    def directory_is_silent(self, times: int) -> None:
        """Whoever asks for people so many times gets no answer."""
        self.slack.faults.add("users.list", Fault(status=503, times=times))

    def directory_asks_for_a_pause(self) -> None:
        """Whoever asks for people next is asked to come again at once."""
        self.slack.faults.add("users.list", Fault(status=429, retry_after=0))

    @contextmanager
    def handed_over_twice(self) -> Iterator[None]:
        """Every envelope is carried twice.

        The local Slack notes as a mistake of the bot's that it opens a form for each of the two, so that is forgiven.
        """
        carrier: Any = self.slack.deliveries._carrier
        carry = carrier.carry

        def doubled(envelope: Any) -> None:
            carry(envelope)
            carry(replace(envelope, id=f"{envelope.id}-again", answer=type(envelope.answer)()))

        carrier.carry = doubled
        try:
            yield
        finally:
            carrier.carry = carry
        broken = {(entry.name, entry.summary) for entry in self.slack.journal.broken()}
        assert broken <= {("views.open", "exchanged_trigger_id")}, broken
        self.slack.journal.clear()

    def all_is_well(self) -> None:
        """Nothing goes wrong any more."""
        self.slack.faults.clear()


def a_slack(now: Now, rules: Rules, deliver_to: str | None = None) -> PracticeSlack:
    """The whole cast in one workspace."""
    people = tuple(part.ids[SLACK] for part in CAST)
    return PracticeSlack(
        members=[Member(BOT_USER_ID, "PairMe", "", is_bot=True), *map(_member, (*CAST, *OTHERS))],
        channels=[Channel(id_, name, (*people, BOT_USER_ID)) for name, id_ in _CHANNELS.items()],
        manifest=manifest(),
        now=now,
        rules=rules,
        deliver_to=deliver_to,
    )


def _member(part: Part) -> Member:
    return Member(
        part.ids[SLACK],
        part.name,
        part.email,
        is_admin=part.is_admin,
        is_guest=part.is_guest,
        is_bot=part.is_bot,
        is_deleted=part.is_gone,
    )
