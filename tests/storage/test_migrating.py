"""A database that the first version has filled is brought to this one: every row stays, and what waits is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import JSON, Boolean, Date, DateTime, LargeBinary, MetaData, String, Table, Time, select, text

from programme.moments import SendWindow
from programme.words.message import Message
from scheduler import due
from scheduler.delivery import Delivery, Uncounted, deliver_one
from scheduler.sender import Envelope
from storage import outbox, schema
from storage.address import Address
from storage.database import Database
from storage.letters import Sent
from storage.pairs import Pair
from storage.proposals import Proposal
from storage.sign_ups import SignUp
from storage.vault import Vault, new_key
from tests.conversations.story import at

NOW = at("2027-03-16 10:00")
THEN = NOW - timedelta(minutes=10)
ANY_HOUR = SendWindow(frozenset(range(5)), time(0), time(23, 59), "Europe/London", "ENG", frozenset())
VAULT = Vault([new_key()])
UNKNOWN_YET = ("file_id", "trouble", "first_tried_at", "tried_at", "settled_at", "sent_place", "sent_id")

Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Platform:
    """It takes everything."""

    arrived: list[str] = field(default_factory=list)
    has_groups: bool = True
    gap: timedelta = timedelta(0)
    pace: timedelta = timedelta(seconds=1)

    def prepare(self, envelope: Envelope) -> str:
        raise AssertionError(envelope.key)

    def find(self, envelope: Envelope) -> Sent | None:
        raise AssertionError(envelope.key)

    def send(self, envelope: Envelope) -> Sent:
        self.arrived.append(envelope.key)
        return Sent("D1", str(len(self.arrived)))


@pytest.fixture(params=["sqlite", "postgres"])
def emptied(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind without a table."""
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path / 'old.db'}", VAULT)
    else:
        made = Database(request.getfixturevalue("postgres_database"), VAULT)
        with made.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    yield made
    made.close()


@pytest.fixture
def old(emptied: Database) -> Mapping[str, Table]:
    """The tables of the first version, each with at least one row, as that version knew them."""
    from alembic import command  # noqa: PLC0415 - heavy, and only needed here

    config, known = schema.alembic_config(), MetaData()
    with emptied.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        known.reflect(connection)
        for table in known.sorted_tables:
            if table.name not in ("alembic_version", "letters", "lanes"):
                connection.execute(table.insert().values(something(table)))
    for lane, keys in {"W1/slack/U1": "ab", "W1/slack/U1+U2": "c", "W2/slack/C1": "d"}.items():
        say(emptied, known.tables, lane, *keys)
    add(emptied, known.tables["lanes"], key="W1/slack/U3", next_due=None)
    return known.tables


def something(table: Table) -> dict[str, Any]:
    """A value for every column but the number."""
    return {each.name: _value(each.name, each.type) for each in table.columns if each.name != "id"}


def _value(name: str, kind: object) -> Any:
    values: dict[type, Any] = {
        JSON: ["one"],
        Boolean: True,
        Date: date(2027, 3, 16),
        DateTime: _stored(kind),
        LargeBinary: VAULT.seal("between us"),
        String: "W1" if name == "workspace" else f"W1/{name}",
        Time: time(10, 30),
    }
    return next((value for each, value in values.items() if isinstance(kind, each)), 1)


def _stored(kind: Any) -> datetime:
    """An instant as the first version stored it: in UTC, and on SQLite without its zone."""
    in_utc = THEN.astimezone(UTC)
    return in_utc if getattr(kind, "timezone", False) else in_utc.replace(tzinfo=None)


def add(database: Database, table: Table, **values: Any) -> None:
    with database.engine.begin() as connection:
        connection.execute(table.insert().values({**something(table), **values}))


def say(database: Database, tables: Mapping[str, Table], lane: str, *keys: str) -> None:
    """Letters that wait, as the first version would have them."""
    workspace, platform, readers = lane.split("/")
    ours = {"workspace": workspace}
    add(database, tables["lanes"], **ours, key=lane)
    for key in keys:
        add(
            database,
            tables["letters"],
            **ours,
            key=f"{workspace}/{key}",
            lane=lane,
            platform=platform,
            people=[] if readers.startswith("C") else readers.split("+"),
            place=readers if readers.startswith("C") else "",
            thread="",
            replaces_place="",
            replaces_id="",
            body=VAULT.seal(msgspec.json.encode(Message(("hello",))).decode()),
            state="waiting",
            attempts=0,
            unsure=False,
            **dict.fromkeys(UNKNOWN_YET),
        )


def rows(database: Database, tables: Mapping[str, Table]) -> Rows:
    """Everything that the first version knew."""
    with database.engine.begin() as connection:
        return {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in tables.items()
            if name != "alembic_version"
        }


def sent(database: Database, now: datetime) -> list[str]:
    """The keys of what is sent in five seconds from then."""
    platform = Platform()
    for second in range(5):
        while deliver(database, platform, now + timedelta(seconds=second)):
            pass
    return platform.arrived


def deliver(database: Database, platform: Platform, now: datetime) -> bool:
    senders = {"slack": platform}
    return deliver_one(
        Delivery(database, senders, ANY_HOUR, lambda: now, lambda: 0.0, seed=1, tally=Uncounted())
    )


def test_every_row_of_the_first_version_stays_as_it_was(emptied: Database, old: Mapping[str, Table]) -> None:
    before = rows(emptied, old)
    assert all(before.values()), "a table was forgotten"
    schema.migrate(emptied)
    schema.check(emptied)
    after = rows(emptied, old)
    assert {name: sorted(map(str, each)) for name, each in after.items()} == {
        name: sorted(map(str, each)) for name, each in before.items()
    }


def test_what_waited_in_the_first_version_is_sent_by_this_one(
    emptied: Database, old: Mapping[str, Table]
) -> None:
    """So is what the first version still posts: one process after the other is restarted, and it is the last."""
    schema.migrate(emptied)
    with emptied.writing() as session:
        into_a_lane_without_letters = Address("W1", "slack", ("U3",))
        outbox.post(session, "W1/e", into_a_lane_without_letters, Message(("hello",)), NOW)
    arrived = sent(emptied, NOW)
    assert sorted(arrived) == ["W1/a", "W1/b", "W1/c", "W1/e", "W2/d"]
    assert arrived.index("W1/a") < arrived.index("W1/b")
    say(emptied, old, "W3/slack/U9", "f")
    due.sweep(emptied, NOW)
    assert sent(emptied, NOW + timedelta(minutes=2)) == ["W3/f"]


@pytest.mark.parametrize(
    "emptied", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True
)
def test_what_the_first_version_knew_nothing_of_is_as_if_nobody_had_said_anything(
    emptied: Database, old: Mapping[str, Table]
) -> None:
    """So is what it still writes beside this one."""
    schema.migrate(emptied)
    add(emptied, old["proposals"])
    with emptied.reading() as session:
        proposals = session.scalars(select(Proposal)).all()
        place, pair = session.scalars(select(SignUp)).one(), session.scalars(select(Pair)).one()
    unsaid: tuple[object, ...] = ({}, "", [], [], False)
    assert [(p.people, p.terms, p.locked, p.dissolved, p.is_by_hand) for p in proposals] == [unsaid] * 2
    assert (place.standing, place.works_on, place.directorate_pref, place.left_at) == ("", None, None, None)
    assert pair.members == (pair.doctor_id, pair.manager_id)
