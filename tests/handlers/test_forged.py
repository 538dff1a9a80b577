"""What a button or a form is about comes back through its sender's hands: whatever they make of it, nothing breaks."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from handlers.action import Account, Kind, Reply
from handlers.routes import FORMS, PRESSES
from storage.database import Database
from storage.letters import DEAD, Letter
from storage.pairs import Pair
from tests.conversations.cast import DOCTOR, WISHES
from tests.conversations.elsewhere import everything_of
from tests.conversations.test_workshop import STYLES
from tests.handlers.crowd import joins_at_once
from tests.handlers.desk import BEN, FIRST_DAY, HERE, LENA, Desk

BROKEN = ("", "x", ":", "-1", "٣", "9" * 30, "9" * 5000, "1:x", "1:9", "1:9:9:9")
ABOUT_NOTHING = {("people_import", ""), ("reflection", "")}
"""What may well be about nothing, and then does something: a list handed in, a reflection on no question."""
FILLED: dict[str, Any] = DOCTOR | WISHES | STYLES | {"swap_with": "9" * 5000, "hours": "٣", "on_date": ""}


@pytest.fixture
def desk(database: Database) -> Desk:
    """Lena leads, takes part, and has one of everything, each with the number 1; Ben is a stranger."""
    made = Desk(database)
    made.opens_a_cohort()
    made.joins(LENA)
    priya, _ = joins_at_once(made, "manager", ["Priya Nair", "Omar Said"])
    made.matched()
    made.acts(LENA, "form", "workshop", "1", values=STYLES)
    made.acts(LENA, "form", "reflection", values={"words": "The night team knew more than I did."})
    pair = {"doctor_id": made.person(LENA).id, "manager_id": priya, "starts_on": FIRST_DAY.date()}
    with database.writing() as session:
        session.add(Pair(workspace=HERE, cohort_id=1, reasons=[], introduced_at=FIRST_DAY, **pair))
        first = Letter.workspace == HERE, Letter.id == 1
        session.execute(update(Letter).where(*first).values(state=DEAD, unsure=True))
    made.acts(BEN, "press", "get_help")
    return made


def test_whatever_a_press_or_a_form_is_about_there_is_an_answer_and_nothing_changes(desk: Desk) -> None:
    before = everything_of(desk.database, HERE, "inbox")
    for who in (LENA, BEN):
        for name in (*PRESSES, *FORMS):
            for subject in BROKEN:
                if (name, subject) not in ABOUT_NOTHING:
                    assert answered(desk, who, name, subject) != Reply(), (name, subject[:40])
            assert everything_of(desk.database, HERE, "inbox") == before, name


def test_the_last_day_of_the_calendar_is_no_day(database: Database) -> None:
    desk = Desk(database)
    desk.opens_a_cohort()
    last = {"on_date": "9999-12-31", "starts_on": "9999-12-31"}
    for form in ("workshop", "cohort_new"):
        reply = desk.acts(LENA, "form", form, "1", values=FILLED | last)
        assert {"on_date", "starts_on"} & reply.errors.keys()


def answered(desk: Desk, who: Account, name: str, subject: str) -> Reply:
    kind: Kind = "press" if name in PRESSES else "form"
    return desk.acts(who, kind, name, subject, values=FILLED | {"words": "Anything."})
