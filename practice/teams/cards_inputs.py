"""What a person can fill in: texts, numbers, days, times, ticks and choices.

Stricter than Teams in three things: every input has a label (screen readers say it), one that must be filled has
an errorMessage (else the client only draws a red border), and what stands in it at first would be accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from practice.block_objects import CLOCK_TIME, calendar_day
from practice.shapes import Agreement, Rule, Shape, flag, listed, no_repeats, number, one_of, string
from practice.teams.cards_values import PIXELS, WORDS, amount, element, regular_expression

Input = Mapping[str, Any]

_WORDS_WHEN_WRONG: dict[str, Rule] = {"isRequired": flag, "errorMessage": WORDS}
_BOX: dict[str, Rule] = {**_WORDS_WHEN_WRONG, "placeholder": WORDS}

CHOICE = Shape({"title": WORDS, "value": string(1)})
PEOPLE = Shape(
    {
        "type": one_of("Data.Query"),
        "dataset": one_of(
            "graph.microsoft.com/users", "graph.microsoft.com/users?scope=currentContext"
        ),  # any other is asked of the bot, by invokes that it does not know
    }
)


def _says_what_is_wrong(value: Input, where: str) -> Iterator[str]:
    if value.get("isRequired") and "errorMessage" not in value:
        yield f"{where} must be filled and has no errorMessage."


def _fits(value: Input, where: str) -> Iterator[str]:
    if len(value.get("value", "")) > value.get("maxLength", 1 << 20):
        yield f"{where}.value is longer than its maxLength."


def _between(value: Input, where: str) -> Iterator[str]:
    low, at, high = (value.get(key) for key in ("min", "value", "max"))
    if low is not None and high is not None and low > high:
        yield f"{where} has a min of {low} and a max of {high}."
    elif at is not None and ((low is not None and at < low) or (high is not None and at > high)):
        yield f"{where}.value is {at}, outside its min and max."


def _on_or_off(value: Input, where: str) -> Iterator[str]:
    either = (value.get("valueOn", "true"), value.get("valueOff", "false"))
    if value.get("value", either[1]) not in either:
        yield f"{where}.value is neither its valueOn nor its valueOff."


def _offers(value: Input, where: str) -> Iterator[str]:
    if not value["choices"] and "choices.data" not in value:
        yield f"{where} offers nothing to choose."
    yield from no_repeats((each["value"] for each in value["choices"]), where, "choice")
    yield from no_repeats((each["title"] for each in value["choices"]), where, "title of a choice")
    if value.get("isMultiSelect") and any("," in each["value"] for each in value["choices"]):
        yield f"{where} has a choice with a comma, and several come back joined by commas."


def _begins_with_what_it_offers(value: Input, where: str) -> Iterator[str]:
    chosen = [each for each in value.get("value", "").split(",") if each]
    if len(chosen) > 1 and not value.get("isMultiSelect"):
        yield f"{where} begins with several choices and takes one."
    offered = {each["value"] for each in value["choices"]}
    if "choices.data" not in value:
        yield from (
            f"{where} begins with {each!r}, which it does not offer."
            for each in chosen
            if each not in offered
        )


def _input(kind: str, more: Mapping[str, Rule], *also: Agreement, **required: Rule) -> Shape:
    return element(
        f"Input.{kind}", {"id": WORDS, "label": WORDS, **required}, more, _says_what_is_wrong, *also
    )


_TEXT: dict[str, Rule] = {
    **_BOX,
    "value": string(0),
    "maxLength": number(1, 1 << 20),
    "isMultiline": flag,
    "style": one_of("Text", "Tel", "Url", "Email"),
    "regex": regular_expression,
}
_CHOICES: dict[str, Rule] = {
    **_BOX,
    "choices.data": PEOPLE,
    "value": string(0),
    "isMultiSelect": flag,
    "style": one_of("compact", "expanded", "filtered"),
    "wrap": flag,
    "useMultipleColumns": flag,
    "minColumnWidth": PIXELS,
}
_TICK: dict[str, Rule] = {
    **_WORDS_WHEN_WRONG,
    "value": string(1),
    "valueOn": string(1),
    "valueOff": string(1),
    "wrap": flag,
}


def _from_to(each: Rule) -> dict[str, Rule]:
    return {**_BOX, "value": each, "min": each, "max": each}


INPUTS: dict[str, Rule] = {
    "Input.Text": _input("Text", _TEXT, _fits),
    "Input.Number": _input("Number", _from_to(amount), _between),
    "Input.Date": _input("Date", _from_to(calendar_day), _between),
    "Input.Time": _input("Time", _from_to(CLOCK_TIME), _between),
    "Input.Toggle": _input("Toggle", _TICK, _on_or_off, title=WORDS),
    "Input.ChoiceSet": _input(
        "ChoiceSet", _CHOICES, _offers, _begins_with_what_it_offers, choices=listed(CHOICE, 0)
    ),
}
