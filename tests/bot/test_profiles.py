"""Who somebody is: asked of Slack in the background, so that nobody waits for a slow one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from slack_sdk import WebClient

from bot.practice_hospital import manifest
from bot.slack.profiles import BUDGET, Profiles
from handlers.action import Account
from practice.app import PracticeSlack
from practice.faults import Fault
from practice.people import Member
from practice.running import running
from storage.database import ACTION_PATIENCE

HERE = "T00PRACTICE"
AMINA = Member("U0000AMINA", "Amina Yusuf", "amina@example.org", is_admin=True)
PRIYA = Member("U0000PRIYA", "Priya Nair", "priya@example.org")


class Place:
    """A Slack, a client of it and the profiles."""

    def __init__(self, slack: PracticeSlack, server: running) -> None:
        self.slack = slack
        self.client = WebClient(slack.bot_token, base_url=server.api_url, timeout=3)
        self.profiles = Profiles(budget=5.0)

    def is_slow(self, times: int = 1) -> None:
        self.slack.faults.add("users.info", Fault(status=200, delay_seconds=0.8, times=times))
        self.profiles = Profiles(budget=0.1)

    def of(self, user: str) -> Account:
        return self.profiles.of(self.client, HERE, user)

    def asked(self) -> int:
        return sum(1 for entry in self.slack.journal.entries(0) if entry.name == "users.info")


@pytest.fixture(scope="module")
def stage() -> Iterator[tuple[PracticeSlack, running]]:
    slack = PracticeSlack(
        members=[AMINA, PRIYA], channels=[], manifest=manifest(), now=lambda: datetime.now(UTC)
    )
    with running(slack) as server:
        yield slack, server


@pytest.fixture
def place(stage: tuple[PracticeSlack, running]) -> Iterator[Place]:
    stage[0].reset()
    made = Place(*stage)
    yield made
    made.profiles.close()
    stage[0].faults.clear()


def wait_until_known(place: Place, user: str) -> Account:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        known = place.of(user)
        if known.name:
            return known
        time.sleep(0.02)
    raise AssertionError(user)


def test_the_look_ups_of_an_action_leave_the_database_its_time() -> None:
    assert BUDGET + ACTION_PATIENCE < 2.8


def test_a_name_and_rights_are_asked_once(place: Place) -> None:
    for _ in range(3):
        told = Account(HERE, "slack", AMINA.id, AMINA.name, is_admin=True, email=AMINA.email)
        assert place.of(AMINA.id) == told
    assert place.asked() == 1


def test_a_slow_slack_is_not_waited_for_and_knows_the_next_time(place: Place) -> None:
    place.is_slow()
    began = time.monotonic()
    assert place.of(AMINA.id) == Account(HERE, "slack", AMINA.id)
    assert time.monotonic() - began < 0.6
    assert wait_until_known(place, AMINA.id).name == AMINA.name
    assert place.asked() == 1, "nobody is asked twice at a time"


def test_several_people_cost_one_budget(place: Place) -> None:
    place.is_slow(times=2)
    began = time.monotonic()
    found = place.profiles.of_all(place.client, HERE, [AMINA.id, PRIYA.id])
    assert time.monotonic() - began < 0.6
    assert found == {user: Account(HERE, "slack", user) for user in (AMINA.id, PRIYA.id)}


def test_somebody_of_another_workspace_is_somebody_else(place: Place) -> None:
    place.of(AMINA.id)
    assert place.profiles.of(place.client, "T0OTHER", AMINA.id).workspace == "T0OTHER"
    assert place.asked() == 2


def test_what_was_known_serves_when_slack_fails_later(place: Place) -> None:
    known = place.of(AMINA.id)
    place.profiles._known[HERE, AMINA.id] = (-10_000.0, known)  # long ago
    place.slack.faults.add("users.info", Fault(status=503))
    assert place.of(AMINA.id) == known


def test_somebody_whom_slack_does_not_know_has_no_name(place: Place) -> None:
    assert place.of("U0NOBODY") == Account(HERE, "slack", "U0NOBODY")
