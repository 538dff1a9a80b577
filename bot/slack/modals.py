"""Forms, drawn as Slack's modals: each box is an input block with the field's own name as its `action_id`.

Its `block_id` is that name too, but for a form that takes the place of one with the same box: where both ids are the
same Slack keeps what was typed and lets the new value go (docs.slack.dev/reference/methods/views.update, "Preserving
input entry"), and here the new form has the last word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.buttons import beside, rows, rows_with_help
from bot.slack.texts import pieces, plain, shortened, within

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from programme.words.message import Field, FieldKind, Form, Line, Option

Element = dict[str, Any]

_RADIO_BUTTONS, _CHECKBOXES = 4, 10
"""Up to so many answers stand open to see; more go into a menu."""

_VIEW_BLOCKS, _SHORT, _LABEL, _TYPED, _METADATA = 100, 24, 2000, 3000, 3000


def modal(form: Form, taken: Collection[str] = ()) -> dict[str, Any]:
    """The view that asks this form, with its own buttons and "Get help" at its end.

    What comes back holds the form's name as `callback_id`, its subject as `private_metadata`, and each answer
    under its field's name, as `action_id`. `taken` are the block_ids of the view whose place it takes.
    Raises ValueError, naming the form, if Slack has no room for a title, a label, a value or all of it, or if it
    has boxes and nothing that sends them.
    """
    if form.fields and not form.submit:
        raise ValueError(f"The form {form.name} has boxes, and nothing that sends them.")
    lines = [block for line in form.lines for block in _line(line)]
    boxes = [_box(form.name, field, taken) for field in form.fields]
    blocks = [*_sections(form.note), *lines, *boxes, *rows_with_help(form.buttons)]
    if len(blocks) > _VIEW_BLOCKS:
        raise ValueError(f"The form {form.name} needs {len(blocks)} blocks and Slack takes {_VIEW_BLOCKS}.")
    submit = within(form.submit, _SHORT, f"The submit of {form.name}")
    return {
        "type": "modal",
        "callback_id": form.name,
        "title": plain(within(form.title, _SHORT, f"The title of {form.name}")),
        **({"submit": plain(submit)} if submit else {}),
        "close": plain(within(form.close, _SHORT, f"The close of {form.name}")),
        "private_metadata": within(form.subject, _METADATA, f"The subject of {form.name}"),
        "blocks": blocks,
    }


def _sections(text: str) -> list[dict[str, Any]]:
    return [{"type": "section", "text": plain(piece)} for piece in pieces(text)]


def _line(line: Line) -> list[dict[str, Any]]:
    """What it says, with its only button beside it or its several buttons below."""
    said = _sections(line.text)
    if len(line.buttons) == 1 and said:
        return [{**said[0], "accessory": beside(line.buttons[0])}, *said[1:]]
    return [*said, *rows(line.buttons)]


def _box(form: str, field: Field, taken: Collection[str]) -> dict[str, Any]:
    what = f"{form}.{field.name}"
    block = {
        "type": "input",
        "block_id": f"{field.name}#" if field.name in taken else field.name,
        "label": plain(within(field.label, _LABEL, f"The label of {what}")),
        "optional": not field.required,
        "element": {"action_id": field.name, **_ELEMENTS[field.kind](field, what)},
    }
    if field.hint:
        block["hint"] = plain(within(field.hint, _LABEL, f"The hint of {what}"))
    return block


def _first(field: Field) -> str:
    return field.value if isinstance(field.value, str) else next(iter(field.value), "")


def _several(field: Field) -> list[str]:
    return [value for value in ([field.value] if isinstance(field.value, str) else field.value) if value]


def _typed(field: Field, what: str) -> Element:
    longest = min(field.max_length or _TYPED, _TYPED)
    element = {"type": "plain_text_input", "multiline": field.kind == "long_text", "max_length": longest}
    value = within(_first(field), longest, f"The value of {what}")
    return {**element, "initial_value": value} if value else element


def _offered(options: tuple[Option, ...], what: str) -> list[Element]:
    most = 100
    if not 1 <= len(options) <= most:
        raise ValueError(f"{what} offers {len(options)} answers; Slack takes 1 to {most}.")
    named = f"A value that {what} offers"
    return [
        {"text": plain(shortened(each.label, 75)), "value": within(each.value, 150, named)}
        for each in options
    ]


def _choice(field: Field, what: str) -> Element:
    offered = _offered(field.options, what)
    kind = "radio_buttons" if len(offered) <= _RADIO_BUTTONS else "static_select"
    chosen = [option for option in offered if option["value"] == _first(field)]
    return {"type": kind, "options": offered, **({"initial_option": chosen[0]} if chosen else {})}


def _choices(field: Field, what: str) -> Element:
    offered = _offered(field.options, what)
    kind = "checkboxes" if len(offered) <= _CHECKBOXES else "multi_static_select"
    chosen = [option for option in offered if option["value"] in _several(field)]
    return {"type": kind, "options": offered, **({"initial_options": chosen} if chosen else {})}


def _picker(kind: str, initial: str) -> Callable[[Field, str], Element]:
    def element(field: Field, _what: str) -> Element:
        value = _first(field)
        return {"type": kind, **({initial: value} if value else {})}

    return element


def _people(field: Field, _what: str) -> Element:
    chosen = _several(field)
    return {"type": "multi_users_select", **({"initial_users": chosen} if chosen else {})}


def _channel(field: Field, what: str) -> Element:
    shown = {"include": ["public", "private"], "exclude_bot_users": True}
    return {**_picker("conversations_select", "initial_conversation")(field, what), "filter": shown}


def _file(_field: Field, _what: str) -> Element:
    return {"type": "file_input", "filetypes": ["csv"], "max_files": 1}


_ELEMENTS: Mapping[FieldKind, Callable[[Field, str], Element]] = {
    "text": _typed,
    "long_text": _typed,
    "choice": _choice,
    "choices": _choices,
    "date": _picker("datepicker", "initial_date"),
    "time": _picker("timepicker", "initial_time"),
    "person": _picker("users_select", "initial_user"),
    "people": _people,
    "channel": _channel,
    "file": _file,
}
