"""Everything that one person's Slack shows, as JSON."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from practice.conversation import Conversation
from practice.files import StoredFile
from practice.message import Message
from practice.modals import View, as_slack
from practice.people import Member
from practice.workspace import Workspace


def screen(slack: Workspace, user: str) -> dict[str, Any]:
    """The screen of one person; nobody else's forms, direct messages or ephemerals are on it."""
    member = slack.members[user]
    home = slack.modals.homes.get(user)
    return {
        "user": {"id": member.id, "name": member.name, "title": member.title},
        "commands": [
            {key: one.get(key, "") for key in ("command", "description", "usage_hint")}
            for one in slack.app.commands
        ],
        "conversations": [
            *([_home_tab(slack)] if slack.app.has_home else []),
            *(_conversation(slack, place, member) for place in slack.seen_by(user)),
        ],
        "views": [_view(slack, view) for view in slack.modals.stacks.get(user, ())],
        "home": _view(slack, home) if home else None,
        "notices": [{"id": number, "text": text} for number, text in slack.notices.get(user, ())],
    }


def file_url(slack: Workspace, file: StoredFile) -> str:
    """Where the page finds a file."""
    return f"/files/{file.id}/{quote(file.name)}?token={slack.app.page_token}"


def _home_tab(slack: Workspace) -> dict[str, Any]:
    """The app's home stands among the conversations; what it shows is in "home"."""
    return {
        "id": slack.app.app_id,
        "kind": "app_home",
        "name": "Home",
        "unread": 0,
        "messages": [],
    }


def _conversation(slack: Workspace, place: Conversation, reader: Member) -> dict[str, Any]:
    shown = place.seen_by(reader.id)
    read = place.last_read.get(reader.id, "0")
    return {
        "id": place.id,
        "kind": place.kind,
        "name": _name(slack, place, reader),
        "unread": sum(message.ts > read and message.author != reader.id for message in shown),
        "messages": [_message(slack, message, reader) for message in shown],
    }


def _name(slack: Workspace, place: Conversation, reader: Member) -> str:
    if place.kind == "channel":
        return place.name
    others = [slack.members[user] for user in place.members if user != reader.id]
    people = [other for other in others if not other.is_bot] or others
    return ", ".join(other.name for other in people)


def _message(slack: Workspace, message: Message, reader: Member) -> dict[str, Any]:
    author = slack.members[message.author]
    return {
        "ts": message.ts,
        "at": message.at.astimezone(ZoneInfo(reader.tz)).isoformat(),
        "from": {"id": author.id, "name": author.name, "is_bot": author.is_bot},
        "text": message.text,
        "blocks": with_urls(slack, message.blocks),
        "thread_ts": message.thread_ts,
        "ephemeral": message.only_for is not None,
        "edited": message.edited_ts is not None,
        "deleted": False,
        "files": [_file(slack, file) for file in message.files],
    }


def _file(slack: Workspace, file: StoredFile) -> dict[str, Any]:
    return {
        "id": file.id,
        "name": file.name,
        "mimetype": file.mimetype,
        "url": file_url(slack, file),
        "alt_text": file.alt_text,
        "title": file.title,
    }


def _view(slack: Workspace, view: View) -> dict[str, Any]:
    whole = as_slack(view, slack.app)
    kept = ("id", "hash", "type", "title", "submit", "close", "callback_id", "private_metadata")
    return {
        **{key: whole[key] for key in kept},
        "blocks": with_urls(slack, view.blocks),
        "field_errors": dict(view.field_errors),
        "state": whole["state"]["values"],
    }


def with_urls(slack: Workspace, part: Any) -> Any:  # noqa: ANN401 - any JSON
    """Blocks in which every picture has an address that the page can show."""
    if isinstance(part, list):
        return [with_urls(slack, one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {key: with_urls(slack, value) for key, value in part.items()}
    named = part.get("slack_file")
    if isinstance(named, dict):
        file = slack.files.get(str(named.get("id"))) or slack.files.at(str(named.get("url")), slack.base_url)
        if file is not None:
            made["image_url"] = file_url(slack, file)
    return made
