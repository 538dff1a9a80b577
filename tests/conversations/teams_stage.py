"""The local Teams that stories are played on: one server, and one address for whichever bot plays."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette

from bot import house as wiring
from bot.house import Bot
from bot.http import web_app
from bot.metrics import Counters
from bot.settings import Settings
from practice.faults import Fault
from practice.running import running
from practice.teams.app import PracticeTeams
from practice.teams.people import TeamsChannel, TeamsMember, TeamsTeam
from practice.teams.rules import TeamsRules
from storage import joining, tenants
from storage.database import Database
from tests.conversations.handed_over import HandedActivity, Wire
from tests.conversations.heard import Act
from tests.conversations.in_teams import InTeams
from tests.conversations.parts import CAST, LENA, OTHER, OURS, TEAMS, Part
from tests.conversations.scene import Now, Stage
from tests.conversations.story import Story

RULES = TeamsRules()
_CHANNELS = {name: f"19:{name}@thread.tacv2" for name in (OURS, OTHER)}
WITH_BOT = "larkhill"
PATIENCE = 10.0


class TeamsStage(Stage):
    """A tenant with people in it."""

    platform, has_administrators, has_groups, patience = TEAMS, False, False, PATIENCE

    def __init__(self, rules: TeamsRules = RULES) -> None:
        modules: dict[str, Any] = sys.modules
        modules.setdefault("sniffio", None)  # httpcore looks for it five times a request, in vain
        self._now: Now = datetime.now
        self._bot: Bot | None = None
        self._door: Any = None
        self.wire = Wire()
        self._served = wiring.served(self.wire, "127.0.0.1", 0)
        self._address = f"http://127.0.0.1:{self._served.__enter__()}"
        self.wire.address = f"{self._address}/api/messages"
        self.teams = PracticeTeams(
            members=[_member(part) for part in CAST],
            teams=[_team(WITH_BOT, (OURS, OTHER))],
            now=self.now,
            rules=rules,
            deliver_to=self.wire.address,
        )
        signed = cache(lambda service_url: self.teams.bearer({"serviceUrl": service_url}))
        self.teams.deliveries._sign = lambda activity: signed(
            activity["serviceUrl"]
        )  # it takes a millisecond
        self._server = running(self.teams)
        self._server.__enter__()

    @property
    def team(self) -> str:
        """The tenant."""
        return self.teams.tenant_id

    @property
    def settings(self) -> dict[str, str]:
        """What the environment of a bot on this stage says."""
        return {
            "TEAMS_CLIENT_ID": self.teams.client_id,
            "TEAMS_CLIENT_SECRET": self.teams.client_secret,
            "TEAMS_TENANT_ID": self.teams.tenant_id,
            "TEAMS_LOGIN_URL": self.teams.login_url,
            "TEAMS_OPENID_URL": self.teams.openid_url,
            "PUBLIC_URL": self._address,
        }

    @property
    def secrets(self) -> list[str]:
        """The secret, how any token begins, and where everybody is reached."""
        return [self.teams.client_secret, "eyJ", *(self.teams.people.chat(part.ids[TEAMS]) for part in CAST)]

    def now(self) -> datetime:
        """The time it is in the story that is played."""
        return self._now()

    def clear(self, now: Now) -> None:
        """An empty stage, with another clock."""
        self._now = now
        self.wire.clear()
        self.teams.reset()
        self.teams.faults.clear()

    def play(self, settings: Settings, bot: Bot) -> None:
        """This bot answers from now on."""
        self.rest()
        assert bot.teams is not None, settings
        counters = Counters(CollectorRegistry())
        self._bot, self._door = bot, bot.teams.door(bot.house, bot.clock.now, counters)
        self._door._reception._profiles._budget = (
            5.0  # a story is about what happens, on however busy a machine
        )
        also = (*self._door.routes(), *bot.teams.downloads(bot.house, bot.clock.now))
        self.wire.app = web_app(bot.house.database, bot.clock.now, counters.registry, also=also)

    def belongs_to(self, workspace: str, database: Database, now: datetime) -> None:
        """The tenant is joined to the workspace of the same people in Slack."""
        with database.writing() as session:
            tenants.keep(session, self.team, self.teams.client_id, None, now)
            joining.join(session, self.team, workspace)

    def begin(self, who: Sequence[Part]) -> None:
        """The bot is installed for those who will use it here, of whom it hears when they act; and in one team."""
        self.teams.tenant.installed = {part.ids[TEAMS] for part in who if part in CAST}
        self.teams.people.add_to_team(LENA.ids[TEAMS], _team_id(WITH_BOT))
        self.settle()

    def rest(self) -> None:
        """The door is shut and the line hung up."""
        if self._bot is not None and self._bot.teams is not None:
            self.wire.app = Starlette()
            self._door.close()
            self._bot.teams.close()
        self._bot = None

    def close(self) -> None:
        """First Teams, then the bot."""
        self.rest()
        self._server.__exit__(None, None, None)
        self._served.__exit__(None, None, None)

    def person(self, story: Story, part: Part) -> InTeams:
        """Somebody of the cast."""
        return InTeams(story, part, self)

    def channel(self, name: str) -> str:
        """The id of a channel."""
        return _CHANNELS[name]

    def settle(self) -> None:
        """Wait until the bot has taken everything that was handed over."""
        self.teams.people.settle()
        if self._door is not None:
            self._door._excuses.settle(PATIENCE)  # what was said before it has been said

    def broken(self, *, may_fail: bool) -> list[tuple[str, ...]]:
        """Every rule of Teams' that the bot broke."""
        return [
            (each.name, each.summary, str(each.detail))
            for each in self.teams.journal.broken()
            if not (may_fail and each.kind == "ack" and each.summary == "status 500")
        ]

    def put_out(self) -> None:
        """The bot is taken out of the team that the channel is in."""
        self.teams.people.remove_from_team(LENA.ids[TEAMS], _team_id(WITH_BOT))

    def line_breaks(self, *, arrives: bool) -> None:
        """The line breaks when the bot posts next."""
        self.teams.faults.add("post", Fault(drop=True, after_acting=arrives))

    def groups_are_refused(self) -> None:
        """They always are."""

    def directory_is_silent(self, times: int) -> None:
        """Whoever asks for the roster so many times gets no answer."""
        self.teams.faults.add("members", Fault(status=503, times=times))

    def directory_asks_for_a_pause(self) -> None:
        """Whoever asks for the roster next is asked to come again at once."""
        self.teams.faults.add("members", Fault(status=429, retry_after=0))

    @contextmanager
    def handed_over_twice(self) -> Iterator[None]:
        """Every request is made twice."""
        self.wire.is_double = True
        yield
        self.wire.is_double = False

    def all_is_well(self) -> None:
        """Nothing goes wrong any more."""
        self.teams.faults.clear()

    def leaves_the_team(self, someone: InTeams) -> None:
        """The team that has the bot goes on without them."""
        tenant = self.teams.tenant
        for id_, team in list(tenant.teams.items()):
            tenant.teams[id_] = replace(
                team, members=tuple(each for each in team.members if each != someone.id)
            )

    def last_of(self, someone: InTeams, *kinds: str) -> HandedActivity:
        """The newest activity of theirs of these types."""
        return HandedActivity(someone.story, self.wire, self.wire.last_of(someone.id, kinds))

    @contextmanager
    def held_back(self, story: Story) -> Iterator[list[Act]]:
        """What is said waits in a list, in the order in which it was said."""
        late = list[Act]()
        self.wire.held = late
        yield late
        self.wire.held = None
        late[:] = [_and_then(act, story) for act in late]


def _and_then(act: Act, story: Story) -> Act:
    def arrives() -> None:
        act()
        story.deliver()

    return arrives


def _member(part: Part) -> TeamsMember:
    return TeamsMember(part.ids[TEAMS], part.name, part.email, is_guest=part.is_guest)


def _team(name: str, channels: tuple[str, ...]) -> TeamsTeam:
    """A team with everybody in it, whose General nobody writes in."""
    id_ = _team_id(name)
    named = (TeamsChannel(id_, "General"), *(TeamsChannel(_CHANNELS[each], each) for each in channels))
    return TeamsTeam(id_, name, named, tuple(part.ids[TEAMS] for part in CAST), has_bot=False)


def _team_id(name: str) -> str:
    return f"19:{name}@thread.tacv2"
