"""A press that can be answered with a form says so on its button, because some platforms must know beforehand."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from handlers.routes import PRESSES

ROOT = Path(__file__).parent.parent.parent
Given = tuple[str, bool]
"""The press of a button, and whether it says that it opens a form."""


def answers_a_form(handler: Callable[..., Any]) -> bool:
    """Whether the handler, or any function of the handlers that it can come to, makes a reply with a form or a page."""
    seen: set[FunctionType] = set()
    return any(_makes_a_form(each.__code__) for each in _reached(handler, seen))


def _reached(function: Any, seen: set[FunctionType]) -> Iterator[FunctionType]:
    if not isinstance(function, FunctionType) or function in seen or not _is_ours(function):
        return
    seen.add(function)
    yield function
    for name in _names(function.__code__):
        found = function.__globals__.get(name)
        if isinstance(found, ModuleType):
            found_there = [getattr(found, each, None) for each in _names(function.__code__)]
        else:
            found_there = [found]
        for each in found_there:
            yield from _reached(each, seen)


def _is_ours(function: FunctionType) -> bool:
    return function.__module__.startswith("handlers.")


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A function's own, and that of what is written within it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _names(code: CodeType) -> set[str]:
    return {name for each in _codes(code) for name in each.co_names}


def _makes_a_form(code: CodeType) -> bool:
    given = {constant for each in _codes(code) for constant in each.co_consts if isinstance(constant, tuple)}
    return "Reply" in _names(code) and any({"form", "page"} & set(names) for names in given)


@cache
def buttons() -> tuple[tuple[str, Given], ...]:
    """Every button that is written anywhere below the doors, with its place."""
    return tuple(_buttons())


def _buttons() -> Iterator[tuple[str, Given]]:
    for path in (*(ROOT / "programme").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Button":
                yield f"{path.relative_to(ROOT)}:{call.lineno}", _given(call)


def _given(call: ast.Call) -> Given:
    named = {word.arg: word.value for word in call.keywords}
    press = call.args[1] if len(call.args) > 1 else named["press"]
    assert isinstance(press, ast.Constant), "The press of a button is written out, so that it can be found."
    opens = named.get("opens_form")
    return str(press.value), isinstance(opens, ast.Constant) and opens.value is True


@pytest.mark.parametrize("press", sorted(PRESSES))
def test_a_button_says_whether_its_press_can_be_answered_with_a_form(press: str) -> None:
    expected = answers_a_form(PRESSES[press])
    wrong = [place for place, (name, opens) in buttons() if name == press and opens is not expected]
    assert wrong == []


def test_every_press_that_a_button_names_has_a_handler() -> None:
    assert {name for _, (name, _) in buttons()} <= PRESSES.keys()


def test_those_that_are_answered_with_a_form_are_found() -> None:
    assert {press for press in PRESSES if answers_a_form(PRESSES[press])} == {
        "change_reflection",
        "forbid_match",
        "lock_match",
        "made_pairs",
        "my_reflections",
        "open_import",
        "open_join",
        "open_join_any",
        "open_plan",
        "open_reflection",
        "open_review",
        "open_swap",
        "pair_again",
        "rematch",
        "review_alone",
        "review_changes",
        "review_match",
        "review_page",
        "share_email",
        "swap_people",
        "unlock_match",
        "usual_rules",
        "write_reflection",
    }


def test_a_form_two_functions_away_is_found() -> None:
    assert inspect.getsource(PRESSES["open_join_any"]).count("form=") == 0
    assert answers_a_form(PRESSES["open_join_any"])
