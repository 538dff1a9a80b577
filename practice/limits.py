"""How fast the app may post (docs.slack.dev/apis/web-api/rate-limits); what `Rules` does not limit goes through."""

from __future__ import annotations

import math
import time
from collections import deque

from practice.refusal import Refusal
from practice.rules import Rules


class Limits:
    """Only messages that were taken count; a refused one costs nothing. The workspace's lock guards it."""

    def __init__(self, rules: Rules) -> None:
        self._gap, self._window = rules.channel_gap_seconds, rules.workspace_window_seconds
        self._most = rules.workspace_messages
        self._last: dict[str, float] = {}
        self._taken: deque[float] = deque()
        self.refused_in_channel = 0
        self.refused_in_workspace = 0

    @property
    def refused(self) -> int:
        """How many messages came too soon."""
        return self.refused_in_channel + self.refused_in_workspace

    def check(self, conversation: str) -> None:
        """Raises ratelimited, with the seconds to wait, when a message there would come too soon."""
        now = time.monotonic()
        wait = self._last.get(conversation, -math.inf) + self._gap - now
        if wait > 0:
            self.refused_in_channel += 1
            raise _too_fast(wait)
        wait = self._wait_of_workspace(now)
        if wait > 0:
            self.refused_in_workspace += 1
            raise _too_fast(wait)

    def count(self, conversation: str, at: float) -> None:
        """A message was taken at this instant of the monotonic clock."""
        if self._gap:
            self._last[conversation] = at
        if self._most is not None:
            self._taken.append(at)

    def forget(self) -> None:
        """Nothing was posted and nothing refused."""
        self._last.clear()
        self._taken.clear()
        self.refused_in_channel = self.refused_in_workspace = 0

    def _wait_of_workspace(self, now: float) -> float:
        while self._taken and self._taken[0] <= now - self._window:
            self._taken.popleft()
        if self._most is None or len(self._taken) < self._most:
            return 0.0
        return self._taken[0] + self._window - now


def _too_fast(wait: float) -> Refusal:
    return Refusal("ratelimited", retry_after=max(1, math.ceil(wait)))
