"""One person with an account in each of two chats has one place in a cohort."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from programme.words import waiting
from storage.database import Database
from storage.sign_ups import SignUp
from tests.conversations.cast import DOCTOR, WISHES
from tests.conversations.late import holds_odd
from tests.handlers.desk import AMINA, BEN, CHIDI, PRIYA, Desk, words

EMAIL = "amina.yusuf@example.org"
BEFORE = waiting.joined_before("Spring")


@pytest.fixture
def desk(database: Database) -> Desk:
    """One cohort is open, and Amina has joined it from her one account."""
    made = Desk(database)
    made.opens_a_cohort()
    made.joins(AMINA, email=EMAIL)
    return made


def places(desk: Desk) -> int:
    with desk.database.reading() as session:
        return len(session.scalars(select(SignUp)).all())


@holds_odd("somebody joins with two accounts and one work email")
def test_the_second_account_is_told_that_the_first_has_joined(desk: Desk) -> None:
    form = desk.types(PRIYA, "pairme")
    assert desk.sends(PRIYA, form, **DOCTOR, email=EMAIL.upper()).message == BEFORE
    assert desk.sends(replace(PRIYA, email=EMAIL), form, **DOCTOR).message == BEFORE
    assert places(desk) == 1
    assert desk.joins(PRIYA, email="priya.nair@example.org").message is not None
    assert places(desk) == 2


def test_both_first_screens_sent_before_either_second_one_make_one_place_that_counts(desk: Desk) -> None:
    second = [
        desk.sends(who, desk.types(who, "pairme"), **DOCTOR, email="ben@example.org") for who in (BEN, CHIDI)
    ]
    assert words(desk.sends(BEN, second[0], **WISHES).message).startswith("\nThank you, Ben O'Neill.")
    assert desk.sends(CHIDI, second[1], **WISHES).message == BEFORE


def test_her_own_answers_can_be_changed_and_who_left_can_come_back_with_the_other_account(desk: Desk) -> None:
    about, wishes = {**DOCTOR, "email": EMAIL}, WISHES
    assert desk.acts(AMINA, "form", "join_about", "1", values=about).form is not None
    changed = desk.acts(AMINA, "form", "join_matching", "1", values=wishes)
    assert "have been changed" in words(changed.message)
    desk.acts(AMINA, "press", "leave", "1")
    assert words(desk.joins(PRIYA, email=EMAIL).message).startswith("\nThank you, Priya Nair.")
    assert places(desk) == 1
