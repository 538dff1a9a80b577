"""Watches every statement that a test's database runs: each table in it keeps to one and the same workspace.

What is judged is the statement as it was compiled, so that no way of writing a query hides it. A test may look
where it likes; what the program itself may run without a workspace is named in `ENGINE`, with the reason.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.sql.compiler import SQLCompiler

from tests.scoped_tables import Judged, judge, parameters

ROOT = Path(__file__).parent.parent
FLOORS = ("bot", "handlers", "scheduler", "storage", "tests")

ENGINE: Mapping[str, str] = {
    "bot.check": "an operator asks what is wrong with this installation",
    "bot.practice_hospital": "the practice hospital looks whether the database is its own",
    "scheduler.due._due": "the tick looks for what is due anywhere",
    "scheduler.due._done": "and takes one of those things",
    "scheduler.due.next_due_at": "the clock asks whether there is anything to tick for",
    "storage.departures.delete_departed": "the sweep of workspaces that left long ago",
    "storage.history.forget_old": "the sweep of what has been remembered for long enough",
    "storage.imports.next_due": "whoever looks accounts up takes the list that has waited longest",
    "storage.imports.next_due_at": "and asks how long to sleep",
    "storage.inbox.forget_old": "the sweep of what no platform delivers again",
    "storage.installations.everybody": "an operator lists the workspaces",
    "storage.installations.is_silent": "a token is tried wherever nothing has been heard for long",
    "storage.installations.next_to_ask": "and that workspace is taken",
    "storage.lanes.free_gate": "whoever sends takes the workspace that has rested longest",
    "storage.lanes.free_lane": "and the lane behind that gate",
    "storage.lanes.give_gates": "lanes of a program that knew no gates get theirs",
    "storage.lanes.next_free_at": "and asks how long to sleep",
    "storage.letter_list": "an operator lists the letters of the whole installation",
    "storage.letters.oldest_waiting_at": "readiness of the whole installation",
    "storage.matchings.next_due": "whoever works matchings out takes the one that has waited longest",
    "storage.matchings.next_due_at": "and asks how long to sleep",
    "storage.dead_letters.forget_old": "the sweep of texts that nobody will send",
    "storage.renewals.is_due": "a token is renewed wherever it ends soon",
    "storage.renewals.claim": "and that workspace is taken",
    "storage.restoring": "an operator restores the whole installation",
    "storage.rotation": "an operator changes the keys of the whole installation",
    "storage.handed_files.by_secret": "whoever has the link need not say whose file it is",
    "storage.handed_files.forget_old": "the sweep of files that nobody came for",
    "storage.tables.empty": "the practice hospital starts over",
    "storage.tenants.everybody": "the door learns which tenants it serves",
    "storage.tenants.of": "and an operator changes one",
    "storage.vital_signs": "metrics of the whole installation",
}
"""The functions, and the modules all of whose functions, run statements across workspaces, and why they do."""


@contextmanager
def kept_to_one_workspace(engine: Engine) -> Iterator[None]:
    """Fail at the end when a statement of the program did not keep to one workspace."""
    broken: set[str] = set()

    def look(_connection: Any, _cursor: Any, sql: str, _parameters: Any, context: Any, _many: bool) -> None:
        broken.update(troubles(sql, context))

    event.listen(engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", look)
    assert not broken, "\n".join(sorted(broken))


def troubles(sql: str, context: Any) -> Iterator[str]:
    """What is wrong with a statement that is about to run, in sentences."""
    compiled = context.compiled if isinstance(context.compiled, SQLCompiler) else None
    names = parameters(compiled)
    known = sql, len(names)
    judged = _judged.get(known) or _judged.setdefault(known, judge(sql, compiled))
    if judged.unscoped and not _may_look_anywhere(_caller()):
        yield f"{_caller()} does not scope {', '.join(judged.unscoped)}: {sql}"
    for row in context.compiled_parameters if compiled is not None else ():
        named = {row[names[place]] for place in judged.workspaces}
        if len(named) > 1 or "" in named or None in named:
            yield f"{_caller()} does not keep to one workspace: {sql}"
        begins = "key" not in row or row["key"].startswith(f"{row['workspace']}/")
        if context.isinsert and not begins and _is_an_act():
            yield f"{_caller()} adds a key that does not begin with the workspace: {sql}"


_judged: dict[tuple[str, int], Judged] = {}


def _caller() -> str:
    return next(_callers(), "somebody")


def _callers() -> Iterator[str]:
    """The functions of ours that are at work, the innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        name = _name_of(frame.f_code)
        if name:
            yield name
        frame = frame.f_back


@cache
def _name_of(code: CodeType) -> str:
    """Module and function; empty for what is not ours, and for this file."""
    file = Path(code.co_filename)
    is_ours = file.is_relative_to(ROOT) and file.relative_to(ROOT).parts[0] in FLOORS
    if not is_ours or code.co_filename == __file__:
        return ""
    module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    return f"{module}.{code.co_qualname.partition('.<locals>')[0]}"


def _is_an_act() -> bool:
    """Whether somebody acts or time does; a test that hands in a key of its own to storage is none."""
    return any(caller.startswith(("bot.", "handlers.", "scheduler.")) for caller in _callers())


def _may_look_anywhere(caller: str) -> bool:
    return caller.startswith("tests.") or any(f"{caller}.".startswith(f"{name}.") for name in ENGINE)
