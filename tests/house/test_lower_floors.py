"""The lower floors know no platform: only the doors do, and each hands its name in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SPEAKING = ("programme", "handlers", "scheduler")
NAMED = re.compile(r"[Ss]lack|\bTeams\b|\bteams\b(?! depend on)|Microsoft|Entra|Adaptive|Block Kit|\bBolt\b")
IDS = ("slack", "teams")


def files_of(*floors: str) -> list[Path]:
    """Everything that is written in these floors."""
    found = [path for floor in floors for path in (ROOT / floor).rglob("*.py")]
    assert found
    return found


@pytest.mark.parametrize(
    "path",
    [*files_of(*SPEAKING), ROOT / "programme" / "default.yaml"],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_no_word_of_a_platform_stands_in_what_it_knows_says_or_asks(path: Path) -> None:
    assert NAMED.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line", ["in Slack.", '"slack"', "Microsoft Teams", '"teams"', "an Entra id", "slack_sdk"]
)
def test_a_word_of_a_platform_would_be_seen(line: str) -> None:
    assert NAMED.search(line)


def test_the_program_below_the_doors_compares_with_no_platform_and_names_none() -> None:
    named = [
        f"{path.relative_to(ROOT)}:{constant.lineno}"
        for path in files_of(*SPEAKING, "storage")
        if "migrations" not in path.parts
        for constant in _texts(ast.parse(path.read_text(encoding="utf-8")))
        if constant.value in IDS
    ]
    assert named == []


def _texts(tree: ast.AST) -> Iterator[ast.Constant]:
    return (each for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str))
