"""Sealing everything anew with the first key, so that an old key can be taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Table, select, update

from storage.database import CLOCK_PATIENCE
from storage.row import Encrypted
from storage.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column
    from sqlalchemy.orm import Session

    from storage.database import Database


def rotate(database: Database) -> int:
    """Read every encrypted text with whichever key opens it and write it with the first; how many there were."""
    with database.writing(CLOCK_PATIENCE) as session:
        return sum(_sealed_anew(session, table, column) for table, column in encrypted_columns())


def check(database: Database) -> None:
    """Raise `UnreadableText` unless the keys open what is stored; of each kind that is never empty, one is tried."""
    with database.reading() as session:
        for _, column in encrypted_columns():
            if not column.nullable:
                session.scalar(select(column).limit(1))


def encrypted_columns() -> Iterator[tuple[Table, Column[str]]]:
    """Every column that holds encrypted text."""
    for table in METADATA.sorted_tables:
        yield from ((table, column) for column in table.columns if isinstance(column.type, Encrypted))


def _sealed_anew(session: Session, table: Table, column: Column[str]) -> int:
    keys = list(table.primary_key.columns)
    rows = session.execute(select(column, *keys).where(column.is_not(None)).with_for_update()).all()
    for words, *values in rows:
        is_it = [key == value for key, value in zip(keys, values, strict=True)]
        session.execute(update(table).where(*is_it).values({column: words}))
    return len(rows)
