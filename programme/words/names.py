"""Many names, few of them said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NAMES = 5
"""More people than this are counted, and not named."""


def named(names: Sequence[str]) -> str:
    """Some by name, many as a number."""
    if len(names) <= MOST_NAMES:
        return listed(list(names))
    return f"{', '.join(names[:MOST_NAMES])} and {len(names) - MOST_NAMES} more"
