"""The limits that Teams keeps to, so that a test can shorten or lift them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

Window = tuple[float, int]
"""At most so many operations (second) in so many seconds (first)."""


@dataclass(frozen=True)
class TeamsRules:
    """How fast the bot may be is measured by the hospital's clock; every other duration by the monotonic one.

    `sending` and `reading` hold for one conversation, `asking` for all calls of one app in one tenant (Microsoft,
    "Optimize your bot with rate limiting in Teams"; the last has been raised from 30 to 50).
    A message that the bot did not take comes again after each of `redelivery_seconds`; Microsoft promises none.
    `has_execute` is false of an old client, which does an Action.Execute's fallback instead.
    With `allows_files` false the site's own policy forbids files in chats.
    The journal keeps its newest `journal_entries`, or all where that is None.
    """

    sending: tuple[Window, ...] = ((1, 7), (2, 8), (30, 60), (3600, 1800))
    reading: tuple[Window, ...] = ((1, 14), (2, 16), (30, 120), (3600, 3600))
    asking: tuple[Window, ...] = ((1, 50),)
    message_seconds: float = 15.0
    invoke_seconds: float = 10.0
    redelivery_seconds: tuple[float, ...] = ()
    most_bytes: int = 28 * 1024
    token_seconds: float = 3599.0
    roster_page: int = 200
    has_execute: bool = True
    allows_files: bool = True
    duplicate_events: bool = False
    journal_entries: int | None = 5_000

    def unlimited(self) -> Self:
        """The same for a bot that may be as fast as it can."""
        return replace(self, sending=(), reading=(), asking=())

    def faster(self, times: float) -> Self:
        """The same with every window of the limits shortened, so that a measurement ends sooner."""
        return replace(
            self,
            sending=_shortened(self.sending, times),
            reading=_shortened(self.reading, times),
            asking=_shortened(self.asking, times),
        )


def _shortened(windows: tuple[Window, ...], times: float) -> tuple[Window, ...]:
    return tuple((seconds / times, most) for seconds, most in windows)
