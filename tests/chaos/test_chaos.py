"""Processes die and calls go wrong, and yet nothing is lost and nothing said twice. The long run is `make chaos`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.chaos.bots import ROOT
from tests.chaos.play import Round, play
from tests.chaos.times import SHORTER, Times
from tests.chaos.trouble import Plan


@pytest.mark.long
def test_nothing_is_lost_and_nothing_said_twice_while_processes_are_killed(
    sqlite_template: Path, postgres_database: str, tmp_path: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "pairme.db")
    rounds = [
        Round("short", Plan(6, 3, pause=0.5), f"sqlite:///{tmp_path / 'pairme.db'}", times=SHORTER, room=30),
        Round("short", Plan(12, 3, pause=0.3), postgres_database, times=SHORTER, room=30),
    ]
    with ThreadPoolExecutor() as both:
        outcomes = list(both.map(play, rounds))
    for outcome in outcomes:
        assert outcome.verdict.faults == {}, (outcome.verdict, outcome.broken_rules)
        assert outcome.kills > 0
        assert outcome.verdict.messages > 20
        assert outcome.verdict.said > 0
        assert outcome.verdict.teams_messages > 10


@pytest.mark.long
def test_eighty_kills_and_shocks_to_the_database_lose_nothing() -> None:
    chaos = subprocess.run(
        [sys.executable, "-m", "tests.chaos", "--kills", "80", "--in-a-round", "25"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert chaos.returncode == 0, chaos.stdout + chaos.stderr
    figures = json.loads(chaos.stdout.splitlines()[-1])
    assert list(figures)[:6] == ["messages", "kills", "lost", "twice", "refused", "seeds"]
    assert figures["kills"] >= 80
    assert figures["shocks"] > 0
    assert [figures[name] for name in ("lost", "twice", "refused")] == [0, 0, 0]
    assert [figures[name] for name in ("teams_lost", "teams_twice_silently")] == [0, 0]
    assert figures["teams_messages"] > figures["teams_admitted"] > 0
    assert figures["teams_unknown"] > 0
    assert figures["teams_unreachable"] > 0


def test_waits_out_of_their_order_are_refused() -> None:
    with pytest.raises(ValueError, match="before its lease ends"):
        Times(http_timeout=3)
    with pytest.raises(ValueError, match="own"):
        Times(history_lag=9)
