"""What a button or form was about, which comes back through its sender's hands."""

from __future__ import annotations

_LONGEST = 9
"""So many digits fit into every database's numbers."""


def number(text: str) -> int | None:
    """One of our own numbers; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST else None


def numbers(text: str) -> tuple[int, ...]:
    """Our own numbers with colons between them; none at all when one of them is anything else."""
    found = [number(each) for each in text.split(":")]
    return tuple(each for each in found if each is not None) if None not in found else ()
