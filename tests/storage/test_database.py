"""Transactions: all or nothing, in turn, and never for longer than one may wait."""

from __future__ import annotations

import threading
import time
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import StatementError

from storage import people
from storage.database import Busy, Database, Unreachable
from storage.fair_lock import FairLock
from storage.inbox import Answered
from storage.people import Person


def add(database: Database, name: str) -> None:
    with database.writing() as session:
        people.known(session, workspace="W", platform="slack", platform_id=name)


def count(database: Database) -> int:
    with database.reading() as session:
        return session.query(Person).count()


def test_a_failure_leaves_nothing_half_done(database: Database) -> None:
    def half() -> None:
        with database.writing() as session:
            people.known(session, workspace="W", platform="slack", platform_id="U1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert count(database) == 0


def test_a_reader_waits_for_no_writer(database: Database) -> None:
    add(database, "U1")
    with database.writing() as session:
        people.known(session, workspace="W", platform="slack", platform_id="U2")
        assert count(database) == 1


def test_many_at_once_all_come_through(database: Database) -> None:
    threads = [threading.Thread(target=add, args=(database, f"U{number}")) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(database) == 20


def test_a_writer_who_cannot_begin_in_time_is_told_that_it_is_busy(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/busy.db")
    with database.writing():

        def impatient() -> None:
            with pytest.raises(Busy, match="nothing was saved"), database.writing(patience=0.05):
                pass

        thread = threading.Thread(target=impatient)
        thread.start()
        thread.join()
    database.close()


def test_another_process_that_writes_makes_it_busy_too(tmp_path: Path) -> None:
    ours, theirs = Database(f"sqlite:///{tmp_path}/shared.db"), Database(f"sqlite:///{tmp_path}/shared.db")
    with theirs.writing(), pytest.raises(Busy), ours.writing(patience=0.05):
        pass
    ours.close()
    theirs.close()


def test_a_lock_is_taken_in_the_order_in_which_it_was_asked_for() -> None:
    lock = FairLock()
    order: list[int] = []
    assert lock.acquire(1)

    def take(number: int) -> None:
        assert lock.acquire(5)
        order.append(number)
        lock.release()

    threads = []
    for number in range(5):
        thread = threading.Thread(target=take, args=(number,))
        thread.start()
        threads.append(thread)
        time.sleep(0.02)
    lock.release()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_whoever_gives_up_waiting_holds_up_nobody() -> None:
    lock = FairLock()
    assert lock.acquire(1)
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0.01)


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    def naive() -> None:
        with database.writing() as session:
            session.add(Answered(key="W/1", workspace="W", acted_at=datetime(2027, 3, 1), answer=""))  # noqa: DTZ001
            session.flush()

    with pytest.raises(StatementError, match="time zone"):
        naive()


def test_a_database_that_is_not_there_is_one_sentence() -> None:
    nowhere = Database("postgresql://me:hush@127.0.0.1:9/pairme")
    with pytest.raises(Unreachable, match="DATABASE_URL") as refusal:
        nowhere.check()
    assert "hush" not in str(refusal.value)


def test_a_folder_that_is_not_there_is_one_sentence() -> None:
    nowhere = Database("sqlite:////nowhere/at/all/pairme.db")
    with pytest.raises(Unreachable, match="DATABASE_URL"):
        nowhere.check()
