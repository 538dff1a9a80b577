"""How letters are told apart in Teams, where none carries its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_KEY = "key "


def with_its_key(activity: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A letter's activity with its key in the card, unseen: no activity of Teams carries one, and we must count."""
    first, *others = activity["attachments"]
    unseen = {"type": "TextBlock", "text": f"{_KEY}{key}", "wrap": True, "isVisible": False}
    card = {**first["content"], "body": [*first["content"]["body"], unseen]}
    return {**activity, "attachments": [{**first, "content": card}, *others]}


def key_of(words: Iterable[str]) -> str:
    """The key of the letter whose message says this; empty when it is none."""
    found = [line.removeprefix(_KEY) for line in words if line.startswith(_KEY)]
    return found[-1] if found else ""
