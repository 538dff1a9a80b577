"""Going through a suggestion, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.under_review import Opened, of_match, opened
from programme.review import Work
from programme.words import comparing, one_match, reviewing
from storage import reviews, sign_ups

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from handlers.turn import Turn
    from programme.words.message import Form


def open_review(turn: Turn) -> Reply:
    """The whole at a glance."""
    return shown(turn, lambda at: reviewing.summary(at.review))


def page(turn: Turn) -> Reply:
    """Some of the matches."""
    return shown(turn, lambda at: _page(turn, at))


def match(turn: Turn) -> Reply:
    """One match by itself."""
    at = of_match(turn)
    return Reply(form=closer(turn, at), replaces=True) if isinstance(at, Opened) else at


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


def to_decide(turn: Turn) -> Opened | Reply:
    """What a press that decides something of a match is about; nobody decides of a match that they are in.

    Otherwise the rules' answer would tell a lead who does not want to be paired with them.
    """
    at = of_match(turn)
    if isinstance(at, Opened) and turn.me.id in at.match.people:
        return Reply(form=closer(turn, at, one_match.YOUR_OWN), replaces=True)
    return at


def closer(turn: Turn, at: Opened, note: str = "") -> Form:
    """The page of the match that a press was about."""
    return one_match.closer(at.review, at.position, _work_of(turn, at, at.match.people), note)


def _page(turn: Turn, at: Opened) -> Form:
    on_page = (at.review.result.proposed[each].match for each in at.review.on_page(at.number(0)))
    people = [id_ for match in on_page for id_ in match.people]
    return reviewing.page(at.review, at.number(0), _work_of(turn, at, people))


def _work_of(turn: Turn, at: Opened, people: Collection[int]) -> dict[int, Work]:
    """What people do and where. Only theirs is opened: what people wrote lies sealed, and of everybody it takes long."""
    site = turn.house.site
    sites = {each.value: each.label for each in site.sites}
    directorates = {each.value: each.label for each in site.directorates}
    return {
        id_: Work(
            place.role or "", sites.get(place.site or "", ""), directorates.get(place.directorate or "", "")
        )
        for id_, place in sign_ups.of_people(turn.session, at.cohort, people).items()
    }


def _changes(turn: Turn, at: Opened) -> Form:
    from programme.matching.changes import compared  # noqa: PLC0415 - numpy, loads when first needed

    before = reviews.before(turn.session, at.proposal)
    if before is None:
        return comparing.first(at.review)
    earlier = reviews.review_of(turn.session, at.cohort, before)
    names = {**earlier.names, **at.review.names}
    return comparing.page(at.review, compared(earlier.result, at.review.result), names, at.number(0))
