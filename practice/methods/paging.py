"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from practice.methods.arguments import Arguments
from practice.refusal import Refusal

MOST_ON_A_PAGE = 999
_USUAL = 100


def page(name: str, everything: Sequence[Any], args: Arguments) -> dict[str, Any]:
    """The page that `cursor` and `limit` ask for, under `name`. Raises invalid_cursor."""
    start = _start(args.text("cursor", ""))
    end = start + min(max(1, args.number("limit", _USUAL)), MOST_ON_A_PAGE)
    cursor = f"next:{end}" if end < len(everything) else ""
    return {name: list(everything[start:end]), "response_metadata": {"next_cursor": cursor}}


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    _, _, number = cursor.partition("next:")
    if not number.isdigit():
        raise Refusal("invalid_cursor")
    return int(number)
