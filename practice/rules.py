"""The time limits that Slack keeps to, so that a test can shorten them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """Every duration is in seconds of the monotonic clock; pushing the hospital's clock does not spend them.

    The defaults are Slack's own, except that Slack does not promise how long a file takes to settle.
    """

    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    redelivery_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    response_url_seconds: float = 1800.0
    response_url_uses: int = 5
    upload_settles_seconds: float = 1.0
    stacked_views: int = 3
    duplicate_events: bool = False
