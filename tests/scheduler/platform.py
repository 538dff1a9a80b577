"""Platforms that do what a test tells them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from scheduler.sender import CannotLook, Envelope, Uncertain, Unreachable
from storage.letters import Sent


@dataclass
class Platform:
    """A platform that does what it is told: `takes` and `hides` give what becomes of each try and of each look."""

    takes: list[Exception | None] = field(default_factory=list)
    arrived: list[Envelope] = field(default_factory=list)
    uploaded: list[str] = field(default_factory=list)
    has_groups: bool = True
    gap: timedelta = timedelta(0)
    pace: timedelta = timedelta(seconds=1)
    looked: int = 0
    hides: list[Exception] = field(default_factory=list)

    def prepare(self, envelope: Envelope) -> str:
        self.uploaded.append(envelope.key)
        return "F1" if envelope.message.chart else ""

    def send(self, envelope: Envelope) -> Sent:
        trouble = self.takes.pop(0) if self.takes else None
        if trouble is not None and not isinstance(trouble, Uncertain):
            raise trouble
        self.arrived.append(envelope)
        if trouble is not None:
            raise trouble
        return Sent("D1", str(len(self.arrived)))

    def find(self, envelope: Envelope) -> Sent | None:
        self.looked += 1
        if self.hides:
            raise self.hides.pop(0)
        found = [each for each in self.arrived if each.key == envelope.key]
        return Sent("D1", "1") if found else None


@dataclass
class Blind(Platform):
    """One on which nobody can look, a conversation's pace is slower, and some people do not have the bot."""

    has_groups: bool = False
    pace: timedelta = timedelta(seconds=2)
    without: set[str] = field(default_factory=set)

    def send(self, envelope: Envelope) -> Sent:
        """The person who has not installed it is not bothered."""
        if self.without.intersection(envelope.to.people):
            raise Unreachable("PairMe is not installed for them.")
        return super().send(envelope)

    def find(self, envelope: Envelope) -> Sent | None:
        """To change a message twice does no harm."""
        self.looked += 1
        if envelope.replaces is None:
            raise CannotLook("nobody can look there.")
        return None
