"""What is said in a chat, changed and deleted arrives in any order, or very late: what then still counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import inbox

if TYPE_CHECKING:
    from handlers.action import Action
    from handlers.turn import Turn

OUT_OF_ORDER = timedelta(hours=1)
"""How far a change can run ahead of its message: the last try of a platform comes minutes after its first."""


def still_counts(turn: Turn) -> Turn | None:
    """The turn to take; None when nothing is to be done.

    Nothing, because something newer has been heard about the same message, or because it is so old that
    nobody remembers whether it came before. A change that runs ahead of its message is taken as the message.
    """
    action = turn.action
    if action.origin is None or action.done_at is None:
        return turn
    if is_forgotten(action):
        return None
    message = f"{turn.workspace}/{action.person.platform}/message/{action.origin.place}/{action.origin.id}"
    before = inbox.hear(turn.session, turn.workspace, message, action.done_at)
    if before is not None and action.done_at < before:
        return None
    is_unheard = before is None and action.kind == "changed"
    is_new = action.written_at is not None and action.written_at > turn.now - OUT_OF_ORDER
    return replace(turn, action=replace(action, kind="said")) if is_unheard and is_new else turn


def is_forgotten(action: Action) -> bool:
    """Whether it was done so long ago that nobody remembers whether it came before."""
    return action.done_at is not None and action.done_at < action.at - inbox.KEPT
