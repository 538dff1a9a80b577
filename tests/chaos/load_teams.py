"""What goes on in Teams meanwhile: letters of every kind, people who talk, and one to whom the bot comes and goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.teams.inbound import TEAMS
from storage.address import Address
from tests.chaos.tenant import TEAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from practice.teams.app import PracticeTeams
    from tests.chaos.hospital import Cast

_OFTEN = 12
KINDS = ("invitation", "planned", "shared", "answer")
"""Only the last is an answer, which is never said again."""


@dataclass(frozen=True)
class TeamsLoad:
    """`goes_on` waits so many seconds, and says whether something new is begun; `lasts` only whether all is not over.

    `said` gets the conversation and the id of each message that somebody writes.
    """

    teams: PracticeTeams
    people: Cast
    workspace: str
    said: list[tuple[str, str]]
    goes_on: Callable[[float], bool]
    lasts: Callable[[float], bool]

    def acts(self, chance: Callable[[str], Random]) -> list[Callable[[], None]]:
        """Each for a thread of its own."""
        talk = [self._talker(user, chance(user)) for user in self.people.teams_talkers]
        return talk + [self._visitor(user, chance(user)) for user in self.people.visited]

    def letters(self, chance: Random) -> Iterator[tuple[str, Address]]:
        """Kinds and addresses without end: one person, and now and then a channel; often several letters in a row."""
        while True:
            user = chance.choice((*self.people.in_teams, *_OFTEN * self.people.visited))
            to = Address(self.workspace, TEAMS, (user,))
            if chance.random() < 0.03:
                to = Address(self.workspace, TEAMS, place=TEAM)
            for _ in range(chance.choice((1, 1, 2))):
                yield chance.choice(KINDS), to

    def _talker(self, user: str, chance: Random) -> Callable[[], None]:
        """Somebody who says this and that; every message has one answer."""

        def talk() -> None:
            here, number = self.teams.people.chat(user), 0
            while self.goes_on(chance.uniform(0.1, 1.0)):
                number += 1
                self.said.append((here, self.teams.people.say(user, f"Good morning number {number}")))

        return talk

    def _visitor(self, user: str, chance: Random) -> Callable[[], None]:
        """IT installs the bot for somebody, takes it away again, and at last leaves it there."""

        def visit() -> None:
            while self.lasts(chance.uniform(1.0, 2.5)):
                self.teams.people.install(user)
                if not self.lasts(chance.uniform(1.0, 2.5)):
                    return
                self.teams.people.uninstall(user)
            self.teams.people.install(user)

        return visit
