"""Who somebody is, as Teams knows them; remembered for ten minutes, so that few acts wait for Teams."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.teams.inbound import TEAMS
from handlers.action import Account
from scheduler.sender import Refused, Undelivered
from storage import chats, rooms
from storage.database import CLOCK_PATIENCE, Busy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from bot.teams.line import Line, Member, Organisation
    from storage.database import Database

    Key = tuple[str, str]
    Places = Callable[[], Iterable[str]]

log = logging.getLogger(__name__)

KEPT = 600.0  # seconds
BUDGET = 0.5  # seconds; the database may take over two, and people look at a card that does nothing
MOST_AT_ONCE = 64


class Profiles:
    """People by workspace and object id. Teams is asked in the background: who is slow to come is known the next time.

    Somebody is looked up in a conversation that they are in: a team, or their own chat with the bot.
    """

    def __init__(self, database: Database, line: Line, budget: float = BUDGET) -> None:
        self._database, self._line, self._budget = database, line, budget
        self._known: dict[Key, tuple[float, Account]] = {}
        self._asked: dict[Key, Future[None]] = {}
        self._askers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="teams-profiles")

    def of(self, at: Organisation, person: Account, conversation: str) -> Account:
        """Whoever acts in this conversation; as the act itself says when Teams does not tell more in time."""
        key = (person.workspace, person.id)
        self._wait_for([self._ask(at, key, lambda: [conversation])])
        return self._remembered(key, person)

    def of_all(self, at: Organisation, people: Iterable[str]) -> dict[str, Account]:
        """All of these, within one budget of time; without a name when Teams does not tell it in time."""
        workspace = at.registration.workspace
        keys = {person: (workspace, person) for person in people}
        self._wait_for([self._ask(at, key, partial(self._places, at, key)) for key in keys.values()])
        return {
            person: self._remembered(key, Account(workspace, TEAMS, person)) for person, key in keys.items()
        }

    def close(self) -> None:
        """Ask nobody any more."""
        self._askers.shutdown(wait=False, cancel_futures=True)

    def _wait_for(self, asked: Iterable[Future[None] | None]) -> None:
        wait([future for future in asked if future is not None], timeout=self._budget)

    def _remembered(self, key: Key, otherwise: Account) -> Account:
        """As told last, however long ago; else by what is known already."""
        _, account = self._known.get(key, (0.0, None))
        return account or otherwise

    def _ask(self, at: Organisation, key: Key, places: Places) -> Future[None] | None:
        """Have Teams asked, once at a time for each person; None when that is not needed, or Teams is too slow."""
        asked_at, _ = self._known.get(key, (-KEPT, None))
        if time.monotonic() - asked_at < KEPT:
            return None
        under_way = self._asked.get(key)
        if under_way is None and len(self._asked) < MOST_AT_ONCE:
            context = copy_context()
            under_way = self._asked[key] = self._askers.submit(context.run, self._look_up, at, key, places)
            under_way.add_done_callback(lambda _: self._asked.pop(key, None))
        return under_way

    def _look_up(self, at: Organisation, key: Key, places: Places) -> None:
        workspace, person = key
        try:
            member = self._member(at, person, places())
            if member is not None:
                account = Account(
                    workspace, TEAMS, person, member.name, is_guest=member.is_guest, email=member.email
                )
                self._known[key] = (time.monotonic(), account)
                self._keep_login(key, member.login)
        except (Undelivered, Busy, SQLAlchemyError) as error:
            log.warning("a profile could not be read: %s", type(error).__name__)

    def _member(self, at: Organisation, person: str, places: Iterable[str]) -> Member | None:
        """The first place where they are told of; there may be several teams, and they are in one of them."""
        for place in places:
            try:
                return self._line.member(at, place, person)
            except Refused:
                continue
        return None

    def _places(self, at: Organisation, key: Key) -> Iterator[str]:
        """Their own chat if there was one, the teams, and at last a chat made for this, of which they see nothing."""
        with self._database.reading() as session:
            chat = chats.of(session, key[0], TEAMS, key[1])
            teams = sorted({room.team for room in rooms.all_of(session, key[0], TEAMS)})
        yield from [*([chat.conversation] if chat else []), *teams]
        with suppress(Refused):
            yield self._line.open_chat(at, key[1])[0]

    def _keep_login(self, key: Key, login: str) -> None:
        with self._database.reading() as session:
            chat = chats.of(session, key[0], TEAMS, key[1])
        if chat is None or not login or chat.login == login:
            return
        with self._database.writing(CLOCK_PATIENCE) as session:
            known = chats.of(session, key[0], TEAMS, key[1])
            if known is not None:
                known.login = login
