"""chat.*: what the bot says (docs.slack.dev/reference/methods/chat.postMessage and its neighbours)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practice import events
from practice.content import approve_message, linked_files
from practice.conversation import Conversation
from practice.elements import with_ids
from practice.message import Message, as_slack
from practice.methods.arguments import Arguments, Method
from practice.methods.places import place, place_or_person
from practice.refusal import Refusal
from practice.workspace import Workspace


def _post_message(slack: Workspace, args: Arguments) -> dict[str, Any]:
    where = place_or_person(slack, args)
    text, blocks = args.text("text", ""), args.structure("blocks") or []
    attachments = args.structure("attachments") or []
    approve_message(slack, text, blocks, attachments)
    metadata = _metadata(args)
    slack.limits.check(where.id)
    message = slack.add(
        where,
        author=slack.app.bot_user_id,
        text=text,
        blocks=blocks,
        attachments=attachments,
        thread_ts=args.maybe("thread_ts"),
        metadata=metadata,
        files=linked_files(slack, text, blocks),
    )
    slack.limits.count(where.id, message.taken_at)
    events.posted(slack, where, message)
    return {"channel": where.id, "ts": message.ts, "message": _whole(slack, message)}


def _post_ephemeral(slack: Workspace, args: Arguments) -> dict[str, Any]:
    where, user = place(slack, args), args.text("user")
    if user not in where.members:
        raise Refusal("user_not_in_channel")
    text, blocks = args.text("text", ""), args.structure("blocks") or []
    approve_message(slack, text, blocks)
    message = slack.add(
        where,
        author=slack.app.bot_user_id,
        text=text,
        blocks=blocks,
        thread_ts=args.maybe("thread_ts"),
        only_for=user,
    )
    return {"message_ts": message.ts}


def _update(slack: Workspace, args: Arguments) -> dict[str, Any]:
    where = place(slack, args)
    message = _own(slack, where, args.text("ts"), "cant_update_message")
    before = as_slack(message, slack.app, slack.base_url)
    rewrite(slack, message, args.given)
    slack.changed(*where.members)
    events.changed(slack, where, message, before)
    return {
        "channel": where.id,
        "ts": message.ts,
        "text": message.text,
        "message": _whole(slack, message),
    }


def rewrite(slack: Workspace, message: Message, given: Mapping[str, Any]) -> None:
    """New content for a message of the bot's.

    Blocks stay only where neither text nor blocks are given; text alone takes them away
    (docs.slack.dev/reference/methods/chat.update).
    """
    args = Arguments(given)
    blocks = args.structure("blocks")
    text = args.text("text", "" if blocks else message.text)
    if blocks is None:
        blocks = [] if args.maybe("text") else message.blocks
    attachments = args.structure("attachments")
    approve_message(slack, text, blocks, attachments or message.attachments)
    message.text, message.blocks = text, with_ids(blocks, slack.count())
    message.attachments = message.attachments if attachments is None else attachments
    message.files = linked_files(slack, text, blocks) or message.files
    if "metadata" in given:
        message.metadata = _metadata(args)
    message.edited_ts = None if blocks else slack.stamp()


def _delete(slack: Workspace, args: Arguments) -> dict[str, Any]:
    where = place(slack, args)
    message = _own(slack, where, args.text("ts"), "cant_delete_message")
    take_away(slack, where, message)
    return {"channel": where.id, "ts": message.ts}


def take_away(slack: Workspace, where: Conversation, message: Message) -> None:
    """Delete a message, and tell whoever sees the conversation."""
    del where.messages[message.ts]
    slack.changed(*where.members)
    events.deleted(slack, where, message)


def _get_permalink(slack: Workspace, args: Arguments) -> dict[str, Any]:
    where, ts = place(slack, args), args.text("message_ts")
    if ts not in where.messages:
        raise Refusal("message_not_found")
    link = f"{slack.base_url}/archives/{where.id}/p{ts.replace('.', '')}"
    return {"channel": where.id, "permalink": link}


def _own(slack: Workspace, where: Conversation, ts: str, otherwise: str) -> Message:
    message = where.messages.get(ts)
    if message is None:
        raise Refusal("message_not_found")
    if message.author != slack.app.bot_user_id:
        raise Refusal(otherwise)
    return message


def _metadata(args: Arguments) -> Mapping[str, Any] | None:
    metadata = args.structure("metadata")
    if not metadata:
        return None
    is_whole = isinstance(metadata, Mapping) and isinstance(metadata.get("event_payload"), Mapping)
    if not is_whole or not metadata.get("event_type"):
        raise Refusal("invalid_metadata_format")
    return dict(metadata)


def _whole(slack: Workspace, message: Message) -> dict[str, Any]:
    return as_slack(message, slack.app, slack.base_url, with_metadata=True)


METHODS = {
    "chat.postMessage": Method(_post_message, "chat:write"),
    "chat.postEphemeral": Method(_post_ephemeral, "chat:write"),
    "chat.update": Method(_update, "chat:write"),
    "chat.delete": Method(_delete, "chat:write"),
    "chat.getPermalink": Method(_get_permalink),
}
