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
        for element in block.get("elements", [block.get("accessory", {})])
        if element.get("type") == "button"
    }


def entry_of(blocks: list[Block], words: str) -> list[Block]:
    """The section that says these words, and the buttons under it."""
    places = [place for place, block in enumerate(blocks) if words in words_of([block])]
    assert len(places) == 1, f"{len(places)} entries say {words}: {words_of(blocks)}"
    below = blocks[places[0] + 1 :][:1]
    return [blocks[places[0]], *(block for block in below if block["type"] == "actions")]


def field_of(view: Mapping[str, Any], block_id: str) -> str:
    """The name of the box in this block."""
    (field,) = view["state"][block_id]
    return str(field)


def by_block(view: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What is typed into boxes, by the blocks in which they stand."""
    blocks = {field_of(view, block_id): block_id for block_id in view["state"]}
    return {blocks.get(field, field): value for field, value in values.items()}


def title_of(view: Mapping[str, Any]) -> str:
    """The title of a form."""
    return str(view["title"]["text"])


def value_of(view: Mapping[str, Any], field: str) -> Any:
    """What stands in one box: a string, or several."""
    (block_id,) = by_block(view, {field: ""})
    assert block_id in view["state"], f"The form {view['callback_id']} has no box {field}."
    (box,) = view["state"][block_id].values()
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
