"""A chat or a channel, and what stands in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
FILE = "application/vnd.microsoft.teams.card.file.info"


@dataclass
class TeamsMessage:
    """One message; `author` is an object id or the bot's account.

    `is_mention` says that it names the bot, `reply_to` is the root above it in a channel, or the message quoted in a chat. `shown` has the cards that an
    answer has put in the place of others for one person; `opened` the ShowCards that somebody has open, each as
    "card/path"; `files` what became of each consent card: "accept" or "decline".
    """

    id: str
    at: datetime
    author: str
    text: str = ""
    is_mention: bool = False
    summary: str = ""
    attachments: list[Json] = field(default_factory=list)
    reply_to: str = ""
    edited_at: datetime | None = None
    shown: dict[str, dict[int, Json]] = field(default_factory=dict)
    opened: dict[str, set[str]] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)

    def cards(self, user: str) -> dict[int, Json]:
        """The adaptive cards as this person sees them, by their place among the attachments."""
        own = self.shown.get(user, {})
        said = {n: one["content"] for n, one in enumerate(self.attachments) if one.get("contentType") == CARD}
        return {**said, **own}

    def rewrite(self, text: str, summary: str, attachments: list[Json], at: datetime) -> None:
        """Everybody sees what the bot has put there now."""
        self.text, self.summary, self.attachments, self.edited_at = text, summary, attachments, at
        self.shown.clear()
        self.opened.clear()
        self.files.clear()


@dataclass
class TeamsConversation:
    """A 1:1 chat of `user` with the bot, or a channel of `team`."""

    id: str
    kind: Literal["personal", "channel"]
    name: str
    user: str = ""
    team: str = ""
    messages: dict[str, TeamsMessage] = field(default_factory=dict)
    last_read: dict[str, str] = field(default_factory=dict)

    def unread(self, user: str) -> int:
        """How many messages of others have come since the person looked."""
        seen = int(self.last_read.get(user, "0"))
        return sum(1 for one in self.messages.values() if int(one.id) > seen and one.author != user)


@dataclass
class Dialog:
    """A dialog over somebody's screen, opened from a card of the message `under`: a card, or `text` alone."""

    title: str
    conversation: str
    under: TeamsMessage
    card: Json | None = None
    text: str = ""
    width: Any = None
    height: Any = None
    opened: set[str] = field(default_factory=set)


def without_thread(conversation: str) -> tuple[str, str]:
    """A channel's id and the root message that its name goes on with, or ""."""
    plain, _, root = conversation.partition(";messageid=")
    return plain, root
