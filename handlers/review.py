"""Going through a suggestion, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.under_review import Opened, opened
from programme.words import comparing, one_match, reviewing
from storage import reviews, sign_ups

if TYPE_CHECKING:
    from collections.abc import Callable

    from handlers.turn import Turn
    from programme.words.message import Form


def open_review(turn: Turn) -> Reply:
    """The whole at a glance."""
    return shown(turn, lambda at: reviewing.summary(at.review))


def page(turn: Turn) -> Reply:
    """Some of the matches."""
    return shown(turn, lambda at: reviewing.page(at.review, at.number(0)))


def match(turn: Turn) -> Reply:
    """One match by itself."""
    return shown(turn, lambda at: closer(turn, at))


def alone(turn: Turn) -> Reply:
    """Who has no partner, and why."""
    return shown(turn, lambda at: reviewing.alone(at.review, at.number(0)))


def changes(turn: Turn) -> Reply:
    """What is different from the suggestion before it."""
    return shown(turn, lambda at: _changes(turn, at))


def shown(turn: Turn, draw: Callable[[Opened], Form]) -> Reply:
    """A page of the newest suggestion, where the press was on it; else what is said instead."""
    at = opened(turn)
    return Reply(form=draw(at), replaces=True) if isinstance(at, Opened) else at


def closer(turn: Turn, at: Opened, note: str = "") -> Form:
    """The page of the match that a press was about."""
    return one_match.closer(at.review, at.position, roles_in(turn, at), note)


def roles_in(turn: Turn, at: Opened) -> dict[int, str]:
    """What the people of a match do."""
    people = at.review.result.proposed[at.position].match.people
    places = (sign_ups.of(turn.session, turn.workspace, at.cohort.id, id_) for id_ in people)
    return {place.person_id: place.role or "" for place in places if place is not None}


def _changes(turn: Turn, at: Opened) -> Form:
    from programme.matching.changes import compared  # noqa: PLC0415 - numpy, loads when first needed

    before = reviews.before(turn.session, at.proposal)
    if before is None:
        return comparing.first(at.review)
    earlier = reviews.review_of(turn.session, at.cohort, before)
    names = {**earlier.names, **at.review.names}
    return comparing.page(at.review, compared(earlier.result, at.review.result), names, at.number(0))
