"""Get help, and what each command can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import status
from handlers.action import Reply
from programme.words import talking

if TYPE_CHECKING:
    from handlers.turn import Turn


def get_help(turn: Turn) -> Reply:
    """The site's signposts, and who leads my cohort."""
    return Reply(talking.get_help(turn.house.site.signposts, status.lead_names(turn)))
