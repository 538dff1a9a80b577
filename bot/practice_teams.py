"""The half of the practice hospital that uses Microsoft Teams: one manager, in the same organisation as the others.

Loaded only where the extra of the Teams door is installed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.practice_slack import MANAGER
from practice.installation import TEAM_ID
from practice.teams.app import TENANT_ID, PracticeTeams
from practice.teams.on_page import teams_side
from practice.teams.people import TeamsChannel, TeamsMember, TeamsTeam
from practice.together import Together
from storage import joining, tenants

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.settings import Settings
    from bot.synthetic import SyntheticPerson
    from practice.app import PracticeSlack
    from practice.page_side import Side
    from storage.database import Database

PRIYA = "0a7e1f00-0000-4000-8000-00000000b11a"
_MANAGERS = "19:larkhill-managers@thread.tacv2"


class TeamsHalf:
    """The local Teams with its one person, who has PairMe and is in a team that has it."""

    def __init__(self, cast: Sequence[SyntheticPerson], now: Callable[[], datetime]) -> None:
        priya = next(person for person in cast if person.code == MANAGER)
        general = TeamsChannel(_MANAGERS, "General")
        self.teams = PracticeTeams(
            members=[TeamsMember(PRIYA, priya.name, priya.email)],
            teams=[TeamsTeam(_MANAGERS, "Managers", (general,), (PRIYA,))],
            now=now,
        )
        self._roles = {PRIYA: priya.role}

    @property
    def side(self) -> Side:
        """What the page shows of it."""
        return teams_side(self.teams, self._roles)

    def beside(self, slack: PracticeSlack) -> Together:
        """Both on one server."""
        return Together(slack, self.teams)

    def settings(self, settings: Settings, url: str) -> Settings:
        """The settings with the Teams door on and served at this address, where the local Teams now posts."""
        self.teams.deliver_to = f"{url}/api/messages"
        return replace(
            settings,
            teams_client_id=self.teams.client_id,
            teams_client_secret=self.teams.client_secret,
            teams_tenant_id=self.teams.tenant_id,
            teams_login_url=self.teams.login_url,
            teams_openid_url=self.teams.openid_url,
            public_url=url,
        )

    def join(self, database: Database, now: datetime) -> None:
        """Make the tenant one organisation with the local Slack, as `python -m bot join` does."""
        with database.writing() as session:
            tenants.keep(session, TENANT_ID, self.teams.client_id, None, now)
            joining.join(session, TENANT_ID, TEAM_ID)
