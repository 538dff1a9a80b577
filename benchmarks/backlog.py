"""What a claim costs when few letters wait, and when very many do."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Integer, String, cast, insert, literal, select, text, update
from sqlalchemy.types import Boolean

from programme.hours import Hours
from storage import lanes, outbox, schema
from storage.database import Database
from storage.lanes import Gate, Lane, Pace
from storage.letters import WAITING, Letter
from storage.row import Encrypted, Instant
from storage.vault import Vault, new_key

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

FEW = 1_000
IN_A_LANE, HOSPITALS = 5, 10
_CLAIMS = 200
_ANY_HOUR = Hours(unasked=True, late=True, changes_at=datetime(2100, 1, 1, tzinfo=UTC))
_NO_GAP = {"slack": Pace(timedelta(0), timedelta(seconds=1))}


@dataclass(frozen=True)
class Growth:
    """The milliseconds of a claim and of a worker's look, when `FEW` letters wait and when many do."""

    database: str
    claim_ms: tuple[float, float]
    look_ms: tuple[float, float]

    @property
    def ratio(self) -> float:
        """How many times as long a claim takes when many wait."""
        return self.claim_ms[1] / self.claim_ms[0]


def growth(url: str, many: int) -> Growth:
    """Measure in an empty database."""
    database = Database(url, Vault([new_key()]))
    schema.migrate(database)
    few, lots = _measured(database, 0, FEW), _measured(database, FEW, many)
    database.close()
    return Growth("SQLite" if database.is_sqlite else "PostgreSQL", (few[0], lots[0]), (few[1], lots[1]))


def _measured(database: Database, present: int, wanted: int) -> tuple[float, float]:
    """With so many letters: the medians of a claim and of a look, in milliseconds."""
    now = datetime.now(UTC)
    with database.writing(600) as session:
        _add(session, present, wanted, now)
        claimed_before = Lane.not_before > now
        session.execute(update(Lane).where(claimed_before).values(not_before=now))  # they are free again
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))  # which a server does by itself within a minute
    claims = [_timed_claim(database, now + timedelta(seconds=1)) for _ in range(_CLAIMS)]
    looks = [_timed_look(database) for _ in range(_CLAIMS)]
    return 1000 * median(claims), 1000 * median(looks)


def _timed_claim(database: Database, now: datetime) -> float:
    with database.writing() as session:
        began = time.perf_counter()
        claimed = outbox.claim(session, now, _ANY_HOUR, _NO_GAP)
        took = time.perf_counter() - began
    if claimed is None:
        raise RuntimeError("There was nothing to claim.")
    return took


def _timed_look(database: Database) -> float:
    with database.reading() as session:
        began = time.perf_counter()
        lanes.next_free_at(session)
        return time.perf_counter() - began


def _add(session: Session, first: int, last: int, now: datetime) -> None:
    """Letters from one number to another, in bulk, each five in a lane; gates and lanes that they need."""
    for number in range(0 if first else HOSPITALS):
        gate = {"key": f"T{number}/slack", "workspace": f"T{number}", "platform": "slack", "not_before": now}
        session.execute(insert(Gate).values(gate))
    numbers = select(literal(first).label("n")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < last - 1))
    n = numbers.c.n
    at, body = literal(now, Instant), literal("{}", Encrypted)
    lane: dict[str, ColumnElement[Any]] = {
        "key": _lane(n),
        "workspace": _team(n),
        "gate": _team(n) + literal("/slack"),
        "next_due": at,
        "not_before": at,
        "place": literal("D1"),
    }
    letter: dict[str, ColumnElement[Any]] = {
        "workspace": _team(n),
        "key": _team(n) + literal("/measured/") + cast(n, String),
        "lane": _lane(n),
        "platform": literal("slack"),
        "people": literal(["U1"], JSON),
        "place": literal(""),
        "thread": literal(""),
        "replaces_place": literal(""),
        "replaces_id": literal(""),
        "body": body,
        "unasked": literal(False, Boolean),
        "state": literal(WAITING),
        "attempts": literal(0, Integer),
        "unsure": literal(False, Boolean),
        "created_at": at,
    }
    firsts = select(*lane.values()).select_from(numbers).where(n % IN_A_LANE == 0)
    session.execute(insert(Lane).from_select(list(lane), firsts))
    session.execute(insert(Letter).from_select(list(letter), select(*letter.values()).select_from(numbers)))


def _team(n: ColumnElement[int]) -> ColumnElement[str]:
    return literal("T") + cast(n // IN_A_LANE % HOSPITALS, String)


def _lane(n: ColumnElement[int]) -> ColumnElement[str]:
    return _team(n) + literal("/slack/D") + cast(n // IN_A_LANE, String)
