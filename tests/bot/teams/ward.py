"""One ward of a hospital on Teams: the fake Teams, the whole bot on it, and both served on loopback."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import select

from bot import house as wiring
from bot.clock import Clock
from bot.house import Bot
from bot.http import web_app
from bot.metrics import Counters
from bot.settings import Settings, read
from bot.teams.app import TeamsDoor
from bot.teams.keys import Keys
from practice.running import running
from practice.teams.app import CLIENT_ID, CLIENT_SECRET, TENANT_ID, PracticeTeams
from practice.teams.cards import invoke_problems
from practice.teams.people import TeamsChannel, TeamsMember, TeamsTeam
from practice.teams.rules import TeamsRules
from storage.database import Database
from storage.letters import Letter
from storage.vault import new_key

AMINA = TeamsMember("aaaaaaaa-0000-4000-8000-000000000001", "Amina Yusuf", "amina@example.org")
PRIYA = TeamsMember("bbbbbbbb-0000-4000-8000-000000000002", "Priya Raman", "priya@example.org")
GUY = TeamsMember("cccccccc-0000-4000-8000-000000000003", "Guy Guest", "guy@example.org", is_guest=True)
LENA = TeamsMember("dddddddd-0000-4000-8000-000000000004", "Lena Whitfield", "lena@example.org")
GENERAL = TeamsChannel("19:general@thread.tacv2", "General")
PAIRED = TeamsChannel("19:paired@thread.tacv2", "Paired Learning")
TEAM = TeamsTeam(
    GENERAL.id, "Paediatrics", (GENERAL, PAIRED), (AMINA.id, PRIYA.id, LENA.id, GUY.id), has_bot=False
)


@dataclass
class Ward:
    """A Teams, a bot on it, and where the bot listens."""

    teams: PracticeTeams
    bot: Bot
    door: TeamsDoor
    counters: Counters
    url: str

    @property
    def keys(self) -> Keys:
        """Microsoft's keys, as the door knows them."""
        return self.door._guard._keys

    def time_goes_on(self, seconds: float) -> None:
        """For the keys alone: as if their newest look had been so long ago; before any they are fetched when needed."""
        keys = self.keys
        if keys._asked_at is not None and keys._fetched_at is not None:
            keys._asked_at, keys._fetched_at = keys._asked_at - seconds, keys._fetched_at - seconds

    @property
    def database(self) -> Database:
        """What the bot has stored."""
        return self.bot.house.database

    def post(self, activity: Mapping[str, Any] | bytes, token: str | None) -> tuple[int, Any]:
        """POST something; status and JSON (None where there is none)."""
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        headers = {"content-type": "application/json"} | (
            {"authorization": token} if token is not None else {}
        )
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url, body, headers), timeout=15) as got:
                said = got.read()
                return got.status, json.loads(said) if said else None
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, None

    def send(self, activity: Mapping[str, Any]) -> tuple[int, Any]:
        """The same with a right token."""
        return self.post(activity, f"Bearer {self.teams.bearer(activity)}")

    def invoke(self, user: str, name: str, value: Mapping[str, Any]) -> tuple[int, Any]:
        """What a client would send, whatever cards there are."""
        plain = self.teams.activity(user, "")
        gone = {"text", "textFormat", "attachments"}
        told = {key: each for key, each in plain.items() if key not in gone}
        status, said = self.send(
            {**told, "type": "invoke", "name": name, "value": value, "id": f"f:{plain['id']}"}
        )
        assert status != 200 or invoke_problems(name, said) == []
        return status, said

    def refused(self) -> dict[str, float]:
        """How often somebody was turned away, by why; without those who never were."""
        found = {}
        for family in text_string_to_metric_families(generate_latest(self.counters.registry).decode()):
            for sample in family.samples:
                if sample.name == "pairme_teams_refused_total" and sample.value:
                    found[sample.labels["why"]] = sample.value
        return found

    def letters(self) -> list[Letter]:
        """Everything in the outbox, in order."""
        with self.database.reading() as session:
            return list(session.scalars(select(Letter).order_by(Letter.id)))

    def heard(self, user: str) -> list[str]:
        """Send what waits; every summary of the bot's messages in the person's own chat, in order."""
        self.deliver()
        mine = [
            each for each in self.teams.people.screen(user)["conversations"] if each["kind"] == "personal"
        ]
        return [said["summary"] for chat in mine for said in chat["messages"] if said["from"]["is_bot"]]

    def deliver(self) -> None:
        """Send what waits, whatever its lane's pause."""
        for sender in self.bot.senders.values():
            sender.gap = sender.pace = timedelta(0)
        while self.bot.post.send_one():
            pass

    def card(self, user: str) -> tuple[str, str]:
        """The newest message of the bot in the person's own chat: conversation and id."""
        chat = next(
            each for each in self.teams.people.screen(user)["conversations"] if each["kind"] == "personal"
        )
        return chat["id"], next(each["id"] for each in reversed(chat["messages"]) if each["from"]["is_bot"])


@contextmanager
def ward(
    database: Database,
    *,
    rules: TeamsRules = TeamsRules().unlimited(),  # noqa: B008 - frozen
    leads: str = LENA.id,
    told: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[Ward]:
    """Served until the block ends; workers and clock do not run, `deliver` is their work."""
    teams = PracticeTeams(members=[AMINA, PRIYA, GUY, LENA], teams=[TEAM], now=told, rules=rules)
    with ExitStack() as stack:
        stack.enter_context(running(teams))
        counters = Counters(CollectorRegistry())
        bot = wiring.bot(settings(teams, leads), Clock(), database)
        assert bot.teams is not None
        stack.callback(bot.teams.close)
        door = bot.teams.door(bot.house, bot.clock.now, counters)
        stack.callback(door.close)
        app = web_app(database, bot.clock.now, counters.registry, also=door.routes())
        port = stack.enter_context(wiring.served(app, "127.0.0.1", 0))
        teams.deliver_to = f"http://127.0.0.1:{port}/api/messages"
        yield Ward(teams, bot, door, counters, teams.deliver_to)


def settings(teams: PracticeTeams, leads: str = LENA.id) -> Settings:
    """Teams alone."""
    return read(
        {
            "TEAMS_CLIENT_ID": CLIENT_ID,
            "TEAMS_CLIENT_SECRET": CLIENT_SECRET,
            "TEAMS_TENANT_ID": TENANT_ID,
            "TEAMS_LOGIN_URL": teams.login_url,
            "TEAMS_OPENID_URL": teams.openid_url,
            "PUBLIC_URL": "http://localhost:3000",
            "PAIRME_KEYS": new_key(),
            "PAIRME_LEADS": leads,
        }
    )


def until(is_so: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether it is so before the time is over."""
    give_up_at = time.monotonic() + seconds
    while not is_so() and time.monotonic() < give_up_at:
        time.sleep(0.01)
    return is_so()
