"""A web process that somebody watches."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from bot import house as wiring
from bot.http import web_app
from bot.metrics import Counters
from programme.words.message import Message
from storage import heartbeats, outbox
from storage.address import Address
from storage.database import Database
from storage.heartbeats import CLOCK, WORKER
from storage.letters import Letter

NOW = datetime(2027, 3, 16, 10, tzinfo=UTC)
AMINA = "U0000AMINA"


@dataclass
class Served:
    """A web process, its clock, and what it counts."""

    url: str
    database: Database
    counters: Counters
    now: datetime = NOW

    def get(self, path: str) -> tuple[int, str]:
        """Status and body."""
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=5) as got:
                return got.status, got.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()

    def ready(self) -> tuple[int, Any]:
        """Status, and what is said."""
        status, said = self.get("/ready")
        return status, json.loads(said)

    def metrics(self) -> dict[str, float]:
        """Every sample by its name and its labels' values."""
        status, said = self.get("/metrics")
        assert status == 200
        families = text_string_to_metric_families(said)
        samples = [sample for family in families for sample in family.samples]
        return {"/".join((each.name, *each.labels.values())): each.value for each in samples}

    def all_alive(self) -> None:
        """Clock and workers have just been at work."""
        for part in (CLOCK, WORKER):
            heartbeats.beat(self.database, part, self.now)

    def post(self, key: str, at: datetime) -> int:
        """A letter to Amina, written at that instant; its number."""
        with self.database.writing() as session:
            outbox.post(session, key, Address("W1", "slack", (AMINA,)), Message(("Dear Amina",)), at)
            return session.query(Letter).filter_by(key=key).one().id


@contextmanager
def serving(database: Database) -> Iterator[Served]:
    """The real app over real HTTP, until the block ends."""
    counters = Counters(CollectorRegistry())
    served = Served("", database, counters)
    app = web_app(database, lambda: served.now, counters.registry)
    with wiring.served(app, "127.0.0.1", 0) as port:
        served.url = f"http://127.0.0.1:{port}"
        yield served
