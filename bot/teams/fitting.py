"""A card within what Teams takes: rather a polite end than a refusal, and never a lost button."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.teams.texts import Element, line
from programme.words.dates import count

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_BYTES = 26_000
"""Of the 28 KB of an activity; the rest is for its summary, its addresses and a consent card beside the card.

Source: learn.microsoft.com/microsoftteams/limits-specifications-teams, "Chat".
"""

_GOODBYE = 160


def size(drawn: object) -> int:
    """Bytes as JSON in UTF-8, with the spaces that some writers leave."""
    return len(json.dumps(drawn, ensure_ascii=False).encode())


def fitted(rows: Sequence[Element], room: int) -> list[Element]:
    """The rows, from the first, that have room in so many bytes; then how many lines there would be more."""
    if size(rows) <= room:
        return list(rows)
    kept: list[Element] = []
    left = room - _GOODBYE
    for row in rows:
        left -= size(row) + 2
        if left < 0:
            break
        kept.append(row)
    missing = sum(_lines(row) for row in rows[len(kept) :])
    return [*kept, line(f"… and {count(missing, 'more line', 'more lines')}.", isSubtle=True)]


def _lines(row: Element) -> int:
    return len(row.get("facts", ("one",)))
