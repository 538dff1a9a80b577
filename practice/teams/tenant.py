"""The state of the practice hospital's Teams: people, chats, channels and what hangs on them.

Plain and synchronous. Whoever reads or changes it holds `lock`, briefly and never across a wait.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from practice.journal import Journal
from practice.teams import ids
from practice.teams.accepted import TeamsAccepted
from practice.teams.conversation import Dialog, TeamsConversation, TeamsMessage
from practice.teams.drive import Drive
from practice.teams.limits import TeamsLimits
from practice.teams.people import TeamsMember, TeamsTeam
from practice.teams.rules import TeamsRules
from practice.teams.signing import Signing
from practice.teams.tokens import ConnectorTokens

_NOTICES_KEPT = 5


class Tenant:
    """One tenant with one bot. `watchers` hear whose screens have changed."""

    def __init__(
        self,
        *,
        members: Sequence[TeamsMember],
        teams: Sequence[TeamsTeam],
        now: Callable[[], datetime],
        rules: TeamsRules,
        journal: Journal,
        tenant_id: str,
        client_id: str,
        client_secret: str,
        bot_name: str,
    ) -> None:
        self.lock = threading.RLock()
        self.now, self.rules, self.journal = now, rules, journal
        self.id, self.client_id, self.bot_name = tenant_id, client_id, bot_name
        self.bot_id = ids.bot_account(client_id)
        self.base_url = "http://127.0.0.1:3000"
        self.members = {member.id: member for member in members}
        self._named = {one.lower(): one for one in self.members}
        self._named |= {ids.account_of(client_id, one): one for one in self.members}
        self._teams_at_start = {team.id: team for team in teams}
        self.teams: dict[str, TeamsTeam] = {}
        self.stamps, self.limits, self.drive = ids.Stamps(now), TeamsLimits(rules, now), Drive()
        self.signing = Signing()
        self.tokens = ConnectorTokens(tenant_id, client_id, client_secret, rules.token_seconds)
        self.accepted: list[TeamsAccepted] = []
        self.conversations: dict[str, TeamsConversation] = {}
        self.dialogs: dict[str, Dialog] = {}
        self.notices: dict[str, list[tuple[str, str]]] = {}
        self.watchers: list[Callable[[frozenset[str]], None]] = []
        self.installed: set[str] = set()
        self.blocked: set[str] = set()
        self.switched_off: set[str] = set()
        self.teams_with_bot: set[str] = set()
        self._chats: dict[str, str] = {}
        self._forgotten: dict[str, int] = {}
        self._settle_in()

    @property
    def service_url(self) -> str:
        """The connector's address, with the slash at its end that Microsoft's has."""
        return f"{self.base_url}/connector/"

    def account(self, user: str) -> str:
        """The name by which the bot knows a person (29:...)."""
        return ids.account_of(self.client_id, user)

    def person(self, named: str) -> str | None:
        """The object id behind an account's name or an object id, which is written large or small."""
        return self._named.get(named) or self._named.get(named.lower())

    def chat(self, user: str) -> TeamsConversation:
        """A person's 1:1 chat with the bot, opened when there is none."""
        return self.conversations[self.open_chat(user, self.account(user))]

    def open_chat(self, user: str, named: str) -> str:
        """The name that the 1:1 chat has for whoever names the person so; activities go by the account."""
        chat, alias = self._chat_id(user, self.account(user)), self._chat_id(user, named)
        self._chats[alias] = chat
        if chat not in self.conversations:
            self.conversations[chat] = TeamsConversation(chat, "personal", self.bot_name, user=user)
        return alias

    def find(self, conversation: str) -> TeamsConversation | None:
        """A chat by any of its names, or a channel (a message id after it does not count)."""
        return self.conversations.get(self._chats.get(conversation, conversation))

    def has_chat(self, user: str) -> bool:
        """Whether the person's client shows a chat with the bot."""
        return user in self.installed or self._chat_id(user, self.account(user)) in self.conversations

    def forget_chat(self, user: str) -> None:
        """The person has removed the chat: it is not found by its names any more."""
        gone = self._chat_id(user, self.account(user))
        self.conversations.pop(gone, None)
        self._chats = {name: chat for name, chat in self._chats.items() if chat != gone}
        self._forgotten[user] = self._forgotten.get(user, 0) + 1

    def is_in_team_with_bot(self, user: str) -> bool:
        """Whether a team of theirs has the bot."""
        return any(user in self.teams[team].members for team in self.teams_with_bot)

    def readers(self, where: TeamsConversation) -> tuple[str, ...]:
        """Whose screens show it."""
        return (where.user,) if where.kind == "personal" else self.teams[where.team].members

    def add(self, where: TeamsConversation, message: TeamsMessage) -> None:
        """A new message, whoever wrote it."""
        where.messages[message.id] = message
        if message.author != self.bot_id:
            where.last_read[message.author] = message.id
        self.changed(*self.readers(where))

    def notice(self, user: str, text: str) -> None:
        """Teams itself says something to one person."""
        kept = self.notices.setdefault(user, [])
        kept.append((self.stamps.guid("notice"), text))
        del kept[:-_NOTICES_KEPT]
        self.changed(user)

    def changed(self, *users: str) -> None:
        """The screens of these people look different now."""
        for watcher in tuple(self.watchers):
            watcher(frozenset(users))

    def reset(self) -> None:
        """Forget all that was said and shown; people, teams and installations are as at the start."""
        self.conversations.clear()
        self.dialogs.clear()
        self.notices.clear()
        self.drive.clear()
        self.stamps.begin_again()
        self.limits.forget()
        self.accepted.clear()
        self.blocked.clear()
        self.switched_off.clear()
        self._chats.clear()
        self._forgotten.clear()
        self._settle_in()
        self.changed(*self.members)

    def _chat_id(self, user: str, named: str) -> str:
        return ids.chat_of(self.client_id, named, self._forgotten.get(user, 0))

    def _settle_in(self) -> None:
        self.teams = dict(self._teams_at_start)
        self.installed = {one.id for one in self.members.values() if one.is_installed}
        self.teams_with_bot = {team.id for team in self.teams.values() if team.has_bot}
        for team in self.teams.values():
            for channel in team.channels:
                self.conversations[channel.id] = TeamsConversation(
                    channel.id, "channel", channel.name, team=team.id
                )
