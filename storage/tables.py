"""Every table, for whoever needs them all: migrations, tests of the schema, starting over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import (
    chats,
    codes,
    cohorts,
    confidences,
    handed_files,
    heartbeats,
    history,
    imports,
    inbox,
    install_states,
    installations,
    lanes,
    letters,
    matchings,
    pairs,
    people,
    prompts,
    proposals,
    reflections,
    rooms,
    sign_ups,
    tenants,
    workshops,
)
from storage.row import Row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.database import Database

METADATA = Row.metadata

# Naming the modules is what fills METADATA; a table that is missing here would not be migrated.
_MODULES = (
    chats,
    codes,
    cohorts,
    confidences,
    handed_files,
    heartbeats,
    history,
    imports,
    inbox,
    install_states,
    installations,
    lanes,
    letters,
    matchings,
    pairs,
    people,
    prompts,
    proposals,
    reflections,
    rooms,
    sign_ups,
    tenants,
    workshops,
)


def empty(database: Database) -> None:
    """Delete every row of every table; the practice hospital starts over."""
    with database.writing() as session:
        for table in reversed(METADATA.sorted_tables):
            session.execute(table.delete())


def delete_workspace(session: Session, workspace: str) -> None:
    """Delete every row of one organisation."""
    for table in reversed(METADATA.sorted_tables):
        if "workspace" in table.columns:
            session.execute(table.delete().where(table.c.workspace == workspace))
