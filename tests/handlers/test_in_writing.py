"""Acts without an answer of their own: what the handler answers is a letter to the person's own chat, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers.action import MessageRef, Place, Reply
from handlers.router import handle
from programme.words import reporting
from programme.words.message import Form
from storage.database import Database
from storage.imports import PeopleImport
from storage.letters import Sent
from storage.proposals import Proposal
from storage.reflections import Reflection
from tests.handlers.desk import AMINA, CHANNEL, CHIDI, IN_CHANNEL, LENA, PRIYA, TOM, Desk, approval, words

NUMBER = "943 476 5919"
CARD = MessageRef("chat", "17")


@pytest.fixture
def desk(database: Database) -> Desk:
    """One cohort is open, and nobody has been told anything."""
    made = Desk(database)
    made.opens_a_cohort()
    return made


def writes(desk: Desk, typed: str, **how: Any) -> Reply:
    """Priya types a command."""
    return desk.types(PRIYA, typed, is_answered_in_writing=True, **how)


def test_what_a_command_answers_is_a_letter_to_whoever_typed_it(desk: Desk) -> None:
    assert writes(desk, "pairme status") == Reply()
    (told,) = desk.told(PRIYA)
    assert told.paragraphs == ("You have not joined yet.",)
    (letter,) = desk.letters()
    assert letter.key.startswith("W/answer/teams/command/")
    assert not letter.unasked


def test_a_form_that_a_command_asks_for_stands_in_the_letter(desk: Desk) -> None:
    assert writes(desk, "pairme") == Reply()
    (told,) = desk.told(PRIYA)
    assert isinstance(told.form, Form)
    assert (told.form.name, told.paragraphs) == ("join_about", ())


@pytest.mark.parametrize("typed", ["pairme status", "pairme", "reflect", "cohort new", "pairme xyzzy"])
def test_the_same_act_again_says_nothing_again(desk: Desk, typed: str) -> None:
    name, _, text = typed.partition(" ")
    act = desk.action(PRIYA, "command", name, text=text, is_answered_in_writing=True)
    assert [handle(act, desk.house) for _ in range(3)] == [Reply()] * 3
    assert len(desk.told(PRIYA)) == 1


def test_in_a_channel_the_answer_is_private_and_its_thread_hears_only_that_there_is_one(desk: Desk) -> None:
    act = desk.action(
        TOM,
        "command",
        "cohort",
        text="people",
        place=IN_CHANNEL,
        thread="1700000000000",
        is_answered_in_writing=True,
    )
    assert [handle(act, desk.house), handle(act, desk.house)] == [Reply(), Reply()]
    (private,) = desk.told(TOM)
    assert "Spring: 0 doctors and 0 managers" in words(private)
    (public,) = desk.told_in(CHANNEL)
    assert words(public.message).strip() == "I have answered you in our chat."
    assert (public.thread, public.message.buttons) == ("1700000000000", ())
    assert [letter.thread for letter in desk.letters() if not letter.place] == [""]


def test_a_health_number_in_a_command_is_stopped_and_said_so_in_writing(desk: Desk) -> None:
    assert writes(desk, f"reflect {NUMBER}") == Reply()
    (told,) = desk.told(PRIYA)
    assert "looks like it has a health number in it" in words(told)
    assert NUMBER not in words(told)


def test_a_health_number_in_a_form_is_stopped_and_said_so_in_writing(desk: Desk) -> None:
    how = {"values": {"words": f"She is {NUMBER}."}, "is_answered_in_writing": True}
    assert desk.acts(PRIYA, "form", "reflection", "", **how) == Reply()
    (told,) = desk.told(PRIYA)
    assert "This looks like a health number: 943 … 19." in words(told)
    with desk.database.reading() as session:
        assert session.scalars(select(Reflection.id)).all() == []


def test_what_was_typed_longer_ago_than_answers_are_remembered_does_nothing(desk: Desk) -> None:
    typed_at = desk.now - timedelta(days=7, seconds=1)
    assert writes(desk, "pairme status", done_at=typed_at) == Reply()
    assert desk.told(PRIYA) == []
    writes(desk, "pairme status", done_at=typed_at + timedelta(seconds=2))
    assert len(desk.told(PRIYA)) == 1


def test_a_home_is_said_as_its_parts_and_what_was_written_is_only_looked_at(desk: Desk) -> None:
    desk.acts(PRIYA, "form", "reflection", "", values={"words": "I was heard."})
    assert desk.acts(PRIYA, "home", "", is_answered_in_writing=True) == Reply()
    first, *others = desk.told(PRIYA)
    assert first.title == "Welcome"
    assert "I was heard." not in words(others[-1])
    page = desk.presses(PRIYA, others[-1].buttons[0]).page
    assert page is not None
    assert "I was heard." in words(page.parts[-1])
    assert [each.label for each in page.parts[-1].buttons] == ["Change", "Delete"]


def test_what_replaces_the_card_at_once_is_given_back_and_no_letter_says_it_again(desk: Desk) -> None:
    desk.acts(PRIYA, "form", "reflection", "", values={"words": "I was heard."})
    how = {"is_answered_in_writing": True, "origin": CARD}
    reply = desk.acts(PRIYA, "press", "delete_reflection", "1", **how)
    assert reply.replaces
    assert "Deleted." in words(reply.message)
    assert desk.letters() == []


def test_where_nothing_is_replaced_at_once_a_letter_replaces_the_card(desk: Desk) -> None:
    desk.acts(PRIYA, "form", "reflection", "", values={"words": "I was heard."})
    how = {"is_answered_in_writing": True, "origin": CARD, "can_replace": False}
    assert desk.acts(PRIYA, "press", "delete_reflection", "1", **how) == Reply()
    (letter,) = desk.letters()
    assert Sent(letter.replaces_place, letter.replaces_id) == Sent("chat", "17")
    assert "Deleted." in words(letter.message)


def test_a_press_in_a_channel_is_answered_in_the_own_chat_and_the_channel_stays_quiet(desk: Desk) -> None:
    how = {"is_answered_in_writing": True, "origin": MessageRef(CHANNEL, "17"), "place": IN_CHANNEL}
    assert desk.acts(CHIDI, "press", "workshop_yes", "7", **how) == Reply()
    assert "no longer open" in words(desk.told(CHIDI)[0])
    assert desk.told_in(CHANNEL) == []


def test_a_list_that_is_sent_as_a_file_is_for_the_one_open_cohort_of_its_lead(desk: Desk) -> None:
    how = {"values": {"list": "email\npriya@example.org\n"}, "is_answered_in_writing": True}
    assert desk.acts(TOM, "form", "people_import", "", **how) == Reply()
    assert "I am looking up 1 person" in words(desk.told(TOM)[-1])
    with desk.database.reading() as session:
        (waiting,) = session.scalars(select(PeopleImport))
        assert waiting.platform == "teams"


def test_a_list_that_is_wrong_is_told_line_by_line(desk: Desk) -> None:
    how = {"values": {"list": "email\nnobody\n"}, "is_answered_in_writing": True}
    assert desk.acts(TOM, "form", "people_import", "", **how) == Reply()
    assert "Line 2: nobody is not an email address." in words(desk.told(TOM)[-1])


@pytest.mark.parametrize(
    ("who", "said"),
    [(PRIYA, "I can only keep words"), (LENA, "You lead Spring and Autumn. Please say which")],
)
def test_a_file_of_somebody_who_leads_no_cohort_or_several_changes_nothing(
    desk: Desk, who: Any, said: str
) -> None:
    desk.opens_a_cohort(name="Autumn")
    desk.acts(
        who, "form", "people_import", "", values={"list": "email\na@b.c\n"}, is_answered_in_writing=True
    )
    assert said in words(desk.told(who)[-1])
    with desk.database.reading() as session:
        assert session.scalars(select(PeopleImport.id)).all() == []


def test_what_was_typed_where_an_answer_comes_back_is_no_letter(desk: Desk) -> None:
    assert "You have not joined yet." in words(desk.types(AMINA, "pairme status").message)
    assert desk.letters() == []


def test_that_a_letter_is_on_its_way_is_not_said_in_a_letter_beside_it(desk: Desk) -> None:
    desk.types(LENA, "cohort-report", is_answered_in_writing=True)
    assert all(letter.message != reporting.on_its_way(in_channel=False) for letter in desk.letters())
    assert len(desk.told(LENA)) == 2  # the counts and the details


def test_an_approval_takes_the_place_of_the_letter_it_stands_under(desk: Desk) -> None:
    desk.joins(AMINA)
    desk.joins(PRIYA)
    proposed = desk.matched(is_answered_in_writing=True)
    reply = desk.presses(LENA, approval(proposed), origin=CARD, is_answered_in_writing=True)
    assert reply.replaces
    with desk.database.reading() as session:
        assert session.scalars(select(Proposal)).one().approved_at is not None


@pytest.mark.parametrize("place", [IN_CHANNEL, Place("19:group", "group")])
@pytest.mark.parametrize("can_replace", [True, False])
def test_nothing_private_takes_the_place_of_what_others_see(
    desk: Desk, place: Place, can_replace: bool
) -> None:
    desk.acts(PRIYA, "form", "reflection", "", values={"words": "I was heard."})
    how = {"is_answered_in_writing": True, "origin": MessageRef(place.id, "17"), "place": place}
    reply = desk.acts(PRIYA, "press", "delete_reflection", "1", can_replace=can_replace, **how)
    assert reply == Reply()
    (letter,) = desk.letters()
    assert (letter.people, letter.place, letter.replaces_id) == ([PRIYA.id], "", "")
