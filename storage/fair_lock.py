"""A lock that is taken in the order in which it was asked for.

SQLite's own busy wait polls, so an unlucky writer can wait for seconds; a platform waits three.
"""

from __future__ import annotations

import threading
from collections import deque


class FairLock:
    """First come, first served; `acquire` gives up after `timeout` seconds and says so."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._held = False

    def acquire(self, timeout: float) -> bool:
        """True when the lock is ours; False when the wait was too long."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Event()
            self._queue.append(turn)
        if turn.wait(timeout):
            return True
        with self._guard:
            if turn.is_set():  # it became ours between the end of the wait and here
                return True
            self._queue.remove(turn)
            return False

    def release(self) -> None:
        """Hand the lock to whoever has waited longest."""
        with self._guard:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._held = False
