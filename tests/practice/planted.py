"""Good payloads of Block Kit, and mistakes to plant in them one at a time."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]
DROP = object()
"""Planted in place of a value: the key is taken away."""


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value}


def options(count: int) -> list[Json]:
    return [option(f"answer {number}") for number in range(count)]


def button(action_id: str) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain("Send the invite")}


def box(name: str, kind: str, **keys: Any) -> Json:
    element = {"type": kind, "action_id": name, **keys}
    return {"type": "input", "block_id": name, "label": plain(name.title()), "element": element}


SURE = {
    "title": plain("Leave"),
    "text": plain("Do you want to leave?"),
    "confirm": plain("Leave"),
    "deny": plain("Stay"),
}
HEADER: Json = {"type": "header", "block_id": "top", "text": plain("Your partner")}
PICTURE: Json = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "Three bars"}
MESSAGE: Json = {
    "text": "Your partner is Priya Nair.",
    "blocks": [
        HEADER,
        {"type": "section", "text": plain("Priya works in outpatients."), "accessory": button("more")},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Where*\nWard 4"}, plain("Tuesday")]},
        {"type": "context", "elements": [plain("Only you can see this."), PICTURE]},
        {
            "type": "actions",
            "block_id": "acts",
            "elements": [
                {**button("leave"), "value": "pair 7", "style": "danger", "confirm": SURE},
                {"type": "overflow", "action_id": "rest", "options": options(3)},
                {
                    "type": "static_select",
                    "action_id": "week",
                    "placeholder": plain("Which week"),
                    "options": options(3),
                    "initial_option": option("answer 1"),
                },
            ],
        },
        {"type": "divider"},
        PICTURE,
    ],
}
MODAL: Json = {
    "type": "modal",
    "title": plain("Reflect"),
    "submit": plain("Keep it"),
    "close": plain("Cancel"),
    "callback_id": "reflect",
    "private_metadata": "pair 7",
    "blocks": [
        {
            **box("learned", "plain_text_input", min_length=2, max_length=500),
            "hint": plain("One line is enough."),
        },
        box("seen by", "radio_buttons", options=options(3), initial_option=option("answer 0")),
        box("topics", "checkboxes", options=options(5), initial_options=options(2)),
        box("day", "datepicker", initial_date="2027-03-15"),
        box("start", "timepicker", initial_time="14:30"),
        box("partner", "users_select"),
        box("people", "multi_users_select", initial_users=["U1", "U2"], max_selected_items=3),
        box(
            "place",
            "conversations_select",
            filter={"include": ["public", "private"], "exclude_bot_users": True},
        ),
        box("channel", "channels_select"),
        box("list", "file_input", filetypes=["csv"], max_files=1),
        box("ward", "static_select", option_groups=[{"label": plain("North"), "options": options(3)}]),
        box("wards", "multi_static_select", options=options(4), initial_options=options(1)),
    ],
}
HOME: Json = {"type": "home", "blocks": [HEADER, {"type": "actions", "elements": [button("help")]}]}
SAID = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Hello"}]}
RICH: Json = {
    "type": "rich_text",
    "elements": [SAID, {"type": "rich_text_list", "style": "bullet", "elements": [SAID]}],
}
RICH_MESSAGE: Json = {"text": "Hello", "blocks": [RICH]}
STAMPED: Json = {
    "text": "Hello",
    "blocks": [{"type": "image", "slack_file": {"id": "F0123456789"}, "alt_text": "Three bars"}],
    "metadata": {"event_type": "pairme_letter", "event_payload": {"key": "W/prompt/7/2/3"}},
}

MISTAKES: list[tuple[str, Json, str, Any]] = [
    ("a message without text", MESSAGE, "text", DROP),
    ("a message with empty text", MESSAGE, "text", ""),
    ("a text above 40,000 characters", MESSAGE, "text", "x" * 40_001),
    ("a key that no message has", MESSAGE, "colour", "blue"),
    ("51 blocks in a message", MESSAGE, "blocks", [{"type": "divider"}] * 51),
    ("an input in a message", MESSAGE, "blocks.5", MODAL["blocks"][3]),
    ("a block of no known type", MESSAGE, "blocks.5.type", "ruler"),
    ("a block without a type", MESSAGE, "blocks.5.type", DROP),
    ("two blocks with one block_id", MESSAGE, "blocks.4.block_id", "top"),
    ("an empty block_id", MESSAGE, "blocks.0.block_id", ""),
    ("a block_id of 256 characters", MESSAGE, "blocks.0.block_id", "x" * 256),
    ("a key that no divider has", MESSAGE, "blocks.5.colour", "blue"),
    ("a header of 151 characters", MESSAGE, "blocks.0.text.text", "x" * 151),
    ("a header in mrkdwn", MESSAGE, "blocks.0.text.type", "mrkdwn"),
    ("a header without text", MESSAGE, "blocks.0.text", DROP),
    ("a section without text or fields", MESSAGE, "blocks.1.text", DROP),
    ("a section of 3,001 characters", MESSAGE, "blocks.1.text.text", "x" * 3001),
    ("an empty section text", MESSAGE, "blocks.1.text.text", ""),
    ("a text of no known type", MESSAGE, "blocks.1.text.type", "markdown"),
    ("11 fields", MESSAGE, "blocks.2.fields", [plain("x")] * 11),
    ("no fields in the list of fields", MESSAGE, "blocks.2.fields", []),
    ("a field of 2,001 characters", MESSAGE, "blocks.2.fields.1.text", "x" * 2001),
    ("emoji on mrkdwn", MESSAGE, "blocks.2.fields.0.emoji", True),
    ("verbatim on plain_text", MESSAGE, "blocks.2.fields.1.verbatim", True),
    ("a text box beside a section", MESSAGE, "blocks.1.accessory", MODAL["blocks"][0]["element"]),
    ("11 things in a context", MESSAGE, "blocks.3.elements", [plain("x")] * 11),
    ("nothing in a context", MESSAGE, "blocks.3.elements", []),
    ("a button in a context", MESSAGE, "blocks.3.elements.0", button("more")),
    ("26 buttons in one block", MESSAGE, "blocks.4.elements", [button(f"b{n}") for n in range(26)]),
    ("no buttons in a block of actions", MESSAGE, "blocks.4.elements", []),
    ("a text box among buttons", MESSAGE, "blocks.4.elements.0", MODAL["blocks"][0]["element"]),
    ("a file box among buttons", MESSAGE, "blocks.4.elements.0", MODAL["blocks"][9]["element"]),
    ("one action_id twice in a block", MESSAGE, "blocks.4.elements.1.action_id", "leave"),
    ("a button without an action_id", MESSAGE, "blocks.4.elements.0.action_id", DROP),
    ("an action_id of 256 characters", MESSAGE, "blocks.4.elements.0.action_id", "x" * 256),
    ("a button of 76 characters", MESSAGE, "blocks.4.elements.0.text.text", "x" * 76),
    ("a button in mrkdwn", MESSAGE, "blocks.4.elements.0.text.type", "mrkdwn"),
    ("a button without text", MESSAGE, "blocks.4.elements.0.text", DROP),
    ("a button's value of 2,001 characters", MESSAGE, "blocks.4.elements.0.value", "x" * 2001),
    ("a button in the style default", MESSAGE, "blocks.4.elements.0.style", "default"),
    (
        "a button's url of 3,001 characters",
        MESSAGE,
        "blocks.4.elements.0.url",
        f"https://example.org/{'x' * 2981}",
    ),
    ("a confirm title of 101 characters", MESSAGE, "blocks.4.elements.0.confirm.title.text", "x" * 101),
    ("a confirm text of 301 characters", MESSAGE, "blocks.4.elements.0.confirm.text.text", "x" * 301),
    ("a confirm button of 31 characters", MESSAGE, "blocks.4.elements.0.confirm.confirm.text", "x" * 31),
    ("a deny button of 31 characters", MESSAGE, "blocks.4.elements.0.confirm.deny.text", "x" * 31),
    ("a confirm without a way back", MESSAGE, "blocks.4.elements.0.confirm.deny", DROP),
    ("six options in an overflow", MESSAGE, "blocks.4.elements.1.options", options(6)),
    (
        "101 options in a select",
        MESSAGE,
        "blocks.4.elements.2.options",
        [option("answer 1"), *options(101)[1:]],
    ),
    ("a select with nothing to choose", MESSAGE, "blocks.4.elements.2.options", DROP),
    ("a placeholder of 151 characters", MESSAGE, "blocks.4.elements.2.placeholder.text", "x" * 151),
    ("an initial option not offered", MESSAGE, "blocks.4.elements.2.initial_option", option("answer 9")),
    ("an option of 76 characters", MESSAGE, "blocks.4.elements.2.options.0.text.text", "x" * 76),
    ("an option's value of 151 characters", MESSAGE, "blocks.4.elements.2.options.0.value", "x" * 151),
    ("an option without a value", MESSAGE, "blocks.4.elements.2.options.0.value", DROP),
    ("two options with one value", MESSAGE, "blocks.4.elements.2.options.2.value", "answer 0"),
    ("options and option_groups at once", MODAL, "blocks.10.element.options", options(2)),
    ("an image without alt text", MESSAGE, "blocks.6.alt_text", DROP),
    ("an alt text of 2,001 characters", MESSAGE, "blocks.6.alt_text", "x" * 2001),
    ("an image of nothing", MESSAGE, "blocks.6.image_url", DROP),
    ("an image from two places", MESSAGE, "blocks.6.slack_file", {"id": "F0123456789"}),
    ("an image at no web address", MESSAGE, "blocks.6.image_url", "a.png"),
    ("a title of 25 characters", MODAL, "title.text", "x" * 25),
    ("a title in mrkdwn", MODAL, "title.type", "mrkdwn"),
    ("a modal without a title", MODAL, "title", DROP),
    ("a submit of 25 characters", MODAL, "submit.text", "x" * 25),
    ("a close of 25 characters", MODAL, "close.text", "x" * 25),
    ("boxes without submit", MODAL, "submit", DROP),
    ("a private_metadata of 3,001 characters", MODAL, "private_metadata", "x" * 3001),
    ("a callback_id of 256 characters", MODAL, "callback_id", "x" * 256),
    ("101 blocks in a view", MODAL, "blocks", [{"type": "divider"}] * 101),
    ("a view with nothing in it", MODAL, "blocks", []),
    ("a view of no known type", MODAL, "type", "window"),
    ("a key that no view has", MODAL, "colour", "blue"),
    ("submit on a home", HOME, "submit", plain("Send")),
    ("a label of 2,001 characters", MODAL, "blocks.0.label.text", "x" * 2001),
    ("a label in mrkdwn", MODAL, "blocks.0.label.type", "mrkdwn"),
    ("a hint of 2,001 characters", MODAL, "blocks.0.hint.text", "x" * 2001),
    ("a box without a label", MODAL, "blocks.0.label", DROP),
    ("a label with nothing to fill", MODAL, "blocks.0.element", DROP),
    ("a button in a box", MODAL, "blocks.0.element", button("more")),
    ("a max_length of 3,001", MODAL, "blocks.0.element.max_length", 3001),
    ("a max_length of 0", MODAL, "blocks.0.element.max_length", 0),
    ("a min_length above max_length", MODAL, "blocks.0.element.min_length", 501),
    ("a value longer than max_length", MODAL, "blocks.0.element.initial_value", "x" * 501),
    ("a word where true or false belongs", MODAL, "blocks.0.element.multiline", "yes"),
    ("11 radio buttons", MODAL, "blocks.1.element.options", options(11)),
    ("an initial radio button not offered", MODAL, "blocks.1.element.initial_option", option("answer 9")),
    ("11 checkboxes", MODAL, "blocks.2.element.options", options(11)),
    ("an initial checkbox not offered", MODAL, "blocks.2.element.initial_options", [option("answer 9")]),
    ("a date written the British way", MODAL, "blocks.3.element.initial_date", "15/03/2027"),
    ("a date that does not exist", MODAL, "blocks.3.element.initial_date", "2027-02-30"),
    ("25 o'clock", MODAL, "blocks.4.element.initial_time", "25:00"),
    ("a time with am", MODAL, "blocks.4.element.initial_time", "9:30am"),
    ("initial_user given to several", MODAL, "blocks.6.element.initial_user", "U1"),
    ("more people than may be chosen", MODAL, "blocks.6.element.max_selected_items", 1),
    ("at most no people", MODAL, "blocks.6.element.max_selected_items", 0),
    ("an empty filter", MODAL, "blocks.7.element.filter", {}),
    ("a filter for no known kind", MODAL, "blocks.7.element.filter.include", ["secret"]),
    ("11 files", MODAL, "blocks.9.element.max_files", 11),
    ("no files", MODAL, "blocks.9.element.max_files", 0),
    ("a group's label of 76 characters", MODAL, "blocks.10.element.option_groups.0.label.text", "x" * 76),
    ("a group with 101 options", MODAL, "blocks.10.element.option_groups.0.options", options(101)),
    (
        "two boxes that both take the focus",
        MODAL,
        "blocks",
        [box(n, "datepicker", focus_on_load=True) for n in "ab"],
    ),
    ("rich text of no known part", RICH_MESSAGE, "blocks.0.elements.0.type", "rich_text_poem"),
    ("a rich list of no known style", RICH_MESSAGE, "blocks.0.elements.1.style", "stars"),
    ("text straight into rich text", RICH_MESSAGE, "blocks.0.elements.0", {"type": "text", "text": "Hello"}),
    ("metadata without an event_type", STAMPED, "metadata.event_type", DROP),
    ("metadata whose payload is a string", STAMPED, "metadata.event_payload", "key"),
    ("a slack_file named twice", STAMPED, "blocks.0.slack_file.url", "https://example.org/a.png"),
]


def planted(good: Json, path: str, value: Any, parted_by: str = ".") -> Json:
    """A copy of `good` in which what stands at `path` is `value`."""
    bad: Json = json.loads(json.dumps(good))
    *way, last = [int(step) if step.isdigit() else step for step in path.split(parted_by)]
    place: Any = bad
    for step in way:
        place = place[step]
    if value is DROP:
        del place[last]
    else:
        place[last] = value
    return bad


def places(value: Any, way: str = "", parted_by: str = ".") -> list[str]:
    """Every path of a payload."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [(f"{way}{parted_by}{key}".removeprefix(parted_by), below) for key, below in inner]
    return [path for path, below in found for path in (path, *places(below, path, parted_by))]
