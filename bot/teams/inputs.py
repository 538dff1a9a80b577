"""The boxes of a form, each under its field's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.teams.texts import Element, as_sentence, error, hint, is_markdown, paragraph, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from programme.words.message import Field, FieldKind, Option

_OPEN_TO_SEE = 4
"""Up to so many answers stand open to see; more go into a menu. Of several answers all are boxes to tick."""

_APART = "Large"
_TYPED, _PASTED, _CHOICE = 3000, 8000, 120
_EVERYBODY = "graph.microsoft.com/users"
"""The whole organisation. Source: learn.microsoft.com/microsoftteams/platform, "People Picker in Adaptive Cards"."""

_PASTE = "Paste the rows of the list here, or attach the file to a message in our chat."
_NO_ROOMS = "I am not in a channel yet. Add me to a team first, then open this form again."
_MISSING: Mapping[FieldKind, str] = {
    "choice": "Please choose one.",
    "choices": "Please choose at least one.",
    "date": "Please choose a date.",
    "time": "Please choose a time.",
    "person": "Please choose a person.",
    "people": "Please choose at least one person.",
    "channel": "Please choose a channel.",
}


def box(field: Field, wrong: str, rooms: Sequence[Option]) -> list[Element]:
    """The box with its label and its hint; what is wrong with its value stands around it and above it."""
    offered = tuple(rooms) if field.kind == "channel" else field.options
    if field.kind == "channel" and not offered:
        drawn = [*paragraph(field.label, spacing=_APART), *paragraph(_NO_ROOMS), *hint(field.hint)]
    else:
        drawn = _input(field, offered)
    return _marked(drawn, wrong) if wrong else drawn


def needed(field: Field) -> str:
    """What is said of the box when it is empty and must not be."""
    return _MISSING.get(field.kind, "Please fill this in.")


def _marked(drawn: list[Element], wrong: str) -> list[Element]:
    inside = [*error(wrong), {**drawn[0], "spacing": "Small"}, *drawn[1:]]
    return [{"type": "Container", "style": "attention", "spacing": _APART, "items": inside}]


def _input(field: Field, offered: tuple[Option, ...]) -> list[Element]:
    """Below a long list of answers nobody would find the hint in time, so it stands in the label there."""
    must = {"isRequired": True, "errorMessage": needed(field)}
    kind = _INPUTS[field.kind](field, offered)
    is_list = bool(field.hint) and kind.get("style") == "expanded"
    drawn = {
        **kind,
        "id": field.name,
        "label": f"{as_sentence(field.label)} {field.hint}" if is_list else field.label,
        "spacing": _APART,
        **(must if field.required else {}),
    }
    return [drawn] if is_list else [drawn, *hint(field.hint)]


def _first(field: Field) -> str:
    return field.value if isinstance(field.value, str) else next(iter(field.value), "")


def _several(field: Field) -> list[str]:
    return [value for value in ([field.value] if isinstance(field.value, str) else field.value) if value]


def _valued(element: Element, value: str) -> Element:
    return {**element, "value": value} if value else element


def _typed(field: Field, _offered: tuple[Option, ...]) -> Element:
    """What stands in the box already is never cut short: the handler says if it is too long."""
    value = _first(field)
    longest = min(field.max_length or _TYPED, _TYPED)
    element = {"type": "Input.Text", "maxLength": max(longest, len(value))}
    if field.kind == "long_text":
        element["isMultiline"] = True
    return _valued(element, value)


def _pasted(field: Field, _offered: tuple[Option, ...]) -> Element:
    value = _first(field)
    element = {"type": "Input.Text", "isMultiline": True, "placeholder": _PASTE}
    return _valued({**element, "maxLength": max(_PASTED, len(value))}, value)


def _choices(field: Field, offered: tuple[Option, ...]) -> list[dict[str, str]]:
    if any("," in option.value for option in offered):
        raise ValueError(
            f"{field.name} offers a value with a comma, which is what parts the values in Teams."
        )
    return [{"title": shortened(option.label, _CHOICE), "value": option.value} for option in offered]


def _one(field: Field, offered: tuple[Option, ...]) -> Element:
    """Titles that stand open are read as Markdown, those in a menu are not."""
    is_open = len(offered) <= _OPEN_TO_SEE and not any(is_markdown(option.label) for option in offered)
    element = {
        "type": "Input.ChoiceSet",
        "style": "expanded" if is_open else "compact",
        "wrap": True,
        "choices": _choices(field, offered),
        **({} if is_open else {"placeholder": "Choose one"}),
    }
    known = {option.value for option in offered}
    return _valued(element, _first(field) if _first(field) in known else "")


def _many(field: Field, offered: tuple[Option, ...]) -> Element:
    known = {option.value for option in offered}
    element = {
        "type": "Input.ChoiceSet",
        "style": "expanded",
        "isMultiSelect": True,
        "wrap": True,
        "choices": _choices(field, offered),
    }
    return _valued(element, ",".join(value for value in _several(field) if value in known))


def _people(field: Field, _offered: tuple[Option, ...]) -> Element:
    is_one = field.kind == "person"
    element = {
        "type": "Input.ChoiceSet",
        "isMultiSelect": not is_one,
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": _EVERYBODY},
        "placeholder": "Type a name",
    }
    return _valued(element, _first(field) if is_one else ",".join(_several(field)))


def _date(field: Field, _offered: tuple[Option, ...]) -> Element:
    return _valued({"type": "Input.Date"}, _first(field))


def _time(field: Field, _offered: tuple[Option, ...]) -> Element:
    return _valued({"type": "Input.Time"}, _first(field))


_INPUTS: Mapping[FieldKind, Callable[[Field, tuple[Option, ...]], Element]] = {
    "text": _typed,
    "long_text": _typed,
    "choice": _one,
    "choices": _many,
    "date": _date,
    "time": _time,
    "person": _people,
    "people": _people,
    "channel": _one,
    "file": _pasted,
}
