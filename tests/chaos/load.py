"""What goes on while processes die: letters are posted, people talk, write in forms and answer what they are asked."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from bot.slack.inbound import SLACK
from practice.refusal import NotPossible
from programme.words.message import Message
from storage import outbox
from storage.address import Address
from storage.database import Busy
from storage.letters import WAITING, Letter
from tests.chaos.hospital import CHANNEL
from tests.chaos.load_teams import TeamsLoad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from practice.app import PracticeSlack
    from practice.teams.app import PracticeTeams
    from storage.database import Database
    from tests.chaos.hospital import Cast

_SOON = 0.1  # seconds


@dataclass
class Done:
    """What was done and must have come of it. Keys of letters; a message by its conversation and its ts or id."""

    posted: list[str] = field(default_factory=list)
    said: dict[tuple[str, str], str] = field(default_factory=dict)
    answered: dict[tuple[str, str], str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    said_in_teams: list[tuple[str, str]] = field(default_factory=list)


class Load:
    """Everybody at work, each in a thread, from the beginning to the end of the block; what is begun is finished."""

    def __init__(
        self,
        slack: PracticeSlack,
        teams: PracticeTeams | None,
        database: Database,
        people: Cast,
        cohort_id: int,
        room: int,
        seed: str,
    ) -> None:
        """While more letters wait than `room`, nobody begins anything."""
        self._slack, self._database, self._people, self._room = slack, database, people, room
        self._cohort_id, self._seed = cohort_id, seed
        self.done = Done()
        self._over, self._given_up = threading.Event(), threading.Event()
        self._has_room = threading.Event()
        acts = [self._look_for_room, self._post_letters]
        acts += [self._talker(user) for user in people.talkers]
        acts += [self._writer(user) for user in people.writers]
        acts += [self._one_who_is_asked(user) for user in people.asked]
        self._in_teams = None
        if teams is not None:
            said = self.done.said_in_teams
            self._in_teams = TeamsLoad(teams, people, slack.team_id, said, self._goes_on, self._lasts)
            acts += self._in_teams.acts(self._chance)
        self._threads = [threading.Thread(target=act, name=f"load-{place}") for place, act in enumerate(acts)]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def finish(self, seconds: float) -> None:
        """Begin nothing new, and wait until what was begun is done, at most so long."""
        self._over.set()
        timer = threading.Timer(seconds, self._given_up.set)
        timer.start()
        for thread in self._threads:
            thread.join()
        timer.cancel()

    def _chance(self, name: str) -> Random:
        return Random(f"{self._seed} {name}")  # noqa: S311 - a play, to be played again

    def _lasts(self, seconds: float) -> bool:
        """Wait so long; False when nothing new is begun."""
        return not self._over.wait(seconds)

    def _goes_on(self, seconds: float) -> bool:
        """Wait so long, and then until there is room; False when nothing new is begun."""
        self._over.wait(seconds)
        while not self._over.is_set() and not self._has_room.wait(_SOON):
            pass
        return not self._over.is_set()

    def _look_for_room(self) -> None:
        while not self._over.wait(_SOON):
            try:
                with self._database.reading() as session:
                    waiting = session.scalar(select(func.count()).where(Letter.state == WAITING)) or 0
            except (DBAPIError, Busy):  # it has just crashed
                continue
            (self._has_room.set if waiting < self._room else self._has_room.clear)()

    def _post_letters(self) -> None:
        """As handlers and the clock do: a short transaction each, again until it is known to be saved."""
        chance = self._chance("letters")
        for kind, address in self._letters(chance):
            key = f"{self._slack.team_id}/{kind}/chaos/{len(self.done.posted)}"
            if not self._saved(key, address):
                return
            self.done.posted.append(key)
            if not self._goes_on(chance.uniform(0, 0.05)):
                return

    def _letters(self, chance: Random) -> Iterator[tuple[str, Address]]:
        """Two in Slack, and then one in Teams, if there is any."""
        in_slack = self._addresses(chance)
        in_teams = self._in_teams.letters(self._chance("letters in Teams")) if self._in_teams else None
        for first, second in zip(in_slack, in_slack, strict=True):
            yield from (("planned", first), ("planned", second))
            if in_teams is not None:
                yield next(in_teams)

    def _addresses(self, chance: Random) -> Iterator[Address]:
        """A person, two people together, and now and then the channel; often several letters in a row."""
        users, team = self._people.everybody, self._slack.team_id
        while True:
            people = tuple(chance.sample(users, 2 if chance.random() < 0.2 else 1))
            is_public = chance.random() < 0.03  # rarely, for there one letter goes at a time
            to = Address(team, SLACK, place=CHANNEL) if is_public else Address(team, SLACK, people)
            yield from [to] * (1 if is_public else chance.choice((1, 1, 2, 3)))

    def _saved(self, key: str, to: Address) -> bool:
        while not self._given_up.is_set():
            try:
                with self._database.writing(5) as session:
                    words = Message((f"Letter {key}",))
                    outbox.post(session, key, to, words, datetime.now(UTC), cohort_id=self._cohort_id)
            except (DBAPIError, Busy):  # the database has just crashed; whether this was saved, the key knows
                self._given_up.wait(_SOON)
            else:
                return True
        return False

    def _talker(self, user: str) -> Callable[[], None]:
        """Somebody who says this and that; every message has one answer."""

        def talk() -> None:
            chance, number = self._chance(user), 0
            while self._goes_on(chance.uniform(0.1, 1.0)):
                number += 1
                self._say(user, f"Good morning number {number}", self.done.said)

        return talk

    def _one_who_is_asked(self, user: str) -> Callable[[], None]:
        """Somebody who says a reflection each time that a question has come, and always owes one more.

        So a message that is heard twice would answer two.
        """

        def answer() -> None:
            number = 0
            while self._goes_on(2 * _SOON):
                if self._questions_to(user) > number + 1:
                    number += 1
                    self._say(user, f"{user} will try idea {number}", self.done.answered)

        return answer

    def _questions_to(self, user: str) -> int:
        here = self._slack.people.dm(user)
        return len(
            {
                each.key
                for each in self._slack.accepted()
                if each.conversation == here and "/prompt/" in each.key
            }
        )

    def _say(self, user: str, words: str, to: dict[tuple[str, str], str]) -> None:
        place = self._slack.people.dm(user)
        to[place, self._slack.people.say(user, place, words)] = words

    def _writer(self, user: str) -> Callable[[], None]:
        """Somebody who opens a form with a command and sends it, again and again until Slack says that it went."""

        def write() -> None:
            chance, number = self._chance(user), 0
            while self._goes_on(chance.uniform(0.2, 1.0)):
                number += 1
                words = f"{user} wrote thought {number}"
                if self._write(user, words):
                    self.done.written.append(words)

        return write

    def _write(self, user: str, words: str) -> bool:
        form = None
        while not self._given_up.is_set():
            form = form or self._form(user)
            if form is None:
                self._slack.people.command(user, "/reflect", words)
            elif self._sent(user, form, words):
                return True
            self._given_up.wait(_SOON / 2)
        return False

    def _form(self, user: str) -> str | None:
        views = self._slack.people.screen(user)["views"]
        return str(views[-1]["id"]) if views else None

    def _sent(self, user: str, form: str, words: str) -> bool:
        try:
            outcome = self._slack.people.submit(user, form, {"words": words})
        except NotPossible:
            return False
        is_saved = outcome.acknowledged and not outcome.error and not outcome.field_errors
        while is_saved and (left := self._form(user)) is not None:
            self._slack.people.close(user, left)
        return is_saved
