"""What every table has in common: names for constraints, aware instants, encrypted text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import DateTime, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, declared_attr
from sqlalchemy.types import TypeDecorator

from storage.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Dialect, Select
    from sqlalchemy.orm import Session

Kind = TypeVar("Kind")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

NUMBERED_ONCE = {"sqlite_autoincrement": True}
"""For a table whose rows are deleted and whose numbers are in letters' keys: SQLite would give a number again."""


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC, on databases that keep zones and on SQLite, which does not."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse an instant without a zone; what is stored is UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Encrypted(TypeDecorator[str]):
    """Text that only the holder of the keys can read; the vault belongs to the database it is used with."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal."""
        return None if value is None else _vault(dialect).seal(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Open."""
        return None if value is None else _vault(dialect).open(bytes(value))


def _vault(dialect: Dialect) -> Vault:
    vault = getattr(dialect, "pairme_vault", None)
    if not isinstance(vault, Vault):
        raise TypeError("This database was opened without keys, so its texts cannot be read or written.")
    return vault


def held(query: Select[Kind], *, skip_held: bool = False) -> Select[Kind]:
    """The same rows, nobody else's until the transaction ends, and as they are now.

    Without `populate_existing` a row that was read before the wait for its lock would keep its old values.
    `skip_held` passes over what another worker holds.
    """
    return query.with_for_update(skip_locked=skip_held).execution_options(populate_existing=True)


class Row(DeclarativeBase):
    """A row of any table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Instant}  # noqa: RUF012 - SQLAlchemy's own form

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands in the class
        """A row is known by its workspace and its own key, so that a look-up by the key alone is an error.

        What the session writes by itself (UPDATE and DELETE of changed rows) names the workspace too.
        """
        own = list(cls.__table__.primary_key)
        workspace = cls.__table__.columns.get("workspace")
        return {"primary_key": own if workspace is None or workspace in own else [workspace, *own]}


def still_to_add(session: Session, known: Mapping[int, Row], wanted: set[int]) -> list[int]:
    """Of rows known by whom they are about, delete those that are not wanted; who is wanted and has no row."""
    for id_, row in known.items():
        if id_ not in wanted:
            session.delete(row)
    return sorted(wanted - known.keys())
