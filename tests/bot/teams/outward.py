"""A practice Teams and all that writes to it, without the door through which people come in."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event, select

from bot.teams.line import Line, Organisation
from bot.teams.registrations import Registration, Registrations
from bot.teams.sender import TeamsSender
from practice.faults import Fault
from practice.running import running
from practice.teams.app import PracticeTeams
from practice.teams.people import TeamsChannel, TeamsMember, TeamsTeam
from practice.teams.rules import TeamsRules
from programme.words.message import Message
from scheduler.sender import Envelope
from storage import chats, rooms
from storage.address import Address
from storage.chats import Chat
from storage.database import Database
from storage.vault import Vault, new_key

PUBLIC_URL = "https://pairme.larkhill.example"


def person(number: int, name: str, **more: Any) -> TeamsMember:
    """Somebody made up."""
    login = name.lower().replace(" ", ".")
    return TeamsMember(f"aaaaaaaa-0000-4000-8000-{number:012}", name, f"{login}@larkhill.example", **more)


PRIYA = person(1, "Priya Raman")
TOM = person(2, "Tom Hale")
NOBODY = person(3, "Nia Without", is_installed=False)
MEMBER = person(4, "Mo Onlyteam", is_installed=False)
GUEST = person(5, "Guy Guest", is_guest=True)
PAEDIATRICS = TeamsTeam(
    "19:paediatrics@thread.tacv2",
    "Paediatrics",
    (
        TeamsChannel("19:paediatrics@thread.tacv2", "General"),
        TeamsChannel("19:pairs@thread.tacv2", "Paired Learning"),
    ),
    (PRIYA.id, MEMBER.id, GUEST.id),
)
OTHERS = TeamsTeam(
    "19:others@thread.tacv2",
    "Others",
    (TeamsChannel("19:others@thread.tacv2", "General"),),
    (TOM.id,),
    has_bot=False,
)
CHANNEL = PAEDIATRICS.channels[1].id


@dataclass
class Outward:
    """The Teams, the database, and the sender between them."""

    teams: PracticeTeams
    line: Line
    database: Database
    registrations: Registrations
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def time(self) -> datetime:
        return self.now

    @property
    def registration(self) -> Registration:
        return self.registrations.everybody()[0]

    @property
    def here(self) -> str:
        """The workspace."""
        return self.registration.workspace

    @property
    def at(self) -> Organisation:
        return Organisation(self.registration, self.teams.service_url)

    def sender(self, *, files_in_chat: bool = True, line: Line | None = None) -> TeamsSender:
        return TeamsSender(
            self.database,
            self.registrations,
            line or self.line,
            public_url=PUBLIC_URL,
            files_in_chat=files_in_chat,
            now=self.time,
        )

    def letter(
        self, *people: TeamsMember, channel: str = "", words: str | Message = "hello", **more: Any
    ) -> Envelope:
        message = words if isinstance(words, Message) else Message((words,))
        to = Address(self.here, "teams", tuple(each.id for each in people), channel)
        envelope = Envelope(f"{self.here}/a/1", to, message, self.now, lambda: True, conversation=channel)
        return replace(envelope, **more)

    def fails(self, operation: str, **fault: Any) -> None:
        self.teams.faults.add(operation, Fault(**fault))

    def seen(self, reader: TeamsMember, kind: str = "personal") -> list[dict[str, Any]]:
        """What the bot has said in somebody's own chat, or in the channels that they see."""
        return [
            message
            for conversation in self.teams.people.screen(reader.id)["conversations"]
            if conversation["kind"] == kind
            for message in conversation["messages"]
            if message["from"]["is_bot"]
        ]

    def words(self, reader: TeamsMember, kind: str = "personal") -> list[str]:
        return [message["summary"] for message in self.seen(reader, kind)]

    def calls(self, operation: str) -> int:
        return len(self.teams.journal.calls(operation))

    def chat(self, of: TeamsMember) -> Chat | None:
        with self.database.reading() as session:
            return chats.of(session, self.here, "teams", of.id)

    def remember(self, of: TeamsMember, conversation: str, service_url: str = "") -> None:
        with self.database.writing() as session:
            chats.keep(
                session,
                workspace=self.here,
                platform="teams",
                platform_id=of.id,
                conversation=conversation,
                service_url=service_url or self.teams.service_url,
                now=self.now,
            )

    def in_team(self, team: TeamsTeam = PAEDIATRICS) -> None:
        """The bot has been told of a team's channels."""
        with self.database.writing() as session:
            rooms.keep(
                session,
                workspace=self.here,
                platform="teams",
                team=team.id,
                service_url=self.teams.service_url,
                named=[(each.id, each.name) for each in team.channels],
            )

    def rows(self, kind: type[Any]) -> list[Any]:
        with self.database.reading() as session:
            return list(session.scalars(select(kind)))


def a_database(path: Path) -> Database:
    """One that does not wait for the disk."""
    made = Database(f"sqlite:///{path}", Vault([new_key()]))
    event.listen(made.engine, "connect", lambda line, _entry: line.execute("PRAGMA synchronous=OFF"))
    return made


@contextmanager
def a_teams(rules: TeamsRules | None = None) -> Iterator[PracticeTeams]:
    """One that is served until the block ends, without limits unless `rules` have some."""
    teams = PracticeTeams(
        members=[PRIYA, TOM, NOBODY, MEMBER, GUEST],
        teams=[PAEDIATRICS, OTHERS],
        now=lambda: datetime.now(UTC),
        rules=rules or TeamsRules().unlimited(),
    )
    with running(teams):
        yield teams


@contextmanager
def a_line(
    teams: PracticeTeams, elapsed: Callable[[], float] = time.monotonic, patience: float = 10.0
) -> Iterator[Line]:
    """One that is hung up at the end."""
    line = Line(teams.login_url, elapsed, patience)
    try:
        yield line
    finally:
        line.close()


@contextmanager
def outward(teams: PracticeTeams, line: Line, template: Path, folder: Path) -> Iterator[Outward]:
    """With an empty database, and a Teams in which nothing has been said."""
    teams.reset()
    teams.faults.clear()
    path = folder / "outward.db"
    shutil.copy(template, path)
    database = a_database(path)
    known = (teams.client_id, teams.client_secret, teams.tenant_id)
    registrations = Registrations(database, known, lambda: datetime.now(UTC))
    registrations.heard_of(registrations.everybody()[0], teams.service_url)
    yield Outward(teams, line, database, registrations)
    database.close()


def link_of(message: dict[str, object]) -> list[str]:
    """The addresses that a message leads to."""
    return [part["url"] for part in parts(message) if part.get("type") == "Action.OpenUrl"]


def parts(value: object) -> Iterator[dict[str, str]]:
    """Every object in a card."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(each)
