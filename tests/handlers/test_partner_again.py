"""A partner for somebody who lost theirs, or came late: what they chose counts, and the post counts from that day."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from handlers.action import Account
from storage.cohorts import Cohort
from storage.database import Database
from storage.people import Person
from storage.sign_ups import SignUp
from tests.handlers.crowd import introduced, joins_at_once
from tests.handlers.desk import LENA, Desk, approval, at, words
from tests.handlers.test_approval import made
from tests.handlers.test_matched_again import fill_up

FRIDAY = at("2027-03-19 15:00")


@pytest.fixture
def desk(database: Database) -> Desk:
    """Amina and Priya are a pair, introduced on the first day."""
    return introduced(database)


def account(desk: Desk, name: str) -> Account:
    """Somebody of the crowd, to act."""
    with desk.database.reading() as session:
        person = session.scalars(select(Person).where(Person.name == name)).one()
    return Account(person.workspace, person.platform, person.platform_id, name)


def test_who_would_like_to_join_another_pair_may_be_a_third_until_they_choose_otherwise(desk: Desk) -> None:
    fill_up(desk)
    amina, priya = account(desk, "Amina Yusuf"), account(desk, "Priya Nair")
    with desk.database.writing() as session:
        hers = SignUp.workspace == "W", SignUp.person_id == desk.person(priya).id
        session.execute(update(SignUp).where(*hers).values(trio_ok=False))
        session.execute(update(Cohort).where(Cohort.workspace == "W").values(rules={"trio_percent": 50}))
    desk.acts(amina, "press", "leave", "1")
    assert "0 of 1 person." in words(desk.matched())
    desk.acts(priya, "press", "choose_what_next", "1:another_pair")
    letter = desk.matched()
    assert "Priya Nair can join Doctor 0 and Manager 0. Nobody else waits." in words(letter)
    desk.acts(priya, "press", "choose_what_next", "1:new_partner")
    assert "Nothing was approved." in words(desk.presses(LENA, approval(letter)).message)
    desk.acts(priya, "press", "choose_what_next", "1:another_pair")
    desk.presses(LENA, approval(desk.matched()))
    assert len([each for each in made(desk) if "Priya Nair" in each and each.count(" and ") == 2]) == 1
    again = desk.acts(priya, "press", "choose_what_next", "1:workshops")
    assert "You have a partner again, so I have not changed anything." in words(again.message)


def test_two_whose_pair_the_leads_have_ended_are_not_suggested_again(desk: Desk) -> None:
    amina = account(desk, "Amina Yusuf")
    desk.acts(amina, "press", "change_partner", "1")
    desk.acts(LENA, "press", "end_pair", "1")
    letter = desk.matched()
    assert "0 pairs, 0 of 2 people." in words(letter)
    assert "keep them apart" in desk.reads(letter)


def test_a_post_is_counted_from_the_day_of_the_later_matching(desk: Desk) -> None:
    desk.now = FRIDAY
    joins_at_once(desk, "manager", ["Chidi Obi-Lee"])
    joins_at_once(desk, "doctor", ["Ben O'Neill"], post_ends_on=at("2027-06-14 09:00").date())
    letter = desk.matched()
    assert "0 of 2 people." in words(letter)
    assert "Ben O'Neill: their post ends less than 12 weeks" in desk.reads(letter)
