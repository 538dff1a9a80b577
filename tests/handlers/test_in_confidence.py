"""What is asked of the leads in confidence: how long it counts, how it is taken back, and what is left of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage import people
from storage.cohorts import Cohort
from storage.confidences import Confidence
from storage.database import Database
from storage.history import Remembered
from storage.letters import Letter
from storage.pairs import ENDED, FINISHED, RUNNING, Pair
from tests.handlers.crowd import introduced, joins_at_once
from tests.handlers.desk import FIRST_DAY, HERE, LENA, TOM, Desk, button, words
from tests.handlers.test_partner_again import account

TRIO = ("Amina Yusuf", "Ben O'Neill", "Priya Nair")
NOBODY_ASKS = "Nobody who is in this pair has asked"


@pytest.fixture
def desk(database: Database) -> Desk:
    """Amina and Priya are a pair, introduced on the first day."""
    return introduced(database)


def does(desk: Desk, name: str, press: str) -> str:
    """What somebody of the crowd reads who presses this about the pair."""
    return words(desk.acts(account(desk, name), "press", press, "1").message)


def ends(desk: Desk) -> str:
    """What Lena reads who ends it."""
    return words(desk.acts(LENA, "press", "end_pair", "1").message)


def said(desk: Desk) -> list[int]:
    """How often it was said of two people that they are kept apart."""
    with desk.database.reading() as session:
        return [each.times for each in session.scalars(select(Remembered))]


def confided(desk: Desk) -> int:
    with desk.database.reading() as session:
        return len(session.scalars(select(Confidence)).all())


def state(desk: Desk) -> str:
    with desk.database.reading() as session:
        return session.scalars(select(Pair)).one().state


def becomes_a_trio(desk: Desk) -> None:
    """Ben, a doctor, joins the pair."""
    (ben,) = joins_at_once(desk, "doctor", ["Ben O'Neill"])
    with desk.database.writing() as session:
        session.scalars(select(Pair).where(Pair.workspace == HERE)).one().third_id = ben


def test_a_change_of_mind_takes_back_what_was_said_and_no_more(desk: Desk) -> None:
    assert "You are not asking" in does(desk, "Amina Yusuf", "changed_mind")
    for name in ("Amina Yusuf", "Amina Yusuf", "Priya Nair"):
        does(desk, name, "change_partner")
    assert said(desk) == [2]
    assert "take that back" in does(desk, "Amina Yusuf", "not_working")
    assert "change partner, or stop" not in does(desk, "Amina Yusuf", "not_working")
    becomes_a_trio(desk)
    does(desk, "Amina Yusuf", "changed_mind")
    assert said(desk) == [1]
    for lead in (LENA, TOM):
        assert "Amina Yusuf no longer asks to change partner in Spring." in words(desk.told(lead)[-1])
    assert "You are not asking" in does(desk, "Amina Yusuf", "changed_mind")
    assert said(desk) == [1]
    does(desk, "Priya Nair", "changed_mind")
    assert (said(desk), state(desk)) == ([], RUNNING)
    assert NOBODY_ASKS in ends(desk)


def test_a_wish_counts_for_four_weeks_and_can_be_said_again(desk: Desk) -> None:
    does(desk, "Amina Yusuf", "change_partner")
    desk.later(weeks=4, days=1)
    assert NOBODY_ASKS in ends(desk)
    letters = len(desk.told(LENA))
    assert "change partner, or stop" in does(desk, "Amina Yusuf", "not_working")
    does(desk, "Amina Yusuf", "change_partner")
    assert (said(desk), len(desk.told(LENA))) == ([1], letters + 1)
    desk.later(weeks=4)
    assert "are not paired any more" in ends(desk)
    assert (said(desk), confided(desk)) == ([1], 0)


def test_the_wish_of_somebody_who_has_gone_ends_nothing(desk: Desk) -> None:
    becomes_a_trio(desk)
    does(desk, "Ben O'Neill", "change_partner")
    desk.acts(account(desk, "Ben O'Neill"), "press", "leave", "1")
    assert NOBODY_ASKS in ends(desk)
    assert (said(desk), confided(desk), state(desk)) == ([1, 1], 0, RUNNING)


def test_afterwards_no_letter_tells_who_asked(desk: Desk) -> None:
    does(desk, "Amina Yusuf", "talk_to_lead")
    does(desk, "Amina Yusuf", "change_partner")
    with desk.database.reading() as session:
        amina = people.find(
            session, workspace=HERE, platform="slack", platform_id=account(desk, "Amina Yusuf").id
        )
        keys = [
            key for key in session.scalars(select(Letter.key)) if "/talk/" in key or "/change_partner/" in key
        ]
    assert amina is not None
    assert len(keys) == 4
    assert not any(str(amina.id) in key.split("/") for key in keys)
    assert confided(desk) == 2
    desk.until(FIRST_DAY + timedelta(weeks=30))
    assert (state(desk), confided(desk)) == (FINISHED, 0)


def test_what_was_asked_ends_with_the_pair(desk: Desk) -> None:
    does(desk, "Priya Nair", "change_partner")
    desk.acts(account(desk, "Amina Yusuf"), "press", "leave", "1")
    assert (state(desk), confided(desk), said(desk)) == (ENDED, 0, [1])
    assert "This pair has ended already" in does(desk, "Priya Nair", "changed_mind")


def test_a_lead_moves_one_of_three_who_asks_and_the_two_others_carry_on(desk: Desk) -> None:
    becomes_a_trio(desk)
    does(desk, "Priya Nair", "change_partner")
    does(desk, "Amina Yusuf", "change_partner")
    of_priya, of_amina = desk.told(LENA)[-2:]
    assert [each.label for each in of_priya.buttons] == ["End this pair"]
    move = button(of_amina, "Move Amina Yusuf only")
    assert "could not carry on" in words(desk.acts(LENA, "press", "move_one", "1:1").message)
    for subject in ("1:9", "1"):
        assert NOBODY_ASKS in words(desk.acts(LENA, "press", "move_one", subject).message)
    for name in ("Amina Yusuf", "Ben O'Neill"):
        reply = desk.presses(account(desk, name), move)
        assert "Only the leads of a cohort can do this." in words(reply.message)
    reply = desk.presses(LENA, move)
    assert "Amina Yusuf waits for a partner again, and Ben O'Neill and Priya Nair carry on" in words(
        reply.message
    )
    assert "Lena Hart has moved Amina Yusuf out of a group of 3" in words(desk.told(TOM)[-1])
    talk = "If you would like to talk, write to Lena Hart or Tom Adeyemi."
    told = {name: words(desk.told(account(desk, name))[-1]) for name in TRIO}
    assert "You are on the waiting list of Spring for a new partner." in told["Amina Yusuf"]
    assert "You and Priya Nair carry on as a pair." in told["Ben O'Neill"]
    assert "You and Ben O'Neill carry on as a pair." in told["Priya Nair"]
    assert all(talk in each and "nobody is at fault" in each for each in told.values())
    with desk.database.reading() as session:
        assert session.scalars(select(Pair)).one().third_id is None
    assert (state(desk), confided(desk)) == (RUNNING, 1)
    assert NOBODY_ASKS in words(desk.presses(TOM, move).message)
    standing = desk.types(account(desk, "Amina Yusuf"), "pairme status").message
    assert "You are on the waiting list of Spring." in words(standing)
    with desk.database.writing() as session:
        session.execute(update(Cohort).values(next_due_at=desk.now))  # as after somebody has joined late
    desk.until(FIRST_DAY + timedelta(days=1))
    assert not any("we could not find you" in words(each) for each in desk.told(account(desk, "Amina Yusuf")))
