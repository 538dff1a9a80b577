"""What a person's act needs at hand, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from practice.conversation import Conversation
from practice.envelopes import Answer, Deliveries, Envelope, EnvelopeKind
from practice.people import Member
from practice.refusal import NotPossible
from practice.workspace import Workspace


@dataclass(frozen=True)
class Outcome:
    """What came of an act. `error` is what Slack's client shows; `field_errors` is by block_id."""

    acknowledged: bool
    error: str = ""
    field_errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk:
    """The workspace and the way to the bot."""

    slack: Workspace
    deliveries: Deliveries

    def ask(self, kind: EnvelopeKind, name: str, user: str, payload: Mapping[str, Any]) -> Answer:
        """Hand a payload to the bot and wait for its answer, at most until the deadline. Not under the lock.

        Raises NotPossible where the app is not installed.
        """
        if not self.slack.tokens.is_installed:
            raise NotPossible("the app is not installed in this workspace")
        return self.deliveries.outcome(self.deliveries.send(Envelope(kind, payload, name, user)))

    def await_event(self, envelope: Envelope | None) -> None:
        """Wait until the first delivery of an event is acknowledged or overdue."""
        if envelope is not None:
            self.deliveries.outcome(envelope)

    def member(self, user: str) -> Member:
        """Who acts; their old notices go. Raises NotPossible."""
        member = self.slack.members.get(user)
        if member is None or member.is_bot:
            raise NotPossible(f"there is nobody with the id {user}")
        self.slack.notices.pop(user, None)
        return member

    def place(self, user: str, channel: str) -> Conversation:
        """A conversation that the person is in. Raises NotPossible."""
        self.slack.dm(user)
        found = self.slack.conversations.get(channel)
        if found is None or user not in found.members:
            raise NotPossible(f"{user} is not in {channel}")
        found.last_read[user] = found.latest(user)
        return found
