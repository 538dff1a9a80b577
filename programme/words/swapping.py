"""Exchanging two people of one group in a suggestion: with whom, and with what effect."""

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
    from programme.matching.exchanges import Exchange
    from programme.review import Review

MOST_CHOICES = 100
"""More people than this no menu holds; then others than the best are typed."""

BOX, TYPED = "swap_with", "swap_with_another"
NEEDS_SOMEBODY = "Please choose somebody."
NOBODY_OF_THIS_NAME = "Nobody with this in their name can change places."
_LONGEST_OPTION = 75


def nobody(review: Review, id_: int) -> str:
    """Whatever the reason is; so nothing is told of wishes."""
    return f"Nobody can take the place of {review.names[id_]}."


def several(names: Sequence[str]) -> str:
    """What was typed fits more than one."""
    return f"This fits {named(names)}. Please type more of the name."


def pick(review: Review, position: int, id_: int, possible: Sequence[Exchange]) -> Form:
    """With whom of the same group somebody can be exchanged, the best first; these may have a partner or not."""
    name = review.names[id_]
    note = (
        f"{together(review, review.result.proposed[position])}. Those who can take the place of {name}, the best "
        "first. Nothing changes before you have seen the effect."
    )
    return Form(
        "review_swap",
        TITLE,
        _boxes(review, name, possible),
        "Show the effect",
        subject=subject(review.id, position, id_),
        note=note,
        close=CLOSE,
        buttons=(_back(review, position),),
    )


def _boxes(review: Review, name: str, possible: Sequence[Exchange]) -> tuple[Field, ...]:
    label, hint = f"Who takes the place of {name}?", "With the points of their new matches"
    options = tuple(Option(_result(review, each), str(each.other)) for each in possible[:MOST_CHOICES])
    if len(possible) <= MOST_CHOICES:
        return (Field(BOX, label, "choice", hint, options=options),)
    hint = f"The best {MOST_CHOICES} of {len(possible)}, with the points of their new matches"
    return (
        Field(BOX, label, "choice", hint, required=False, options=options),
        Field(TYPED, "Or somebody else", "text", "Part of the name", required=False, max_length=100),
    )


def _result(review: Review, each: Exchange) -> str:
    """Who, with whom they are now, and the points of the match that they come into and of the one they leave."""
    points = of_100(each.here)
    if each.there is not None:
        points = f"{points.removesuffix(' of 100')} and {of_100(each.there)}"
    who = f"{review.names[each.other]}, {_now(review, each.other)}"
    longest = _LONGEST_OPTION - len(points) - 2
    return f"{who if len(who) <= longest else who[: longest - 1] + '…'}: {points}"


def _now(review: Review, id_: int) -> str:
    at = review.match_with(id_)
    if at is None:
        return "no partner"
    people = review.result.proposed[at].match.people
    return f"with {listed([review.names[each] for each in people if each != id_])}"


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
        replace(to_pick(review, position, one), label="Choose somebody else"),
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
        f"The average is {of_100(swap.total_before / number)} now and would be {of_100(swap.total_after / number)}."
    )


def done(review: Review, one: int, other: int) -> str:
    """What has just happened, above the new suggestion."""
    both = review.match_with(one) is not None and review.match_with(other) is not None
    matches = "Both matches stay" if both else "The new match stays"
    return (
        f"{review.names[one]} and {review.names[other]} have changed places. "
        f"{matches} together if the rest is worked out again, until you let go."
    )


def refused(review: Review, position: int, one: int) -> Form:
    """It was possible when it was chosen; what has come between is not told, for it may be a wish."""
    back = (replace(to_pick(review, position, one), label="Choose somebody else"), _back(review, position))
    return read("These two cannot change places any more.", (), back)


def to_pick(review: Review, position: int, one: int) -> Button:
    """Where somebody is chosen to take the place of one."""
    return Button("Swap", "open_swap", subject(review.id, position, one), opens_form=True)


def _back(review: Review, position: int) -> Button:
    return replace(to_match(review, position), label="Back to this match")
