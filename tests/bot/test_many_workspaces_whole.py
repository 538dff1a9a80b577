"""The real processes over HTTP, installed into two workspaces: on one SQLite file, and apart on PostgreSQL."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from practice.running import running
from storage.database import Database
from storage.installations import Installation
from storage.people import Person
from storage.vault import Vault
from tests.bot.hospitals import AMINAS, KEY, NORTH, SOUTH, Browser, Hospitals, home, reflects
from tests.bot.test_install import free_port
from tests.bot.test_start_and_stop import started, wait_until_it_runs

pytestmark = pytest.mark.long
AMINA = "U0000AMINA"
TWO_HOURS_AND_A_BIT = 7205.0  # so that a token is renewed as soon as the clock looks


@contextmanager
def processes(environment: dict[str, str], *parts: tuple[str, ...]) -> Iterator[None]:
    made = [started(environment, *part) for part in parts]
    try:
        for process in made:
            wait_until_it_runs(process)
        yield
        for process in made:
            process.send_signal(signal.SIGTERM)
        for process in made:
            said, _ = process.communicate(timeout=15)
            assert process.returncode == 0, said
            assert "Traceback" not in said
            assert "xox" not in said, "a token stands in the log"
    finally:
        for process in made:
            process.kill()
            process.communicate()


def wait_until(holds: Callable[[], bool], seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def rows(url: str) -> dict[str, Installation]:
    database = Database(url, Vault([KEY]))
    with database.reading() as session:
        found = {row.workspace: row for row in session.scalars(select(Installation))}
    database.close()
    return found


def names(url: str) -> dict[str, str]:
    database = Database(url, Vault([KEY]))
    with database.reading() as session:
        found = {person.workspace: person.name for person in session.scalars(select(Person))}
    database.close()
    return found


@pytest.mark.parametrize("apart", [False, True], ids=["sqlite", "postgres"])
def test_two_workspaces_install_act_renew_and_one_leaves(
    tmp_path: Path, request: pytest.FixtureRequest, *, apart: bool
) -> None:
    port = free_port()
    url = request.getfixturevalue("postgres_database") if apart else f"sqlite:///{tmp_path / 'pairme.db'}"
    hospitals = Hospitals(port, rotates=True, token_seconds=TWO_HOURS_AND_A_BIT)
    parts = [("web",), ("worker",), ("clock",), ("clock",)] if apart else [()]
    with running(hospitals.several) as server:
        environment = {**hospitals.environment(server.api_url), "DATABASE_URL": url, "PORT": str(port)}
        with processes(environment, *parts):
            for team in (NORTH, SOUTH):
                assert Browser().installs(hospitals.public_url, team).status == 200
            first = {workspace: row.token for workspace, row in rows(url).items()}
            for slack in (hospitals.north, hospitals.south):
                reflects(slack, AMINA, f"Only {slack.team_id} knows.")
                slack.people.say(AMINA, slack.people.dm(AMINA), "And more of it.")
            assert names(url) == AMINAS
            assert "Only T0SOUTH knows." in home(hospitals.south, AMINA)
            wait_until(lambda: "I have not saved that" in str(hospitals.south.people.screen(AMINA)))
            wait_until(lambda: all(row.token != first[team] for team, row in rows(url).items()))
            for slack in (hospitals.north, hospitals.south):
                assert slack.workspace.tokens.newest == rows(url)[slack.team_id].token
                assert slack.people.command(AMINA, "/pairme", "help").acknowledged
            time.sleep(1.1)  # Slack's events tell the time to the second
            hospitals.north.admin.uninstall()
            assert hospitals.north.people.settle()
            assert rows(url)[NORTH].token is None
            assert (
                "not installed"
                in hospitals.post(
                    {
                        "command": "/pairme",
                        "team_id": NORTH,
                        "user_id": AMINA,
                        "channel_id": "D1",
                        "channel_name": "directmessage",
                        "trigger_id": "1.2",
                    }
                )[1]
            )
            assert hospitals.south.people.command(AMINA, "/pairme", "help").acknowledged
            for slack in (hospitals.north, hospitals.south):
                assert not [entry.summary for entry in slack.journal.entries(0) if entry.broken]
