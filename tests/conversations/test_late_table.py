"""Every row of docs/late.md is held by a test, and every such test names a row."""

from __future__ import annotations

from pathlib import Path

from tests.conversations import (
    late,
    test_late_buttons,
    test_late_forms,
    test_late_messages,
    test_repeats,
)

TABLE = Path(__file__).parents[2] / "docs" / "late.md"
_TESTS = (test_late_buttons, test_late_forms, test_late_messages, test_repeats)


def test_every_row_of_the_table_is_held_by_a_test() -> None:
    cells = [line.split("|")[1:3] for line in TABLE.read_text().splitlines() if line.startswith("| ")]
    rows = [first.strip() for first, outcome in cells[1:] if outcome.strip()]
    assert sorted(rows) == sorted(late.HELD)
    assert all(any(hasattr(module, test) for module in _TESTS) for test in late.HELD.values())
