"""A step becomes a prompt: what is asked of whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage import questions
from storage.prompts import INTRODUCTION
from storage.questions import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from programme.moments import SendWindow
    from programme.timeline import Occurrence, Programme
    from storage.pairs import Pair


@dataclass(frozen=True)
class Times:
    """What the clock needs to know: the programme, when people may be written to, who talks in groups.

    `has_groups` says of a platform whether the bot can open one conversation with all members of a pair;
    `platform_names` are what people call the platforms.
    """

    programme: Programme
    window: SendWindow
    has_groups: Callable[[str], bool]
    platform_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def voice(self) -> Voice:
        """How the programme speaks."""
        return Voice(self.programme.standard_footer, self.has_groups, self.platform_names)


def ask(session: Session, pair: Pair, occurrence: Occurrence, times: Times, now: datetime) -> None:
    """Say one occurrence of a step to a pair, or to each of its members."""
    if occurrence.step.id == INTRODUCTION:
        pair.introduced_at = now
    questions.ask(session, pair, occurrence.step, occurrence.key, times.voice, now)
