"""The people of a Teams tenant, as far as the bot can see them, to match a list with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.teams.line import Organisation
from bot.teams.refusals import NOBODY
from bot.teams.whereabouts import TEAMS
from scheduler.people_import import FoundAccount, NotNow
from scheduler.sender import Refused, Undelivered
from storage import chats, rooms
from storage.database import Busy
from storage.vault import UnreadableText

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

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

    def gone(self, workspace: str, ids: Collection[str]) -> frozenset[str]:
        """Whoever is in no team of the bot's, has had it in a chat, and whom Teams does not know when a chat is asked for.

        More it does not tell: a bot without permissions for the whole organisation has no way to ask which accounts
        have been switched off (techcommunity.microsoft.com, "API regarding deactivated members in teams"), and an
        account that was may stand in the list of a team for a while. Whoever cannot be asked for is not called gone.
        """
        registration = self._registration(workspace)
        missing = set(ids)
        try:
            with self._database.reading() as session:
                alone = chats.known(session, workspace, TEAMS)
            for member in self._in_teams(workspace, registration):
                missing.discard(member.id)
            return frozenset(
                chat.platform_id
                for chat in alone
                if chat.platform_id in missing and self._is_nobody(registration, chat)
            )
        except (Undelivered, Busy, SQLAlchemyError, UnreadableText) as trouble:
            raise NotNow(LATER) from trouble

    def _registration(self, workspace: str) -> Registration:
        found = self._registrations.of_workspace(workspace)
        if found is None:
            raise NotNow(LATER)
        return found

    def _seen(self, workspace: str) -> Iterator[Member]:
        """Everybody, some of them more than once; the teams first, because they cost least."""
        registration = self._registration(workspace)
        with self._database.reading() as session:
            alone = chats.known(session, workspace, TEAMS)
        seen = set()
        for member in self._in_teams(workspace, registration):
            seen.add(member.id)
            yield member
        for chat in alone:
            if chat.platform_id not in seen:
                yield from self._alone(registration, chat)

    def _in_teams(self, workspace: str, registration: Registration) -> Iterator[Member]:
        with self._database.reading() as session:
            known = rooms.all_of(session, workspace, TEAMS)
        for team, service_url in dict.fromkeys((room.team, room.service_url) for room in known):
            yield from self._members(Organisation(registration, service_url), team)

    def _members(self, at: Organisation, team: str) -> Iterator[Member]:
        """Those of one team; of a team that the bot is no longer in, nobody."""
        try:
            yield from self._line.members(at, team)
        except Refused:
            return

    def _is_nobody(self, registration: Registration, chat: Chat) -> bool:
        """Whether there is no such account; to ask for somebody's chat says nothing to them."""
        try:
            self._line.open_chat(Organisation(registration, chat.service_url), chat.platform_id)
        except Refused as refusal:
            return str(refusal) == NOBODY
        return False

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
