"""A look at something that may hang, for whoever cannot wait: a probe is answered even when the database is not."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Seen = TypeVar("Seen")


class Look(Generic[Seen]):
    """One look at a time, in a thread of its own; who asks while one is under way shares what it finds.

    So a database that hangs costs one thread however often it is probed, and the thread does not keep the
    process from ending.
    """

    def __init__(self, look: Callable[[], Seen], patience: float) -> None:
        self._look, self._patience = look, patience
        self._under_way: Future[Seen | None] | None = None

    async def seen(self) -> Seen | None:
        """What was found; None when that takes longer than `patience` seconds. To be asked from one event loop."""
        if self._under_way is None or self._under_way.done():
            self._under_way = Future()
            threading.Thread(target=self._run, args=(self._under_way,), name="look", daemon=True).start()
        found = asyncio.wrap_future(self._under_way)
        try:
            return await asyncio.wait_for(asyncio.shield(found), self._patience)
        except TimeoutError:
            return None

    def _run(self, found: Future[Seen | None]) -> None:
        seen: Seen | None = None
        try:
            seen = self._look()
        finally:
            found.set_result(seen)
