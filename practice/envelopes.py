"""What Slack hands to the bot, until the bot has acknowledged it."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from practice.chance import Chance, Luck
from practice.journal import Journal
from practice.loop import Loop
from practice.rules import Rules

EnvelopeKind = Literal["slash_commands", "interactive", "events_api"]
Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What came of an envelope: acknowledged, perhaps with a payload, or failed for a reason."""

    failure: str = ""
    payload: Payload = field(default_factory=dict)

    @property
    def acknowledged(self) -> bool:
        """Whether the bot answered in time."""
        return not self.failure


@dataclass(frozen=True)
class Envelope:
    """One handing-over of one payload. A redelivery is a new envelope round the same payload."""

    kind: EnvelopeKind
    payload: Payload
    name: str
    user: str = ""
    attempt: int = 0
    retry_reason: str = ""
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    answer: Future[Answer] = field(default_factory=Future, compare=False)

    def settle(self, answer: Answer) -> bool:
        """Take the first answer; False when there was one already."""
        try:
            self.answer.set_result(answer)
        except InvalidStateError:
            return False
        return True


class Carrier(Protocol):
    """A way to the bot: its socket, or its request URL."""

    def carry(self, envelope: Envelope) -> None:
        """Hand it over and settle it, at the latest when the acknowledgement is overdue. Does not block."""


class Deliveries:
    """Hands envelopes to the carrier and hands EVENTS over again when they were not acknowledged."""

    def __init__(self, carrier: Carrier, loop: Loop, rules: Rules, journal: Journal) -> None:
        self._carrier, self._loop, self._rules, self._journal = carrier, loop, rules, journal
        self._settled = threading.Condition()
        self._open: set[str] = set()
        self.chance: Chance | None = None

    def send(self, envelope: Envelope) -> Envelope:
        """Hand over a command, a press or a form: once only."""
        self._journal.write(
            "envelope", envelope.name, envelope.kind, user=envelope.user, detail=envelope.payload
        )
        envelope.answer.add_done_callback(lambda answer: self._note(envelope, answer.result()))
        self._carrier.carry(envelope)
        return envelope

    def event(self, payload: Payload, name: str, user: str = "") -> Envelope:
        """Hand over an event; it comes again until it is acknowledged or Slack gives up."""
        first = Envelope("events_api", payload, name, user)
        luck = self.chance.for_event() if self.chance else Luck()
        with self._settled:
            self._open.add(payload["event_id"])
        self._after(luck.late_seconds, lambda: self._hand_over_first(first))
        if luck.is_repeated or self._rules.duplicate_events:
            copy = Envelope("events_api", payload, name, user)
            self._after(luck.repeated_after_seconds, lambda: self.send(copy))
        return first

    def wait_until_settled(self, seconds: float) -> bool:
        """Wait until no event is un-acknowledged; False when the time ran out."""
        with self._settled:
            return self._settled.wait_for(lambda: not self._open, timeout=seconds)

    def forget(self) -> None:
        """No event comes again."""
        with self._settled:
            self._open.clear()
            self._settled.notify_all()

    def outcome(self, envelope: Envelope) -> Answer:
        """Wait for the answer of a person's act."""
        try:
            return envelope.answer.result(timeout=self._rules.ack_seconds + 1.0)
        except NotYet:  # the server is shutting down and its timers no longer run
            return Answer(failure="operation_timeout")

    def _after(self, seconds: float, act: Callable[[], object]) -> None:
        if not seconds or not self._loop.later(seconds, act):
            act()

    def _hand_over_first(self, envelope: Envelope) -> None:
        if self._is_open(envelope):
            self._hand_over(envelope)
        else:  # forgotten while it was late
            envelope.settle(Answer(failure="dispatch_failed"))

    def _hand_over(self, envelope: Envelope) -> Envelope:
        self._journal.write(
            "event", envelope.name, _attempt(envelope), user=envelope.user, detail=envelope.payload
        )
        envelope.answer.add_done_callback(lambda answer: self._after_event(envelope, answer.result()))
        self._carrier.carry(envelope)
        return envelope

    def _after_event(self, envelope: Envelope, answer: Answer) -> None:
        if not self._is_open(envelope):
            return
        self._note(envelope, answer)
        if answer.acknowledged:
            self._close(envelope)
        elif not self._comes_again(envelope, answer):
            self._journal.write("rule", envelope.name, "the event was never acknowledged", broken=True)
            self._close(envelope)

    def _comes_again(self, envelope: Envelope, answer: Answer) -> bool:
        waits = self._rules.redelivery_seconds
        if envelope.attempt >= len(waits):
            return False
        return self._loop.later(waits[envelope.attempt], lambda: self._hand_over_again(envelope, answer))

    def _hand_over_again(self, last: Envelope, answer: Answer) -> None:
        if self._is_open(last):
            why = "timeout" if answer.failure == "operation_timeout" else "http_error"
            self._hand_over(Envelope("events_api", last.payload, last.name, last.user, last.attempt + 1, why))

    def _is_open(self, envelope: Envelope) -> bool:
        """Whether this event still wants its acknowledgement: it was neither given nor forgotten."""
        with self._settled:
            return envelope.payload["event_id"] in self._open

    def _close(self, envelope: Envelope) -> None:
        with self._settled:
            self._open.discard(envelope.payload["event_id"])
            self._settled.notify_all()

    def _note(self, envelope: Envelope, answer: Answer) -> None:
        said = "acknowledged" if answer.acknowledged else answer.failure
        is_broken = answer.failure not in {"", "dispatch_failed"}
        self._journal.write(
            "ack", envelope.name, said, user=envelope.user, broken=is_broken, detail=answer.payload
        )


def _attempt(envelope: Envelope) -> str:
    return f"again, attempt {envelope.attempt}: {envelope.retry_reason}" if envelope.attempt else "delivered"
