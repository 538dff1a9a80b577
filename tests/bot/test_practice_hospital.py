"""The practice hospital's clock: everything comes at its own time, however far it is pushed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.practice_hospital import LEADS, Hospital, open_hospital
from bot.practice_teams import PRIYA
from bot.settings import read
from bot.slack.inbound import SLACK
from practice.faults import Fault
from practice.installation import TEAM_ID
from programme.words.message import Message
from storage import letters, outbox, tenants
from storage.address import Address


def eventually(is_so: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether it becomes so in time."""
    give_up_at = time.monotonic() + seconds
    while not is_so() and time.monotonic() < give_up_at:
        time.sleep(0.05)
    return is_so()


@pytest.mark.long
def test_a_push_waits_for_a_letter_that_is_being_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_hospital(read({"PORT": "0"})) as hospital:
        hospital.slack.faults.add("chat.postMessage", Fault(status=200, delay_seconds=0.3))
        with hospital.database.writing() as session:
            to = Address(TEAM_ID, SLACK, (LEADS[0].id,))
            outbox.post(session, "greeting", to, Message(("Hello.",)), hospital.slack.workspace.now())
        hospital.push(timedelta(days=7))
        with hospital.database.reading() as session:
            assert letters.oldest_waiting_at(session) is None


def _people(hospital: Hospital) -> dict[str, str]:
    shown = json.loads(urlopen(hospital.address.replace("/?", "/practice/members?")).read())
    return {one["id"]: one["platform"] for one in shown["members"] if not one["is_bot"]}


@pytest.mark.long
def test_one_manager_sits_in_teams_and_starting_over_leaves_her_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_hospital(read({"PORT": "0"})) as hospital:
        assert hospital.teams is not None
        assert [one for one, platform in _people(hospital).items() if platform == "teams"] == [PRIYA]
        assert len(_people(hospital)) == 62
        people = hospital.teams.teams.people
        for _ in range(2):
            people.say(PRIYA, "home")
            assert eventually(lambda: "Paired Learning" in str(people.screen(PRIYA)["conversations"]))
            hospital.start_over()
            assert people.screen(PRIYA)["conversations"][0]["messages"] == []
        with hospital.database.reading() as session:
            assert [each.workspace for each in tenants.everybody(session)] == [TEAM_ID]
        assert hospital.teams.teams.journal.broken() == []


@pytest.mark.long
def test_without_the_extra_for_teams_everybody_sits_in_slack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.practice_hospital.find_spec", lambda _name: None)
    with open_hospital(read({"PORT": "0"})) as hospital:
        assert hospital.teams is None
        assert set(_people(hospital).values()) == {"slack"}
        assert len(_people(hospital)) == 62
