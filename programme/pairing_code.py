"""The code that one person gives to another: short enough to be said across a corridor, and hard to guess."""

from __future__ import annotations

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, O, 1 or I, which look alike on a badge or a scrap of paper."""
LENGTH = 8


def drawn(chance: int) -> str:
    """The code for a number of at least 40 bits that nobody can foresee, such as 7KF3-Q2XM."""
    drawn = "".join(LETTERS[chance >> 5 * place & 31] for place in range(LENGTH))
    return f"{drawn[:4]}-{drawn[4:]}"
