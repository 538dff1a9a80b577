"""After a restore, what may have been said since the backup is looked for and not said twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.__main__ import main
from bot.settings import KNOWN
from programme.hours import Hours
from programme.words.message import Message
from storage import outbox, prompts, restoring
from storage.address import Address
from storage.database import Database
from storage.lanes import Pace
from storage.letters import Letter, Sent
from storage.prompts import Prompt
from storage.vault import Vault, new_key
from tests.conversations.story import at

BEFORE, LAST_KNOWN, RESTORED = at("2027-03-16 09:00"), at("2027-03-16 10:00"), at("2027-03-16 15:00")
AMINA = Address("T1", "slack", ("U0000AMINA",))
CHANNEL = Address("T1", "slack", place="C1")


def post(database: Database, key: str, to: Address = AMINA, *, now: datetime = BEFORE) -> None:
    with database.writing() as session:
        outbox.post(session, f"T1/{key}", to, Message(("Have you met?",)), now)


def claimed(database: Database, now: datetime = RESTORED) -> Letter:
    with database.writing() as session:
        found = outbox.claim(
            session, now, Hours(True, True, RESTORED), {"slack": Pace(timedelta(0), timedelta(seconds=1))}
        )
    assert found is not None
    return found[0]


def settle(database: Database, now: datetime) -> None:
    with database.writing() as session:
        letter = session.query(Letter).order_by(Letter.id.desc()).first()
        assert letter is not None
        outbox.settle(session, letter, now, Sent("D1", "1.2"))


def restore(database: Database, now: datetime = RESTORED) -> None:
    with database.writing() as session:
        restoring.mark(session, now)


def test_a_letter_that_waited_at_the_backup_is_looked_for_before_it_is_sent(database: Database) -> None:
    post(database, "introduction/4/both")
    restore(database)
    letter = claimed(database)
    assert (letter.unsure, letter.first_tried_at) == (True, BEFORE)


def test_what_falls_due_again_after_a_restore_is_looked_for(database: Database) -> None:
    post(database, "introduction/4/both")
    settle(database, LAST_KNOWN)
    restore(database)
    soon = RESTORED + timedelta(days=13)
    post(database, "prompt/4/first_met_check/both", now=soon)
    letter = claimed(database, soon)
    assert (letter.unsure, letter.first_tried_at) == (True, LAST_KNOWN)


def test_after_two_restores_one_looks_from_the_first_backup_on(database: Database) -> None:
    post(database, "introduction/4/both")
    settle(database, LAST_KNOWN)
    restore(database)
    post(database, "answer/slack/event/1", now=RESTORED + timedelta(hours=1))
    settle(database, RESTORED + timedelta(hours=1))
    again = RESTORED + timedelta(days=1)
    restore(database, again)
    post(database, "prompt/4/first_met_check/both", now=again)
    assert claimed(database, again).first_tried_at == LAST_KNOWN


def test_one_look_is_enough(database: Database) -> None:
    post(database, "introduction/4/both")
    restore(database)
    looked_for = claimed(database)
    with database.writing() as session:
        letter = session.get_one(Letter, (looked_for.workspace, looked_for.id))
        outbox.hold_back(session, letter, RESTORED, "Slack asks us to wait.", unsure=False)
    assert claimed(database, RESTORED + timedelta(hours=1)).unsure is False


def test_after_two_weeks_nothing_new_is_doubted(database: Database) -> None:
    restore(database)
    late = RESTORED + timedelta(days=15)
    post(database, "prompt/4/first_met_check/both", now=late)
    assert claimed(database, late).unsure is False


def test_what_waited_for_a_channel_is_left_to_the_leads_and_what_is_new_there_goes_out(
    database: Database,
) -> None:
    post(database, "report/2/command/1", CHANNEL)
    restore(database)
    assert claimed(database).unsure
    settle(database, RESTORED)
    later = RESTORED + timedelta(minutes=1)
    post(database, "report/2/command/2", CHANNEL, now=later)
    assert claimed(database, later).unsure is False


def test_a_database_that_was_never_restored_doubts_nothing(database: Database) -> None:
    post(database, "introduction/4/both")
    assert claimed(database, BEFORE).unsure is False


def test_a_number_that_a_button_may_carry_is_not_given_again(database: Database) -> None:
    def asked(step: str) -> int:
        with database.writing() as session:
            prompt = Prompt(workspace="T1", key=step, step=step, occurrence=step, asked_at=BEFORE)
            session.add(prompt)
            session.flush()
            return prompt.id

    last_known = asked("first")
    restore(database)
    assert asked("second") > last_known + 1000
    with database.reading() as session:
        assert prompts.locked(session, "T1", last_known + 1) is None


def test_a_database_that_was_put_back_by_other_means_is_told_so_by_a_command(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    postgres_database: str,
) -> None:
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", postgres_database)
    database = Database(postgres_database, Vault([new_key()]))
    now = datetime.now(UTC)
    post(database, "introduction/4/both", now=now)
    assert main(["restored"]) == 1, "a bot may be running"
    assert "1 other connections" in capsys.readouterr().err
    database.close()
    assert main(["restored"]) == 0
    assert "For two weeks it looks in Slack" in capsys.readouterr().out
    assert claimed(database, now + timedelta(minutes=1)).unsure
    database.close()
