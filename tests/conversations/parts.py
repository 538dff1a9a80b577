"""The parts of the cast: who is in every story, wherever it is played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SLACK, TEAMS = "slack", "teams"


@dataclass(frozen=True)
class Part:
    """Somebody, with an id on each platform. `is_gone` says that their account was switched off long ago."""

    key: str
    name: str
    email: str
    ids: Mapping[str, str]
    is_admin: bool = False
    is_guest: bool = False
    is_bot: bool = False
    is_gone: bool = False


def _ids(key: str, number: int) -> dict[str, str]:
    return {
        SLACK: f"U{key.upper():0>9}",
        TEAMS: f"{number:08x}-5e1f-4c3d-9a2b-{number:012x}",
    }


AMINA = Part("amina", "Amina Yusuf", "amina@example.org", _ids("amina", 0xA1))
PRIYA = Part("priya", "Priya Nair", "priya@example.org", _ids("priya", 0xB2))
LENA = Part("lena", "Lena Hart", "lena@example.org", _ids("lena", 0xC3), is_admin=True)
TOM = Part("tom", "Tom Adeyemi", "tom@example.org", _ids("tom", 0xD4))
OMAR = Part("omar", "Omar Said", "omar@example.org", _ids("omar", 0xE5))
GUEST = Part("guest", "Gus Visitor", "gus@example.org", _ids("guest", 0xF6), is_guest=True)
BEN = Part("ben", "Ben O'Neill", "ben@example.org", _ids("ben", 0x107))
CHIDI = Part("chidi", "Chidi Obi-Lee", "chidi@example.org", _ids("chidi", 0x118))
CAST = (AMINA, PRIYA, LENA, TOM, OMAR, GUEST, BEN, CHIDI)

ROBOT = Part("robot", "Rota Robot", "robot@example.org", _ids("robot", 0x129), is_bot=True)
GRACE = Part("gone", "Grace Gone", "grace@example.org", _ids("gone", 0x13A), is_gone=True)
OTHERS = (ROBOT, GRACE)
"""Nobody of these plays a part; they can be chosen and listed."""

NOBODY = _ids("nobody", 0x14B)
"""Ids that are nobody's."""

OURS, OTHER = "paired-learning", "general"
"""The channels of every story; the bot is in both."""
