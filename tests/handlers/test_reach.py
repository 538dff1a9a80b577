"""The bot comes, goes and is spoken to: whom it can write to, and what settles by that."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select, text

from handlers.action import Place, Reach, Reply, Room
from programme.words import undelivered
from programme.words.message import Message
from storage import chats, outbox, people, rooms
from storage.address import Address
from storage.chats import Chat
from storage.database import Database
from storage.letters import SENT, UNKNOWN, WAITING, Letter
from storage.rooms import Room as Kept
from tests.handlers.desk import AMINA, EAST, HERE, LENA, PRIYA, TOM, Desk, button, elsewhere

pytestmark = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True
)

CHAT = Place("a:priya", "direct")
TEAM = Place("19:team@thread.tacv2", "channel")
REACH = Reach("a:priya", "https://smba.example/uk/")
OF_TEAM = Reach(TEAM.id, "https://smba.example/uk/")
HERS = Address(HERE, EAST, (PRIYA.id,))
ROOMS = (Room("19:general", "General"), Room("19:pairs", "Paired Learning"))


@pytest.fixture
def desk(database: Database) -> Desk:
    """Nobody has been heard of."""
    return Desk(database)


def chat(desk: Desk) -> Chat | None:
    with desk.database.reading() as session:
        return chats.of(session, HERE, EAST, PRIYA.id)


def known_rooms(desk: Desk) -> list[Kept]:
    with desk.database.reading() as session:
        return list(rooms.all_of(session, HERE, EAST))


def posted(desk: Desk, key: str, to: Address = HERS) -> None:
    with desk.database.writing() as session:
        outbox.post(session, f"{HERE}/{key}", to, Message(("hello",)), desk.now)


def one(desk: Desk, key: str) -> Letter:
    with desk.database.reading() as session:
        return session.scalars(select(Letter).where(Letter.key == f"{HERE}/{key}")).one()


def left_unknown(desk: Desk, key: str, to: Address = HERS) -> None:
    posted(desk, key, to)
    with desk.database.writing() as session:
        letter = session.scalars(select(Letter).where(Letter.key == f"{HERE}/{key}")).one()
        letter.tried_at = desk.now
        outbox.leave(session, letter, "It may have arrived.", desk.now)


def not_reached(desk: Desk, *keys: str) -> None:
    """Letters to Priya that died because the bot is not installed for her."""
    with desk.database.writing() as session:
        priya = people.known(session, workspace=HERE, platform=EAST, platform_id=PRIYA.id, name="Priya")
        priya.unreachable_since = desk.now
    for key in keys:
        posted(desk, key)
        with desk.database.writing() as session:
            letter = session.scalars(select(Letter).where(Letter.key == f"{HERE}/{key}")).one()
            outbox.die(session, letter, "PairMe is not installed for them.", desk.now)


def test_where_somebody_can_be_written_to_is_kept_when_the_bot_arrives_and_says_nothing(desk: Desk) -> None:
    assert desk.acts(PRIYA, "arrived", "", place=CHAT, reach=REACH) == Reply()
    kept = chat(desk)
    assert kept is not None
    assert (kept.conversation, kept.service_url) == (REACH.conversation, REACH.service_url)
    assert desk.letters() == []


def test_where_somebody_can_be_written_to_is_corrected_by_any_act_in_their_chat(desk: Desk) -> None:
    desk.acts(PRIYA, "arrived", "", place=CHAT, reach=REACH)
    desk.types(PRIYA, "pairme help", place=CHAT, reach=replace(REACH, conversation="a:new"))
    kept = chat(desk)
    assert kept is not None
    assert kept.conversation == "a:new"
    desk.types(PRIYA, "pairme help", place=CHAT)
    assert chat(desk) is not None


def test_an_act_in_a_channel_does_not_say_how_a_person_is_reached(desk: Desk) -> None:
    desk.types(PRIYA, "pairme help", place=TEAM, reach=OF_TEAM)
    assert chat(desk) is None


def test_whoever_could_not_be_reached_hears_what_they_missed_when_the_bot_arrives(desk: Desk) -> None:
    not_reached(desk, "planned/1/press/1", "answer/teams/event/1", "shared/4/2")
    desk.later(days=2)
    desk.acts(PRIYA, "arrived", "", place=CHAT, reach=REACH)
    assert [letter.key for letter in desk.letters()] == [f"{HERE}/planned/1/press/1", f"{HERE}/shared/4/2"]
    assert desk.person(PRIYA).unreachable_since is None


def test_what_no_key_opens_any_more_stands_in_nobodys_way(desk: Desk) -> None:
    not_reached(desk, "shared/4/2", "shared/5/2")
    with desk.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE letters SET body = :body WHERE key = :said"),
            {"body": b"nothing", "said": f"{HERE}/shared/4/2"},
        )
    desk.types(PRIYA, "pairme help", place=CHAT)
    assert [letter.key for letter in desk.letters()] == [f"{HERE}/shared/5/2"]


def test_what_was_missed_more_than_a_month_ago_stays_unsaid(desk: Desk) -> None:
    not_reached(desk, "shared/4/2")
    desk.later(days=31)
    desk.acts(PRIYA, "arrived", "", place=CHAT, reach=REACH)
    assert desk.letters() == []
    assert desk.person(PRIYA).unreachable_since is None


def test_whoever_could_not_be_reached_is_when_they_write_in_their_chat(desk: Desk) -> None:
    not_reached(desk, "shared/4/2")
    desk.types(PRIYA, "pairme help", place=TEAM)
    assert desk.letters() == []
    desk.types(PRIYA, "pairme help", place=CHAT)
    assert [letter.key for letter in desk.letters()] == [f"{HERE}/shared/4/2"]


def test_the_bot_forgets_the_way_to_somebody_who_has_removed_it(desk: Desk) -> None:
    desk.acts(PRIYA, "arrived", "", place=CHAT, reach=REACH)
    posted(desk, "hello/1")
    assert desk.acts(PRIYA, "departed", "", place=CHAT, reach=REACH) == Reply()
    assert chat(desk) is None
    assert desk.person(PRIYA).unreachable_since is None, "a team of theirs may still have it"


def test_the_channels_of_a_team_are_known_while_the_bot_is_there(desk: Desk) -> None:
    desk.acts(TOM, "arrived", "", place=TEAM, reach=OF_TEAM, rooms=ROOMS)
    assert [(room.id, room.name, room.team) for room in known_rooms(desk)] == [
        ("19:general", "General", TEAM.id),
        ("19:pairs", "Paired Learning", TEAM.id),
    ]
    desk.acts(TOM, "arrived", "", place=TEAM, reach=OF_TEAM, rooms=(Room("19:pairs", "Pairs"),))
    assert [room.name for room in known_rooms(desk)] == ["Pairs"]
    desk.acts(TOM, "departed", "", place=TEAM)
    assert known_rooms(desk) == []


def test_a_team_whose_channels_could_not_be_asked_for_keeps_those_that_are_known(desk: Desk) -> None:
    desk.acts(TOM, "arrived", "", place=TEAM, reach=OF_TEAM, rooms=ROOMS)
    desk.acts(TOM, "arrived", "", place=TEAM, reach=OF_TEAM)
    assert len(known_rooms(desk)) == 2


def test_when_the_bot_comes_to_a_team_one_letter_of_whoever_was_not_reached_is_tried(desk: Desk) -> None:
    not_reached(desk, "shared/4/2", "shared/5/2")
    desk.acts(TOM, "arrived", "", place=TEAM, reach=OF_TEAM, rooms=ROOMS)
    assert [letter.key for letter in desk.letters()] == [f"{HERE}/shared/4/2"]
    assert desk.person(PRIYA).unreachable_since is not None


def test_the_next_act_of_its_reader_settles_a_letter_that_may_have_arrived(desk: Desk) -> None:
    left_unknown(desk, "answer/teams/event/1")
    left_unknown(desk, "answer/teams/event/2", Address(HERE, EAST, (TOM.id,)))
    desk.later(seconds=1)
    desk.types(PRIYA, "pairme help", place=CHAT)
    assert (one(desk, "answer/teams/event/1").state, one(desk, "answer/teams/event/1").body) == (SENT, None)
    assert one(desk, "answer/teams/event/2").state == UNKNOWN


def test_nothing_is_settled_by_who_has_not_read_it(desk: Desk) -> None:
    """An act from before the letter, the bot's own coming, somebody else's act, or another organisation's."""
    left_unknown(desk, "answer/teams/event/1")
    before = desk.now - timedelta(seconds=5)
    desk.later(seconds=1)
    desk.acts(PRIYA, "said", "", text="hello", place=CHAT, done_at=before)
    desk.acts(PRIYA, "arrived", "", place=CHAT, reach=REACH)
    desk.types(AMINA, "pairme help")
    desk.types(elsewhere(PRIYA), "pairme help", place=CHAT)
    assert one(desk, "answer/teams/event/1").state == UNKNOWN


def test_one_look_is_all_that_it_costs_when_there_is_nothing_to_do(desk: Desk) -> None:
    desk.types(PRIYA, "pairme help", place=CHAT)
    asked: list[str] = []
    event.listen(desk.database.engine, "before_cursor_execute", lambda *each: asked.append(each[2]))
    desk.types(PRIYA, "pairme help", place=CHAT)
    about = [each for each in asked if any(name in each for name in ("letters", "chats", "rooms", "lanes"))]
    assert len(about) == 1, asked
    assert about[0].startswith("UPDATE letters")


def test_that_look_goes_along_an_index(desk: Desk) -> None:
    asked: list[tuple[str, object]] = []
    event.listen(
        desk.database.engine, "before_cursor_execute", lambda *each: asked.append((each[2], each[3]))
    )
    desk.types(PRIYA, "pairme help", place=CHAT)
    statement, values = next(each for each in asked if each[0].startswith("UPDATE letters"))
    with desk.database.reading() as session:
        connection = session.connection()
        if not desk.database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # quicker while the table is empty
        how = "EXPLAIN QUERY PLAN" if desk.database.is_sqlite else "EXPLAIN"
        plan = " ".join(str(row) for row in connection.exec_driver_sql(f"{how} {statement}", values))  # type: ignore[arg-type]  # as the driver was given them
    assert "ix_letters_" in plan, plan


def test_a_letter_that_waits_is_not_touched_by_an_act(desk: Desk) -> None:
    posted(desk, "answer/teams/event/1")
    desk.types(PRIYA, "pairme help", place=CHAT)
    assert one(desk, "answer/teams/event/1").state == WAITING


def introduced(desk: Desk) -> Message:
    """Priya's introduction is unknown; what a lead is asked about it."""
    desk.opens_a_cohort()
    key = "introduction/1/4"
    with desk.database.writing() as session:
        outbox.post(session, f"{HERE}/{key}", HERS, Message(("Meet.",)), desk.now, cohort_id=1)
        letter = session.scalars(select(Letter).where(Letter.key == f"{HERE}/{key}")).one()
        letter.tried_at, letter.repeats = desk.now, True
        outbox.leave(session, letter, "It may have arrived.", desk.now)
        return undelivered.did_they_hear("Priya", letter.id)


def test_a_lead_who_has_asked_them_settles_an_introduction(desk: Desk) -> None:
    asked = introduced(desk)
    reply = desk.presses(LENA, button(asked, "Yes, they know"))
    assert reply == Reply(undelivered.they_know(), replaces=True)
    assert (one(desk, "introduction/1/4").state, one(desk, "introduction/1/4").body) == ("dropped", None)
    again = desk.presses(TOM, button(asked, "No, tell them again"))
    assert again.message == undelivered.settled_already()


def test_a_lead_who_hears_that_they_do_not_know_has_them_told_again(desk: Desk) -> None:
    asked = introduced(desk)
    reply = desk.presses(LENA, button(asked, "No, tell them again"))
    assert reply == Reply(undelivered.told_again(), replaces=True)
    again = one(desk, "introduction/1/4")
    assert (again.state, again.unsure, again.repeats) == (WAITING, False, False)


def test_only_a_lead_settles_an_introduction(desk: Desk) -> None:
    asked = introduced(desk)
    desk.presses(AMINA, button(asked, "No, tell them again"))
    assert one(desk, "introduction/1/4").state == UNKNOWN
