"""The people of a Teams tenant, as far as the bot can see them, to match a list with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.teams.line import Organisation
from bot.teams.whereabouts import TEAMS
from scheduler.people_import import FoundAccount, NotNow
from scheduler.sender import Refused, Undelivered
from storage import chats, rooms
from storage.database import Busy
from storage.vault import UnreadableText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.teams.line import Line, Member
    from bot.teams.registrations import Registration, Registrations
    from storage.chats import Chat
    from storage.database import Database
    from storage.imports import ListedPerson

LATER = "Teams' lists of people cannot be read at the moment."


class TeamsDirectory:
    """Reads the members of every team that the bot is in, and asks for those who have it in a chat of their own.

    Without a permission for the whole organisation there is no other list.
    """

    def __init__(self, database: Database, registrations: Registrations, line: Line) -> None:
        self._database, self._registrations, self._line = database, registrations, line

    def serves(self, workspace: str) -> bool:
        """Whether the workspace has Teams."""
        return self._registrations.of_workspace(workspace) is not None

    def accounts(self, workspace: str, listed: Sequence[ListedPerson]) -> Mapping[int, FoundAccount]:
        """The accounts by line number; people whom the bot cannot see, guests and bots have none."""
        missing = {each.line: each for each in listed}
        found: dict[int, FoundAccount] = {}
        try:
            for member in self._seen(workspace):
                for each in _meant(member, missing):
                    found[each.line] = FoundAccount(member.id, member.name)
                    del missing[each.line]
                if not missing:
                    break
        except (Undelivered, Busy, SQLAlchemyError, UnreadableText) as trouble:
            raise NotNow(LATER) from trouble
        return found

    def _seen(self, workspace: str) -> Iterator[Member]:
        """Everybody, some of them more than once; the teams first, because they cost least."""
        registration = self._registrations.of_workspace(workspace)
        if registration is None:
            raise NotNow(LATER)
        with self._database.reading() as session:
            known = rooms.all_of(session, workspace, TEAMS)
            alone = chats.known(session, workspace, TEAMS)
        seen = set()
        for team, service_url in dict.fromkeys((room.team, room.service_url) for room in known):
            for member in self._members(Organisation(registration, service_url), team):
                seen.add(member.id)
                yield member
        for chat in alone:
            if chat.platform_id not in seen:
                yield from self._alone(registration, chat)

    def _members(self, at: Organisation, team: str) -> Iterator[Member]:
        """Those of one team; of a team that the bot is no longer in, nobody."""
        try:
            yield from self._line.members(at, team)
        except Refused:
            return

    def _alone(self, registration: Registration, chat: Chat) -> Iterator[Member]:
        """The one person of a chat with the bot."""
        try:
            at = Organisation(registration, chat.service_url)
            yield self._line.member(at, chat.conversation, chat.platform_id)
        except Refused:
            return


def _meant(member: Member, missing: Mapping[int, ListedPerson]) -> list[ListedPerson]:
    """The lines that name this person, by object id, else by address or login."""
    if not member.id or member.is_guest:
        return []
    addresses = {member.email, member.login.casefold()} - {""}
    return [
        each
        for each in missing.values()
        if (each.id.lower() == member.id if each.id else each.email.casefold() in addresses)
    ]
