"""A suggestion as the two leads go through it: the whole, its matches page by page, and who is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.review import PAGE_ALONE, pages_of, within
from programme.words.dates import count
from programme.words.message import Button, Form, Line
from programme.words.one_match import said_of
from programme.words.proved import headline, proved
from programme.words.review_pages import (
    approval,
    read,
    to_alone,
    to_changes,
    to_match,
    to_page,
    to_summary,
    turning,
)

if TYPE_CHECKING:
    from programme.matching.proposal import Unmatched
    from programme.review import Review

NEWER = "There are newer suggested pairs. Here they are."
UNTOLD = "Nobody else has been told."


def summary(review: Review, note: str = "") -> Form:
    """The whole at a glance; `note` says first what has just happened."""
    said = (note, headline(review), _dissolved(review) or proved(review), UNTOLD)
    again = Button("Work out the rest again", "rematch", str(review.id), opens_form=True)
    look = (to_page(review, 1),) if review.result.proposed else ()
    approve = (approval(review),) if review.may_be_approved else ()
    return read("\n".join(filter(None, said)), buttons=(*look, *_others(review), again, *approve))


def _dissolved(review: Review) -> str:
    number = len(review.dissolved)
    if not number:
        return ""
    what = count(number, "suggested match is", "suggested matches are")
    return f"{what} no longer wanted. Please work out the rest again before you approve."


def _others(review: Review) -> tuple[Button, ...]:
    alone = (to_alone(review, 1),) if review.result.unmatched else ()
    return (*alone, to_changes(review, 1))


def page(review: Review, number: int) -> Form:
    """Some of the matches, those that need a look first."""
    at = within(number, review.pages)
    note = f"{headline(review)} What needs a look comes first. Page {at} of {review.pages}."
    lines = tuple(Line(said_of(review, each), (to_match(review, each),)) for each in review.on_page(at))
    turns = turning(to_page, review, at, review.pages)
    return read(note, lines, (*turns, *_others(review), to_summary(review)))


def alone(review: Review, number: int) -> Form:
    """Who has no partner, why, and what would change it."""
    people = review.result.unmatched
    pages = pages_of(people, PAGE_ALONE)
    at = within(number, pages)
    are = count(len(people), "person is", "people are")
    note = f"{are} without a partner for now. Page {at} of {pages}."
    lines = tuple(Line(_why(review, each)) for each in people[(at - 1) * PAGE_ALONE : at * PAGE_ALONE])
    return read(note, lines, (*turning(to_alone, review, at, pages), to_summary(review)))


def _why(review: Review, each: Unmatched) -> str:
    reason = f"{review.names[each.id]}: {each.reason}."
    return f"{reason}\nWhat would help: {each.remedy}." if each.remedy else reason
