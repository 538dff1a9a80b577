"""The whole bot on Teams alone, as processes of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings import KNOWN
from practice.running import running
from practice.teams.app import CLIENT_ID, CLIENT_SECRET, TENANT_ID, PracticeTeams
from storage.vault import new_key
from tests.bot.teams.ward import AMINA, until
from tests.bot.test_start_and_stop import free_port, started, wait_until_it_runs

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine reaches a test."""
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def teams() -> Iterator[PracticeTeams]:
    made = PracticeTeams(members=[AMINA], now=lambda: datetime.now(UTC))
    with running(made):
        yield made


def told(teams: PracticeTeams, database_url: str, port: int) -> dict[str, str]:
    return {
        "TEAMS_CLIENT_ID": CLIENT_ID,
        "TEAMS_CLIENT_SECRET": CLIENT_SECRET,
        "TEAMS_TENANT_ID": TENANT_ID,
        "TEAMS_LOGIN_URL": teams.login_url,
        "TEAMS_OPENID_URL": teams.openid_url,
        "PUBLIC_URL": f"http://localhost:{port}",
        "DATABASE_URL": database_url,
        "PAIRME_KEYS": new_key(),
        "PORT": str(port),
    }


@contextmanager
def processes(environment: Mapping[str, str], *commands: str) -> Iterator[None]:
    """Each at work until the block ends; then they are asked to stop, and have to."""
    with ExitStack() as stack:
        begun = [
            stack.enter_context(started(dict(environment), *([each] if each else []))) for each in commands
        ]
        try:
            for process in begun:
                wait_until_it_runs(process)
            yield
        finally:
            for process in begun:
                process.send_signal(signal.SIGTERM)
        assert [process.wait(timeout=10) for process in begun] == [0] * len(begun)


def is_answered(teams: PracticeTeams) -> bool:
    teams.people.say(AMINA.id, "status")
    return until(lambda: "You have not joined yet." in str(teams.people.screen(AMINA.id)), 10)


def test_one_process_answers_and_stops_when_asked(teams: PracticeTeams) -> None:
    port = free_port()
    teams.deliver_to = f"http://127.0.0.1:{port}/api/messages"
    with processes(told(teams, "sqlite:///pairme.db", port), ""):
        teams.people.announce()
        assert is_answered(teams)


def test_web_worker_and_clock_answer_together(teams: PracticeTeams, postgres_database: str) -> None:
    port = free_port()
    teams.deliver_to = f"http://127.0.0.1:{port}/api/messages"
    with processes(told(teams, postgres_database, port), "web", "worker", "clock"):
        assert is_answered(teams)


def test_check_has_nothing_to_mend_in_teams(teams: PracticeTeams) -> None:
    environment = {**os.environ, **told(teams, "sqlite:///pairme.db", free_port())}
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        env={**environment, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "OK       Teams: the registration of tenant" in done.stdout
    assert "Slack" not in done.stdout
