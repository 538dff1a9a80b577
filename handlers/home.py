"""A person's home page: my pair, my next step, my reflections."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import reflection, status
from handlers.action import Reply
from programme.words import talking
from programme.words.dates import short_day
from programme.words.message import Page
from storage import cohorts, reflections
from storage.cohorts import LEAD

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.words.message import Message
    from programme.words.reflecting import Kept
    from storage.reflections import Reflection

SHOWN = 10


def home(turn: Turn) -> Reply:
    """The page as it is now."""
    standing = status.standing(turn)
    written = reflections.of_person(turn.session, turn.workspace, turn.me.id)
    parts = [talking.home_standing(standing) if standing is not None else talking.home_welcome()]
    parts += _leading(turn)
    if turn.action.is_answered_in_writing:
        parts += [talking.home_in_the_chat(len(written))] if standing is not None or written else []
    elif standing is not None or written:
        parts += talking.home_reflections([_shown(turn, each) for each in written[:SHOWN]])
    return Reply(page=Page(tuple(parts)))


def my_reflections(turn: Turn) -> Reply:
    """My reflections alone, where they are looked at and not said."""
    written = reflections.of_person(turn.session, turn.workspace, turn.me.id)[:SHOWN]
    return Reply(page=Page(talking.home_reflections([_shown(turn, each) for each in written])))


def _leading(turn: Turn) -> list[Message]:
    led = cohorts.with_role(turn.session, turn.workspace, turn.me.id, LEAD)
    return [talking.home_leading([cohort.name for cohort in led])] if led else []


def _shown(turn: Turn, written: Reflection) -> tuple[Kept, str, str]:
    kept = replace(reflection.kept(turn, written), is_from_chat=False)
    return kept, short_day(turn.day_of(written.written_at)), written.words
