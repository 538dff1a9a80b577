"""The events that the bot hears of, and their shapes (docs.slack.dev/reference/events/message)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from practice.conversation import Conversation
from practice.envelopes import Deliveries, Envelope
from practice.message import Message, as_slack
from practice.modals import as_slack as view_as_slack
from practice.workspace import Workspace

SCOPES = {
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "message.channels": "channels:history",
}


FAREWELLS = frozenset({"app_uninstalled", "tokens_revoked"})
"""What an app still hears of when it is not installed any more."""


def emitter(slack: Workspace, deliveries: Deliveries) -> Callable[[str, Mapping[str, Any]], Envelope | None]:
    """What hands an event to the bot, if the manifest subscribes to it and the app was granted the scope for it."""
    app, tokens = slack.app, slack.tokens
    subscriptions = app.subscriptions

    def emit(subscription: str, event: Mapping[str, Any]) -> Envelope | None:
        scope = SCOPES.get(subscription)
        is_heard = tokens.is_installed or subscription in FAREWELLS
        if subscription not in subscriptions or not is_heard or (scope and scope not in tokens.scopes):
            return None
        payload = {
            "token": "practice",
            "team_id": app.team_id,
            "api_app_id": app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{app.mark}{slack.count():010d}",
            "event_time": int(slack.now().timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": app.team_id,
                    "user_id": app.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }
        return deliveries.event(payload, subscription, str(event.get("user", "")))

    return emit


def posted(slack: Workspace, place: Conversation, message: Message) -> Envelope | None:
    """A message appeared, from a person or from the bot itself."""
    event = as_slack(message, slack.app, slack.base_url)
    if message.files:
        event["subtype"] = "file_share"
    if message.author != slack.app.bot_user_id:
        event["client_msg_id"] = f"practice-{message.ts}"
    return _say(slack, place, event, message.ts)


def changed(
    slack: Workspace, place: Conversation, message: Message, before: Mapping[str, Any]
) -> Envelope | None:
    """A message reads differently; `before` is its former shape."""
    event = {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": as_slack(message, slack.app, slack.base_url),
        "previous_message": dict(before),
    }
    return _say(slack, place, event, slack.stamp())


def deleted(slack: Workspace, place: Conversation, message: Message) -> Envelope | None:
    """A message is gone."""
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": message.ts,
        "previous_message": as_slack(message, slack.app, slack.base_url),
    }
    return _say(slack, place, event, slack.stamp())


def home_opened(slack: Workspace, user: str) -> Envelope | None:
    """A person looks at the app's home tab."""
    home = slack.modals.homes.get(user)
    event: dict[str, Any] = {
        "type": "app_home_opened",
        "user": user,
        "channel": slack.dm(user).id,
        "event_ts": slack.stamp(),
        "tab": "home",
    }
    if home is not None:
        event["view"] = view_as_slack(home, slack.app)
    return slack.emit("app_home_opened", event)


def _say(slack: Workspace, place: Conversation, event: Mapping[str, Any], ts: str) -> Envelope | None:
    kind = place.kind
    full = {"ts": ts, **event, "channel": place.id, "event_ts": ts, "channel_type": kind}
    return slack.emit("message.channels" if kind == "channel" else f"message.{kind}", full)
