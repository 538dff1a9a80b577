"""Teams, put together: what the door, the letters and the lists of accounts share. Loaded when the door is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.clock import elapsed
from bot.teams.app import TeamsDoor
from bot.teams.directory import TeamsDirectory
from bot.teams.downloads import Downloads
from bot.teams.files import Offers
from bot.teams.guard import Guard
from bot.teams.keys import Keys
from bot.teams.line import Line
from bot.teams.profiles import Profiles
from bot.teams.reception import Reception
from bot.teams.registrations import Registrations
from bot.teams.sender import TeamsSender

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.routing import BaseRoute

    from bot.metrics import Counters
    from bot.settings import Settings
    from handlers.turn import House
    from programme.site import Site
    from storage.database import Database


@dataclass(frozen=True)
class TeamsSide:
    """One line to Microsoft, and what hangs on it."""

    settings: Settings
    registrations: Registrations
    line: Line
    sender: TeamsSender
    directory: TeamsDirectory

    def door(self, house: House, now: Callable[[], datetime], counters: Counters) -> TeamsDoor:
        """What Teams sends goes in there."""
        keys = Keys(self.settings.teams_openid_url, elapsed)
        guard = Guard(keys, self.registrations, counters.teams_refused)
        profiles, offers = Profiles(house.database, self.line), Offers(house.database, self.line, now)
        reception = Reception(house, self.registrations, self.line, profiles, offers, now)
        return TeamsDoor(guard, reception, self.line, counters.handled)

    def downloads(self, house: House, now: Callable[[], datetime]) -> tuple[BaseRoute, ...]:
        """The pages at which people fetch what could not be handed over in a chat."""
        return tuple(Downloads(house.database, now).routes())

    def close(self) -> None:
        """Hang up."""
        self.line.close()


def side(settings: Settings, database: Database, site: Site, now: Callable[[], datetime]) -> TeamsSide:
    """Everything for Teams but the door."""
    own = (settings.teams_client_id, settings.teams_client_secret, settings.teams_tenant_id)
    registrations = Registrations(database, own, now)
    line = Line(settings.teams_login_url, elapsed)
    sender = TeamsSender(
        database,
        registrations,
        line,
        public_url=settings.public_url,
        files_in_chat=site.files_in_chat,
        now=now,
    )
    return TeamsSide(settings, registrations, line, sender, TeamsDirectory(database, registrations, line))
