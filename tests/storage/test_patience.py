"""However many waits there are in one transaction, together they are no longer than its patience."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage.database import ACTION_PATIENCE, CLOCK_PATIENCE, Busy, Database

IN_TIME = 0.8  # seconds, on however busy a machine, for half a second's patience; two waits would be 0.9


@pytest.fixture
def postgres(postgres_database: str) -> Iterator[Database]:
    made = Database(postgres_database)
    yield made
    made.close()


@contextmanager
def held(database: Database, *tables: str) -> Iterator[Callable[[], None]]:
    """Each table is another session's until it is let go, or the block ends."""
    with ExitStack() as stack:
        sessions = []
        for table in tables:
            sessions.append(stack.enter_context(database.reading()))
            sessions[-1].execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        yield sessions[0].rollback


def refused_after(act: Callable[[], None]) -> float:
    began = time.monotonic()
    with pytest.raises(Busy):
        act()
    return time.monotonic() - began


@pytest.mark.parametrize("is_clock", [False, True])
def test_two_locks_one_after_the_other_share_one_patience(
    postgres: Database, is_clock: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_clock:
        monkeypatch.setattr("storage.database.ACTION_PATIENCE", 0.0)

    def act() -> None:
        with postgres.writing(0.5) as session:
            session.execute(text("SELECT count(*) FROM people"))
            session.execute(text("SELECT count(*) FROM cohorts"))

    with held(postgres, "people", "cohorts") as let_go:
        first = threading.Timer(0.4, let_go)
        first.start()
        assert 0.4 < refused_after(act) < IN_TIME
        first.join()


def test_two_waits_in_one_statement_share_it_too(postgres: Database) -> None:
    with postgres.writing() as session:
        session.execute(text("CREATE TABLE queue AS SELECT 1 AS id"))
    waited: list[float] = []

    def act() -> None:
        with postgres.writing(0.5) as session:
            session.execute(text("SELECT id FROM queue FOR UPDATE"))

    def stand_in_the_queue() -> None:
        waited.append(refused_after(act))

    with postgres.writing() as session:
        session.execute(text("SELECT id FROM queue FOR UPDATE"))
        first, second = (threading.Thread(target=stand_in_the_queue) for _ in range(2))
        first.start()
        time.sleep(0.1)  # so that the first leaves the head of the queue to the second
        second.start()
        first.join()
        second.join()
    assert max(waited) < IN_TIME


def test_the_wait_for_our_turn_counts_where_another_process_writes(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/shared.db"
    ours, theirs = Database(address), Database(address)

    def act() -> None:
        with ours.writing(0.5):
            pass

    with theirs.writing():
        first = threading.Thread(target=refused_after, args=(act,))
        first.start()
        time.sleep(0.05)
        assert refused_after(act) < IN_TIME
        first.join()
    ours.close()
    theirs.close()


def test_when_every_connection_is_taken_an_action_gives_up_in_time(database: Database) -> None:
    def act() -> None:
        with database.writing(0.1):
            pass

    with ExitStack() as stack:
        for _ in range(30):
            stack.enter_context(database.reading())
        assert refused_after(act) < IN_TIME
    with database.writing(0.1):
        pass


def test_a_connection_that_the_server_closed_meanwhile_fails_nobody(postgres: Database) -> None:
    with postgres.reading(), postgres.reading(), postgres.reading():
        pass  # three connections in the pool from now on
    with postgres.reading() as session:
        every_other = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        closed = session.scalars(text(f"{every_other} AND datname = current_database()")).all()
    assert closed == [True, True]
    with postgres.writing() as session, postgres.reading() as other:
        assert session.scalar(text("SELECT 1")) == other.scalar(text("SELECT 1")) == 1


def test_a_server_that_is_just_restarting_is_waited_for(postgres: Database) -> None:
    socket = Path(str(postgres.url.query["host"])) / ".s.PGSQL.5432"
    away = socket.with_name("away")
    socket.rename(away)
    back = threading.Timer(0.3, lambda: away.rename(socket))
    back.start()
    with postgres.writing() as session:
        assert session.scalar(text("SELECT 1")) == 1
    back.join()
    postgres.close()
    socket.rename(away)
    with pytest.raises(OperationalError), postgres.writing(0.2):
        pass
    away.rename(socket)


def test_the_clock_may_work_longer_than_it_may_wait(postgres: Database) -> None:
    def limits(patience: float) -> list[bool]:
        with postgres.writing(patience) as session:
            return [session.scalar(text(f"SHOW {what}_timeout")) != "0" for what in ("statement", "lock")]

    assert limits(ACTION_PATIENCE) == [True, False]
    assert limits(CLOCK_PATIENCE) == [False, True]
