"""A person's home page: my pair, my next step, my reflections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import status
from handlers.action import Reply
from programme.words import talking
from programme.words.dates import short_day
from programme.words.message import Page
from storage import reflections

if TYPE_CHECKING:
    from handlers.turn import Turn

SHOWN = 10


def home(turn: Turn) -> Reply:
    """The page as it is now."""
    standing = status.standing(turn)
    if standing is None:
        return Reply(page=Page((talking.home_welcome(),)))
    written = reflections.of_person(turn.session, turn.workspace, turn.me.id)[:SHOWN]
    shown = [(each.id, short_day(turn.day_of(each.written_at)), each.words) for each in written]
    return Reply(page=Page((talking.home_standing(standing), *talking.home_reflections(shown))))
