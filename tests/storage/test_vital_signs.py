"""What waits and who is at work, told cheaply."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from programme.words.message import Message
from storage import heartbeats, outbox, vital_signs
from storage.address import Address
from storage.database import Database
from storage.heartbeats import CLOCK, EVERY, WORKER, Heart
from storage.lanes import Gate, Lane
from storage.letters import DEAD, SENT, WAITING, Letter, Sent

NOW = datetime(2027, 3, 16, 10, tzinfo=UTC)


def seen(database: Database) -> dict[str, datetime]:
    with database.reading() as session:
        return dict(heartbeats.last(session))


def letters(database: Database, now: datetime = NOW) -> vital_signs.Letters:
    with database.reading() as session:
        return vital_signs.letters(session, now)


def post(database: Database, key: str, person: str, at: datetime, workspace: str = "W1") -> int:
    with database.writing() as session:
        outbox.post(session, key, Address(workspace, "slack", (person,)), Message(("hello",)), at)
        return session.query(Letter).filter_by(key=key).one().id


def by_id(session: Session, number: int) -> Letter:
    return session.query(Letter).filter_by(id=number).one()


def test_a_heart_writes_once_in_a_while(database: Database) -> None:
    heart = Heart(database, CLOCK)
    for seconds in (0, 5, 10):
        heart.beat(NOW + timedelta(seconds=seconds))
    assert seen(database) == {CLOCK: NOW}
    heart.beat(NOW + EVERY)
    Heart(database, WORKER).beat(NOW)
    assert seen(database) == {CLOCK: NOW + EVERY, WORKER: NOW}


def test_of_several_machines_one_writes(database: Database) -> None:
    Heart(database, CLOCK).beat(NOW)
    Heart(database, CLOCK).beat(NOW + timedelta(seconds=5))
    assert seen(database) == {CLOCK: NOW}


def test_a_heart_goes_on_when_the_clock_is_put_back(database: Database) -> None:
    heart = Heart(database, CLOCK)
    heart.beat(NOW)
    heart.beat(NOW - timedelta(days=7))
    assert seen(database) == {CLOCK: NOW - timedelta(days=7)}


def test_a_heart_does_not_fail_while_others_write(database: Database) -> None:
    heart = Heart(database, WORKER)
    heart.beat(NOW)
    with database.writing() as session:
        session.execute(text("UPDATE heartbeats SET part = part"))
        beating = threading.Thread(target=heart.beat, args=(NOW + EVERY,))
        beating.start()
        beating.join(2)
        assert not beating.is_alive()
    assert seen(database) == {WORKER: NOW}
    heart.beat(NOW + EVERY)
    assert seen(database) == {WORKER: NOW + EVERY}


def test_two_machines_that_start_at_once_both_go_on(postgres_database: str) -> None:
    database, other = Database(postgres_database), Database(postgres_database)

    def be_quicker(*given: Any) -> None:
        if given[2].startswith("INSERT"):
            Heart(other, WORKER).beat(NOW)

    event.listen(database.engine, "before_cursor_execute", be_quicker)
    Heart(database, WORKER).beat(NOW)
    assert seen(other) == {WORKER: NOW}
    database.close()
    other.close()


def test_letters_are_counted_by_state(database: Database) -> None:
    post(database, "W1/waits/1", "U1", NOW - timedelta(hours=1))
    for number in (2, 3):
        post(database, f"W1/waits/{number}", f"U{number}", NOW)
    troubled = post(database, "W1/troubled", "U4", NOW)
    post(database, "W2/parked", "U5", NOW, "W2")
    dead, sent, old, left = (
        post(database, f"W1/{each}", f"U-{each}", NOW) for each in ("dead", "sent", "old", "left")
    )
    with database.writing() as session:
        held = by_id(session, troubled)
        outbox.hold_back(session, held, NOW + timedelta(minutes=1), "Slack failed.", unsure=False)
        session.query(Gate).filter_by(workspace="W2").one().trouble = "The token has been revoked."
        outbox.die(session, by_id(session, dead), "There is no such account.", NOW)
        outbox.leave(session, by_id(session, left), "It may have arrived.", NOW)
        for number in (sent, old):
            outbox.settle(session, by_id(session, number), NOW, Sent("D1", str(number)))
        by_id(session, old).created_at = NOW - timedelta(days=2)
    assert letters(database) == vital_signs.Letters(
        waiting=3,
        parked=2,
        dead=1,
        unknown=1,
        sent=1,
        oldest_at=NOW - timedelta(hours=1),
        next_try_at=letters(database).next_try_at,
    )


def test_when_nothing_waits_there_is_no_oldest(database: Database) -> None:
    assert letters(database) == vital_signs.Letters(0, 0, 0, 0, 0, None, None)


def many(database: Database, number: int) -> None:
    """So many letters that wait, as many that were sent long ago, and as many dead ones."""
    row = {"workspace": "W1", "lane": "L1", "platform": "slack", "people": ["U1"], "created_at": NOW}
    more = {
        "place": "",
        "thread": "",
        "replaces_place": "",
        "replaces_id": "",
        "attempts": 0,
        "unsure": False,
    }
    rows: list[dict[str, Any]] = [
        {**row, **more, "unasked": False, "key": f"{state}/{each}", "state": state}
        for state in (WAITING, SENT, DEAD)
        for each in range(number)
    ]
    with database.writing() as session:
        session.add(Lane(key="L1", workspace="W1", gate="", next_due=NOW, not_before=NOW))
        session.flush()
        session.execute(insert(Letter), rows)
        session.execute(text("ANALYZE"))


def test_a_count_stops_and_never_reads_every_letter(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vital_signs, "MOST", 20)
    many(database, 500)
    found = letters(database)
    assert (found.waiting, found.parked, found.dead, found.sent) == (20, 0, 20, 20)


def test_every_look_at_letters_goes_along_an_index(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vital_signs, "MOST", 20)
    many(database, 1000)
    asked: list[tuple[str, Any]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *each: asked.append((each[2], each[3])))
    letters(database)
    how = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    about_letters = [(statement, values) for statement, values in asked if "FROM letters" in statement]
    assert len(about_letters) == 4
    with database.reading() as session:
        for statement, values in about_letters:
            rows = session.connection().exec_driver_sql(f"{how} {statement}", values)
            plan = " ".join(str(row) for row in rows)
            assert "ix_letters_state_created_at" in plan, plan
