"""The rules of a cohort's matching, as its leads see and change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from programme.matching.rules import PARTS
from programme.words.message import Button, Field, Form, Message, Option

Values = Mapping[str, str | tuple[str, ...]]

HARD, SOFT = "hard", "soft"
CHOOSE_ONE = "Please choose one."
KEEP_A_WEIGHT = "Please give at least one of these 8 parts a weight above 0."
KEEP_A_RULE = "Please keep at least one of these rules."

_HOLDS = (
    Option("Nobody is paired again with somebody they were paired with before", "not_paired_before"),
    Option("Both work at one site, or both are happy to meet by video", "can_meet"),
    Option("Both are free at the same times often enough", "have_time"),
    Option("Both stay in post long enough", "stay_long_enough"),
)
_WRITERS = (Option("Never pair them", HARD), Option("Pair them if need be, and warn us", SOFT))
_WEIGHTS = tuple((part.name, f"Weight: {part.label}", 0, 100) for part in PARTS)
_BOUNDS = (
    ("least_shared_hours", "Fewest hours when both are free, in 2 weeks", 1, 20),
    ("least_weeks", "Fewest weeks that both stay in post", 0, 24),
    ("trio_percent", "Most people in groups of 3, in percent of the smaller group", 0, 50),
)
NUMBERS = {name: (least, most) for name, _, least, most in (*_WEIGHTS, *_BOUNDS)}
"""The boxes for whole numbers, with the least and the most that they take."""

WEIGHTS = tuple(name for name, *_ in _WEIGHTS)


def form(cohort_id: int, cohort: str, values: Values, *, are_usual: bool = False) -> Form:
    """All of them on one screen; `are_usual` when the usual ones have just been filled in, and not saved yet."""
    usual = "These are the usual rules. They hold once you press Save. " if are_usual else ""
    return Form(
        "matching_rules",
        "Rules of the matching",
        tuple(replace(field, value=values.get(field.name, "")) for field in _FIELDS),
        "Save",
        subject=str(cohort_id),
        note=(
            f"{usual}The matching of {cohort} follows these rules. What you change counts from the next "
            "matching: pairs that have been made stay. A weight of 0 means that a part does not count at all, "
            "and 100 that it counts most."
        ),
        buttons=(Button("Fill in the usual rules", "usual_rules", str(cohort_id), opens_form=True),),
    )


def out_of_bounds(name: str) -> str:
    """Of a box for a number."""
    least, most = NUMBERS[name]
    return f"Please write a whole number from {least} to {most}."


def saved(cohort: str, *, are_usual: bool) -> Message:
    """Kept."""
    which = "the usual rules" if are_usual else "these rules"
    return Message(
        (
            f"Saved. From now on the matching of {cohort} follows {which}. To work out pairs, type /cohort match.",
        )
    )


def _number(name: str, label: str, least: int, most: int) -> Field:
    return Field(name, label, "text", f"{least} to {most}", max_length=3)


_FIELDS = (
    *(_number(*each) for each in _WEIGHTS),
    Field("holds", "Rules that must hold", "choices", required=False, options=_HOLDS),
    *(_number(*each) for each in _BOUNDS),
    Field("rota_writer", "Somebody and the person who writes their rota", "choice", options=_WRITERS),
)
