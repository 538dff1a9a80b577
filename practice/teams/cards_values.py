"""The small words of Adaptive Cards: sizes, colours, days, numbers and what every element may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from practice.shapes import Agreement, Rule, Shape, flag, one_of, pattern, string

WORDS = string(1)
SPACING = one_of("None", "ExtraSmall", "Small", "Default", "Medium", "Large", "ExtraLarge", "Padding")
SIDE = one_of("Left", "Center", "Right")
HEIGHT = one_of("Top", "Center", "Bottom")
GROUND = one_of("default", "emphasis", "accent", "good", "attention", "warning")
PIXELS = pattern(r"\d+px", "80px")
WEB_ADDRESS = pattern(r"https?://\S+", "https://example.org")

_CLASSES = ("VeryNarrow", "Narrow", "Standard", "Wide")
_WIDTH = one_of(*_CLASSES, *(f"{bound}:{width}" for bound in ("atLeast", "atMost") for width in _CLASSES))


def anything(_value: object, _where: str) -> Iterator[str]:
    """Whatever it is."""
    yield from ()


def mapping(value: object, where: str) -> Iterator[str]:
    """An object with any keys."""
    if not isinstance(value, Mapping):
        yield f"{where} must be an object."


def amount(value: object, where: str) -> Iterator[str]:
    """A number, whole or not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield f"{where} must be a number, not {value!r:.80}."


def width(value: object, where: str) -> Iterator[str]:
    """A share of the whole as a number, or pixels as in 80px, or one of the words auto and stretch."""
    if isinstance(value, str):
        yield from () if value in ("auto", "stretch") else PIXELS(value, where)
    else:
        yield from amount(value, where)


def regular_expression(value: object, where: str) -> Iterator[str]:
    """A regular expression that can be read."""
    if not isinstance(value, str):
        yield f"{where} must be a string."
        return
    try:
        re.compile(value)
    except re.error as error:
        yield f"{where} is no regular expression: {error}."


COMMON: dict[str, Rule] = {
    "id": WORDS,
    "isVisible": flag,
    "separator": flag,
    "spacing": SPACING,
    "height": one_of("auto", "stretch"),
    "fallback": one_of("drop"),
    "requires": mapping,
    "lang": string(2, 10),
    "targetWidth": _WIDTH,
}


def element(kind: str, required: Mapping[str, Rule], optional: Mapping[str, Rule], *also: Agreement) -> Shape:
    """A thing in a card's body: its own keys, and those that every one may have."""
    return Shape({"type": one_of(kind), **required}, {**COMMON, **optional}, also)
