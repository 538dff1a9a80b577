"""A sentence to whoever typed something that failed, in their own chat."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bot.teams import render
from programme.words.message import Message
from scheduler.sender import Refused, Uncertain, Undelivered

if TYPE_CHECKING:
    from bot.teams.line import Line, Organisation

log = logging.getLogger(__name__)

AGAIN_AFTER = (
    60.0  # seconds; what failed comes again several times, and one sentence is enough for all of them
)


class Excuses:
    """Said aside, because Teams waits for the status meanwhile; lost when Teams does not take them."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._speaker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="teams-excuses")
        self._said: dict[str, float] = {}

    def say(self, at: Organisation, conversation: str, words: str) -> None:
        """Say it, unless something was said there just now."""
        now = time.monotonic()
        self._said = {each: when for each, when in self._said.items() if now - when < AGAIN_AFTER}
        if conversation in self._said:
            return
        self._said[conversation] = now
        self._speaker.submit(self._say, at, conversation, words)

    def settle(self, seconds: float) -> None:
        """Wait until what has been handed in is said. Raises TimeoutError."""
        self._speaker.submit(lambda: None).result(seconds)

    def close(self) -> None:
        """Say nothing any more."""
        self._speaker.shutdown(wait=False, cancel_futures=True)

    def _say(self, at: Organisation, conversation: str, words: str) -> None:
        try:
            self._line.say(at, conversation, render.activity(Message((words,))), is_personal=True)
        except (Undelivered, Refused, Uncertain) as error:
            log.warning("an excuse could not be said: %s", type(error).__name__)
