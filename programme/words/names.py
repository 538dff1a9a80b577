"""Names of people, and what they do, as they stand in a sentence."""

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


def with_partners(doctors: Sequence[tuple[str, str]], managers: Sequence[tuple[str, str]]) -> str:
    """Joseph Mbeki, anaesthetics registrar, with Gareth Evans, operations manager: each side by name and role."""
    comma = "," if any(role for _, role in doctors) else ""
    sides = (f"{comma} and ".join(with_role(*each) for each in side) for side in (doctors, managers))
    return f"{comma} with ".join(sides)


def with_role(name: str, role: str) -> str:
    """Joseph Mbeki, anaesthetics registrar; GP trainee and ST5 stay as they are."""
    if not role:
        return name
    is_word = role[1:2].islower() or role[1:2] == " "
    return f"{name}, {role[:1].lower() if is_word else role[:1]}{role[1:]}"
