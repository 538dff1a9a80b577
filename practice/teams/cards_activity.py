"""The envelope of what a bot says: a message with words, cards and files to hand over.

Attachments are those of Teams' documentation on cards and on files in the chat with one person.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from practice.shapes import Rule, Shape, listed, number, one_of, string
from practice.teams.cards_values import WEB_ADDRESS, WORDS, anything, mapping

CARD = "application/vnd.microsoft.card.adaptive"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
FILE = "application/vnd.microsoft.teams.card.file.info"

LARGEST = 28 * 1024
"""Bytes of JSON in UTF-8 that Teams takes as one message."""

_CONSENT = Shape(
    {
        "description": WORDS,
        "sizeInBytes": number(1, 1 << 40),
        "acceptContext": mapping,
        "declineContext": mapping,
    }
)
_FILE = Shape({"uniqueId": WORDS, "fileType": WORDS})
_ADDRESSED = ("id", "from", "recipient", "conversation", "channelId", "serviceUrl", "replyToId", "timestamp")
_ALSO = ("channelData", "locale", "importance", "deliveryMode", "inputHint")


def attached(card: Rule) -> Shape:
    """A card as it is put into a message or a dialog."""
    return Shape({"contentType": one_of(CARD), "content": card}, {"name": WORDS})


def _attachment(card: Rule) -> Rule:
    kinds: dict[str, Rule] = {
        CARD: attached(card),
        CONSENT: Shape({"contentType": one_of(CONSENT), "name": WORDS, "content": _CONSENT}),
        FILE: Shape(
            {"contentType": one_of(FILE), "name": WORDS, "contentUrl": WEB_ADDRESS, "content": _FILE}
        ),
    }

    def rule(value: object, where: str) -> Iterator[str]:
        kind = value.get("contentType") if isinstance(value, Mapping) else None
        if isinstance(kind, str) and kind in kinds:
            yield from kinds[kind](value, where)
        else:
            yield f"{where} has the contentType {kind!r:.80}; here may stand only {', '.join(kinds)}."

    return rule


def _says_something(activity: Mapping[str, Any], where: str) -> Iterator[str]:
    cards = [each for each in activity.get("attachments", ()) if each["contentType"] == CARD]
    if not activity.get("attachments") and not activity.get("text"):
        yield f"{where} says nothing: it has neither text nor attachments."
    if cards and "summary" not in activity:
        yield f"{where} has a card and no summary, so the notification would only say that there is a card."


def _is_small_enough(activity: Mapping[str, Any], where: str) -> Iterator[str]:
    yield from too_large(activity, where)


def too_large(value: object, where: str) -> Iterator[str]:
    """A sentence if this is more JSON than Teams takes as one message."""
    size = len(json.dumps(value, ensure_ascii=False, default=str).encode())
    if size > LARGEST:
        yield f"{where} has {size} bytes; Teams takes {LARGEST}."


def activity_rule(card: Rule) -> Rule:
    """What a bot may send: a message, or the sign that it is typing."""
    message = Shape(
        {"type": one_of("message")},
        {
            "text": string(1),
            "textFormat": one_of("plain", "markdown", "xml"),
            "summary": WORDS,
            "attachments": listed(_attachment(card), 0, 10),
            "attachmentLayout": one_of("list", "carousel"),
            "entities": listed(mapping, 0),
            **dict.fromkeys((*_ADDRESSED, *_ALSO), anything),
        },
        (_says_something, _is_small_enough),
    )
    typing = Shape({"type": one_of("typing")}, dict.fromkeys((*_ADDRESSED, *_ALSO), anything))

    def rule(value: object, where: str) -> Iterator[str]:
        is_typing = isinstance(value, Mapping) and value.get("type") == "typing"
        yield from (typing if is_typing else message)(value, where)

    return rule
