"""How long one transaction may wait for others: for its connection, to begin, and for rows that they hold.

SQLite's `busy_timeout` begins after the wait for our own turn, and PostgreSQL's `lock_timeout` is for each wait
anew: who stands second in a row's queue waits twice in one statement (measured: 3.1 seconds with 2.2 allowed).
So each wait gets what is left of one budget, and a statement of somebody in a hurry that is all it gets.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session

_STEP = 0.1  # seconds; to tell the database more often would cost a round trip for nothing
_UNTOLD = 30.0  # seconds, for who says nothing: migrations
_PAUSE = 0.1  # seconds, between two knocks at a server that is starting
_SQLITE_LOCKED = "database is locked"
_POSTGRES_LOCKED = ("55P03", "57014")  # a lock, or a whole statement, took too long


def keep(engine: Engine, *, is_sqlite: bool) -> None:
    """From now on every transaction of this engine waits until its option `until` (monotonic) at most."""
    if is_sqlite:
        event.listen(engine, "begin", _begin_sqlite)
        return
    event.listen(engine, "begin", _begin_postgres)
    event.listen(engine, "before_cursor_execute", _wait_less_and_less)


def begin(session: Session, until: float, *, in_a_hurry: bool) -> None:
    """Begin now, and not with the first statement.

    Who is in a hurry cannot come again, so a server that is just restarting is knocked at until then. Who is
    not may work longer than they may wait.
    """
    while True:
        try:
            session.connection(execution_options={"until": until, "in_a_hurry": in_a_hurry})
        except OperationalError as error:
            if not in_a_hurry or is_busy(error) or time.monotonic() + _PAUSE > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def is_busy(error: OperationalError) -> bool:
    """Whether SQLite's file or PostgreSQL's row was somebody else's for too long."""
    return _SQLITE_LOCKED in str(error.orig) or getattr(error.orig, "sqlstate", "") in _POSTGRES_LOCKED


def _begin_sqlite(connection: Connection) -> None:
    milliseconds = _left(connection)
    if connection.info.get("busy_timeout") != milliseconds:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={milliseconds}")
        connection.info["busy_timeout"] = milliseconds
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgres(connection: Connection) -> None:
    connection.info["wait"] = _left(connection)
    connection.exec_driver_sql(_limit(connection))


def _wait_less_and_less(connection: Connection, cursor: Any, *_: object) -> None:
    """Where time has gone by since the transaction began, the next wait is the shorter."""
    left = _left(connection)
    if left < connection.info.get("wait", 0):
        connection.info["wait"] = left
        cursor.execute(_limit(connection))


def _limit(connection: Connection) -> str:
    what = "statement" if connection.get_execution_options().get("in_a_hurry") else "lock"
    return f"SET LOCAL {what}_timeout = {connection.info['wait']}"


def _left(connection: Connection) -> int:
    """What is left of the budget in milliseconds, in whole steps and never none, so that it seldom changes."""
    until = connection.get_execution_options().get("until")
    left = _UNTOLD if until is None else until - time.monotonic()
    return max(math.ceil(left / _STEP), 1) * round(_STEP * 1000)
