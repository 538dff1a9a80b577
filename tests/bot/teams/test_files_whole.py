"""A letter with a file, from the outbox to its reader's own files, through the whole bot."""

from __future__ import annotations

import pytest

from programme.words import handing_over
from programme.words.message import File, Message
from storage import outbox
from storage.address import Address
from storage.letters import SENT
from tests.bot.teams.ward import AMINA, PAIRED, PRIYA, TEAM, Ward

FILE = File("paired-learning.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "Calendar entry")


@pytest.fixture
def here(one_ward: Ward) -> str:
    assert one_ward.bot.teams is not None
    return one_ward.bot.teams.registrations.everybody()[0].workspace


def post(ward: Ward, key: str, to: Address) -> None:
    with ward.database.writing() as session:
        outbox.post(session, key, to, Message(("You are coming.",), file=FILE), ward.bot.clock.now())


def test_a_file_is_taken_from_the_chat_through_the_door(one_ward: Ward, here: str) -> None:
    one_ward.teams.people.say(AMINA.id, "hello")
    post(one_ward, "w/file/1", Address(here, "teams", (AMINA.id,)))
    assert "You are coming." in one_ward.heard(AMINA.id)
    outcome = one_ward.teams.people.accept_file(AMINA.id, *one_ward.card(AMINA.id))
    assert outcome.acknowledged
    assert one_ward.heard(AMINA.id)[-1] == handing_over.uploaded(FILE.name)
    assert one_ward.teams.journal.broken() == []


def test_a_stranger_to_the_file_gets_nothing_for_a_number(one_ward: Ward) -> None:
    one_ward.teams.people.say(PRIYA.id, "hello")
    value = {"type": "fileUpload", "action": "accept", "context": {"file": "1"}}
    assert one_ward.invoke(PRIYA.id, "fileConsent/invoke", value)[0] == 200
    assert handing_over.used().paragraphs[0] in one_ward.heard(PRIYA.id)


def test_a_file_for_a_channel_stands_behind_a_link_and_the_letter_knows_no_secret(
    one_ward: Ward, here: str
) -> None:
    one_ward.teams.people.add_to_team(PRIYA.id, TEAM.id)
    post(one_ward, "w/file/2", Address(here, "teams", place=PAIRED.id))
    one_ward.deliver()
    letter = next(each for each in one_ward.letters() if each.key == "w/file/2")
    assert letter.state == SENT
    assert letter.file_id is not None
    assert letter.file_id.isdigit()
