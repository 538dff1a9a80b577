"""files.*: sending a file in two steps and looking at it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from practice import events
from practice.content import approve_message
from practice.files import StoredFile, as_slack
from practice.methods.arguments import Arguments, Method, missing
from practice.methods.places import place_or_person
from practice.refusal import Refusal
from practice.workspace import Workspace


def _get_upload_url(slack: Workspace, args: Arguments) -> dict[str, Any]:
    file = slack.files.expect(
        name=args.text("filename"),
        size=args.number("length", 0),
        owner=slack.app.bot_user_id,
        created_at=slack.now(),
        alt_text=args.text("alt_txt", ""),
    )
    return {"upload_url": f"{slack.base_url}/upload/v1/{file.ticket}", "file_id": file.id}


def _complete_upload(slack: Workspace, args: Arguments) -> dict[str, Any]:
    wanted = args.structure("files")
    if not isinstance(wanted, list) or not wanted:
        raise missing("files")
    files = [_uploaded(slack, one.get("id"), one.get("title")) for one in wanted]
    channel = args.maybe("channel_id")
    where = place_or_person(slack, Arguments({"channel": channel})) if channel else None
    comment = args.text("initial_comment", "")
    blocks = [] if comment else args.structure("blocks") or []  # Slack ignores the blocks beside a comment
    if comment or blocks:
        approve_message(slack, comment or files[0].title, blocks)
    for file in files:
        slack.files.complete(file, slack.rules.upload_settles_seconds)
    if where is not None:
        message = slack.add(
            where,
            author=slack.app.bot_user_id,
            text=comment,
            blocks=blocks,
            thread_ts=args.maybe("thread_ts"),
            files=files,
        )
        events.posted(slack, where, message)
    return {"files": _shapes(slack, files)}


def _info(slack: Workspace, args: Arguments) -> dict[str, Any]:
    return {"file": as_slack(_file(slack, args.text("file")), slack.base_url)}


def _delete(slack: Workspace, args: Arguments) -> dict[str, Any]:
    file = _file(slack, args.text("file"))
    if file.owner != slack.app.bot_user_id:
        raise Refusal("cant_delete_file")
    slack.files.remove(file.id)
    for where in slack.conversations.values():
        for message in where.messages.values():
            message.files = [one for one in message.files if one is not file]
        slack.changed(*where.members)
    return {}


def _uploaded(slack: Workspace, file_id: object, title: object) -> StoredFile:
    file = _file(slack, str(file_id))
    if file.content is None or file.settles is not None:
        raise Refusal("file_not_found")
    file.title = str(title or file.name)
    return file


def _file(slack: Workspace, file_id: str) -> StoredFile:
    file = slack.files.get(file_id)
    if file is None:
        raise Refusal("file_not_found")
    return file


def _shapes(slack: Workspace, files: Sequence[StoredFile]) -> list[dict[str, Any]]:
    return [as_slack(file, slack.base_url) for file in files]


METHODS = {
    "files.getUploadURLExternal": Method(_get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(_complete_upload, "files:write"),
    "files.info": Method(_info, "files:read"),
    "files.delete": Method(_delete, "files:write"),
}
