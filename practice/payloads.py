"""The payloads of acts, in Slack's shapes (docs.slack.dev/reference/interaction-payloads)."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from practice.conversation import Conversation
from practice.elements import Block, Element
from practice.field_state import State, Values, initial_values
from practice.message import Message
from practice.message import as_slack as message_as_slack
from practice.modals import View
from practice.modals import as_slack as view_as_slack
from practice.people import Member
from practice.workspace import Workspace


def slash_command(
    slack: Workspace, member: Member, where: Conversation, command: str, text: str
) -> dict[str, Any]:
    """A typed command."""
    return {
        "token": "practice",
        "team_id": slack.app.team_id,
        "team_domain": slack.app.team_domain,
        "channel_id": where.id,
        "channel_name": _channel_name(where),
        "user_id": member.id,
        "user_name": member.handle,
        "command": command,
        "text": text,
        "api_app_id": slack.app.app_id,
        "is_enterprise_install": "false",
        "response_url": _response_url(slack, where, member, None),
        "trigger_id": slack.triggers.issue(member.id),
    }


def message_action(
    slack: Workspace, member: Member, where: Conversation, message: Message, action: Mapping[str, Any]
) -> dict[str, Any]:
    """A press in a message. An ephemeral message is not kept by Slack, so it does not come with the press."""
    is_ephemeral = message.only_for is not None
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": where.id,
        "is_ephemeral": is_ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = {
        **_act(slack, member, "block_actions"),
        "trigger_id": slack.triggers.issue(member.id),
        "container": container,
        "channel": {"id": where.id, "name": _channel_name(where)},
        "state": {"values": copy.deepcopy(entered_in(message, member.id))},
        "response_url": _response_url(slack, where, member, message.ts),
        "actions": [action],
    }
    if not is_ephemeral:
        payload["message"] = message_as_slack(message, slack.app, slack.base_url)
    return payload


def view_action(slack: Workspace, member: Member, view: View, action: Mapping[str, Any]) -> dict[str, Any]:
    """A press in a form or on the home."""
    return {
        **_act(slack, member, "block_actions"),
        "trigger_id": slack.triggers.issue(member.id),
        "container": {"type": "view", "view_id": view.id},
        "view": view_as_slack(view, slack.app),
        "actions": [action],
    }


def view_submission(slack: Workspace, member: Member, view: View) -> dict[str, Any]:
    """A form sent."""
    return {
        **_act(slack, member, "view_submission"),
        "trigger_id": slack.triggers.issue(member.id),
        "view": view_as_slack(view, slack.app),
        "response_urls": [],
    }


def view_closed(slack: Workspace, member: Member, view: View) -> dict[str, Any]:
    """A form closed without sending."""
    return {
        **_act(slack, member, "view_closed"),
        "view": view_as_slack(view, slack.app),
        "is_cleared": False,
    }


def action_of(block: Block, element: Element, chosen: State, ts: str) -> dict[str, Any]:
    """One entry of `actions`: the element, what it carries or what was chosen, and when."""
    action = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": ts,
    }
    for key in ("text", "value", "style", "url"):
        if element["type"] == "button" and key in element:
            action[key] = element[key]
    return action | chosen


def entered_in(message: Message, user: str) -> Values:
    """What one person has chosen in the selects of a message."""
    if user not in message.entered:
        message.entered[user] = initial_values(message.blocks)
    return message.entered[user]


def _act(slack: Workspace, member: Member, kind: str) -> dict[str, Any]:
    app = slack.app
    return {
        "type": kind,
        "user": {
            "id": member.id,
            "username": member.handle,
            "name": member.handle,
            "team_id": app.team_id,
        },
        "api_app_id": app.app_id,
        "token": "practice",
        "team": {"id": app.team_id, "domain": app.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _response_url(slack: Workspace, where: Conversation, member: Member, ts: str | None) -> str:
    return f"{slack.base_url}/response/{slack.response_urls.issue(where.id, member.id, ts)}"


def _channel_name(where: Conversation) -> str:
    return "directmessage" if where.kind == "im" else where.name
