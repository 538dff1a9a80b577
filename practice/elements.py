"""Finding the parts of blocks that a person can touch, and giving them the ids that Slack gives them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Block = dict[str, Any]
Element = dict[str, Any]

PASSIVE = frozenset({"image", "mrkdwn", "plain_text"})


def touchable(blocks: Sequence[Block]) -> Iterator[tuple[Block, Element]]:
    """Every element with an action_id, with the block that it stands in."""
    for block in blocks:
        for element in _elements(block):
            if element.get("type") not in PASSIVE:
                yield block, element


def find(blocks: Sequence[Block], action_id: str, block_id: str | None) -> tuple[Block, Element] | None:
    """The element of this action_id; the first one where no block_id says which."""
    for block, element in touchable(blocks):
        if element.get("action_id") == action_id and block_id in (None, block["block_id"]):
            return block, element
    return None


def with_ids(blocks: Sequence[Mapping[str, Any]], start: int) -> list[Block]:
    """A copy in which every block has a block_id and every element an action_id, as Slack makes them."""
    made = copy.deepcopy([dict(block) for block in blocks])
    for place, block in enumerate(made):
        block.setdefault("block_id", f"b{start:x}-{place}")
        for number, element in enumerate(_elements(block)):
            if element.get("type") not in PASSIVE:
                element.setdefault("action_id", f"a{start:x}-{place}-{number}")
    return made


def slack_files(blocks: object) -> Iterator[Mapping[str, Any]]:
    """Every slack_file named by a picture, however deep."""
    if isinstance(blocks, Mapping):
        named = blocks.get("slack_file")
        if isinstance(named, Mapping):
            yield named
        blocks = list(blocks.values())
    if isinstance(blocks, Sequence) and not isinstance(blocks, str):
        for part in blocks:
            yield from slack_files(part)


def _elements(block: Block) -> Iterator[Element]:
    kind = block.get("type")
    if kind == "actions":
        yield from block.get("elements", ())
    elif kind == "section" and block.get("accessory"):
        yield block["accessory"]
    elif kind == "input" and block.get("element"):
        yield block["element"]
