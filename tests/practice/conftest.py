from __future__ import annotations

from collections.abc import Iterator

import pytest

from practice.app import PracticeSlack
from practice.running import running
from tests.practice.hospital import Clock, Hospital, open_hospital, visit


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[PracticeSlack, running, Clock]]:
    with open_hospital() as hospital:
        yield hospital.slack, hospital.server, hospital.clock


@pytest.fixture
def hospital(shared: tuple[PracticeSlack, running, Clock]) -> Iterator[Hospital]:
    """An empty hospital and a bot that is not connected yet."""
    slack, server, clock = shared
    slack.reset()
    clock.at = Clock.at
    yield visit(slack, server, clock)
    slack.faults.clear()


@pytest.fixture
def connected(hospital: Hospital) -> Iterator[Hospital]:
    """An empty hospital and a bot that listens over Socket Mode."""
    with hospital.connected():
        yield hospital
