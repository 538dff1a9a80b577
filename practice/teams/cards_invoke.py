"""What a bot answers when Teams asks and waits: a card in the place of another, a dialog, a word, or nothing.

Shapes are those of Teams' documentation on Universal Actions, dialogs and file consent. An answer may not be larger
than a message: what takes a card's place is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from practice.shapes import Rule, Shape, number, one_of
from practice.teams.cards_activity import CARD, attached, too_large
from practice.teams.cards_values import WORDS

_SAID = "application/vnd.microsoft.activity.message"
_FAILED = "application/vnd.microsoft.error"
_SIZES = ("small", "medium", "large")


def _nothing(value: object, where: str) -> Iterator[str]:
    if value not in (None, {}):
        yield f"{where} must be empty."


def _small(rule: Rule) -> Rule:
    def both(value: object, where: str) -> Iterator[str]:
        faults = list(rule(value, where))
        yield from faults
        if not faults:
            yield from too_large(value, where)

    return both


def _size(value: object, where: str) -> Iterator[str]:
    yield from (one_of(*_SIZES) if isinstance(value, str) else number(1, 2000))(value, where)


def _choose(key: str, kinds: Mapping[str, Rule]) -> Rule:
    def rule(value: object, where: str) -> Iterator[str]:
        kind = value.get(key) if isinstance(value, Mapping) else None
        if isinstance(kind, str) and kind in kinds:
            yield from kinds[kind](value, where)
        else:
            yield f"{where}.{key} must be one of {', '.join(kinds)}, not {kind!r:.80}."

    return rule


def _pressed(card: Rule) -> Rule:
    def answer(kind: str, status: Rule, value: Rule) -> Shape:
        return Shape({"statusCode": status, "type": one_of(kind), "value": value})

    error = Shape({"code": WORDS, "message": WORDS})
    kinds: dict[str, Rule] = {
        CARD: answer(CARD, number(200, 200), card),
        _SAID: answer(_SAID, number(200, 200), WORDS),
        _FAILED: answer(_FAILED, number(400, 599), error),
    }
    return _small(_choose("type", kinds))


def _dialog(card: Rule) -> Rule:
    value = Shape({"title": WORDS, "width": _size, "height": _size, "card": attached(card)})
    kinds: dict[str, Rule] = {
        "continue": Shape({"type": one_of("continue"), "value": value}),
        "message": Shape({"type": one_of("message"), "value": WORDS}),
    }
    return _small(Shape({"task": _choose("type", kinds)}))


def _or_nothing(rule: Rule) -> Rule:
    def either(value: object, where: str) -> Iterator[str]:
        if value not in (None, {}):
            yield from rule(value, where)

    return either


def answers(in_message: Rule, in_dialog: Rule) -> dict[str, Rule]:
    """The rule for the answer to each kind of invoke, from those for cards."""
    dialog = _dialog(in_dialog)
    return {
        "adaptiveCard/action": _pressed(in_message),
        "task/fetch": dialog,
        "task/submit": _or_nothing(dialog),
        "fileConsent/invoke": _nothing,
    }
