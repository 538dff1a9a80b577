"""What the bot said to Slack and Slack to the bot, in order, with every rule broken."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["call", "envelope", "ack", "event", "rule"]


@dataclass(frozen=True)
class Entry:
    """One line. `n` counts from 1; `at` is the hospital's time; `broken` says that the bot broke a rule."""

    n: int
    at: datetime
    kind: Kind
    name: str
    summary: str
    user: str = ""
    broken: bool = False
    detail: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The entry for the page."""
        return {**vars(self), "at": self.at.isoformat(), "detail": dict(self.detail)}


class Journal:
    """The newest entries. Safe from any thread; tokens never enter it. `breaches` counts every rule ever broken."""

    def __init__(self, now: Callable[[], datetime], kept: int | None) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._entries: deque[Entry] = deque(maxlen=kept)
        self._written = 0
        self.breaches = 0
        self.listeners: list[Callable[[int], None]] = []

    def write(
        self,
        kind: Kind,
        name: str,
        summary: str,
        *,
        user: str = "",
        broken: bool = False,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Add one entry and tell whoever watches its number."""
        with self._lock:
            self._written += 1
            self.breaches += broken
            entry = Entry(self._written, self._now(), kind, name, summary, user, broken, detail or {})
            self._entries.append(entry)
        for listener in tuple(self.listeners):
            listener(entry.n)

    def entries(self, after: int = 0) -> list[Entry]:
        """What was written after entry number `after`, oldest first."""
        with self._lock:
            return [entry for entry in self._entries if entry.n > after]

    def calls(self, method: str) -> list[Entry]:
        """The Web API calls of one method; `detail` has "arguments" and "answer"."""
        return [entry for entry in self.entries() if entry.kind == "call" and entry.name == method]

    def broken(self) -> list[Entry]:
        """Every rule that the bot broke, of the entries kept."""
        return [entry for entry in self.entries() if entry.broken]

    def clear(self) -> None:
        """Forget what was written; the numbers go on."""
        with self._lock:
            self.breaches = 0
            self._entries.clear()
