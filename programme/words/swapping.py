"""Exchanging two people of one group in a suggestion: whom, with what effect, and what the rules say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from programme.words.dates import listed
from programme.words.message import Button, Field, Form, Line, Option
from programme.words.names import named
from programme.words.proved import of_100
from programme.words.review_pages import CLOSE, TITLE, read, subject, to_match, together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from programme.matching.changes import Scored, Swap
    from programme.review import Review

MOST_CHOICES = 100
"""More people than this no menu holds; then a name is typed."""

BOX = "swap_with"
NOBODY_TO_SWAP = "There is nobody else of this group to swap with."
NEEDS_SOMEBODY = "Please choose somebody."
NOBODY_OF_THIS_NAME = "Nobody else of this group has this in their name."


def several(names: Sequence[str]) -> str:
    """What was typed fits more than one."""
    return f"This fits {named(names)}. Please type more of the name."


def pick(review: Review, position: int, id_: int, others: Sequence[int]) -> Form:
    """With whom of the same group somebody is to be exchanged; `others` may have a partner or not."""
    name = review.names[id_]
    return Form(
        "review_swap",
        TITLE,
        (_box(review, name, others),),
        "Show the effect",
        subject=subject(review.id, position, id_),
        note=f"{together(review, review.result.proposed[position])}. Nothing changes before you have seen the effect.",
        close=CLOSE,
        buttons=(_back(review, position),),
    )


def _box(review: Review, name: str, others: Sequence[int]) -> Field:
    label = f"Who takes the place of {name}?"
    if len(others) > MOST_CHOICES:
        return Field(BOX, label, "text", "Type part of the name.", max_length=100)
    options = tuple(Option(_where(review, id_), str(id_)) for id_ in others)
    return Field(BOX, label, "choice", "They change places.", options=options)


def _where(review: Review, id_: int) -> str:
    at = review.match_with(id_)
    if at is None:
        return f"{review.names[id_]} (no partner)"
    others = [review.names[each] for each in review.result.proposed[at].match.people if each != id_]
    return f"{review.names[id_]} (with {listed(others)})"


def effect(review: Review, position: int, one: int, other: int, swap: Swap) -> Form:
    """Both matches and the whole, before and after."""
    names = review.names
    lines = [
        Line("Now: " + _scored(swap.before, swap.alone_before, names)),
        Line("Then: " + _scored(swap.after, swap.alone_after, names)),
        Line(_whole(review, swap)),
    ]
    buttons = (
        Button("Swap", "swap_people", subject(review.id, position, one, other), "main", opens_form=True),
        replace(to_match(review, position), label="Leave as it is"),
    )
    return read(f"{names[one]} and {names[other]} would change places.", tuple(lines), buttons)


def _scored(matches: Sequence[Scored], alone: int | None, names: Mapping[int, str]) -> str:
    said = [f"{listed([names[id_] for id_ in each.match.people])}, {of_100(each.points)}" for each in matches]
    return "; ".join([*said, *([f"{names[alone]} without a partner"] if alone is not None else [])]) + "."


def _whole(review: Review, swap: Swap) -> str:
    number = len(review.result.proposed)
    return (
        f"Of all {number}: the weakest has {of_100(swap.floor_before)} now and would have {of_100(swap.floor_after)}. "
        f"The mean is {of_100(swap.total_before / number)} now and would be {of_100(swap.total_after / number)}."
    )


def done(review: Review, one: int, other: int) -> str:
    """What has just happened, above the new suggestion."""
    return f"{review.names[one]} and {review.names[other]} have changed places."


def refused(review: Review, position: int, reason: str) -> Form:
    """The rules do not allow it; what keeps two people apart is one phrase for all."""
    return read(f"These two cannot change places: {reason}.", (), (_back(review, position),))


def _back(review: Review, position: int) -> Button:
    return replace(to_match(review, position), label="Back to this match")
