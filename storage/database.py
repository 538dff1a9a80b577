"""The one way to the database: SQLite in one process, PostgreSQL for any number.

Measured choices (SQLite): write-ahead log, a durable commit, `BEGIN IMMEDIATE` behind a fair lock for
writers, plain `BEGIN` for readers. An action gives up after two seconds, because platforms do after three.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from storage import patience as waiting
from storage.fair_lock import FairLock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL
    from sqlalchemy.pool import ConnectionPoolEntry

    from storage.vault import Vault

ACTION_PATIENCE = (
    2.2  # seconds; more than the two for which a database may be locked, well below Slack's three
)
CLOCK_PATIENCE = 30.0
_BUSY = "The database was busy, so nothing was saved."
_KEPT_OPEN, _AT_MOST = 10, 30  # connections
_SPARE = 4  # for those who need none of our sessions: migrations, readiness


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
        self._turn, self._connections = FairLock(), threading.BoundedSemaphore(_AT_MOST)
        self._for_reading = self._engine.execution_options(writes=False)
        if self.is_sqlite:
            event.listen(self._engine, "connect", _open_sqlite)
        waiting.keep(self._engine, is_sqlite=self.is_sqlite)

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
        """One transaction; `Busy` when it would have to wait for others for more than `patience` seconds in all."""
        until = time.monotonic() + patience
        with self._in_turn(until), self._session(self._engine, until) as session, session.begin():
            waiting.begin(session, until, in_a_hurry=patience <= ACTION_PATIENCE)
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look that changes nothing and waits for no writer."""
        until = time.monotonic() + ACTION_PATIENCE
        with self._session(self._for_reading, until) as session:
            waiting.begin(session, until, in_a_hurry=False)
            yield session
            session.expunge_all()  # what was read stays readable; the rollback below would empty it
            session.rollback()

    @contextmanager
    def _in_turn(self, until: float) -> Iterator[None]:
        """SQLite has one writer at a time: first come, first served."""
        if self.is_sqlite and not self._turn.acquire(until - time.monotonic()):
            raise Busy(_BUSY)
        try:
            yield
        finally:
            if self.is_sqlite:
                self._turn.release()

    @contextmanager
    def _session(self, engine: Engine, until: float) -> Iterator[Session]:
        """With a connection of the pool, for which everybody waits no longer than their own patience."""
        if not self._connections.acquire(timeout=max(until - time.monotonic(), 0)):
            raise Busy(_BUSY)
        try:
            with Session(engine, expire_on_commit=False) as session:
                yield session
        except OperationalError as error:
            if waiting.is_busy(error):
                raise Busy(_BUSY) from error
            raise
        finally:
            self._connections.release()

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


def _normal(url: str) -> URL:
    """Hosting services still write postgres://, which SQLAlchemy does not know."""
    return make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)


def _engine_options(url: URL) -> dict[str, Any]:
    pool = {
        "pool_size": _KEPT_OPEN,
        "max_overflow": _AT_MOST + _SPARE - _KEPT_OPEN,
        "pool_timeout": ACTION_PATIENCE,
        "pool_use_lifo": True,
    }
    if url.get_backend_name() == "sqlite":
        return pool
    gone = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}  # a machine that vanished
    return pool | {"pool_pre_ping": True, "connect_args": {"connect_timeout": 2, **gone}}


def _open_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
