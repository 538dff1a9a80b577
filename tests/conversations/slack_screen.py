"""What a person reads on a screen of Slack's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.conversations.heard import Heard

Block = Mapping[str, Any]


def heard_in(screen: Mapping[str, Any], me: str) -> list[Heard]:
    """Every message of every conversation, in order of time."""
    heard = [
        _heard(conversation, message, me)
        for conversation in screen["conversations"]
        for message in conversation["messages"]
        if not message.get("deleted")
    ]
    return sorted(heard, key=lambda each: each.order)


def words_of(blocks: list[Block]) -> str:
    """Everything that can be read."""
    found: list[str] = []
    for block in blocks:
        if block["type"] in ("section", "header"):
            found += [block["text"]["text"]] if block.get("text") else []
            found += [one["text"] for one in block.get("fields", [])]
        elif block["type"] == "context":
            found += [one["text"] for one in block["elements"]]
        elif block["type"] == "image":
            found.append(block["alt_text"])
        elif block["type"] == "input":
            found.append(block["label"]["text"])
    return "\n".join(found)


def buttons_of(blocks: list[Block]) -> dict[str, tuple[str, str]]:
    """The ids of the action and of its block, by the label."""
    return {
        element["text"]["text"]: (element["action_id"], block.get("block_id", ""))
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    }


def title_of(view: Mapping[str, Any]) -> str:
    """The title of a form."""
    return str(view["title"]["text"])


def value_of(view: Mapping[str, Any], field: str) -> Any:
    """What stands in one box: a string, or several."""
    assert field in view["state"], f"The form {view['callback_id']} has no box {field}."
    (box,) = view["state"][field].values()
    if box.get("selected_options") is not None:
        return [option["value"] for option in box["selected_options"]]
    if box.get("selected_option"):
        return box["selected_option"]["value"]
    given = (value for key, value in box.items() if key != "type" and value)
    return next(given, "")


def _heard(conversation: Mapping[str, Any], message: Mapping[str, Any], me: str) -> Heard:
    blocks = message.get("blocks") or []
    return Heard(
        place=conversation["id"],
        id=message["ts"],
        order=message["ts"],
        words=words_of(blocks) or message.get("text", ""),
        buttons=buttons_of(blocks),
        is_private=bool(message.get("ephemeral")) or conversation["kind"] == "im",
        is_mine=message["from"]["id"] == me,
        is_by_bot=bool(message["from"]["is_bot"]),
        files=[file["name"] for file in message.get("files") or []],
        thread=message.get("thread_ts") or "",
    )
