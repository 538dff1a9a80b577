"""What still waits to be said to a pair when it ends: let go of, or sent on to whoever stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from programme.hours import Hours
from storage import outbox
from storage.database import Database
from storage.lanes import Pace
from storage.letters import DROPPED, WAITING, Letter
from storage.pairs import Pair
from tests.handlers.desk import AMINA, BEN, FIRST_DAY, LENA, WEST, Desk, words

AT_ONCE = Hours(unasked=True, late=True, changes_at=FIRST_DAY)
PACES = {WEST: Pace(timedelta(0), timedelta(0))}


@pytest.fixture
def desk(database: Database) -> Desk:
    """Amina and Lena, in one chat, are introduced, and nobody sends letters."""
    made = Desk(database)
    made.opens_a_cohort()
    made.joins(AMINA)
    made.joins(LENA, "manager")
    made.matches()
    return made


def steps(desk: Desk, state: str) -> list[Letter]:
    """The letters of the pair's steps in that state."""
    with desk.database.reading() as session:
        query = select(Letter).where(Letter.prompt_id.is_not(None), Letter.state == state)
        return list(session.scalars(query.order_by(Letter.id)))


def test_what_waits_for_a_pair_is_let_go_of_and_its_words_are_gone(desk: Desk) -> None:
    desk.until(FIRST_DAY)
    assert len(steps(desk, WAITING)) == 1
    desk.acts(AMINA, "press", "leave", "1")
    assert [(each.body, each.trouble) for each in steps(desk, DROPPED)] == [(None, "The pair has ended.")]
    assert "has had to stop" in words(desk.told(LENA)[-1])
    desk.until(FIRST_DAY + timedelta(days=60))
    assert steps(desk, WAITING) == []


def test_a_letter_that_is_being_sent_is_left_to_its_sender(desk: Desk) -> None:
    desk.until(FIRST_DAY)
    with desk.database.writing() as session:
        claimed = [outbox.claim(session, desk.now, AT_ONCE, PACES) for _ in range(9)]
    assert any(each is not None and each[0].is_introduction for each in claimed)
    desk.acts(AMINA, "press", "leave", "1")
    assert steps(desk, DROPPED) == []


def test_what_waits_for_three_goes_to_the_two_who_stay(desk: Desk) -> None:
    desk.joins(BEN)
    with desk.database.writing() as session:
        (pair,) = session.scalars(select(Pair).where(Pair.workspace == "W"))
        pair.third_id = desk.person(BEN).id
    desk.until(FIRST_DAY)
    desk.acts(AMINA, "press", "leave", "1")
    (sent_on,) = steps(desk, WAITING)
    assert (sorted(sent_on.people), sent_on.is_introduction) == (sorted([BEN.id, LENA.id]), True)
    assert [sorted(each.people) for each in steps(desk, DROPPED)] == [sorted([AMINA.id, BEN.id, LENA.id])]
    assert "You and Lena Hart carry on as a pair." in words(desk.told(BEN)[-1])
