"""Making one workspace of a Slack workspace and the Microsoft tenant of the same organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from storage import tenants
from storage.chats import Chat
from storage.cohorts import Cohort
from storage.people import Person
from storage.reflections import Reflection
from storage.rooms import Room
from storage.tables import METADATA
from storage.tenants import Tenant

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.row import Row

_MOVES: Mapping[type[Person | Chat | Room], tuple[str, ...]] = {
    Person: ("platform", "platform_id"),
    Chat: ("platform", "platform_id"),
    Room: ("platform", "id"),
}
"""What is taken along, each with the columns that say who or what it is."""
_STAYS = frozenset({"tenants", "reflections", *(kind.__tablename__ for kind in _MOVES)})


class CannotJoin(Exception):
    """Why two workspaces cannot be made one, in a sentence that says what to do."""


def join(session: Session, tenant_id: str, workspace: str) -> int:
    """From now on the tenant's people belong to this workspace; how many of them had been heard of before.

    Their reflections come with them; what the bot said to them so far is forgotten. Done again, it also takes along whoever came meanwhile.
    Raises `CannotJoin` when the tenant has cohorts of its own, or the workspace has another tenant.
    """
    tenant = tenants.of(session, tenant_id)
    if tenant is None:
        raise CannotJoin(
            f"The tenant {tenant_id} is not known. Add it with: python -m bot teams-tenant add {tenant_id} CLIENT_ID"
        )
    if session.scalar(select(func.count()).where(Cohort.workspace == tenant_id)):
        raise CannotJoin(
            "Cohorts have been opened in this tenant. Two workspaces can be joined only while one of them has none."
        )
    taken = tenants.of_workspace(session, workspace)
    if taken is not None and taken is not tenant:
        raise CannotJoin(f"{workspace} is joined to the tenant {taken.id}. A workspace has one tenant.")
    if tenant.workspace not in (tenant_id, workspace):
        raise CannotJoin(f"This tenant is joined to {tenant.workspace}.")
    return _moved(session, tenant, workspace)


def _moved(session: Session, tenant: Tenant, workspace: str) -> int:
    for table in reversed(METADATA.sorted_tables):
        if "workspace" in table.columns and table.name not in _STAYS:
            session.execute(delete(table).where(table.c.workspace == tenant.id))
    _take_reflections_along(session, tenant.id, workspace)
    for kind, columns in _MOVES.items():
        _forget_doubles(session, kind, columns, tenant.id, workspace)
    number = session.scalar(select(func.count()).where(Person.workspace == tenant.id)) or 0
    for kind in _MOVES:
        session.execute(update(kind).where(kind.workspace == tenant.id).values(workspace=workspace))
    tenant.workspace = workspace
    session.flush()
    return number


def _take_reflections_along(session: Session, tenant: str, workspace: str) -> None:
    """What somebody wrote stays theirs; whoever is known in the new workspace already has it there."""
    there = _numbers(session, workspace)
    for who, number in _numbers(session, tenant).items():
        theirs = update(Reflection).where(Reflection.workspace == tenant, Reflection.person_id == number)
        session.execute(theirs.values(workspace=workspace, person_id=there.get(who, number)))


def _numbers(session: Session, workspace: str) -> dict[tuple[str, ...], int]:
    everybody = session.scalars(select(Person).where(Person.workspace == workspace))
    return {_who(each, _MOVES[Person]): each.id for each in everybody}


def _forget_doubles(
    session: Session, kind: type[Person | Chat | Room], columns: tuple[str, ...], tenant: str, workspace: str
) -> None:
    """Whoever has come to both workspaces is known in the new one already."""
    there = {_who(row, columns) for row in session.scalars(select(kind).where(kind.workspace == workspace))}
    for row in session.scalars(select(kind).where(kind.workspace == tenant)).all():
        if _who(row, columns) in there:
            session.delete(row)
    session.flush()


def _who(row: Row, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(getattr(row, name) for name in columns)
