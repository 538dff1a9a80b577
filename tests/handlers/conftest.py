"""Of what people are told, PostgreSQL plays only in the long run; of who comes first, always."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what need not be quick."""
    for item in items:
        is_ours = item.path.parent == Path(__file__).parent and isinstance(item, pytest.Function)
        callspec = getattr(item, "callspec", None)
        is_postgres = callspec is not None and callspec.params.get("database") == "postgres"
        is_about_who_comes_first = "at_once" in item.name or "same" in item.name
        if is_ours and is_postgres and not is_about_who_comes_first:
            item.add_marker(pytest.mark.long)
