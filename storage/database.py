"""The one way to the database: SQLite in one process, PostgreSQL for any number.

Measured choices (SQLite): write-ahead log, a durable commit, `BEGIN IMMEDIATE` behind a fair lock for
writers, plain `BEGIN` for readers. An action gives up after two seconds, because platforms do after three.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from storage.fair_lock import FairLock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection
    from sqlalchemy.pool import ConnectionPoolEntry

    from storage.vault import Vault

ACTION_PATIENCE = 2.0
CLOCK_PATIENCE = 30.0
_BUSY = "The database was busy, so nothing was saved."


class Busy(RuntimeError):
    """Somebody else has been writing for longer than we may wait."""


class Unreachable(RuntimeError):
    """The database cannot be opened."""


class Database:
    """Sessions that commit at the end or roll back whole."""

    def __init__(self, url: str, vault: Vault | None = None) -> None:
        self.url = _normal(url)
        self._engine = create_engine(self.url, hide_parameters=True, **_engine_options(self.url))
        self._engine.dialect.pairme_vault = vault  # type: ignore[attr-defined]  # the types of row.py look here
        self._lock = FairLock()
        self._for_reading = self._engine.execution_options(patience=ACTION_PATIENCE, writes=False)
        self._for_writing: dict[float, Engine] = {}
        if self.is_sqlite:
            event.listen(self._engine, "connect", _open_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
        else:
            event.listen(self._engine, "begin", _begin_postgres)

    @property
    def is_sqlite(self) -> bool:
        """Whether all of it is one file, for one process."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def engine(self) -> Engine:
        """For migrations and tests of the schema."""
        return self._engine

    @contextmanager
    def writing(self, patience: float = ACTION_PATIENCE) -> Iterator[Session]:
        """One transaction; `Busy` when it cannot begin, or gets no hold of a row, within `patience` seconds."""
        if self.is_sqlite and not self._lock.acquire(patience):
            raise Busy(_BUSY)
        try:
            with Session(self._writer(patience), expire_on_commit=False) as session, session.begin():
                session.connection()  # begins now, and not with the first statement
                yield session
        except OperationalError as error:
            if _is_busy(error):
                raise Busy(_BUSY) from error
            raise
        finally:
            if self.is_sqlite:
                self._lock.release()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look that changes nothing and waits for no writer."""
        with Session(self._for_reading, expire_on_commit=False) as session:
            yield session
            session.expunge_all()  # what was read stays readable; the rollback below would empty it
            session.rollback()

    def _writer(self, patience: float) -> Engine:
        """The same engine with these options, which take longer to put together than a statement."""
        if patience not in self._for_writing:
            self._for_writing[patience] = self._engine.execution_options(patience=patience, writes=True)
        return self._for_writing[patience]

    def check(self) -> None:
        """`Unreachable`, in a sentence without passwords, when it cannot be opened."""
        try:
            with self._engine.connect():
                pass
        except OperationalError as error:
            where = self.url.render_as_string(hide_password=True)
            raise Unreachable(
                f"The database at {where} cannot be opened. Check DATABASE_URL and that it is running."
            ) from error

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


def _is_busy(error: OperationalError) -> bool:
    """Whether SQLite's file or PostgreSQL's row (lock_not_available) was somebody else's for too long."""
    return "database is locked" in str(error.orig) or getattr(error.orig, "sqlstate", "") == "55P03"


def _normal(url: str) -> URL:
    """Hosting services still write postgres://, which SQLAlchemy does not know."""
    return make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)


def _engine_options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"pool_size": 12, "max_overflow": 24, "pool_use_lifo": True}
    return {
        "pool_size": 10,
        "max_overflow": 20,
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": 5},
    }


def _open_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    milliseconds = int(options.get("patience", CLOCK_PATIENCE) * 1000)
    if connection.info.get("busy_timeout") != milliseconds:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={milliseconds}")
        connection.info["busy_timeout"] = milliseconds
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", True) else "BEGIN")


def _begin_postgres(connection: Connection) -> None:
    milliseconds = int(connection.get_execution_options().get("patience", CLOCK_PATIENCE) * 1000)
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")
