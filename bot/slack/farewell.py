"""Closing the socket to Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode import SocketModeHandler


def close(handler: SocketModeHandler) -> None:
    """Close the socket for good.

    When Slack says goodbye in the same moment, the SDK's own thread can take the socket away in the middle of
    its `close`, which then stops half-way; a second `close` does the rest.
    """
    try:
        handler.close()  # type: ignore[no-untyped-call]
    except AttributeError:
        handler.close()  # type: ignore[no-untyped-call]
