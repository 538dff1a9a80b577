"""No assertion of a story names a platform: what is asserted holds wherever people are."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

STORIES = [
    path for path in sorted(Path(__file__).parent.glob("test_*.py")) if path.name != Path(__file__).name
]


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_no_assertion_names_a_platform(path: Path) -> None:
    asserted = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Assert)]
    named = [
        ast.unparse(node)
        for node in asserted
        for name in ("slack", "teams")
        if name in ast.unparse(node).casefold()
    ]
    assert named == []
