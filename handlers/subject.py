"""What a button or form was about, which comes back through its sender's hands."""

from __future__ import annotations

_LONGEST = 9
"""So many digits fit into every database's numbers."""


def number(text: str) -> int | None:
    """One of our own numbers; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST else None
