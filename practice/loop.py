"""The event loop of the server, reached from any thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Loop:
    """Before the server runs there is no loop, after it there is none either: `soon` then says False."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    def adopt(self) -> None:
        """Remember the loop that runs now."""
        self._loop = asyncio.get_running_loop()

    def soon(self, act: Callable[[], object]) -> bool:
        """Run `act` in the loop, in order of asking; False when there is no loop to run it."""
        loop = self._loop
        if loop is None or loop.is_closed():
            return False
        try:
            loop.call_soon_threadsafe(act)
        except RuntimeError:  # closed between the question and the call
            return False
        return True

    def later(self, seconds: float, act: Callable[[], object]) -> bool:
        """Run `act` in the loop after a while."""
        return self.soon(lambda: asyncio.get_running_loop().call_later(seconds, act))
