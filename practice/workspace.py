"""The state of the practice hospital's Slack: people, conversations and what hangs on them.

Plain and synchronous. Whoever reads or changes it holds `lock`, briefly and never across a wait.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from practice.accepted import Accepted, key_of
from practice.conversation import Conversation
from practice.elements import with_ids
from practice.envelopes import Envelope
from practice.files import Files, StoredFile
from practice.installation import Installation
from practice.journal import Journal
from practice.limits import Limits
from practice.message import Message
from practice.modals import Modals
from practice.people import Channel, Member
from practice.rules import Rules
from practice.tokens import BotTokens
from practice.triggers import ResponseUrls, Triggers

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTICES_KEPT = 5


class Workspace:
    """One workspace. `emit` hands an event of a conversation kind to the bot when it asked for such events."""

    def __init__(
        self,
        *,
        members: Sequence[Member],
        channels: Sequence[Channel],
        app: Installation,
        now: Callable[[], datetime],
        rules: Rules,
        journal: Journal,
    ) -> None:
        self.lock = threading.RLock()
        self.app, self.now, self.rules, self.journal = app, now, rules, journal
        self.base_url = "http://127.0.0.1:3000"
        self.members = {member.id: member for member in members}
        self.members.setdefault(app.bot_user_id, Member(app.bot_user_id, app.bot_name, "", is_bot=True))
        self.tokens = BotTokens(rotate=app.rotates_tokens, lifetime_seconds=rules.token_seconds)
        self.limits = Limits(rules)
        self.accepted: list[Accepted] = []
        self.modals, self.files = Modals(rules, app.mark), Files(app.team_id, app.mark)
        self.triggers, self.response_urls = Triggers(rules), ResponseUrls(rules)
        self.conversations: dict[str, Conversation] = {}
        self.notices: dict[str, list[tuple[int, str]]] = {}
        self.emit: Callable[[str, Mapping[str, Any]], Envelope | None] = lambda _kind, _event: None
        self.watchers: list[Callable[[frozenset[str]], None]] = []
        self._channels = tuple(channels)
        self._last_stamp = 0
        self._counted = 0
        self._settle_in()

    @property
    def people(self) -> list[Member]:
        """Everybody but the app."""
        return [member for member in self.members.values() if not member.is_bot]

    def stamp(self) -> str:
        """A new ts: the hospital's time in microseconds, moved on where it would repeat or go back."""
        at = (self.now() - _EPOCH) // timedelta(microseconds=1)
        self._last_stamp = max(at, self._last_stamp + 1)
        return f"{self._last_stamp // 10**6}.{self._last_stamp % 10**6:06d}"

    def count(self) -> int:
        """A number that was never given before."""
        self._counted += 1
        return self._counted

    def dm(self, user: str) -> Conversation:
        """A person's direct message with the bot."""
        conversation_id = f"D{user[1:]}"
        if conversation_id not in self.conversations:
            self._place(Conversation(conversation_id, "im", "", (user, self.app.bot_user_id)))
        return self.conversations[conversation_id]

    def group(self, users: Sequence[str]) -> Conversation:
        """The group direct message of these people and the bot; the same people have one only."""
        members = tuple(sorted({*users, self.app.bot_user_id}))
        for conversation in self.conversations.values():
            if conversation.kind == "mpim" and conversation.members == members:
                return conversation
        handles = "--".join(self.members[user].handle for user in members)
        return self._place(
            Conversation(f"G{self.app.mark}{self.count():010d}", "mpim", f"mpdm-{handles}-1", members)
        )

    def seen_by(self, user: str) -> list[Conversation]:
        """The conversations that a person is in."""
        self.dm(user)
        return [place for place in self.conversations.values() if user in place.members]

    def add(
        self,
        place: Conversation,
        *,
        author: str,
        text: str,
        blocks: Sequence[Mapping[str, Any]] = (),
        attachments: Sequence[Any] = (),
        thread_ts: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        files: Sequence[StoredFile] = (),
        only_for: str | None = None,
    ) -> Message:
        """A new message, or with `only_for` an ephemeral one. Tells the watchers, not the bot."""
        message = Message(
            ts=self.stamp(),
            at=self.now(),
            author=author,
            text=text,
            blocks=with_ids(blocks, self.count()),
            attachments=list(attachments),
            thread_ts=thread_ts,
            metadata=metadata,
            files=list(files),
            only_for=only_for,
        )
        (place.ephemerals if only_for else place.messages)[message.ts] = message
        for file in files:
            if place.id not in file.shared_in:
                file.shared_in.append(place.id)
        if author == self.app.bot_user_id and not only_for:
            self.accepted.append(
                Accepted(message.taken_at, self.app.team_id, place.id, message.ts, key_of(metadata))
            )
        self.changed(*((only_for,) if only_for else place.members))
        return message

    def notice(self, user: str, text: str) -> None:
        """Slack itself says something to one person."""
        kept = self.notices.setdefault(user, [])
        kept.append((self.count(), text))
        del kept[:-_NOTICES_KEPT]
        self.changed(user)

    def changed(self, *users: str) -> None:
        """The screens of these people look different now."""
        for watcher in tuple(self.watchers):
            watcher(frozenset(users))

    def reset(self) -> None:
        """Forget all that was said, shown and uploaded; people, channels and tokens stay."""
        self.conversations.clear()
        self.notices.clear()
        self.files.clear()
        self.modals.forget_all()
        self.limits.forget()
        self.accepted.clear()
        self._last_stamp = 0
        self._settle_in()
        self.changed(*(member.id for member in self.people))

    def _settle_in(self) -> None:
        for channel in self._channels:
            self._place(Conversation(channel.id, "channel", channel.name, tuple(channel.members)))

    def _place(self, conversation: Conversation) -> Conversation:
        self.conversations[conversation.id] = conversation
        return conversation
