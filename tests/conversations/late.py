"""Which row of docs/late.md a test holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tests.conversations.heard import Act

Test = TypeVar("Test", bound=Callable[..., None])

HELD: dict[str, str] = {}
"""Rows by their first cell, each with the test that holds it."""


def holds(*rows: str) -> Callable[[Test], Test]:
    """The rows of docs/late.md that this test holds, by their first cells."""

    def named(test: Test) -> Test:
        for row in rows:
            assert row not in HELD, row
            HELD[row] = test.__name__
        return test

    return named


def arrive(events: list[Act], *order: int) -> None:
    """What was held back, by its numbers, one after the other."""
    for number in order:
        events[number]()
