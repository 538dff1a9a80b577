"""A strict checker of Block Kit: what Slack would refuse, found before it is asked.

`check_message` and `check_view` give one sentence for each fault and an empty list for what is good.
Limits are those of Slack's reference (docs.slack.dev/reference/block-kit/blocks and .../views).
Stricter than Slack in four things: a message always has `text` (phones and screen readers show it), has no
input block, an element that acts has an `action_id`, and a key or type not in the tables is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from practice.block_elements import (
    ALT_TEXT,
    ELEMENTS,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    ONE_PICTURE,
    PICTURE,
)
from practice.block_objects import ID, either, plain
from practice.rich_text import RICH_TEXT_PARTS
from practice.shapes import (
    Agreement,
    Rule,
    Shape,
    at_least_one,
    by_type,
    flag,
    listed,
    no_repeats,
    one_of,
    only,
    string,
)

TEXT_SHOWN_WHOLE = 4000
"""Slack advises no longer `text` than this and cuts it off at 40,000."""


def _block(kind: str, required: Mapping[str, Rule], optional: Mapping[str, Rule], *also: Agreement) -> Shape:
    return Shape({"type": one_of(kind), **required}, {"block_id": ID, **optional}, also)


def _action_ids_differ(block: Mapping[str, Any], where: str) -> Iterator[str]:
    yield from no_repeats((element["action_id"] for element in block["elements"]), where, "action_id")


_SECTION: dict[str, Rule] = {
    "text": either(3000),
    "fields": listed(either(2000), 1, 10),
    "accessory": by_type(only(ELEMENTS, IN_SECTION)),
    "expand": flag,
}
_CONTEXT = listed(
    by_type({"image": ELEMENTS["image"], "plain_text": plain(3000), "mrkdwn": either(3000)}), 1, 10
)
_INPUT = {"label": plain(2000), "element": by_type(only(ELEMENTS, IN_INPUT))}
_INPUT_MAY: dict[str, Rule] = {"hint": plain(2000), "optional": flag, "dispatch_action": flag}
_ACTIONS = listed(by_type(only(ELEMENTS, IN_ACTIONS)), 1, 25)

_IN_MESSAGES: dict[str, Rule] = {
    "actions": _block("actions", {"elements": _ACTIONS}, {}, _action_ids_differ),
    "context": _block("context", {"elements": _CONTEXT}, {}),
    "divider": _block("divider", {}, {}),
    "header": _block("header", {"text": plain(150)}, {}),
    "image": _block("image", {"alt_text": ALT_TEXT}, {**PICTURE, "title": plain(2000)}, ONE_PICTURE),
    "rich_text": _block("rich_text", {"elements": RICH_TEXT_PARTS}, {}),
    "section": _block("section", {}, _SECTION, at_least_one("text", "fields")),
}
_IN_VIEWS: dict[str, Rule] = {**_IN_MESSAGES, "input": _block("input", _INPUT, _INPUT_MAY)}


def _blocks(kinds: Mapping[str, Rule], low: int, high: int) -> Rule:
    each = listed(by_type(kinds), low, high)

    def rule(value: object, where: str) -> Iterator[str]:
        yield from each(value, where)
        if isinstance(value, list):
            objects = [block for block in value if isinstance(block, Mapping)]
            ids = [block["block_id"] for block in objects if isinstance(block.get("block_id"), str)]
            yield from no_repeats(ids, where, "block_id")

    return rule


def _submit_for_inputs(view: Mapping[str, Any], where: str) -> Iterator[str]:
    if "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        yield f"{where} has boxes to fill and no submit."


def _one_focus(view: Mapping[str, Any], where: str) -> Iterator[str]:
    inputs = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    if sum(element.get("focus_on_load", False) for element in inputs) > 1:
        yield f"{where} has more than one element with focus_on_load."


def _anything(_value: object, _where: str) -> Iterator[str]:
    yield from ()


def _mapping(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{where} must be an object."


_OTHER_ARGUMENTS = (
    *("token", "channel", "user", "ts", "thread_ts", "reply_broadcast", "unfurl_links", "unfurl_media"),
    *("mrkdwn", "parse", "link_names", "response_type", "replace_original", "delete_original"),
)
_MESSAGE = Shape(
    {"text": string(1, 40_000)},
    {
        "blocks": _blocks(_IN_MESSAGES, 0, 50),
        "metadata": Shape({"event_type": ID, "event_payload": _mapping}),
        **dict.fromkeys(_OTHER_ARGUMENTS, _anything),
    },
)
_VIEW_MAY: dict[str, Rule] = {"private_metadata": string(0, 3000), "callback_id": ID, "external_id": ID}
_VIEW_BLOCKS = _blocks(_IN_VIEWS, 1, 100)
_MODAL = Shape(
    {"type": one_of("modal"), "title": plain(24), "blocks": _VIEW_BLOCKS},
    {
        **_VIEW_MAY,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
    (_submit_for_inputs, _one_focus),
)
_HOME = Shape({"type": one_of("home"), "blocks": _VIEW_BLOCKS}, _VIEW_MAY, (_one_focus,))
_VIEW = by_type({"modal": _MODAL, "home": _HOME})


def check_message(payload: Mapping[str, Any]) -> list[str]:
    """The faults of a message's `text`, `blocks` and `metadata`, each a sentence that names block and field.

    The other arguments of the calls that post may stand beside them and are not looked at.
    """
    return list(_MESSAGE(payload, "message"))


def check_view(view: Mapping[str, Any]) -> list[str]:
    """The faults of a modal or of a home as handed to `views.open` and its kin, each a sentence."""
    return list(_VIEW(view, "view"))


def advice(payload: Mapping[str, Any]) -> list[str]:
    """What Slack takes but should rather not be sent: a `text` that it may show only in part."""
    length = len(payload.get("text") or "")
    if length <= TEXT_SHOWN_WHOLE:
        return []
    return [f"message.text has {length} characters; Slack advises no more than {TEXT_SHOWN_WHOLE}."]
