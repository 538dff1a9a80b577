"""How fast the bot may be, by the hospital's clock (Microsoft, "Optimize your bot with rate limiting in Teams")."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from datetime import datetime

from practice.teams.refusal import TeamsRefusal
from practice.teams.rules import TeamsRules, Window


class TeamsLimits:
    """What came too soon is refused and costs nothing. The tenant's lock guards it."""

    def __init__(self, rules: TeamsRules, now: Callable[[], datetime]) -> None:
        self._windows = {"sending": rules.sending, "reading": rules.reading, "asking": rules.asking}
        self._now = now
        self._taken: dict[tuple[str, str], deque[float]] = {}
        self.refused_in_conversation = 0
        self.refused_in_tenant = 0

    @property
    def refused(self) -> int:
        """How many calls came too soon."""
        return self.refused_in_conversation + self.refused_in_tenant

    def take(self, what: str, conversation: str) -> None:
        """Count one call: `what` is "sending" or "reading"; an empty conversation counts for the tenant alone.

        Raises a 429 with the seconds to wait when it comes too soon.
        """
        now = self._now().timestamp()
        wait = self._wait("asking", "", now)
        if wait > 0:
            self.refused_in_tenant += 1
            raise _too_fast(wait)
        wait = self._wait(what, conversation, now) if conversation else 0.0
        if wait > 0:
            self.refused_in_conversation += 1
            raise _too_fast(wait)
        self._count("asking", "", now)
        if conversation:
            self._count(what, conversation, now)

    def forget(self) -> None:
        """Nothing was asked and nothing refused."""
        self._taken.clear()
        self.refused_in_conversation = self.refused_in_tenant = 0

    def _wait(self, what: str, where: str, now: float) -> float:
        taken = self._taken.get((what, where), ())
        return max((_wait_of(taken, window, now) for window in self._windows[what]), default=0.0)

    def _count(self, what: str, where: str, now: float) -> None:
        windows = self._windows[what]
        if windows:
            longest = max(most for _, most in windows)
            self._taken.setdefault((what, where), deque(maxlen=longest)).append(now)


def _wait_of(taken: deque[float] | tuple[()], window: Window, now: float) -> float:
    """How long until one more fits: the one that is `most` back has to be out of the window."""
    seconds, most = window
    if len(taken) < most:
        return 0.0
    return max(0.0, taken[-most] + seconds - now)


def _too_fast(wait: float) -> TeamsRefusal:
    return TeamsRefusal(429, "Throttled", "Too many requests.", retry_after=max(1, math.ceil(wait)))
