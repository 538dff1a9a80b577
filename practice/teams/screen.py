"""Everything that one person's Teams shows, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practice.teams.conversation import CONSENT, DOWNLOAD, FILE, Json, TeamsConversation, TeamsMessage
from practice.teams.drive import download_url
from practice.teams.tenant import Tenant


def screen(teams: Tenant, user: str) -> Json:
    """The screen of one person; nobody else's chats and dialogs are on it.

    "opened" of a message are the ShowCards that are open, each as "card/path" (`card_parts.Pressable.path`).
    """
    member = teams.members[user]
    dialog = teams.dialogs.get(user)
    return {
        "user": {"id": member.id, "name": member.name, "email": member.email},
        "conversations": [_conversation(teams, place, user) for place in _places(teams, user)],
        "dialog": {
            "title": dialog.title,
            "card": dialog.card,
            "text": dialog.text,
            "opened": sorted(dialog.opened),
            "width": dialog.width,
            "height": dialog.height,
        }
        if dialog
        else None,
        "notices": [{"id": number, "text": text} for number, text in teams.notices.get(user, ())],
    }


def _places(teams: Tenant, user: str) -> list[TeamsConversation]:
    if teams.has_chat(user):
        teams.chat(user)
    seen = [place for place in teams.conversations.values() if user in teams.readers(place)]
    return sorted(seen, key=lambda place: place.kind == "channel")


def _conversation(teams: Tenant, place: TeamsConversation, user: str) -> Json:
    return {
        "id": place.id,
        "kind": place.kind,
        "name": place.name,
        "unread": place.unread(user),
        "messages": [_message(teams, one, user) for one in place.messages.values()],
    }


def _message(teams: Tenant, message: TeamsMessage, user: str) -> Json:
    is_bot = message.author == teams.bot_id
    return {
        "id": message.id,
        "at": message.at.isoformat(),
        "from": {
            "id": message.author,
            "name": teams.bot_name if is_bot else teams.members[message.author].name,
            "is_bot": is_bot,
        },
        "text": f"@{teams.bot_name} {message.text}" if message.is_mention else message.text,
        "summary": message.summary,
        "cards": list(message.cards(user).values()),
        "opened": sorted(message.opened.get(user, ())),
        "files": [file for file in _files(teams, message) if file],
        "edited": message.edited_at is not None,
        "reply_to": message.reply_to,
    }


def _files(teams: Tenant, message: TeamsMessage) -> list[Json]:
    return [
        _SHOWN[one["contentType"]](teams, one, message.files.get(place, ""))
        for place, one in enumerate(message.attachments)
        if one.get("contentType") in _SHOWN
    ]


def _asked(_teams: Tenant, one: Mapping[str, Any], decided: str) -> Json:
    content = one.get("content") or {}
    return {
        "kind": "consent",
        "name": one.get("name", ""),
        "description": content.get("description", ""),
        "size": content.get("sizeInBytes", 0),
        "decided": decided,
    }


def _stored(teams: Tenant, one: Mapping[str, Any], _decided: str) -> Json:
    content = one.get("content") or {}
    file = teams.drive.named(str(content.get("uniqueId", "")).lower())
    url = download_url(teams.base_url, file) if file and file.content is not None else ""
    return {"kind": "file", "name": one.get("name", ""), "url": url}


_SHOWN = {CONSENT: _asked, DOWNLOAD: _stored, FILE: _stored}
