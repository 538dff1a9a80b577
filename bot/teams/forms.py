"""Forms, drawn into a dialog or into a card: the boxes, and the button that sends them.

What is sent holds the form's name, its subject, an id, and the form itself, packed: it can be drawn again with
errors beside its boxes though nothing was kept here meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from bot.teams.buttons import Where, executed, submitted
from bot.teams.inputs import box
from bot.teams.packing import packed
from bot.teams.texts import Element, error, paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from programme.words.message import Field, Form, Option

Value = str | tuple[str, ...]

VERB = "form"
NOTHING: Mapping[str, Any] = MappingProxyType({})
_OURS = frozenset({"form", "subject", "form_id", "again", "press", "msteams"})
"""Beside these the values of the boxes come back, in one mapping."""

_SMALL, _MEDIUM = 2, 4


def boxes(
    form: Form, errors: Mapping[str, str], values: Mapping[str, Value], rooms: Sequence[Option]
) -> list[Element]:
    """The note, what has to be looked at again, and each box with what was typed into it.

    Raises ValueError if a box has a name that is spoken for, or offers what Teams cannot send back.
    """
    taken = sorted(_OURS & {field.name for field in form.fields})
    if taken:
        raise ValueError(f"The form {form.name} has a box called {taken[0]}, which is a word of the door.")
    fields = [replace(field, value=values.get(field.name, field.value)) for field in form.fields]
    drawn = [element for field in fields for element in box(field, errors.get(field.name, ""), rooms)]
    return [*_to_look_at(form.fields, errors), *paragraph(form.note), *drawn]


def sending(form: Form, form_id: str, where: Where) -> dict[str, Any]:
    """The button that sends the form."""
    data = {"form": form.name, "subject": form.subject, "form_id": form_id, "again": packed(form)}
    if where == "dialog":
        return submitted(form.submit, data, style="positive")
    return executed(form.submit, VERB, data, style="positive")


def height(form: Form) -> Literal["small", "medium", "large"]:
    """How much of the screen the dialog takes: as much as its boxes need."""
    has_much_to_write = any(field.kind in ("long_text", "file") for field in form.fields)
    if len(form.fields) <= _SMALL and not has_much_to_write:
        return "small"
    return "medium" if len(form.fields) <= _MEDIUM else "large"


def _to_look_at(fields: tuple[Field, ...], errors: Mapping[str, str]) -> list[Element]:
    """Named at the top, because on a phone the box may be far below (NHS design system, "Error summary")."""
    labels = [field.label for field in fields if field.name in errors]
    known = {field.name for field in fields}
    elsewhere = [text for name, text in errors.items() if name not in known]
    named = [f"Please look again at: {', '.join(labels)}."] if labels else []
    return [element for text in (*named, *elsewhere) for element in error(text)]
