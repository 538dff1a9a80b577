"""A suggestion as the two leads go through it: the whole, its matches page by page, and who is left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from programme.review import PAGE_ALONE, pages_of, within
from programme.words.dates import count
from programme.words.message import Form, Line
from programme.words.one_match import said_of
from programme.words.proved import headline, points_explained, proved
from programme.words.review_pages import (
    again,
    approval,
    read,
    to_alone,
    to_match,
    to_others,
    to_page,
    to_summary,
    turning,
)

if TYPE_CHECKING:
    from programme.matching.proposal import Unmatched
    from programme.review import Review, Work

NEWER = "There are newer suggested pairs. Here they are."
UNTOLD = "Nobody else has been told."


def summary(review: Review, note: str = "") -> Form:
    """The whole at a glance; `note` says first what has just happened."""
    proof = _dissolved(review) or proved(review)
    said = (note, headline(review), proof, points_explained(review), UNTOLD)
    look = (to_page(review, 1),) if review.result.proposed else ()
    approve = (approval(review),) if review.may_be_approved else ()
    buttons = (*look, *to_others(review), again(review), *approve)
    return read("\n".join(filter(None, said)), buttons=buttons)


def _dissolved(review: Review) -> str:
    number = len(review.dissolved)
    if not number:
        return ""
    what = count(number, "suggested match is", "suggested matches are")
    return f"{what} no longer wanted. Please work out the rest again before you approve."


def page(review: Review, number: int, work: Mapping[int, Work]) -> Form:
    """Some of the matches, those that need a look first; `work` is that of the people in them."""
    at = within(number, review.pages)
    lines = tuple(Line(said_of(review, each, work), (to_match(review, each),)) for each in review.on_page(at))
    turns = turning(to_page, review, at, review.pages)
    anew = (again(review),) if review.dissolved else ()
    return read(_above(review, at), lines, (*turns, *to_others(review), *anew, to_summary(review)))


def _above(review: Review, at: int) -> str:
    is_first = len(review.order) > 1 and review.needs_a_look(review.order[0])
    said = (
        headline(review),
        points_explained(review) if at == 1 else "",
        "What needs a look comes first." if is_first else "",
        f"Page {at} of {review.pages}.",
    )
    return " ".join(filter(None, said))


def alone(review: Review, number: int) -> Form:
    """Who has no partner, why, and what would change it."""
    people = review.alone
    pages = pages_of(people, PAGE_ALONE)
    at = within(number, pages)
    are = count(len(people), "person is", "people are")
    note = f"{are} without a partner for now. Page {at} of {pages}."
    lines = tuple(Line(_why(review, each)) for each in people[(at - 1) * PAGE_ALONE : at * PAGE_ALONE])
    look = (to_page(review, 1),) if review.result.proposed else ()
    return read(note, lines, (*turning(to_alone, review, at, pages), *look, to_summary(review)))


def _why(review: Review, each: Unmatched) -> str:
    reason = f"{review.names[each.id]}: {each.reason}."
    return f"{reason}\nWhat would help: {each.remedy}." if each.remedy else reason
