"""What Slack has taken from the bot, for whoever counts it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Accepted(NamedTuple):
    """One message of the bot's that appeared. `at` is of the monotonic clock, `key` what its metadata calls "key"."""

    at: float
    workspace: str
    conversation: str
    ts: str
    key: str


def key_of(metadata: Mapping[str, Any] | None) -> str:
    """The event_payload's "key", or ""."""
    return str(metadata["event_payload"].get("key", "")) if metadata else ""
