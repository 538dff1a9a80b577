"""Every query keeps to one workspace, and every key begins with it.

All stories are watched for that (`tests/scoping.py`, from the `database` fixture); here is the watcher itself,
on statements that are wrong on purpose, and what the tables alone can tell.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import aliased

from storage import people
from storage.cohorts import Cohort, Role
from storage.database import Database
from storage.pairs import Pair, Plan
from storage.people import Person
from storage.row import Row
from storage.tables import METADATA
from storage.vault import Vault, new_key
from tests.scoped_tables import judge
from tests.scoping import ENGINE, ROOT, kept_to_one_workspace

HERE = "T1"
OF_NO_WORKSPACE = {
    "heartbeats": "parts of one installation",
    "install_states": "which workspace it will be is known only at the end",
}
OF_ALL_WORKSPACES = {
    "handed_files.hash": "whoever has the link need not say whose file it is",
    "tenants.client_id": "a token names the registration that it was made for",
    "tenants.id": "a tenant is served once, whichever workspace it belongs to",
}
"""Columns that are unique in the whole installation, and why."""
OTHER = aliased(Person, name="other")
A_PAIR = select(Pair).where(Pair.workspace == HERE)
PEOPLE = select(Person, OTHER).where(Person.workspace == HERE)
SUBQUERY = select(Plan.pair_id).subquery()


def unscoped(statement: Any) -> tuple[str, ...]:
    """The tables of a statement that are of no workspace."""
    compiled = statement.compile(dialect=sqlite.dialect())
    return judge(str(compiled), compiled).unscoped


@pytest.mark.parametrize(
    ("statement", "tables_unscoped"),
    [
        (select(Pair), ("pairs",)),
        (select(Pair.id).where(Pair.id == 1), ("pairs",)),
        (select(func.count()).where(Pair.cohort_id == 1), ("pairs",)),
        (select(func.count()).select_from(Pair), ("pairs",)),
        (select(Pair).where(or_(Pair.workspace == HERE, Pair.id == 1)), ("pairs",)),
        (select(Pair).where(Pair.workspace != HERE), ("pairs",)),
        (select(Pair).where(~(Pair.workspace == HERE)), ("pairs",)),
        (select(Pair).where(Pair.workspace >= HERE), ("pairs",)),
        (select(Pair).where(Pair.workspace == Pair.workspace), ("pairs",)),
        (select(case((Pair.workspace == HERE, 1), else_=2)), ("pairs",)),
        (A_PAIR.join(Plan, Plan.pair_id == Pair.id), ("plans",)),
        (A_PAIR.join(Plan, Plan.workspace == Pair.workspace), ("plans",)),
        (A_PAIR.outerjoin(Plan, Plan.pair_id == Pair.id), ("plans",)),
        (select(Pair).outerjoin(Plan, and_(Plan.workspace == HERE, Pair.workspace == HERE)), ("pairs",)),
        (A_PAIR.where(Pair.id.in_(select(Plan.pair_id))), ("plans",)),
        (A_PAIR.where(exists().where(Plan.kind == "x")), ("plans",)),
        (A_PAIR.add_columns(select(func.max(Plan.id)).scalar_subquery()), ("plans",)),
        (A_PAIR.join(SUBQUERY, SUBQUERY.c.pair_id == Pair.id), ("plans",)),
        (A_PAIR.join(select(Plan.pair_id).cte(), Pair.id == 1), ("plans",)),
        (A_PAIR.union(select(Pair)), ("pairs",)),
        (PEOPLE, ("other",)),
        (select(Person, OTHER).where(OTHER.workspace == HERE), ("people",)),
        (update(Pair).where(Pair.id == 1).values(state="x"), ("pairs",)),
        (update(Pair).values(workspace=HERE), ("pairs",)),
        (update(Pair).where(Pair.workspace == HERE, Plan.pair_id == Pair.id).values(state="x"), ("plans",)),
        (delete(Pair), ("pairs",)),
        (METADATA.tables["pairs"].delete(), ("pairs",)),
        (text("SELECT * FROM pairs WHERE workspace = 'T1'"), ("pairs",)),
        (text('DELETE FROM "pairs"'), ("pairs",)),
    ],
)
def test_a_statement_without_its_workspace_is_found(statement: Any, tables_unscoped: tuple[str, ...]) -> None:
    assert unscoped(statement) == tables_unscoped


@pytest.mark.parametrize(
    "statement",
    [
        A_PAIR,
        select(Pair).where(and_(Pair.id == 1, and_(Pair.workspace == HERE, Pair.state == "x"))),
        A_PAIR.join(Plan, Plan.pair_id == Pair.id).where(Plan.workspace == HERE),
        A_PAIR.join(Plan, and_(Plan.pair_id == Pair.id, Plan.workspace == HERE)),
        A_PAIR.where(Pair.id.in_(select(Plan.pair_id).where(Plan.workspace == HERE))),
        A_PAIR.outerjoin(Plan, and_(Plan.pair_id == Pair.id, Plan.workspace == HERE)),
        PEOPLE.where(OTHER.workspace == HERE),
        update(Pair).where(Pair.workspace == HERE).values(state="x"),
        delete(Pair).where(Pair.workspace == HERE, Pair.id == 1),
        select(Role)
        .join(Cohort, Cohort.id == Role.cohort_id)
        .where(Role.workspace == HERE, Cohort.workspace == HERE),
        select(func.now()),
        text("SELECT 1"),
    ],
)
def test_a_statement_with_its_workspace_is_left_alone(statement: Any) -> None:
    assert unscoped(statement) == ()


@pytest.fixture
def unwatched(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A database in which nothing has been wrong yet."""
    shutil.copy(sqlite_template, tmp_path / "unwatched.db")
    made = Database(f"sqlite:///{tmp_path / 'unwatched.db'}", Vault([new_key()]))
    yield made
    made.close()


def planted(floor: str, code: str) -> Any:
    """A function `act` of a session, as though it stood in a file of the program."""
    defined: dict[str, Any] = {}
    lines = [
        "from datetime import UTC, datetime",
        "from sqlalchemy import select, text",
        "from programme.words.message import Message",
        "from storage import inbox, outbox",
        "from storage.address import Address",
        "from storage.pairs import Pair, Plan",
        "NOW = datetime.now(UTC)",
        "BOTH = select(Pair).join(Plan, Plan.pair_id == Pair.id)",
        f"def act(session):\n    {code}",
    ]
    exec(compile("\n".join(lines), str(ROOT / floor / "planted.py"), "exec"), defined)  # noqa: S102 - ours
    return defined["act"]


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("session.scalars(select(Pair)).all()", "handlers.planted.act does not scope pairs"),
        ("session.execute(text('SELECT 1 FROM (SELECT id FROM pairs)'))", "act does not scope pairs"),
        ("session.scalars(BOTH.where(Pair.workspace == 'A', Plan.workspace == 'B')).all()", "keep to one"),
        ("session.scalars(BOTH.where(Pair.workspace == '', Plan.workspace == '')).all()", "keep to one"),
        (
            "outbox.post(session, 'x/1', Address('x1', 'slack', ('U1',)), Message(()), NOW)",
            "outbox.post adds a key",
        ),
        ("inbox.remember(session, 'T1', 'slack/1', '', NOW)", "inbox.remember adds a key"),
    ],
)
def test_the_watcher_names_the_function_that_is_at_fault(unwatched: Database, code: str, what: str) -> None:
    act = planted("handlers", code)
    with (
        pytest.raises(AssertionError, match=what),
        kept_to_one_workspace(unwatched.engine),
        unwatched.writing() as session,
    ):
        act(session)


def test_a_row_cannot_be_looked_up_by_its_number_alone(unwatched: Database) -> None:
    with unwatched.writing() as session:
        lena = people.known(session, workspace=HERE, platform="slack", platform_id="U1")
        session.expunge_all()
        with pytest.raises(InvalidRequestError):
            session.get(Person, lena.id)
        assert session.get(Person, ("T2", lena.id)) is None
        assert session.get_one(Person, (HERE, lena.id)).platform_id == "U1"


def test_what_the_session_writes_by_itself_names_the_workspace() -> None:
    known_by = {
        str(mapper.local_table): {column.name for column in mapper.primary_key}
        for mapper in Row.registry.mappers
    }
    assert {
        name for name, columns in known_by.items() if "workspace" not in columns
    } == OF_NO_WORKSPACE.keys()


def test_every_table_has_its_workspace() -> None:
    without = {name for name, table in METADATA.tables.items() if "workspace" not in table.columns}
    assert without == OF_NO_WORKSPACE.keys()


def test_every_unique_key_begins_with_the_workspace_or_with_a_number_of_ours() -> None:
    """What begins with a number of ours is within one row's workspace; that a `key` begins with it is watched."""
    for table in METADATA.tables.values():
        for columns in _unique(table) if table.name not in OF_NO_WORKSPACE else ():
            is_ours = columns[0].name in ("workspace", "key") or isinstance(columns[0].type, Integer)
            assert is_ours or str(columns[0]) in OF_ALL_WORKSPACES, columns


@pytest.mark.parametrize("name", OF_ALL_WORKSPACES)
def test_what_is_unique_in_the_whole_installation_is_so(name: str) -> None:
    table, _, column = name.partition(".")
    assert [column] in [[each.name for each in columns] for columns in _unique(METADATA.tables[table])]


def _unique(table: Table) -> Iterator[list[Column[Any]]]:
    for rule in (*table.constraints, *table.indexes):
        if isinstance(rule, PrimaryKeyConstraint | UniqueConstraint) or (
            isinstance(rule, Index) and rule.unique
        ):
            yield list(rule.columns)


@pytest.mark.parametrize("name", ENGINE)
def test_every_exception_is_a_module_or_a_function_that_exists(name: str) -> None:
    module, _, function = name.rpartition(".")
    found = find_spec(name) if "." not in module else None
    assert found is not None or callable(getattr(import_module(module), function))
