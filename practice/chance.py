"""Faults that come by chance, the same ones again for the same seed."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from random import Random

from practice.faults import Fault

_SENDING = ("chat.postMessage", "chat.update", "conversations.open", "conversations.history")


@dataclass(frozen=True)
class Odds:
    """How often what goes wrong, each from 0 to 1, and for how long, each from the least to the most seconds.

    Calls of `methods`: 500 or a cut connection before or after the work is done, an answer that is good and slow,
    a 429 without cause. One call meets one of these at most.
    Events: handed over twice (the second time late or at once), or late, so that the next ones overtake.
    """

    error_before: float = 0.0
    error_after: float = 0.0
    drop_before: float = 0.0
    drop_after: float = 0.0
    slow: float = 0.0
    limited: float = 0.0
    slow_seconds: tuple[float, float] = (0.0, 1.0)
    retry_after: int = 1
    methods: tuple[str, ...] = _SENDING
    event_repeated: float = 0.0
    event_late: float = 0.0
    late_seconds: tuple[float, float] = (0.0, 0.5)


@dataclass(frozen=True)
class Luck:
    """What happens to one event."""

    late_seconds: float = 0.0
    is_repeated: bool = False
    repeated_after_seconds: float = 0.0


class Chance:
    """Draws. The nth call of a method, and the nth event, meet the same for the same seed and odds.

    `happened` counts, by the name of the odds, what went wrong so far.
    """

    def __init__(self, seed: int | str, odds: Odds) -> None:
        self._seed, self._odds = seed, odds
        self._lock = threading.Lock()
        self._draws: dict[str, Random] = {}
        self.happened: Counter[str] = Counter()

    def for_call(self, method: str) -> Fault | None:
        """The fault that the next call of this method meets."""
        if method not in self._odds.methods:
            return None
        with self._lock:
            draw = self._drawn(method)
            at, delay = draw.random(), draw.uniform(*self._odds.slow_seconds)
            for name, fault in self._faults(delay):
                at -= getattr(self._odds, name)
                if at < 0:
                    self.happened[name] += 1
                    return fault
        return None

    def for_event(self) -> Luck:
        """What the next event meets."""
        odds = self._odds
        with self._lock:
            draw = self._drawn("events")
            is_late, is_repeated = draw.random() < odds.event_late, draw.random() < odds.event_repeated
            late, again = draw.uniform(*odds.late_seconds), draw.uniform(*odds.late_seconds)
            self.happened += Counter({"event_late": int(is_late), "event_repeated": int(is_repeated)})
        return Luck(late if is_late else 0.0, is_repeated, again)

    def _drawn(self, stream: str) -> Random:
        if stream not in self._draws:
            self._draws[stream] = Random(f"{self._seed} {stream}")  # noqa: S311 - a play, to be played again
        return self._draws[stream]

    def _faults(self, delay: float) -> tuple[tuple[str, Fault], ...]:
        return (
            ("error_before", Fault(status=500)),
            ("error_after", Fault(status=500, after_acting=True)),
            ("drop_before", Fault(drop=True)),
            ("drop_after", Fault(drop=True, after_acting=True)),
            ("slow", Fault(status=200, delay_seconds=delay)),
            ("limited", Fault(status=429, retry_after=self._odds.retry_after)),
        )
