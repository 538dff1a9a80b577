"""E-mail addresses as people type them: one, or several with something between them."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_BETWEEN = re.compile(r"[\s,;]+")


def is_address(text: str) -> bool:
    """Whether it has the shape of an address; whether anybody reads there, nobody can tell."""
    return _SHAPE.fullmatch(text) is not None


def plain(text: str) -> str:
    """One address as it is compared: what a mail program wraps around it and capital letters mean nothing."""
    return text.strip().removeprefix("mailto:").strip("<>").casefold()


def parts(text: str) -> list[str]:
    """What is typed, one thing after the other, each once."""
    return list(dict.fromkeys(plain(part) for part in _BETWEEN.split(text) if plain(part)))
