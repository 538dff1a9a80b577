"""What can go wrong between the bot and Slack, made to happen on purpose."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Fault:
    """One way for a call to fail, `times` times.

    `error` answers 200 with ok:false; otherwise `status` is the HTTP status (429 carries Retry-After).
    With `after_acting` the call does its work first, so the bot cannot know what happened.
    `drop` closes the connection without an answer. `delay_seconds` passes before the answer;
    a Fault with status 200 and no error is a slow but good answer.
    """

    status: int = 429
    retry_after: int = 1
    error: str = ""
    after_acting: bool = False
    drop: bool = False
    delay_seconds: float = 0.0
    times: int = 1

    @property
    def acts(self) -> bool:
        """Whether the call's work is done all the same."""
        return self.after_acting or (self.status == 200 and not self.error and not self.drop)  # noqa: PLR2004 - HTTP's OK


def no_fault(_method: str) -> Fault | None:
    """Nothing happens by chance."""
    return None


class Faults:
    """The faults that wait, per Web API method; "*" stands for every method. `chance` is asked when none waits."""

    def __init__(self) -> None:
        self.chance: Callable[[str], Fault | None] = no_fault
        self._lock = threading.Lock()
        self._waiting: dict[str, list[Fault]] = {}

    def add(self, method: str, fault: Fault) -> None:
        """Let the next `fault.times` calls of `method` fail so."""
        with self._lock:
            self._waiting.setdefault(method, []).append(fault)

    def clear(self) -> None:
        """No fault waits any more."""
        with self._lock:
            self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault for this call, used up by it."""
        with self._lock:
            for key in (method, "*"):
                waiting = self._waiting.get(key)
                if waiting:
                    return _spend(waiting)
            return self.chance(method)


def _spend(waiting: list[Fault]) -> Fault:
    fault = waiting.pop(0)
    if fault.times > 1:
        waiting.insert(0, replace(fault, times=fault.times - 1))
    return fault
