"""Where somebody, or a channel, is written to in Teams, and under which login people find each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.teams.line import Organisation
from scheduler.sender import Refused, Undelivered, Unreachable
from storage import chats, rooms, tenants
from storage.address import Address
from storage.database import CLOCK_PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.teams.line import Line, Member
    from bot.teams.registrations import Registration
    from scheduler.sender import Envelope
    from storage.chats import Chat
    from storage.database import Database
    from storage.rooms import Room

TEAMS = "teams"
SERVICE = "https://smba.trafficmanager.net/teams"
"""Where Teams is called of which nothing has been heard yet. Source: learn.microsoft.com/microsoftteams/platform,
"Send proactive messages"."""
ASKS_FOR = timedelta(minutes=10)
"""A letter waits so long for the logins of the people it names; then it goes without the link to a chat."""


@dataclass(frozen=True)
class Where:
    """One conversation; `is_remembered` is said of one that may have been made anew since."""

    at: Organisation
    conversation: str
    is_remembered: bool = False


class Whereabouts:
    """What is remembered of it, or what Teams says when it is asked."""

    def __init__(self, database: Database, line: Line, now: Callable[[], datetime]) -> None:
        self._database, self._line, self._now = database, line, now

    def of(self, registration: Registration, envelope: Envelope) -> Where:
        """Where a letter goes. A person's own conversation is made when there is none; raises as `Line` does."""
        to = envelope.to
        if to.place:
            thread = f";messageid={envelope.thread}" if envelope.thread else ""
            return Where(self.around(registration, to), to.place + thread)
        chat = self._chat(to.workspace, to.people[0])
        if chat is not None:
            return Where(Organisation(registration, chat.service_url), chat.conversation, is_remembered=True)
        if envelope.conversation:
            return Where(self.around(registration, to), envelope.conversation, is_remembered=True)
        return self.anew(registration, to)

    def anew(self, registration: Registration, to: Address) -> Where:
        """A person's own conversation as Teams has it now; it is remembered."""
        at, person = self.around(registration, to), to.people[0]
        member = self._as_member(at, to)
        # What they write comes from the conversation that belongs to the account; an object id can give another name.
        conversation, service_url = self._line.open_chat(at, member.account)
        with self._database.writing(CLOCK_PATIENCE) as session:
            chat = chats.keep(
                session,
                workspace=to.workspace,
                platform=TEAMS,
                platform_id=person,
                conversation=conversation,
                service_url=service_url,
                now=self._now(),
            )
            chat.login = member.login
        return Where(Organisation(registration, service_url), conversation)

    def around(self, registration: Registration, to: Address) -> Organisation:
        """The service of a channel or of a person's chat, else the one of which the tenant was heard last."""
        with self._database.reading() as session:
            tenant = tenants.of_workspace(session, to.workspace)
            heard: Room | Chat | None
            if to.place:
                heard = rooms.of(session, to.workspace, TEAMS, to.place)
            else:
                heard = chats.of(session, to.workspace, TEAMS, to.people[0])
        near, far = heard.service_url if heard else "", tenant.service_url if tenant else ""
        return Organisation(registration, near or far or SERVICE)

    def logins(self, registration: Registration, envelope: Envelope) -> dict[str, str]:
        """The logins of the people to whom a message offers a chat; who cannot be found has none."""
        is_patient = self._now() - envelope.first_tried_at < ASKS_FOR
        found = {}
        for person in envelope.message.chat_with:
            try:
                found[person] = self._login(registration, envelope.to.workspace, person)
            except Undelivered:
                if is_patient:
                    raise
            except Refused:
                continue
        return found

    def _login(self, registration: Registration, workspace: str, person: str) -> str:
        chat = self._chat(workspace, person)
        if chat is None:
            self.anew(registration, Address(workspace, TEAMS, (person,)))
            chat = self._chat(workspace, person)
        if chat is None or chat.login is not None:
            return (chat.login if chat else "") or ""
        at = Organisation(registration, chat.service_url)
        login = self._line.member(at, chat.conversation, person).login
        with self._database.writing(CLOCK_PATIENCE) as session:
            kept = chats.of(session, workspace, TEAMS, person)
            if kept is not None:
                kept.login = login
        return login

    def _as_member(self, at: Organisation, to: Address) -> Member:
        """A person whom the bot has not written to yet: among those who have it for themselves, else in a team."""
        person = to.people[0]
        try:
            conversation, service_url = self._line.open_chat(at, person)
        except Unreachable:
            found = self._in_a_team(at.registration, to)
            if found is None:
                raise
            return found
        return self._line.member(Organisation(at.registration, service_url), conversation, person)

    def _in_a_team(self, registration: Registration, to: Address) -> Member | None:
        with self._database.reading() as session:
            known = rooms.all_of(session, to.workspace, TEAMS)
        for team, service_url in dict.fromkeys((room.team, room.service_url) for room in known):
            try:
                return self._line.member(Organisation(registration, service_url), team, to.people[0])
            except Refused:
                continue
        return None

    def _chat(self, workspace: str, person: str) -> Chat | None:
        with self._database.reading() as session:
            return chats.of(session, workspace, TEAMS, person)
