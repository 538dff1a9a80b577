"""Where a story is played: everybody on one platform, or some on the one and some on the other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from tests.conversations.parts import AMINA, BEN, CAST, GRACE, LENA, OTHERS, ROBOT, SLACK, TEAMS, TOM, Part

if TYPE_CHECKING:
    from bot.house import Bot
    from bot.settings import Settings
    from storage.database import Database
    from tests.conversations.someone import Someone
    from tests.conversations.story import Story

Now = Callable[[], datetime]


class Stage(ABC):
    """A local platform with the cast on it: one server for the whole run, cleared for each story."""

    platform: ClassVar[str]
    has_administrators: ClassVar[bool]
    has_groups: ClassVar[bool]
    patience: ClassVar[float]
    """How many seconds a person's client waits for the bot."""

    @property
    @abstractmethod
    def team(self) -> str:
        """The platform's name for the organisation."""

    @property
    @abstractmethod
    def settings(self) -> dict[str, str]:
        """What the environment of a bot on this stage says."""

    @property
    @abstractmethod
    def secrets(self) -> list[str]:
        """What no log may hold."""

    @abstractmethod
    def clear(self, now: Now) -> None:
        """An empty stage, with another clock."""

    @abstractmethod
    def play(self, settings: Settings, bot: Bot) -> None:
        """This bot answers from now on."""

    @abstractmethod
    def belongs_to(self, workspace: str, database: Database, now: datetime) -> None:
        """Its operator has joined the platform to the organisation's other one."""

    @abstractmethod
    def begin(self, who: Sequence[Part]) -> None:
        """What happened before the story: the bot was installed for those who are here."""

    @abstractmethod
    def rest(self) -> None:
        """The story is over, and its bot answers no more."""

    @abstractmethod
    def close(self) -> None:
        """The run is over."""

    @abstractmethod
    def person(self, story: Story, part: Part) -> Someone:
        """Somebody of the cast."""

    @abstractmethod
    def channel(self, name: str) -> str:
        """The id of a channel."""

    @abstractmethod
    def settle(self) -> None:
        """Wait until the bot has taken everything that was handed over."""

    @abstractmethod
    def broken(self, *, may_fail: bool) -> list[tuple[str, ...]]:
        """Every rule of the platform that the bot broke; it `may_fail` where a story makes it."""

    # What can go wrong.

    @abstractmethod
    def put_out(self) -> None:
        """The bot is taken out of the cohort's channel."""

    @abstractmethod
    def line_breaks(self, *, arrives: bool) -> None:
        """The line breaks when the bot posts next; whether the post arrives all the same."""

    @abstractmethod
    def groups_are_refused(self) -> None:
        """The next conversation with several people cannot be opened."""

    @abstractmethod
    def directory_is_silent(self, times: int) -> None:
        """Whoever asks for people so many times gets no answer."""

    @abstractmethod
    def directory_asks_for_a_pause(self) -> None:
        """Whoever asks for people next is asked to come again at once."""

    @abstractmethod
    def handed_over_twice(self) -> AbstractContextManager[None]:
        """Whatever is handed over meanwhile is handed over twice in the same moment."""

    @abstractmethod
    def all_is_well(self) -> None:
        """Nothing goes wrong any more."""


@dataclass(frozen=True)
class Scene:
    """Which stage each part is on; the leads' comes first."""

    name: str
    stages: tuple[Stage, ...]
    where: Mapping[str, Stage]

    def on(self, stage: Stage) -> list[Part]:
        """Who is there."""
        return [part for part in (*CAST, *OTHERS) if self.where[part.key] is stage]

    @property
    def workspace(self) -> str:
        """The organisation, joined if it is on two platforms."""
        return next((each.team for each in self.stages if each.platform == SLACK), self.leads.team)

    @property
    def is_astride(self) -> bool:
        """Whether some are on another platform than others."""
        return len(self.stages) > 1

    @property
    def leads(self) -> Stage:
        """Where the leads are, and with them the cohort's channel."""
        return self.where[LENA.key]

    @property
    def has_groups(self) -> bool:
        """Whether Amina and Priya can have one conversation with the bot."""
        return len({id(self.where[key]) for key in ("amina", "priya")}) == 1 and self.leads.has_groups

    @property
    def patience(self) -> float:
        """How many seconds everybody waits for the bot."""
        return min(each.patience for each in self.stages)

    @property
    def settings(self) -> dict[str, str]:
        """What the environment of the bot says."""
        named = {} if self.leads.has_administrators else {"PAIRME_LEADS": LENA.ids[self.leads.platform]}
        return {**named, **{key: value for each in self.stages for key, value in each.settings.items()}}


ASTRIDE = "astride"
IN_SLACK_ASTRIDE = {part.key for part in (AMINA, BEN, LENA, TOM, ROBOT, GRACE)}


def scene(name: str, stage: Callable[[str], Stage]) -> Scene:
    """The scene of that name; `stage` gives the stage of a name."""
    parts: Sequence[Part] = (*CAST, *OTHERS)
    if name != ASTRIDE:
        return Scene(name, (stage(name),), {part.key: stage(name) for part in parts})
    near, far = stage(SLACK), stage(TEAMS)
    where = {part.key: near if part.key in IN_SLACK_ASTRIDE else far for part in parts}
    return Scene(name, (near, far), where)
