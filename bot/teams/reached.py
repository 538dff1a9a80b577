"""Of whom this process has told the house how they are written to, so that it need not be told at every act."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.teams.inbound import reach_of

if TYPE_CHECKING:
    from bot.teams.inbound import Activity
    from handlers.action import Action, Reach

TOLD_AGAIN = 3600.0  # seconds; another process may have forgotten them meanwhile


class Reached:
    """By workspace and object id."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], tuple[float, Reach]] = {}

    def news(self, activity: Activity, action: Action) -> Reach | None:
        """How whoever acts in their own conversation is written to, when the house may not know."""
        if action.place.kind != "direct" or action.kind in ("arrived", "departed"):
            return None
        reach = reach_of(activity)
        at, told = self._told.get((action.person.workspace, action.person.id), (0.0, None))
        return None if told == reach and time.monotonic() - at < TOLD_AGAIN else reach

    def keep(self, action: Action, reach: Reach | None) -> None:
        """The house has been told."""
        key = (action.person.workspace, action.person.id)
        if action.kind == "departed":
            self._told.pop(key, None)
        elif reach is not None:
            self._told[key] = (time.monotonic(), reach)
