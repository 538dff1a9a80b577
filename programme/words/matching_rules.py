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
_MEASURES = {
    "shared_free_time": "how many hours both are free, up to 4 in 2 weeks",
    "learning_fit": "how much of what each wants to learn the other can offer",
    "directorate_fit": "whether it is as each prefers; without a wish, linked directorates are best",
    "time_left_together": "how many weeks both stay in post, up to 24",
    "shadowing": "whether each can show the other their work, at night too",
    "level_fit": "how near they are in level",
    "same_site": "one site is best; meeting by video counts less",
    "working_pattern": "how many days of the week both work, up to 3",
}
_WEIGHTS = tuple(
    (part.name, f"{part.label[0].upper()}{part.label[1:]}", 0, 100, f": {_MEASURES[part.name]}")
    for part in PARTS
)
_BOUNDS = (
    ("least_shared_hours", "Fewest hours that both are free", 1, 20, " hours in 2 weeks"),
    ("least_weeks", "Fewest weeks that both stay in post", 0, 24, " weeks from the start"),
    ("trio_percent", "Most groups of 3", 0, 50, " for every 100 people of the smaller group"),
)
NUMBERS = {name: (least, most) for name, _, least, most, _ in (*_WEIGHTS, *_BOUNDS)}
"""The boxes for whole numbers, with the least and the most that they take."""

WEIGHTS = tuple(name for name, *_ in _WEIGHTS)


def form(cohort_id: int, cohort: str, values: Values, *, are_usual: bool = False) -> Form:
    """All of them on one screen; `are_usual` when the usual ones have just been filled in, and not saved yet."""
    usual = "These are the usual rules. They hold once you press Save. " if are_usual else ""
    return Form(
        "matching_rules",
        "Matching rules",
        tuple(replace(field, value=values.get(field.name, "")) for field in _FIELDS),
        "Save",
        subject=str(cohort_id),
        note=(
            f"{usual}These rules are for {cohort}. The usual ones are fine for most. The first 8 numbers say how "
            "much each part counts: 0 not at all, 100 most. Changes count from the next matching."
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


def _number(name: str, label: str, least: int, most: int, of_what: str) -> Field:
    return Field(name, label, "text", f"{least} to {most}{of_what}", max_length=3)


_FIELDS = (
    *(_number(*each) for each in _WEIGHTS),
    Field("holds", "Rules that must hold", "choices", required=False, options=_HOLDS),
    *(_number(*each) for each in _BOUNDS),
    Field("rota_writer", "Somebody and the person who writes their rota", "choice", options=_WRITERS),
)
