"""An introduction: who people are, each with their role, and who joins those who have met."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


WITH_ROLE = ("me_with_role", "partner_with_role")
_APART = ("{me}, {my_role}", "{partner}, {partner_role}")


def each_with_their_role(text: str) -> str:
    """The text of a step in which a name is followed by a role: of several people each has their own role there."""
    for name_and_role, both in zip(_APART, WITH_ROLE, strict=True):
        text = text.replace(name_and_role, f"{{{both}}}")
    return text


def with_roles(those: Sequence[tuple[str, str]]) -> str:
    """Names, each with a role as far as it is known."""
    return ", and ".join(f"{name}, {role}" if role else name for name, role in those)


def joins(who: str, first_two: str) -> str:
    """To all three, above their introduction."""
    return f"{who} joins {first_two}, so you are three from now on."
