"""A place where messages stand: a direct message, a group of several people, or a channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from practice.message import Message

ConversationKind = Literal["im", "mpim", "channel"]


@dataclass
class Conversation:
    """`messages` is in order of ts. Ephemeral messages stand apart: each is on one person's screen only."""

    id: str
    kind: ConversationKind
    name: str
    members: tuple[str, ...]
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    last_read: dict[str, str] = field(default_factory=dict)

    @property
    def scope_prefix(self) -> str:
        """The first half of its scopes: im, mpim or channels."""
        return "channels" if self.kind == "channel" else self.kind

    def latest(self, user: str) -> str:
        """The ts of the newest message on this person's screen here; "0" when there is none."""
        newest = next(reversed(self.messages), "0")
        own = (ts for ts, message in self.ephemerals.items() if message.only_for == user)
        return max(newest, max(own, default="0"))

    def seen_by(self, user: str) -> list[Message]:
        """Every message on this person's screen here, oldest first."""
        own = [message for message in self.ephemerals.values() if message.only_for == user]
        shown = [*self.messages.values(), *own]
        return sorted(shown, key=lambda message: message.ts) if own else shown


def as_slack(conversation: Conversation, bot: str) -> dict[str, Any]:
    """The conversation as `conversations.info` gives it."""
    kind = conversation.kind
    shape: dict[str, Any] = {
        "id": conversation.id,
        "is_channel": kind == "channel",
        "is_group": False,
        "is_im": kind == "im",
        "is_mpim": kind == "mpim",
        "is_private": kind != "channel",
        "is_archived": False,
    }
    if kind == "im":
        shape["user"] = next((user for user in conversation.members if user != bot), bot)
    else:
        shape |= {"name": conversation.name, "is_member": bot in conversation.members}
        shape["num_members"] = len(conversation.members)
    return shape
