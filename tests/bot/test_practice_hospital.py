"""The practice hospital's clock: everything comes at its own time, however far it is pushed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.practice_hospital import LEADS, open_hospital
from bot.settings import read
from bot.slack.inbound import SLACK
from practice.faults import Fault
from practice.installation import TEAM_ID
from programme.words.message import Message
from storage import letters, outbox
from storage.address import Address


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
