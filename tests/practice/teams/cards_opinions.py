"""What other people's checkers say of the same cards: Microsoft's typed classes and the published schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from inspect import isclass
from typing import Any

from jsonschema import Draft6Validator
from microsoft_teams import cards
from pydantic import BaseModel, ValidationError

_CLASSES: dict[str, type[BaseModel]] = {
    made.model_fields["type"].default: made
    for made in vars(cards).values()
    if isclass(made) and issubclass(made, BaseModel) and "type" in made.model_fields
}
_UNTYPED: dict[str, type[BaseModel]] = {"facts": cards.Fact, "choices": cards.Choice}
_SCHEMA = json.loads((files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text())
_VALIDATOR = Draft6Validator(_SCHEMA)
_NOT_PUBLISHED = ("choices.data", "msteams", "firstRowAsHeaders")


def of_classes(card: Mapping[str, Any]) -> str:
    """Whether Microsoft's classes "caught" something, "missed" it, or "cannot say" it, having no class for it.

    A class reads what it holds only as an element of any kind, so every part is read by its own class here.
    """
    try:
        for kind, part in _parts(card):
            kind.model_validate(part)
    except LookupError:
        return "cannot say"
    except ValidationError:
        return "caught"
    return "missed"


def of_schema(card: Mapping[str, Any]) -> str:
    """Whether the published schema "caught" something or "missed" it, with what is younger than it put aside."""
    return "missed" if _VALIDATOR.is_valid(_as_published(card)) else "caught"


def _parts(value: Any, key: str = "") -> Iterator[tuple[type[BaseModel], Any]]:
    if isinstance(value, list):
        for each in value:
            yield from _parts(each, key)
    elif isinstance(value, Mapping):
        if key != "data":
            yield _UNTYPED[key] if key in _UNTYPED else _class_of(value, key), value
        for name, inner in value.items():
            if isinstance(inner, list | Mapping) and (name != "data" or "Chart" not in str(value["type"])):
                yield from _parts(inner, name)


def _class_of(value: Mapping[str, Any], key: str) -> type[BaseModel]:
    if key == "columns" and "type" not in value:
        return cards.ColumnDefinition
    return _CLASSES[value["type"]]


def _as_published(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_published(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    if str(value.get("type")).startswith("Chart."):
        return {"type": "TextBlock", "text": "A chart", "wrap": True}
    return {
        key: inner if key == "data" else _as_published(inner)
        for key, inner in value.items()
        if key not in _NOT_PUBLISHED
    }
