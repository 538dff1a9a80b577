"""What a person fills in, held against what Teams' client would let them (Adaptive Cards, "Input validation")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from practice.refusal import NotPossible

FieldValue = str | Sequence[str]
Part = Mapping[str, Any]
Known = Callable[[str], bool]
REQUIRED = "This field is required."
WRONG = "This is not valid."


def filled(
    inputs: Iterable[Part], values: Mapping[str, FieldValue], is_person: Known
) -> tuple[dict[str, str], dict[str, str]]:
    """The values that go to the bot, and the errors that stand beside the inputs instead.

    What is not in `values` stays as the card has it. Raises NotPossible for what the client has no way to enter.
    """
    shown = {str(one["id"]): one for one in inputs}
    unknown = set(values) - set(shown)
    if unknown:
        raise NotPossible(f"there is no input {', '.join(sorted(unknown))}, but {', '.join(shown) or 'none'}")
    sent, errors = {}, {}
    for name, one in shown.items():
        value = _typed(one, values[name], is_person) if name in values else _untouched(one)
        problem = _problem(one, value)
        if problem:
            errors[name] = str(one.get("errorMessage") or problem)
        elif value or one["type"] == "Input.Text":
            sent[name] = value
    return sent, errors


def _untouched(one: Part) -> str:
    off = one.get("valueOff", "false") if one["type"] == "Input.Toggle" else ""
    return str(one.get("value", off))


def _typed(one: Part, value: FieldValue, is_person: Known) -> str:
    entered = value if isinstance(value, str) else ",".join(value)
    if not entered:
        return ""
    check = _CLIENT.get(one["type"])
    if check:
        check(one, entered)
    if one["type"] == "Input.ChoiceSet":
        _choose(one, entered, is_person)
    return entered


def _text(one: Part, entered: str) -> None:
    most = one.get("maxLength")
    if most and len(entered) > most:
        raise NotPossible(f"{one['id']} takes {most} characters")
    if "\n" in entered and not one.get("isMultiline"):
        raise NotPossible(f"{one['id']} is one line")


def _number(one: Part, entered: str) -> None:
    if not re.fullmatch(r"-?\d+(\.\d+)?", entered):
        raise NotPossible(f"{one['id']} is a number")


def _date(one: Part, entered: str) -> None:
    try:
        date.fromisoformat(entered)
    except ValueError:
        raise NotPossible(f"{one['id']} is a day, as in 2027-03-01") from None


def _time(one: Part, entered: str) -> None:
    try:
        time.fromisoformat(entered)
    except ValueError:
        raise NotPossible(f"{one['id']} is a time, as in 09:30") from None
    if not re.fullmatch(r"\d\d:\d\d", entered):
        raise NotPossible(f"{one['id']} is hours and minutes")


def _toggle(one: Part, entered: str) -> None:
    if entered not in {one.get("valueOn", "true"), one.get("valueOff", "false")}:
        raise NotPossible(f"{one['id']} is on or off")


_CLIENT: Mapping[str, Callable[[Part, str], None]] = {
    "Input.Text": _text,
    "Input.Number": _number,
    "Input.Date": _date,
    "Input.Time": _time,
    "Input.Toggle": _toggle,
}


def _choose(one: Part, entered: str, is_person: Known) -> None:
    chosen = entered.split(",") if one.get("isMultiSelect") else [entered]
    offered = {str(choice.get("value")) for choice in one.get("choices", ())}
    picks_people = bool(one.get("choices.data"))
    for value in chosen:
        if value not in offered and not (picks_people and is_person(value)):
            raise NotPossible(f"{one['id']} does not offer {value}")


def _problem(one: Part, value: str) -> str:
    if not value:
        return REQUIRED if one.get("isRequired") else ""
    kind = one["type"]
    if kind == "Input.Text" and one.get("regex") and not re.search(one["regex"], value):
        return WRONG
    if kind == "Input.Toggle" and one.get("isRequired") and value != one.get("valueOn", "true"):
        return REQUIRED
    if kind in {"Input.Date", "Input.Time"}:
        return "" if str(one.get("min", value)) <= value <= str(one.get("max", value)) else WRONG
    if kind == "Input.Number":
        number = float(value)
        return "" if float(one.get("min", number)) <= number <= float(one.get("max", number)) else WRONG
    return ""
