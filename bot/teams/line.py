"""Calls to Teams through Microsoft's SDK, each with a limit of time, and every failure in our words.

They go by the parts of its `ApiClient`: to make the whole of it gives a warning of what is deprecated in it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
from microsoft_teams.api.activities.message import MessageActivityInput
from microsoft_teams.api.clients.conversation import ConversationClient, CreateConversationParams
from microsoft_teams.api.clients.team import TeamClient
from microsoft_teams.common import Client, ClientOptions

from bot.teams.access import Access
from bot.teams.addresses import is_one_part, is_place_of_files, is_safe
from bot.teams.loop import Loop
from bot.teams.members import Member, member_of
from bot.teams.refusals import NOBODY, in_our_words, is_nobody, is_unauthorised
from bot.teams.trust import trusted
from scheduler.sender import Refused, Shut

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from bot.teams.registrations import Registration

__all__ = ["Line", "Member", "Organisation"]

Told = TypeVar("Told")

PATIENCE = 10.0  # seconds
PAGE = 500
"""The most members that Teams gives at once."""
_CONNECTS_WITHIN = 5.0
_NO_ID = "DO_NOT_USE_PLACEHOLDER_ID"
_TALKATIVE = ("microsoft_teams", "microsoft_teams.common.http.client", "httpx", "httpcore")
"""The second gives its own level to the third, each time it is made."""
_SILENT = logging.CRITICAL + 1


@dataclass(frozen=True)
class Organisation:
    """Whose Teams it is: the bot's registration there, and the address of the service."""

    registration: Registration
    service_url: str


class Line:
    """One for the whole process. Its calls may come from any thread.

    All but `say` may be repeated, and raise `Undelivered` (not now) or `Refused` (never).
    """

    def __init__(
        self, login_url: str, elapsed: Callable[[], float] = time.monotonic, patience: float = PATIENCE
    ) -> None:
        """`patience` is for one call, in seconds, however slowly its answer drips."""
        _silence()
        self._patience = patience
        # No connection is used again: one that Teams closes just then would leave a letter's fate unknown.
        limits = httpx.Limits(max_connections=50, max_keepalive_connections=0)
        timeout = httpx.Timeout(patience, connect=_CONNECTS_WITHIN)
        self._http = httpx.AsyncClient(timeout=timeout, limits=limits, verify=trusted())
        self._sdk = Client(ClientOptions(), _http=self._http)
        self._access = Access(login_url, self._http, elapsed)
        self._loop = Loop()

    def open_chat(self, at: Organisation, person: str) -> tuple[str, str]:
        """A person's own conversation, and its service URL; they are named by their object id or their account.

        Raises `Unreachable` where they have no PairMe.
        """
        tenant = at.registration.tenant
        asked = CreateConversationParams.model_validate(
            {
                "bot": {"id": f"28:{at.registration.client_id}"},
                "isGroup": False,
                "members": [{"id": person}],
                "tenantId": tenant,
                "channelData": {"tenant": {"id": tenant}},
            }
        )
        try:
            made = self._told(at, lambda teams: teams.create(asked), is_personal=True)
        except Refused as refusal:
            if is_nobody(refusal):
                raise Refused(NOBODY) from refusal
            raise
        elsewhere = made.service_url or ""
        return made.id, elsewhere if is_safe(elsewhere, beside=at.service_url) else at.service_url

    def say(
        self,
        at: Organisation,
        conversation: str,
        activity: Mapping[str, Any],
        *,
        is_personal: bool,
        leaves: Callable[[], None] = lambda: None,
        patience: float | None = None,
    ) -> str:
        """Post once, and give the message's id. `leaves` is called at the last moment; what it raises stops it.

        Raises what a sender does.
        """
        said = MessageActivityInput.model_validate(activity)

        async def post(teams: ConversationClient) -> str:
            sent = await teams.create_activity(conversation, said)
            if not sent.id or sent.id == _NO_ID:
                raise ValueError("an answer without an id")
            return sent.id

        return self._told(
            at, post, is_personal=is_personal, repeatable=False, leaves=leaves, patience=patience
        )

    def change(
        self,
        at: Organisation,
        conversation: str,
        message: str,
        activity: Mapping[str, Any],
        *,
        is_personal: bool,
        leaves: Callable[[], None] = lambda: None,
    ) -> None:
        """Put something else in a message's place."""
        _one_part(message)
        said = MessageActivityInput.model_validate(activity)
        self._told(
            at,
            lambda teams: teams.update_activity(conversation, message, said),
            is_personal=is_personal,
            leaves=leaves,
        )

    def member(self, at: Organisation, conversation: str, person: str) -> Member:
        """One person in a conversation, by their Entra object id."""
        _one_part(person)
        return member_of(self._told(at, lambda teams: teams.get_member_by_id(conversation, person)))

    def members(self, at: Organisation, conversation: str) -> Iterator[Member]:
        """Everybody in a conversation; a team's id stands for all of the team."""
        after: str | None = None
        while True:
            page = self._told(
                at,
                lambda teams: teams.get_paged_members(conversation, PAGE, after),  # noqa: B023 - called at once
            )
            yield from map(member_of, page.members)
            after = page.continuation_token
            if not after:
                return

    def channels(self, at: Organisation, team: str) -> list[tuple[str, str]]:
        """A team's channels, each with its id and name; Teams does not say the name of the first one."""
        told = self._told(at, lambda teams: TeamClient(at.service_url, teams.http).get_conversations(team))
        return [(each.id, each.name or "General") for each in told if each.id]

    def upload(self, at: Organisation, url: str, content: bytes, patience: float) -> None:
        """Put a file where its owner has made room for it, at an address that came through their hands."""
        if not is_place_of_files(url, beside=at.service_url):
            raise Refused("the address for a file is not a safe one.")
        headers = {
            "Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}",
            "Content-Type": "application/octet-stream",
        }

        async def put() -> None:
            with in_our_words(repeatable=True):
                async with asyncio.timeout(patience):
                    answer = await self._http.put(url, content=content, headers=headers)
                answer.raise_for_status()

        self._loop.told(put())

    def close(self) -> None:
        """Hang up."""
        self._loop.close(self._http.aclose)

    def _told(
        self,
        at: Organisation,
        ask: Callable[[ConversationClient], Awaitable[Told]],
        *,
        is_personal: bool = False,
        repeatable: bool = True,
        leaves: Callable[[], None] = lambda: None,
        patience: float | None = None,
    ) -> Told:
        if not is_safe(at.service_url, beside=at.service_url):
            raise Refused("the address of this organisation's Teams is not a safe one.")

        async def attempt(token: str) -> Told:
            http = self._sdk.clone(ClientOptions(token=token), share_http=True)
            leaves()
            with in_our_words(repeatable=repeatable, is_personal=is_personal):
                async with asyncio.timeout(patience or self._patience):
                    return await ask(ConversationClient(at.service_url, http))

        return self._loop.told(self._with_token(at.registration, attempt))

    async def _with_token(
        self, registration: Registration, attempt: Callable[[str], Awaitable[Told]]
    ) -> Told:
        """What an attempt gives; a token that Teams refuses is replaced once, because it may have been withdrawn."""
        token = await self._access.token(registration)
        try:
            return await attempt(token)
        except Shut as refusal:
            if not is_unauthorised(refusal):
                raise
        self._access.forget(registration, token)
        return await attempt(await self._access.token(registration))


def _one_part(id_: str) -> None:
    """The SDK puts ids into its addresses as they are, and these have been in somebody's hands."""
    if not is_one_part(id_):
        raise Refused("this is no id of Teams.")


def _silence() -> None:
    """The SDK and its HTTP client tell of conversations, people and texts; we say ourselves what is to be said."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.setLevel(_SILENT)
