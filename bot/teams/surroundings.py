"""Where the bot is: what Teams tells of people and teams that get it or take it away, and what it does not."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.teams import comings, inbound
from bot.teams.inbound import TEAMS
from handlers.action import Room
from scheduler.sender import Refused, Undelivered
from storage import rooms
from storage.database import Busy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.teams.call import Call
    from bot.teams.line import Line
    from handlers.action import Account, Action, Reply
    from storage.database import Database

log = logging.getLogger(__name__)


class Surroundings:
    """`hand_over` is how an action is done."""

    def __init__(
        self,
        database: Database,
        line: Line,
        now: Callable[[], datetime],
        hand_over: Callable[[Call, Action], Reply],
    ) -> None:
        self._database, self._line, self._now, self._hand_over = database, line, now, hand_over
        self._seen: set[str] = set()

    def come_or_go(self, call: Call, person: Account | None) -> None:
        """Teams tells of it; of a team the channels are asked for."""
        kind, team = comings.coming(call.activity), comings.team_of(call.activity)
        if not kind or (person is None and not team):
            return
        doer = person or comings.somebody(call.activity, call.workspace)
        named = self._channels(call, team) if team and kind == "arrived" else ()
        self._hand_over(call, comings.action(call.activity, doer, self._now(), kind, named))

    def look_around(self, call: Call, person: Account) -> None:
        """Learn the channels of a team in which the bot is named and of which nobody has told: that can get lost."""
        team, here = comings.team_of(call.activity), inbound.conversation_of(call.activity)
        if not team or here in self._seen:
            return
        try:
            named = () if self._is_known(call.workspace, here) else self._channels(call, team)
            if named:
                self._hand_over(call, comings.action(call.activity, person, self._now(), "arrived", named))
            self._seen.add(here)
        except (Undelivered, Refused, Busy, SQLAlchemyError) as error:
            log.warning("the channels of a team could not be learnt: %s", type(error).__name__)

    def _is_known(self, workspace: str, channel: str) -> bool:
        with self._database.reading() as session:
            return rooms.of(session, workspace, TEAMS, channel) is not None

    def _channels(self, call: Call, team: str) -> tuple[Room, ...]:
        return tuple(Room(id_, name) for id_, name in self._line.channels(call.at, team))
