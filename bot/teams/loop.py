"""An event loop in a thread of its own, for a library that speaks asyncio only."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

Told = TypeVar("Told")

STOPS_WITHIN = 3.0  # seconds


class Loop:
    """Begins with the first call; its calls may come from any thread."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def told(self, work: Coroutine[Any, Any, Told]) -> Told:
        """Wait for what comes of it, or for what it raises."""
        return asyncio.run_coroutine_threadsafe(work, self._running()).result()

    def close(self, last: Callable[[], Awaitable[None]]) -> None:
        """Give up what is still going on, do the `last` thing, and end the thread."""
        with self._starting:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(_given_up(last), loop).result(timeout=STOPS_WITHIN)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=STOPS_WITHIN)
        loop.close()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="teams", daemon=True)
                self._thread.start()
            return self._loop


async def _given_up(last: Callable[[], Awaitable[None]]) -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await last()
