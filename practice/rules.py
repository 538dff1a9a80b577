"""The limits that Slack keeps to, so that a test can shorten or lift them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True)
class Rules:
    """Every duration is in seconds of the monotonic clock; pushing the hospital's clock does not spend them.

    The defaults are Slack's own, except that Slack does not promise how long a file takes to settle,
    that how fast the bot may post is not limited (see `limited`), and that history shows a message at once.
    The journal keeps its newest `journal_entries`, or all where that is None.
    """

    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    redelivery_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    response_url_seconds: float = 1800.0
    response_url_uses: int = 5
    upload_settles_seconds: float = 1.0
    stacked_views: int = 3
    duplicate_events: bool = False
    oauth_code_seconds: float = 600.0
    token_seconds: float = 43_200.0
    channel_gap_seconds: float = 0.0
    workspace_messages: int | None = None
    workspace_window_seconds: float = 60.0
    history_lag_seconds: float = 0.0
    journal_entries: int | None = 5_000

    def limited(self, times_faster: float = 1.0) -> Self:
        """The same with Slack's limits on posting: one message a second in a conversation, 300 a minute in a workspace.

        Slack promises the first and only "several hundred" of the second (docs.slack.dev/apis/web-api/rate-limits).
        `times_faster` shortens both times, so that a measurement ends sooner. Retry-After stays in whole seconds.
        """
        return replace(
            self,
            channel_gap_seconds=1.0 / times_faster,
            workspace_messages=300,
            workspace_window_seconds=60.0 / times_faster,
        )
