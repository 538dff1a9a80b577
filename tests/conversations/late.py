"""Which row of docs/late.md, or of docs/odd-cohorts.md, a test holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from tests.conversations.heard import Act

Test = TypeVar("Test", bound=Callable[..., None])

HELD: dict[str, str] = {}
"""Rows by their first cell, each with the test that holds it."""


ODD: dict[str, str] = {}
"""The same of the other table."""


def holds(*rows: str) -> Callable[[Test], Test]:
    """The rows of docs/late.md that this test holds, by their first cells."""
    return _named(HELD, rows)


def holds_odd(*rows: str) -> Callable[[Test], Test]:
    """The same of docs/odd-cohorts.md."""
    return _named(ODD, rows)


def _named(held: dict[str, str], rows: Sequence[str]) -> Callable[[Test], Test]:
    def named(test: Test) -> Test:
        for row in rows:
            assert row not in held, row
            held[row] = test.__name__
        return test

    return named


def arrive(events: list[Act], *order: int) -> None:
    """What was held back, by its numbers, one after the other."""
    for number in order:
        events[number]()
