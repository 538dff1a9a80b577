"""Buttons of a card, and what they hand back when they are pressed.

In a message a button is Action.Execute, whose answer takes the card's place (with the same as Action.Submit for
clients that do not know it), or Action.Submit that asks for a dialog: a bare Action.Submit in a message comes back
as a message without words and can be pressed again and again. In a dialog only Action.Submit is heard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from practice.shapes import Agreement, Rule, Shape, by_type, flag, listed, no_repeats, one_of, string
from practice.teams.cards_values import WEB_ADDRESS, WORDS, mapping

PRIMARY = 6
"""So many buttons Teams draws in a row; what is more stands in the overflow menu, if it says `mode` secondary."""

RESERVED = ("press", "form", "subject", "form_id", "again", "boxes", "msteams")
"""The keys of what a button hands back, among which the values of a card's inputs are laid."""

_PRESS: dict[str, Rule] = {"press": WORDS, "subject": string(0)}
_ASKS_FOR_A_DIALOG = Shape({"type": one_of("task/fetch")})
PRESS = Shape(_PRESS, {"boxes": mapping})
OPENS = Shape({**_PRESS, "msteams": _ASKS_FOR_A_DIALOG})
FORM = Shape({"form": WORDS, "subject": string(0), "form_id": WORDS, "again": WORDS})

_COMMON: dict[str, Rule] = {
    "id": WORDS,
    "iconUrl": WEB_ADDRESS,
    "style": one_of("default", "positive", "destructive"),
    "mode": one_of("primary", "secondary"),
    "tooltip": WORDS,
    "isEnabled": flag,
    "requires": mapping,
}
_GATHERS: dict[str, Rule] = {**_COMMON, "associatedInputs": one_of("auto", "none")}


def press_or_form(value: object, where: str) -> Iterator[str]:
    """What a button hands back: an act with what it is about, or a filled form."""
    yield from (FORM if isinstance(value, Mapping) and "form" in value else PRESS)(value, where)


def _action(kind: str, optional: Mapping[str, Rule], *also: Agreement, **required: Rule) -> Shape:
    return Shape({"type": one_of(kind), "title": WORDS, **required}, optional, also)


def _verb_and_fallback_agree(action: Mapping[str, Any], where: str) -> Iterator[str]:
    data, fallback = action["data"], action["fallback"]
    if action["verb"] != data.get("press", "form"):
        yield f"{where} has the verb {action['verb']!r:.80}, and its data say otherwise."
    if fallback["data"] != data:
        yield f"{where}.fallback does not hand back the same data."
    if fallback["title"] != action["title"]:
        yield f"{where}.fallback has another title."
    if fallback.get("associatedInputs") != action.get("associatedInputs"):
        yield f"{where}.fallback gathers other inputs."


_FALLBACK = _action("Action.Submit", _GATHERS, data=press_or_form)
_EXECUTE = _action(
    "Action.Execute", _GATHERS, _verb_and_fallback_agree, verb=WORDS, data=press_or_form, fallback=_FALLBACK
)
_TARGET = Shape({"elementId": WORDS}, {"isVisible": flag})


def _target(value: object, where: str) -> Iterator[str]:
    yield from (WORDS if isinstance(value, str) else _TARGET)(value, where)


_ACTS: dict[str, Rule] = {
    "Action.Execute": _EXECUTE,
    "Action.Submit": _action("Action.Submit", _GATHERS, data=OPENS),
}
_ACTS_IN_DIALOGS: dict[str, Rule] = {"Action.Submit": _FALLBACK}
_SHOWS: dict[str, Rule] = {
    "Action.OpenUrl": _action("Action.OpenUrl", _COMMON, url=WEB_ADDRESS),
    "Action.ToggleVisibility": _action("Action.ToggleVisibility", _COMMON, targetElements=listed(_target)),
}
FLAT = {"message": {**_ACTS, **_SHOWS}, "dialog": {**_ACTS_IN_DIALOGS, **_SHOWS}}
"""The kinds of button by where the card stands, for a card that is shown by a button itself."""


def showing(where: str, inner_card: Rule) -> dict[str, Rule]:
    """All kinds of button; `inner_card` is for what an Action.ShowCard shows."""
    return {**FLAT[where], "Action.ShowCard": _action("Action.ShowCard", _COMMON, card=inner_card)}


def row(kinds: Mapping[str, Rule]) -> Rule:
    """The buttons of one row with its overflow menu. Stricter than Teams: no two bear the same words."""
    each = listed(by_type(kinds))

    def rule(value: object, where: str) -> Iterator[str]:
        faults = list(each(value, where))
        yield from faults
        if not faults and isinstance(value, list):
            yield from no_repeats((action["title"] for action in value), where, "title")
            primary = sum(action.get("mode", "primary") == "primary" for action in value)
            if not primary:
                yield f"{where} has nothing outside the overflow menu."
            if primary > PRIMARY:
                yield f"{where} has {primary} primary actions; Teams shows {PRIMARY}, the rest must be secondary."

    return rule
