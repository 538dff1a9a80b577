"""The time it is; in the practice hospital it can be pushed forward."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """The machine's clock, and how far it has been pushed."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Aware UTC."""
        with self._lock:
            return datetime.now(UTC) + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Go on from this instant; never back, except by `reset`."""
        with self._lock:
            self._ahead = max(self._ahead, instant - datetime.now(UTC))

    def reset(self, instant: datetime | None = None) -> None:
        """The machine's own time again, or go on from this instant."""
        with self._lock:
            self._ahead = instant - datetime.now(UTC) if instant is not None else timedelta(0)
