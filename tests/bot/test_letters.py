"""`python -m bot letters`: what has not arrived, without a word of what it says or to whom."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import letters
from bot.__main__ import main
from bot.letters import CannotDo
from bot.settings import KNOWN
from programme.words.message import Message
from storage import lanes, letter_list, outbox, people
from storage.address import Address
from storage.database import Database
from storage.letters import DEAD, WAITING, Letter, Sent
from storage.only_one import only_one
from storage.vault import Vault, new_key
from tests.conversations.story import at

NOW = at("2027-03-16 10:00")
AMINA = Address("T1", "slack", ("U0000AMINA",))
PRIYA = Address("T1", "slack", ("U0000PRIYA",))
CHANNEL = Address("T1", "slack", place="C1")
WORDS = "The night team knew more than I did."


def write(database: Database, key: str, to: Address = AMINA) -> int:
    with database.writing() as session:
        outbox.post(session, f"T1/{key}", to, Message((WORDS,)), NOW)
        return session.query(Letter).filter(Letter.key == f"T1/{key}").one().id


def change(database: Database, letter_id: int, **values: object) -> None:
    with database.writing() as session:
        for name, value in values.items():
            setattr(letter_list.held_by_number(session, letter_id), name, value)


def die(database: Database, letter_id: int, reason: str = "the Slack account has been switched off.") -> None:
    with database.writing() as session:
        letter = letter_list.held_by_number(session, letter_id)
        assert letter is not None
        letter.attempts = 1
        outbox.die(session, letter, reason, NOW)


def one(database: Database, letter_id: int) -> Letter:
    with database.reading() as session:
        return session.query(Letter).filter(Letter.id == letter_id).one()


def table(database: Database, what: str = "all", most: int = 50) -> list[str]:
    return list(letters.table(database, what, most))


def three_kinds(database: Database) -> tuple[int, int, int]:
    waiting = write(database, "prompt/4/first_met_check/both", PRIYA)
    parked = write(database, "introduction/4/both")
    dead = write(database, "report/2/command/1.2", CHANNEL)
    change(database, parked, trouble="Slack could not be reached.", attempts=3)
    die(database, dead)
    return waiting, parked, dead


def test_letters_are_listed_by_what_they_are_and_never_by_what_they_say(database: Database) -> None:
    waiting, parked, dead = three_kinds(database)
    heading, first, second, third, totals = table(database)
    assert heading.split()[:2] == ["letter", "state"]
    assert first.split()[:3] == [str(dead), "dead", "report"]
    assert first.endswith("never             the Slack account has been switched off.")
    assert second.split()[:3] == [str(parked), "parked", "introduction"]
    assert "2027-03-16 10:00  3" in second
    assert second.endswith("Slack could not be reached.")
    assert third.split()[:3] == [str(waiting), "waiting", "prompt"]
    assert totals == "1 waiting, 1 parked, 0 unknown, 1 dead."
    whole = "\n".join(table(database))
    for private in (WORDS, "AMINA", "PRIYA", "first_met"):
        assert private not in whole


@pytest.mark.parametrize("what", ["waiting", "parked", "dead"])
def test_one_kind_can_be_listed_alone(database: Database, what: str) -> None:
    three_kinds(database)
    _, line, totals = table(database, what)
    assert line.split()[1] == what
    assert totals == "1 waiting, 1 parked, 0 unknown, 1 dead."


def test_a_long_list_ends_with_how_many_more_there_are(database: Database) -> None:
    for number in range(5):
        write(database, f"prompt/4/step_{number}/both")
    assert len(table(database, most=2)) == 5
    assert table(database, most=2)[-2:] == [
        "and 3 more: add --most 5",
        "5 waiting, 0 parked, 0 unknown, 0 dead.",
    ]


def left_unknown(database: Database) -> int:
    unknown = write(database, "answer/teams/event/1", PRIYA)
    with database.writing() as session:
        letter = letter_list.held_by_number(session, unknown)
        assert letter is not None
        letter.first_tried_at = letter.tried_at = NOW
        outbox.leave(session, letter, "It may have arrived, and I cannot look.", NOW)
    return unknown


def test_a_letter_that_may_have_arrived_where_nobody_can_look_is_listed_as_unknown(
    database: Database,
) -> None:
    unknown = left_unknown(database)
    _, line, totals = table(database, "unknown")
    assert line.split()[:5] == [str(unknown), "unknown", "answer", "in", "the"]
    assert line.endswith("never           It may have arrived, and I cannot look.")
    assert totals == "0 waiting, 0 parked, 1 unknown, 0 dead."


def test_an_unknown_letter_is_said_again_on_somebodys_word_alone(database: Database) -> None:
    unknown, later = left_unknown(database), NOW + timedelta(hours=1)
    change(database, unknown, repeats=True)
    with pytest.raises(CannotDo, match=r"in a chat where PairMe cannot look.*--missing"):
        letters.retry(database, unknown, later, is_missing=False)
    letters.retry(database, unknown, later, is_missing=True)
    again = one(database, unknown)
    assert (again.state, again.unsure, again.repeats) == (WAITING, False, False)
    assert again.message == Message((WORDS,))


def test_an_unknown_letter_can_be_dropped(database: Database) -> None:
    unknown = left_unknown(database)
    letters.drop(database, unknown, NOW, is_sure=False)
    dropped = one(database, unknown)
    assert (dropped.state, dropped.body) == ("dropped", None)


def test_the_list_says_how_many_people_cannot_be_reached_and_not_who(database: Database) -> None:
    with database.writing() as session:
        priya = people.known(session, workspace="T1", platform="teams", platform_id="PRIYA", name="Priya")
        priya.unreachable_since = NOW
    assert table(database)[-1].startswith("1 person cannot be written to")
    assert "riya" not in table(database)[-1].casefold()


def test_a_letter_behind_another_waits_for_its_turn(database: Database) -> None:
    write(database, "introduction/4/both")
    write(database, "prompt/4/first_met_check/both")
    _, first, second, _ = table(database)
    assert "in its turn" not in first
    assert "in its turn" in second


def test_a_workspace_that_is_shut_parks_its_letters(database: Database) -> None:
    write(database, "introduction/4/both")
    with database.writing() as session:
        gate = lanes.gate(session, "T1", AMINA.gate)
        gate.trouble, gate.not_before = "Slack refuses the token.", NOW + timedelta(minutes=5)
    line = table(database, "parked")[1]
    assert line.endswith("2027-03-16 10:05  Slack refuses the token.")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("introduction/4/both", "introduction"),
        ("prompt/workshop/3/follow_up/7", "prompt after a workshop"),
        ("undelivered/12/3", "a letter did not arrive"),
        ("change_partner/4/2027-03-16/7", "news for a lead"),
        ("talk/4/2027-03-16/7", "news for a lead"),
        ("something_new/1", "something new"),
    ],
)
def test_the_key_is_told_in_words(kind: str, words: str) -> None:
    assert letters.kind_in_words(kind) == words


def test_every_kind_of_letter_that_is_written_has_words() -> None:
    root = Path(__file__).parents[2]
    written = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("handlers", "scheduler")
        for path in sorted((root / folder).glob("*.py"))
    )
    for kind in letters.KINDS:
        assert f'"{kind}/' in written or f"/{kind}/" in written, f"nobody writes a letter of the kind {kind}"


def test_a_dead_letter_is_tried_again_at_once(database: Database) -> None:
    dead = write(database, "introduction/4/both")
    die(database, dead)
    said = letters.retry(database, dead, NOW + timedelta(days=1), is_missing=False)
    assert said.startswith(f"Letter {dead} is tried again now, when")
    revived = one(database, dead)
    assert (revived.state, revived.unsure, revived.attempts) == (WAITING, False, 0)
    assert revived.message == Message((WORDS,))


def test_a_letter_that_may_have_arrived_is_looked_for_before_it_is_sent_again(database: Database) -> None:
    dead = write(database, "introduction/4/both")
    change(database, dead, unsure=True, first_tried_at=NOW, tried_at=NOW)
    die(database, dead)
    with pytest.raises(CannotDo, match="a moment ago"):
        letters.retry(database, dead, NOW + timedelta(seconds=59), is_missing=False)
    said = letters.retry(database, dead, NOW + timedelta(seconds=61), is_missing=False)
    assert "after a look whether it has arrived" in said
    revived = one(database, dead)
    assert (revived.unsure, revived.first_tried_at) == (True, NOW)


def test_a_letter_that_may_be_in_a_channel_needs_somebodys_word(database: Database) -> None:
    dead = write(database, "report/2/command/1.2", CHANNEL)
    change(database, dead, unsure=True, first_tried_at=NOW, tried_at=NOW)
    die(database, dead)
    later = NOW + timedelta(hours=1)
    with pytest.raises(CannotDo, match=r"look there.*--missing"):
        letters.retry(database, dead, later, is_missing=False)
    letters.retry(database, dead, later, is_missing=True)
    assert one(database, dead).unsure is False


def test_a_dead_letter_whose_text_is_gone_cannot_be_tried_again(database: Database) -> None:
    dead = write(database, "introduction/4/both")
    die(database, dead)
    change(database, dead, body=None)
    with pytest.raises(CannotDo, match="kept for 30 days"):
        letters.retry(database, dead, NOW, is_missing=False)


def test_a_letter_that_is_being_sent_is_left_alone(database: Database) -> None:
    held = write(database, "introduction/4/both")
    change(database, held, tried_at=NOW, attempts=1)
    with database.writing() as session:
        lanes.lane(session, "T1", AMINA.lane).not_before = NOW + lanes.LEASE
    with pytest.raises(CannotDo, match="being sent at this moment"):
        letters.retry(database, held, NOW, is_missing=False)
    with pytest.raises(CannotDo, match="being sent at this moment"):
        letters.drop(database, held, NOW, is_sure=True)


def test_a_letter_that_has_been_sent_or_never_was_is_refused_in_a_sentence(database: Database) -> None:
    sent = write(database, "introduction/4/both")
    with database.writing() as session:
        letter = letter_list.held_by_number(session, sent)
        assert letter is not None
        outbox.settle(session, letter, NOW, Sent("D1", "1.2"))
    for number, words in ((sent, f"Letter {sent} has been sent"), (999, "There is no letter 999.")):
        with pytest.raises(CannotDo, match=words):
            letters.retry(database, number, NOW, is_missing=False)
        with pytest.raises(CannotDo, match=words):
            letters.drop(database, number, NOW, is_sure=True)


def test_a_letter_that_no_key_opens_any_more_can_be_dropped(database: Database) -> None:
    dead = write(database, "introduction/4/both")
    die(database, dead)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE letters SET body = :body"), {"body": b"nothing"})
    letters.drop(database, dead, NOW, is_sure=False)
    assert one(database, dead).body is None


def test_dropping_a_dead_letter_takes_its_text(database: Database) -> None:
    dead = write(database, "introduction/4/both")
    die(database, dead)
    letters.drop(database, dead, NOW, is_sure=False)
    dropped = one(database, dead)
    assert dropped.body is None
    assert dropped.state not in (WAITING, DEAD)
    assert table(database) == ["0 waiting, 0 parked, 0 unknown, 0 dead."]


def test_dropping_a_letter_that_waits_is_asked_for_twice_and_lets_the_next_one_go(database: Database) -> None:
    first = write(database, "introduction/4/both")
    write(database, "prompt/4/first_met_check/both")
    with pytest.raises(CannotDo, match=f"letters drop {first} --yes"):
        letters.drop(database, first, NOW, is_sure=False)
    letters.drop(database, first, NOW, is_sure=True)
    _, line, totals = table(database)
    assert "in its turn" not in line
    assert totals == "1 waiting, 0 parked, 0 unknown, 0 dead."


def test_the_commands_work_beside_a_running_bot(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    sqlite_template: Path,
) -> None:
    key = new_key()
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "PAIRME_KEYS": key}

    def typed(*words: str) -> tuple[int, str]:
        for name in KNOWN:  # a process takes Slack's variables out of its environment
            monkeypatch.setenv(name, given.get(name, ""))
        status = main(["letters", *words])
        said = capsys.readouterr()
        return status, said.out + said.err

    monkeypatch.chdir(tmp_path)
    shutil.copy(sqlite_template, "pairme.db")
    running_bot = Database("sqlite:///pairme.db", Vault([key]))
    dead = write(running_bot, "introduction/4/both")
    die(running_bot, dead)
    with only_one(running_bot):
        assert "switched off" in typed("dead")[1]
        assert typed("retry", str(dead))[1].startswith(f"Letter {dead} is tried again now")
        assert typed("drop", str(dead))[0] == 1
        assert typed("drop", str(dead), "--yes")[0] == 0
        assert typed("retry", str(dead)) == (
            1,
            f"Letter {dead} has been dropped, so there is nothing left to do.\n",
        )
    running_bot.close()


@pytest.mark.parametrize("typed", [["retry"], ["drop"], ["dead", "3"], ["--most", "0"]])
def test_what_makes_no_sense_is_refused_with_the_usage(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["letters", *typed])
    assert left.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


def test_the_instants_of_the_list_are_in_utc(database: Database) -> None:
    summer = datetime.fromisoformat("2027-07-01T09:00:00+01:00")
    with database.writing() as session:
        outbox.post(session, "T1/introduction/4/both", AMINA, Message((WORDS,)), summer)
    assert "2027-07-01 08:00" in table(database)[1]
