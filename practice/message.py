"""One message as Slack keeps it, and its shape in the Web API and in events."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from practice import files
from practice.elements import Block
from practice.field_state import Values
from practice.installation import Installation


@dataclass
class Message:
    """A message in a conversation. `ts` is its id there; `only_for` is set on an ephemeral one.

    `taken_at` is when it came in by the monotonic clock, which may run otherwise than the hospital's.
    """

    ts: str
    at: datetime
    author: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    attachments: list[Any] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Mapping[str, Any] | None = None
    files: list[files.StoredFile] = field(default_factory=list)
    edited_ts: str | None = None
    only_for: str | None = None
    taken_at: float = field(default_factory=time.monotonic)
    entered: dict[str, Values] = field(default_factory=dict)


def as_slack(
    message: Message, app: Installation, base_url: str, *, with_metadata: bool = False
) -> dict[str, Any]:
    """The message as the Web API and events give it. Metadata comes only where it was asked for."""
    shape: dict[str, Any] = {
        "type": "message",
        "user": message.author,
        "ts": message.ts,
        "text": message.text,
        "team": app.team_id,
    }
    if message.author == app.bot_user_id:
        shape |= {"bot_id": app.bot_id, "app_id": app.app_id, "bot_profile": bot_profile(app)}
    if message.blocks:
        shape["blocks"] = message.blocks
    if message.attachments:
        shape["attachments"] = message.attachments
    if message.thread_ts:
        shape["thread_ts"] = message.thread_ts
    if message.files:
        shape["files"] = [files.as_slack(file, base_url) for file in message.files]
    if message.edited_ts:
        shape["edited"] = {"user": message.author, "ts": message.edited_ts}
    if with_metadata and message.metadata:
        shape["metadata"] = dict(message.metadata)
    return shape


def bot_profile(app: Installation) -> dict[str, Any]:
    """The app's face beside its messages."""
    return {
        "id": app.bot_id,
        "app_id": app.app_id,
        "name": app.bot_name,
        "deleted": False,
        "team_id": app.team_id,
    }
