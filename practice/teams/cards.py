"""A strict checker of what a bot says to Teams: cards, activities and answers to invokes.

One sentence for each fault, an empty list for what is good. Keys and values are those of Adaptive Cards 1.5 and
1.6 as Microsoft 365 documents them, in the documented spelling, and a key or type that is in no table is refused:
Teams drops what it does not know without a word. Markdown that people may have typed is not looked at.
Where it is stricter than Teams the tables of `cards_elements`, `cards_inputs`, `cards_actions` and `cards_charts`
say so, and here: a card has `fallbackText` (what old clients show) and a message with a card has a `summary`
(what the notification says).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from practice.shapes import Agreement, Rule, Shape, by_type, flag, listed, one_of, only, string
from practice.teams.cards_actions import FLAT, row, showing
from practice.teams.cards_activity import activity_rule
from practice.teams.cards_charts import CHARTS
from practice.teams.cards_elements import elements
from practice.teams.cards_inputs import INPUTS
from practice.teams.cards_invoke import answers
from practice.teams.cards_values import GROUND, HEIGHT, PIXELS, WORDS, mapping
from practice.teams.cards_whole import ids_differ, inputs_are_sent, targets_exist

Where = Literal["message", "dialog"]

_SCHEMA = one_of(
    "http://adaptivecards.io/schemas/adaptive-card.json",
    "https://adaptivecards.io/schemas/adaptive-card.json",
)
_TEAMS = Shape({}, {"width": one_of("full", "Full"), "entities": listed(mapping, 0)})
_ANY_CARD: dict[str, Rule] = {
    "$schema": _SCHEMA,
    "version": one_of("1.5", "1.6"),
    "fallbackText": WORDS,
    "speak": WORDS,
    "lang": string(2, 10),
    "minHeight": PIXELS,
    "verticalContentAlignment": HEIGHT,
    "style": GROUND,
    "rtl": flag,
    "msteams": _TEAMS,
}
_TOP = ("version", "fallbackText")


def _card(kinds: Mapping[str, Rule], must: Sequence[str], *also: Agreement) -> Shape:
    actions = row(kinds)
    body = listed(by_type(elements(actions, INPUTS, CHARTS)))
    required = {"type": one_of("AdaptiveCard"), "body": body, **only(_ANY_CARD, must)}
    return Shape(required, {**_ANY_CARD, "actions": actions}, also)


def _whole(where: Where) -> Shape:
    shown = _card(FLAT[where], ())
    return _card(showing(where, shown), _TOP, ids_differ, targets_exist, inputs_are_sent)


_CARDS: Mapping[Where, Rule] = {"message": _whole("message"), "dialog": _whole("dialog")}
_ACTIVITY = activity_rule(_CARDS["message"])
_ANSWERS = answers(_CARDS["message"], _CARDS["dialog"])


def card_problems(card: object, where: Where) -> list[str]:
    """The faults of a card that stands in a message or in a dialog, each a sentence that names the place."""
    return list(_CARDS[where](card, "card"))


def activity_problems(activity: object) -> list[str]:
    """The faults of an activity that a bot sends, with those of its cards, each a sentence."""
    return list(_ACTIVITY(activity, "activity"))


def invoke_problems(name: str, response: object) -> list[str]:
    """The faults of what a bot answers to an invoke of this name; None is an empty answer."""
    if name not in _ANSWERS:
        return [f"answer to an unknown invoke: {name!r:.80}."]
    return list(_ANSWERS[name](response, "answer"))
