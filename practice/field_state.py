"""What stands in a field: the shape Slack gives to it in `state.values`, and what Slack's client lets into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from practice.elements import Block, Element, touchable

Value = str | Sequence[str]
State = dict[str, Any]
Values = dict[str, dict[str, State]]

REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class NotAccepted(Exception):
    """Slack's client would not take this value; the text is what the person reads."""


@dataclass(frozen=True)
class Known:
    """The ids that exist for the person who fills in a form."""

    users: Collection[str]
    conversations: Collection[str]


def empty_or_initial(element: Element) -> State | None:
    """The state of an untouched element; None where it has none (a button)."""
    kind = _KINDS.get(element["type"])
    if kind is None:
        return None
    start = element.get(kind.initial, [] if kind.many else None)
    return {"type": element["type"], kind.key: start}


def initial_values(blocks: Sequence[Block]) -> Values:
    """`state.values` of blocks that nobody has touched."""
    values: Values = {}
    for block, element in touchable(blocks):
        state = empty_or_initial(element)
        if state is not None:
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def carried_over(blocks: Sequence[Block], before: Values) -> Values:
    """The state of new blocks, keeping what was entered where block_id, action_id and type are the same."""
    values = initial_values(blocks)
    for block_id, fields in values.items():
        for action_id, state in fields.items():
            old = before.get(block_id, {}).get(action_id)
            if old is not None and old["type"] == state["type"]:
                fields[action_id] = old
    return values


def filled(element: Element, value: Value, known: Known) -> State:
    """The state once a person has entered `value`. Raises NotAccepted as Slack's client refuses."""
    kind = _KINDS[element["type"]]
    given = [value] if isinstance(value, str) else list(value)
    given = [one for one in given if one]
    most = element.get("max_selected_items")
    if most is not None and len(given) > most:
        raise NotAccepted(f"Please choose at most {most}.")
    if len(given) > 1 and not kind.many:
        raise NotAccepted("Please choose one only.")
    taken = [kind.take(element, one, known) for one in given]
    if kind.many:
        return {"type": element["type"], kind.key: taken}
    return {"type": element["type"], kind.key: taken[0] if taken else None}


def is_empty(state: State) -> bool:
    """Whether nothing was entered."""
    return all(value in (None, "", []) for key, value in state.items() if key != "type")


def option(element: Element, value: str) -> Mapping[str, Any]:
    """The option of an element by its value. Raises NotAccepted when it is not offered."""
    for one in _options(element):
        if one["value"] == value:
            return one
    raise NotAccepted("That is not one of the options.")


def _options(element: Element) -> Iterator[Mapping[str, Any]]:
    yield from element.get("options") or ()
    for group in element.get("option_groups") or ():
        yield from group["options"]


def _text(element: Element, value: str, _known: Known) -> str:
    most, least = element.get("max_length", 3000), element.get("min_length", 0)
    if len(value) > most:
        raise NotAccepted(f"This is too long: {most} characters at most.")
    if len(value) < least:
        raise NotAccepted(f"This is too short: {least} characters at least.")
    return value


def _matching(pattern: re.Pattern[str], complaint: str) -> Callable[[Element, str, Known], str]:
    def take(element: Element, value: str, known: Known) -> str:
        if not pattern.fullmatch(value):
            raise NotAccepted(complaint)
        return _text(element, value, known)

    return take


def _number(element: Element, value: str, _known: Known) -> str:
    if not _NUMBER.fullmatch(value):
        raise NotAccepted("Please enter a number.")
    if "." in value and not element.get("is_decimal_allowed"):
        raise NotAccepted("Please enter a whole number.")
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and float(value) < float(least):
        raise NotAccepted(f"Please enter at least {least}.")
    if most is not None and float(value) > float(most):
        raise NotAccepted(f"Please enter at most {most}.")
    return value


def _option(element: Element, value: str, _known: Known) -> Mapping[str, Any]:
    return option(element, value)


def _date(_element: Element, value: str, _known: Known) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise NotAccepted("Please enter a valid date.") from None


def _time(_element: Element, value: str, _known: Known) -> str:
    try:
        return f"{time.fromisoformat(value):%H:%M}"
    except ValueError:
        raise NotAccepted("Please enter a valid time.") from None


def _instant(_element: Element, value: str, _known: Known) -> int:
    if not value.isdigit():
        raise NotAccepted("Please enter a valid date and time.")
    return int(value)


def _user(_element: Element, value: str, known: Known) -> str:
    if value not in known.users:
        raise NotAccepted("Nobody here has that name.")
    return value


def _conversation(_element: Element, value: str, known: Known) -> str:
    if value not in known.conversations:
        raise NotAccepted("There is no such conversation.")
    return value


@dataclass(frozen=True)
class _Kind:
    key: str
    initial: str
    many: bool
    take: Callable[[Element, str, Known], Any]


_KINDS = {
    "plain_text_input": _Kind("value", "initial_value", False, _text),
    "email_text_input": _Kind(
        "value", "initial_value", False, _matching(_EMAIL, "Please enter a valid email.")
    ),
    "url_text_input": _Kind("value", "initial_value", False, _matching(_URL, "Please enter a valid URL.")),
    "number_input": _Kind("value", "initial_value", False, _number),
    "static_select": _Kind("selected_option", "initial_option", False, _option),
    "radio_buttons": _Kind("selected_option", "initial_option", False, _option),
    "multi_static_select": _Kind("selected_options", "initial_options", True, _option),
    "checkboxes": _Kind("selected_options", "initial_options", True, _option),
    "datepicker": _Kind("selected_date", "initial_date", False, _date),
    "timepicker": _Kind("selected_time", "initial_time", False, _time),
    "datetimepicker": _Kind("selected_date_time", "initial_date_time", False, _instant),
    "users_select": _Kind("selected_user", "initial_user", False, _user),
    "multi_users_select": _Kind("selected_users", "initial_users", True, _user),
    "conversations_select": _Kind("selected_conversation", "initial_conversation", False, _conversation),
    "multi_conversations_select": _Kind(
        "selected_conversations", "initial_conversations", True, _conversation
    ),
    "channels_select": _Kind("selected_channel", "initial_channel", False, _conversation),
    "multi_channels_select": _Kind("selected_channels", "initial_channels", True, _conversation),
    "file_input": _Kind("files", "", True, _text),
}
