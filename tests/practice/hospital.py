"""A small practice hospital with a bot to try it on: real slack_bolt over real Socket Mode."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from practice.app import Page, PracticeSlack
from practice.people import BOT_USER_ID, Channel, Member
from practice.rules import Rules
from practice.running import running

AMINA = Member("U0AMINA", "Amina Yusuf", "amina.yusuf@example.org", "Resident doctor")
PRIYA = Member("U0PRIYA", "Priya Nair", "priya.nair@example.org", "Service manager")
LENA = Member("U0LENA", "Lena Hart", "lena.hart@example.org", "Lead", is_admin=True)
OMAR = Member("U0OMAR", "Omar Said", "omar.said@example.org", is_guest=True)
WARD = Channel("C0WARD", "ward", (AMINA.id, PRIYA.id, BOT_USER_ID))
OFFICE = Channel("C0OFFICE", "office", (LENA.id,))

SCOPES = (
    "commands",
    "chat:write",
    "im:write",
    "mpim:write",
    "im:history",
    "mpim:history",
    "users:read",
    "users:read.email",
    "files:read",
    "files:write",
)
BUTTON = {
    "type": "actions",
    "block_id": "answer",
    "elements": [
        {
            "type": "button",
            "action_id": "yes",
            "text": {"type": "plain_text", "text": "Yes, we met"},
            "value": "pair 7",
        }
    ],
}


def manifest(
    scopes: tuple[str, ...] = SCOPES, events: tuple[str, ...] = ("message.im", "app_home_opened")
) -> dict[str, Any]:
    """What the bot asks for."""
    return {
        "features": {
            "bot_user": {"display_name": "PairMe"},
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "slash_commands": [
                {"command": "/pairme", "description": "Join", "usage_hint": "help", "should_escape": True},
                {"command": "/plain", "description": "Takes text as it is"},
            ],
        },
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(events)},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }


@dataclass
class Clock:
    """The hospital's time; it stands still until it is pushed."""

    at: datetime = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def push(self, step: timedelta) -> None:
        self.at += step


@dataclass
class Hospital:
    """The running server, a client with the bot's token, and the bot's app."""

    slack: PracticeSlack
    server: running
    client: WebClient
    app: App
    clock: Clock
    heard: list[Any] = field(default_factory=list)

    def texts(self, user: str, channel: str | None = None) -> list[str]:
        """What stands in a conversation on this person's screen."""
        return [message["text"] for message in self.messages(user, channel)]

    def messages(self, user: str, channel: str | None = None) -> list[dict[str, Any]]:
        """The messages of a conversation on this person's screen."""
        wanted = channel or self.slack.people.dm(user)
        places = self.slack.people.screen(user)["conversations"]
        found: list[dict[str, Any]] = next(one["messages"] for one in places if one["id"] == wanted)
        return found

    def forms(self, user: str) -> list[dict[str, Any]]:
        """The stack of forms on this person's screen."""
        views: list[dict[str, Any]] = self.slack.people.screen(user)["views"]
        return views

    def notices(self, user: str) -> list[str]:
        """What Slack itself says to this person."""
        return [notice["text"] for notice in self.slack.people.screen(user)["notices"]]

    def hear(self, event: str) -> None:
        """Let the bot listen to an event and keep what it hears."""

        @self.app.event(event)
        def keep(event: dict[str, Any]) -> None:
            self.heard.append(event)

    @contextlib.contextmanager
    def connected(self) -> Iterator[Any]:
        """The bot is connected over Socket Mode for as long as the block lasts."""
        handler: Any = SocketModeHandler(self.app, self.slack.app_token)
        handler.connect()
        try:
            yield handler
        finally:
            part(self.slack, handler)


def part(slack: PracticeSlack, handler: Any) -> None:
    """Close the bot's side without the seconds that the SDK would wait for its own timeouts."""
    client = handler.client
    client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
    client.closed = True
    client.message_queue.put(None)
    client.message_processor.shutdown()
    slack.sockets.refresh()
    try:
        handler.close()
    except (
        AttributeError
    ):  # the SDK's own thread took the socket away in the middle; the rest is still to close
        handler.close()


@contextlib.contextmanager
def open_hospital(
    *,
    rules: Rules | None = None,
    asks_for: Mapping[str, Any] | None = None,
    page: Page | None = None,
    deliver_to: str | None = None,
    start_over: Callable[[], None] | None = None,
) -> Iterator[Hospital]:
    """A hospital of its own, for tests that need other rules."""
    clock = Clock()
    slack = PracticeSlack(
        members=(AMINA, PRIYA, LENA, OMAR),
        channels=(WARD, OFFICE),
        manifest=asks_for or manifest(),
        now=clock,
        push=clock.push,
        start_over=start_over,
        page=page or Page("Larkhill Children's Hospital", (AMINA.id, PRIYA.id), ("Type /pairme.",)),
        rules=rules or Rules(upload_settles_seconds=0.0),
        deliver_to=deliver_to,
    )
    with running(slack) as server:
        yield visit(slack, server, clock)


def visit(slack: PracticeSlack, server: running, clock: Clock) -> Hospital:
    """A new client and a new bot in a hospital that runs."""
    client = WebClient(slack.bot_token, base_url=server.api_url, retry_handlers=[])
    app = App(client=client, signing_secret=slack.signing_secret, process_before_response=True)
    return Hospital(slack, server, client, app, clock)


def keeping(kept: list[Any]) -> Callable[..., None]:
    """A listener that acknowledges and keeps the body."""

    def keep(ack: Any, body: dict[str, Any]) -> None:
        kept.append(body)
        ack()

    return keep


def responding(answers: list[Any], **answer: Any) -> Callable[..., None]:
    """A listener that acknowledges, answers at the response URL and keeps what Slack says to that."""

    def respond_now(ack: Any, respond: Any) -> None:
        ack()
        answers.append(respond(**answer))

    return respond_now


def refusal(call: Callable[..., Any], **arguments: Any) -> str:
    """The error that Slack answers with."""
    try:
        call(**arguments)
    except SlackApiError as error:
        return str(error.response["error"])
    raise AssertionError("Slack did not refuse")


def eventually(is_so: Callable[[], Any], seconds: float = 3.0) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it did not come about"
        time.sleep(0.005)


def modal(title: str = "Reflect", **more: Any) -> dict[str, Any]:
    """A form with one required field called note."""
    return {
        "type": "modal",
        "callback_id": "reflect",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Save"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": [text_field("note")],
        **more,
    }


def text_field(name: str, **more: Any) -> dict[str, Any]:
    """A text field."""
    return {
        "type": "input",
        "block_id": name,
        "label": {"type": "plain_text", "text": name.capitalize()},
        "element": {"type": "plain_text_input", "action_id": "value", **more},
    }
