"""What stands inside a block: buttons, menus, boxes and small pictures, and in which blocks each may stand.

Limits are those of Slack's reference (docs.slack.dev/reference/block-kit/block-elements).
Stricter than Slack in one thing: whatever a person can press or fill must have an `action_id`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from practice.block_objects import (
    CLOCK_TIME,
    CONFIRM,
    DISPATCH,
    FILTER,
    ID,
    OPTION_GROUP,
    PLAIN_OPTION,
    SLACK_FILE,
    calendar_day,
    either,
    option,
    plain,
    web_address,
)
from practice.shapes import (
    Agreement,
    Rule,
    Shape,
    exactly_one,
    flag,
    listed,
    no_repeats,
    number,
    one_of,
    string,
)

Keys = Mapping[str, Rule]


def _options_agree(value: Mapping[str, Any], where: str) -> Iterator[str]:
    grouped = [group["options"] for group in value.get("option_groups", [])]
    offered = sum(grouped, list(value.get("options", [])))
    chosen = [
        *value.get("initial_options", []),
        *([value["initial_option"]] if "initial_option" in value else []),
    ]
    yield from no_repeats((each["value"] for each in offered), where, "option value")
    yield from no_repeats((each["value"] for each in chosen), where, "initial option")
    for each in chosen:
        if each not in offered:
            yield f"{where} begins with {each['value']!r}, which is not among its options."


def _lengths_agree(value: Mapping[str, Any], where: str) -> Iterator[str]:
    low, high = value.get("min_length", 0), value.get("max_length", 3000)
    if low > high:
        yield f"{where} has a min_length of {low} and a max_length of {high}."
    if len(value.get("initial_value", "")) > high:
        yield f"{where}.initial_value is longer than its max_length."


def _not_too_many(value: Mapping[str, Any], where: str) -> Iterator[str]:
    for key, initial in value.items():
        if key.startswith("initial_") and len(initial) > value.get("max_selected_items", 100):
            yield f"{where}.{key} holds more than max_selected_items."


PICTURE: Keys = {"image_url": web_address, "slack_file": SLACK_FILE}
ONE_PICTURE = exactly_one(*PICTURE)
ALT_TEXT = string(1, 2000)

_CONFIRM: Keys = {"confirm": CONFIRM, "focus_on_load": flag}
_BOX: Keys = {"placeholder": plain(150), "focus_on_load": flag}
_MENU: Keys = {**_BOX, **_CONFIRM}
_MANY: Keys = {**_MENU, "max_selected_items": number(1, 100)}
_TYPED: Keys = {**_BOX, "dispatch_action_config": DISPATCH}
_OFFER: Keys = {"options": listed(PLAIN_OPTION, 1, 100), "option_groups": listed(OPTION_GROUP, 1, 100)}
_RICH = option(either)
_RICH_OFFER: Keys = {"options": listed(_RICH, 1, 10)}
_PLACE: Keys = {"default_to_current_conversation": flag, "filter": FILTER}
_LENGTHS: Keys = {"min_length": number(0, 3000), "max_length": number(1, 3000)}
_OFFERED = (exactly_one(*_OFFER), _options_agree)


def _acting(kind: str, required: Keys, optional: Keys, *also: Agreement) -> Shape:
    return Shape({"type": one_of(kind), "action_id": ID, **required}, optional, also)


def _menus(source: str, initial: Rule, more: Keys, *also: Agreement) -> dict[str, Rule]:
    """The menu in which one is chosen and its sister in which several are."""
    thing = {"static": "option", "external": "option"}.get(source, source.removesuffix("s"))
    one = {**_MENU, **more, f"initial_{thing}": initial}
    many = {**_MANY, **more, f"initial_{thing}s": listed(initial, 1, 100)}
    if source in ("conversations", "channels"):
        one["response_url_enabled"] = flag
    return {
        f"{source}_select": _acting(f"{source}_select", {}, one, *also),
        f"multi_{source}_select": _acting(f"multi_{source}_select", {}, many, *also, _not_too_many),
    }


_BUTTON: Keys = {
    "value": string(0, 2000),
    "url": web_address,
    "style": one_of("primary", "danger"),
    "confirm": CONFIRM,
    "accessibility_label": string(1, 75),
}
_TEXT_BOX: Keys = {**_TYPED, **_LENGTHS, "initial_value": string(0, 3000), "multiline": flag}
_FILE_BOX: Keys = {"filetypes": listed(string(1, 20), 1), "max_files": number(1, 10)}
_CHECKS: Keys = {**_CONFIRM, "initial_options": listed(_RICH, 1, 10)}
_DAY: Keys = {**_MENU, "initial_date": calendar_day}
_TIME: Keys = {**_MENU, "initial_time": CLOCK_TIME, "timezone": string(1, 100)}
_MOMENT: Keys = {**_CONFIRM, "initial_date_time": number(1_000_000_000, 9_999_999_999)}
_LINE: Keys = {**_TYPED, "initial_value": string(0, 3000)}

ELEMENTS: dict[str, Rule] = {
    "button": _acting("button", {"text": plain(75)}, _BUTTON),
    "checkboxes": _acting("checkboxes", _RICH_OFFER, _CHECKS, _options_agree),
    "radio_buttons": _acting(
        "radio_buttons", _RICH_OFFER, {**_CONFIRM, "initial_option": _RICH}, _options_agree
    ),
    "overflow": _acting(
        "overflow",
        {"options": listed(option(plain, url=web_address), 1, 5)},
        {"confirm": CONFIRM},
        _options_agree,
    ),
    "datepicker": _acting("datepicker", {}, _DAY),
    "timepicker": _acting("timepicker", {}, _TIME),
    "datetimepicker": _acting("datetimepicker", {}, _MOMENT),
    "plain_text_input": _acting("plain_text_input", {}, _TEXT_BOX, _lengths_agree),
    "email_text_input": _acting("email_text_input", {}, _LINE),
    "url_text_input": _acting("url_text_input", {}, _LINE),
    "file_input": _acting("file_input", {}, _FILE_BOX),
    **_menus("static", PLAIN_OPTION, _OFFER, *_OFFERED),
    **_menus("external", PLAIN_OPTION, {"min_query_length": number(0, 100)}),
    **_menus("users", ID, {}),
    **_menus("conversations", ID, _PLACE),
    **_menus("channels", ID, {}),
    "image": Shape({"type": one_of("image"), "alt_text": ALT_TEXT}, PICTURE, (ONE_PICTURE,)),
}

_MENU_KINDS = [kind for kind in ELEMENTS if kind.endswith("_select")]
_TICKED = ["checkboxes", "radio_buttons", "datepicker", "timepicker"]

IN_ACTIONS = [
    "button",
    "overflow",
    "datetimepicker",
    *_TICKED,
    *(kind for kind in _MENU_KINDS if not kind.startswith("multi_")),
]
IN_SECTION = ["button", "overflow", "image", *_TICKED, *_MENU_KINDS]
IN_INPUT = [kind for kind in ELEMENTS if kind not in ("button", "overflow", "image")]
