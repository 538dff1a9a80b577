"""A form comes back through its sender's hands: what it did not offer is not kept, whoever sends it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from programme.words import join_forms, joining
from storage.database import Database
from storage.people import Person
from tests.conversations.cast import DOCTOR, WISHES
from tests.handlers.desk import AMINA, LENA, PRIYA, Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    """One cohort is open."""
    made = Desk(database)
    made.opens_a_cohort()
    return made


@pytest.mark.parametrize("field", ["group", "grade_band", "directorate", "site", "permission"])
def test_what_the_first_screen_does_not_offer_is_asked_for_again(desk: Desk, field: str) -> None:
    reply = desk.sends(AMINA, desk.types(AMINA, "pairme"), **{**DOCTOR, field: "elsewhere"})
    assert field in reply.errors


@pytest.mark.parametrize(
    ("field", "error"),
    [
        ("want_to_learn", join_forms.ONE_TO_THREE),
        ("can_offer", join_forms.ONE_TO_THREE),
        ("free_a", join_forms.SOME_FREE_TIME),
        ("free_b", join_forms.FREE_OR_NOT),
        ("directorate_pref", join_forms.CHOOSE_ONE),
        ("works_on", join_forms.CHOOSE_DAYS),
    ],
)
def test_what_nobody_could_match_stops_nobody_elses_matching(desk: Desk, field: str, error: str) -> None:
    second = desk.sends(AMINA, desk.types(AMINA, "pairme"), **DOCTOR)
    assert desk.sends(AMINA, second, **{**WISHES, field: ["elsewhere"]}).errors == {field: error}
    desk.sends(AMINA, second, **WISHES)
    desk.joins(PRIYA)
    assert desk.types(LENA, "cohort match").message is not None


def test_nobody_is_made_up_in_a_box_for_people(desk: Desk) -> None:
    second = desk.sends(AMINA, desk.types(AMINA, "pairme"), **DOCTOR)
    made_up = desk.sends(AMINA, second, **{**WISHES, "avoid": ["../somebody"], "line_manager": "28:x"})
    assert made_up.errors == dict.fromkeys(("avoid", "line_manager"), join_forms.FROM_THE_LIST)
    with desk.database.reading() as session:
        assert "../somebody" not in session.scalars(select(Person.platform_id)).all()


def test_a_guest_who_is_known_as_one_only_at_the_second_screen_does_not_get_in(desk: Desk) -> None:
    second = desk.sends(AMINA, desk.types(AMINA, "pairme"), **DOCTOR)
    guest = replace(AMINA, is_guest=True)
    assert desk.sends(guest, second, **WISHES).message == joining.not_for_guests()
