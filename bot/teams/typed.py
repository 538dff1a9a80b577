"""Which command somebody typed: Teams has none of its own, so words are all there is."""

from __future__ import annotations

import difflib

from handlers.routes import COMMANDS

HOME = "home"
"""Not a command elsewhere, because other platforms have a page of that name."""

_SHORT = 3  # words after a command without its slash; "reflect more on how the night went" is an answer
_ALIKE = 0.6


def command(words: str, *, is_mention: bool = False) -> tuple[str, str] | None:
    """The command, and what follows it; None when it is none. `is_mention` for what is said to the bot by name."""
    first = words.split(maxsplit=1)[0] if words.split() else ""
    rest = words.strip()[len(first) :].strip()
    name, has_slash = first.casefold().removeprefix("/").rstrip(".!?"), first.startswith("/")
    if name == HOME and not rest and not is_mention:
        return name, ""
    if name in COMMANDS:
        is_meant = has_slash or is_mention or len(rest.split()) <= _SHORT
        return (name, rest) if is_meant else None
    if is_mention:
        return ("pairme", words) if name and COMMANDS["pairme"].word(name) else None
    return _nearest(name) if has_slash and name else None


def _nearest(name: str) -> tuple[str, str]:
    """The help of the command that may have been meant, or the words for one that nobody knows."""
    near = difflib.get_close_matches(name, COMMANDS, 1, _ALIKE)
    return (near[0], "help") if near else ("pairme", f"/{name}")
