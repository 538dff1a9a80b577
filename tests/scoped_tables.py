"""Which tables of a compiled statement are not kept to a workspace.

Each SELECT, UPDATE and DELETE in it is judged by itself. So a subquery that leans on the one around it has to name
the workspace too, which a database that spreads its tables wants as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Alias,
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    ColumnClause,
    Delete,
    Join,
    Select,
    Subquery,
    Table,
    Update,
    literal,
    select,
)
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import CTE

from storage.tables import METADATA


@dataclass(frozen=True)
class Judged:
    """A statement: the tables that it does not scope, and which of its parameters say what workspace it keeps to."""

    unscoped: tuple[str, ...]
    workspaces: tuple[int, ...] = ()


def parameters(compiled: SQLCompiler | None) -> list[str]:
    """The names of a statement's parameters, in the order in which they stand in its text."""
    return [] if compiled is None else compiled.positiontup or list(compiled.binds)


def judge(sql: str, compiled: SQLCompiler | None) -> Judged:
    """The same text has the same structure and order of parameters, so each is judged once in a run."""
    if compiled is None or compiled.compile_state is None:
        return Judged(tuple(sorted(_SCOPED & set(re.findall(r"\w+", sql)))))
    statement = getattr(compiled.compile_state, "statement", None)
    statement = compiled.statement if statement is None else statement
    unscoped: set[str] = set()
    workspaces: set[str] = set()
    for each in visitors.iterate(statement) if statement is not None else ():
        if isinstance(each, Select | Update | Delete):
            scopes = dict(_scopes(each))
            unscoped |= _sources(each) - scopes.keys()
            workspaces |= {compiled.bind_names[bound] for bound in scopes.values()}
    return Judged(tuple(sorted(unscoped)), tuple(map(parameters(compiled).index, workspaces)))


_SCOPED = {table.name for table in METADATA.sorted_tables if "workspace" in table.columns}


def _froms(each: Select[Any] | Update | Delete) -> list[Any]:
    if isinstance(each, Select):
        return list(each.get_final_froms())
    named = [] if each.whereclause is None else select(literal(1)).where(each.whereclause).get_final_froms()
    return [each.table, *named]


def _sources(each: Select[Any] | Update | Delete) -> set[str]:
    """Every table, by the name it goes by in this statement, that has a workspace or of which that is not known."""
    return {name for source in _froms(each) for name in _leaves(source)}


def _leaves(source: Any) -> Iterator[str]:
    if isinstance(source, Join):
        yield from _leaves(source.left)
        yield from _leaves(source.right)
    elif isinstance(source, Subquery | CTE):
        return  # the SELECT within it is judged by itself
    elif isinstance(source, Alias):
        if any(_leaves(source.element)):
            yield source.name
    elif not isinstance(source, Table) or source.name in _SCOPED:
        yield str(getattr(source, "name", source))


def _scopes(each: Select[Any] | Update | Delete) -> Iterator[tuple[str, BindParameter[Any]]]:
    """Every table that must be of a workspace which is handed in; an "or" or a comparison of columns is none."""
    yield from _equalities(each.whereclause)
    for source in _froms(each):
        yield from _scopes_of_join(source)


def _scopes_of_join(source: Any) -> Iterator[tuple[str, BindParameter[Any]]]:
    """An outer join's condition leaves out no row of its left side."""
    if not isinstance(source, Join) or source.full:
        return
    right = set(_leaves(source.right))
    found = _equalities(source.onclause)
    yield from ((name, value) for name, value in found if name in right or not source.isouter)
    yield from _scopes_of_join(source.left)
    yield from _scopes_of_join(source.right)


def _equalities(condition: Any) -> Iterator[tuple[str, BindParameter[Any]]]:
    for part in _parts(condition):
        if isinstance(part, BinaryExpression) and part.operator is operators.eq:
            for column, value in ((part.left, part.right), (part.right, part.left)):
                if _is_workspace(column) and isinstance(value, BindParameter):
                    yield str(column.table.name), value


def _parts(condition: Any) -> Iterator[Any]:
    if isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for part in condition.clauses:
            yield from _parts(part)
    else:
        yield condition


def _is_workspace(column: Any) -> bool:
    return isinstance(column, ColumnClause) and column.name == "workspace" and column.table is not None
