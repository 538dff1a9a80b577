"""A story: people say, press and fill in; time passes; people hear.

Nothing here that a story uses names a platform. What is behind it is the real door, over a real line, to a
local platform; letters go out only when the story lets time pass or somebody has acted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import select

from bot import house as wiring
from bot.clock import Clock
from bot.house import Bot
from bot.settings import read
from scheduler import due
from storage import imports, lanes, matchings
from storage.database import Database
from storage.row import Row
from tests.conversations.parts import CAST, OTHERS, Part
from tests.conversations.scene import Scene
from tests.conversations.someone import Someone

SOON = timedelta(seconds=90)
KEY = "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA="
Kept = TypeVar("Kept", bound=Row)


class StoppedClock(Clock):
    """Stands still until it is moved."""

    def __init__(self, instant: datetime) -> None:
        super().__init__()
        self._instant = instant

    def now(self) -> datetime:
        """The instant it was moved to."""
        return self._instant

    def move_to(self, instant: datetime) -> None:
        """Forward only."""
        self._instant = max(self._instant, instant)


class Story:
    """One organisation, the bot in it, and its clock."""

    def __init__(self, database: Database, scene: Scene, starts_at: datetime) -> None:
        self.database, self.scene, self.may_fail = database, scene, False
        self.clock = StoppedClock(starts_at)
        self._people = {part.key: scene.where[part.key].person(self, part) for part in (*CAST, *OTHERS)}
        self.everybody = list(self._people.values())
        for stage in scene.stages:
            stage.clear(self.clock.now)
            if scene.is_astride:
                stage.belongs_to(scene.workspace, database, starts_at)
        self.bot = self._bot(database, {})
        for stage in scene.stages:
            stage.begin(scene.on(stage))

    @property
    def workspace(self) -> str:
        """The organisation."""
        return self.scene.workspace

    def set(self, **settings: str) -> None:
        """The bot is started again with other settings."""
        self.bot = self._bot(self.database, settings)

    def start_again_on(self, database: Database) -> None:
        """Another process on this database answers from now on."""
        self.bot = self._bot(database, {})

    def close(self) -> None:
        """Fail if the bot broke a rule of a platform."""
        broken = [rule for stage in self.scene.stages for rule in stage.broken(may_fail=self.may_fail)]
        for stage in self.scene.stages:
            stage.rest()
        assert not broken, broken

    def _bot(self, database: Database, others: Mapping[str, str]) -> Bot:
        settings = read({**self.scene.settings, "PAIRME_KEYS": KEY, **others})
        bot = wiring.bot(settings, self.clock, database)
        for stage in self.scene.stages:
            stage.play(settings, bot)
        return bot

    def person(self, part: Part) -> Someone:
        """Somebody of the cast."""
        return self._people[part.key]

    def deliver(self) -> None:
        """Send everything that waits, letting the pauses between letters pass."""
        for stage in self.scene.stages:
            stage.settle()
        while True:
            with self.database.reading() as session:  # mostly nothing waits, and then nothing is written
                at = [
                    each(session) for each in (lanes.next_free_at, imports.next_due_at, matchings.next_due_at)
                ]
            free_at = min((each for each in at if each is not None), default=None)
            if free_at is None or free_at > self.clock.now() + SOON:
                return
            self.clock.move_to(free_at)
            self.bot.post.send_one()

    def kept(self, kind: type[Kept]) -> list[Kept]:
        """Every row of one kind, as it stands in the database."""
        with self.database.reading() as session:
            return list(session.scalars(select(kind)).all())

    def later(self, **duration: float) -> None:
        """Time passes: everything that falls due happens at its own time."""
        self.until(self.clock.now() + timedelta(**duration))

    def until(self, instant: datetime) -> None:
        """The same, up to an instant."""
        while True:
            with self.database.reading() as session:
                at = due.next_due_at(session)
            if at is None or at > instant:
                break
            self.clock.move_to(at)
            self.bot.ticker.tick()
            self.deliver()
        self.clock.move_to(instant)
        self.deliver()


def at(text: str) -> datetime:
    """An instant in UTC, written like 2027-03-01 10:00."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
