"""What the bot of these tests says: cards, messages with cards, and answers to invokes, all of them good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ADAPTIVE = "application/vnd.microsoft.card.adaptive"


def card(*body: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A good card."""
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "fallbackText": "A card",
        "body": list(body) or [{"type": "TextBlock", "text": "Have you met?", "wrap": True}],
        **more,
    }


def message(drawn: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A message with this card."""
    attachment = {"contentType": ADAPTIVE, "content": drawn or card()}
    return {"type": "message", "summary": "Have you met?", "attachments": [attachment]}


def execute(title: str, verb: str = "met", **more: Any) -> dict[str, Any]:
    """A button that is answered by another card."""
    data = {"press": verb, "subject": "7"}
    fallback = {"type": "Action.Submit", "title": title, "data": data}
    return {
        "type": "Action.Execute",
        "title": title,
        "verb": verb,
        "data": data,
        "fallback": fallback,
        **more,
    }


def opening(title: str = "Write") -> dict[str, Any]:
    """A button that opens a dialog."""
    data = {"msteams": {"type": "task/fetch"}, "press": "write", "subject": "7"}
    return {"type": "Action.Submit", "title": title, "data": data}


def buttons(*actions: Mapping[str, Any]) -> dict[str, Any]:
    """A card with these buttons."""
    words = {"type": "TextBlock", "text": "Have you met?", "wrap": True}
    return card(words, {"type": "ActionSet", "actions": list(actions)})


def text_input(name: str, **more: Any) -> dict[str, Any]:
    """A box for words."""
    return {"type": "Input.Text", "id": name, "label": name.capitalize(), **more}


def replaced(drawn: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a press that puts another card there."""
    return {"statusCode": 200, "type": ADAPTIVE, "value": drawn}


def dialog(drawn: Mapping[str, Any], title: str = "Reflect") -> dict[str, Any]:
    """The answer that opens a dialog."""
    attachment = {"contentType": ADAPTIVE, "content": drawn}
    value = {"title": title, "width": "medium", "height": "medium", "card": attachment}
    return {"task": {"type": "continue", "value": value}}


def form(*inputs: Mapping[str, Any]) -> dict[str, Any]:
    """A card with boxes and one button that sends them."""
    send = {"type": "Action.Submit", "title": "Save", "data": {"form": "reflect", "subject": "7"}}
    return card(*inputs, {"type": "ActionSet", "actions": [send]})
