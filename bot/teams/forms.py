"""Forms, drawn into a dialog or into a card: the lines, the boxes, and the buttons.

What is sent holds the form's name, its subject, an id, and the form itself, packed: it can be drawn again with
errors beside its boxes though nothing was kept here meanwhile. What is pressed on a form holds what stands in the
boxes, and of which kind they are.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from bot.teams.buttons import Drawn, Where, executed, on_form, rows, submitted
from bot.teams.inputs import box, needed
from bot.teams.packing import packed
from bot.teams.texts import Element, error, paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from programme.words.message import Field, Form, Line, Option

Value = str | tuple[str, ...]

VERB = "form"
NOTHING: Mapping[str, Any] = MappingProxyType({})
_OURS = frozenset({"form", "subject", "form_id", "again", "press", "boxes", "msteams"})
"""Beside these the values of the boxes come back, in one mapping."""

_SMALL, _MEDIUM = 2, 4


def inside(
    form: Form, errors: Mapping[str, str], values: Mapping[str, Value], rooms: Sequence[Option], where: Where
) -> list[Element]:
    """What has to be looked at again, the note, the lines, and each box with what was typed into it.

    Raises ValueError if a box has a name that is spoken for, or offers what Teams cannot send back, or if nothing
    sends the boxes.
    """
    taken = sorted(_OURS & {field.name for field in form.fields})
    if taken:
        raise ValueError(f"The form {form.name} has a box called {taken[0]}, which is a word of the door.")
    if form.fields and not form.submit:
        raise ValueError(f"The form {form.name} has boxes, and nothing that sends them.")
    lines = [_line(line, form, where) for line in form.lines]
    fields = [_shown(form, field, values.get(field.name, field.value)) for field in form.fields]
    drawn = [element for field in fields for element in box(field, errors.get(field.name, ""), rooms)]
    return [*_to_look_at(form.fields, errors), *paragraph(form.note), *lines, *drawn]


def pressed(form: Form, form_id: str, where: Where) -> list[Drawn]:
    """The button that sends the form, where it has one, and then its own."""
    send = [_sending(form, form_id, where)] if form.submit else []
    return [*send, *on_form(form.buttons, where, _kinds(form))]


def is_checked_here(form: Form) -> bool:
    """Whether the door says itself which boxes are empty: the client would say it before every button of the form."""
    return bool(form.fields) and bool(form.buttons or any(line.buttons for line in form.lines))


def missing(form: Form, values: Mapping[str, Value]) -> dict[str, str]:
    """What stands beside the boxes that must be filled in and are not."""
    return {each.name: needed(each) for each in form.fields if each.required and not values.get(each.name)}


def _sending(form: Form, form_id: str, where: Where) -> Drawn:
    data = {"form": form.name, "subject": form.subject, "form_id": form_id, "again": packed(form)}
    if where == "dialog":
        return submitted(form.submit, data, style="positive")
    return executed(form.submit, VERB, data, style="positive")


def _line(line: Line, form: Form, where: Where) -> Element:
    """One entry, set apart from the one before it, with its buttons below."""
    items = [*paragraph(line.text), *rows(on_form(line.buttons, where, _kinds(form)))]
    return {"type": "Container", "separator": True, "spacing": "Medium", "items": items}


def _kinds(form: Form) -> dict[str, str]:
    return {field.name: field.kind for field in form.fields}


def _shown(form: Form, field: Field, value: Value) -> Field:
    return replace(field, value=value, required=field.required and not is_checked_here(form))


def height(form: Form) -> Literal["small", "medium", "large"]:
    """How much of the screen the dialog takes: as much as its lines and boxes need."""
    has_much_to_write = any(field.kind in ("long_text", "file") for field in form.fields)
    if len(form.lines) > _SMALL:
        return "large"
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
