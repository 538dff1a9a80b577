"""Every row of docs/late.md and docs/odd-cohorts.md is held by a test, and every such test names a row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conversations import (
    late,
    test_late_buttons,
    test_late_forms,
    test_late_messages,
    test_leaving,
    test_not_working,
    test_odd_cohorts,
    test_repeats,
    test_two_accounts,
)

DOCS = Path(__file__).parents[2] / "docs"
_TESTS = (
    test_late_buttons,
    test_late_forms,
    test_late_messages,
    test_leaving,
    test_not_working,
    test_odd_cohorts,
    test_repeats,
    test_two_accounts,
)


@pytest.mark.parametrize(("table", "held"), [("late.md", late.HELD), ("odd-cohorts.md", late.ODD)])
def test_every_row_of_the_table_is_held_by_a_test(table: str, held: Mapping[str, str]) -> None:
    lines = (DOCS / table).read_text(encoding="utf-8").splitlines()
    cells = [line.split("|")[1:3] for line in lines if line.startswith("| ")]
    rows = [first.strip() for first, outcome in cells[1:] if outcome.strip()]
    assert sorted(rows) == sorted(held)
    assert all(any(hasattr(module, test) for module in _TESTS) for test in held.values())
