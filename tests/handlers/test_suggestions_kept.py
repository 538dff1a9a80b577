"""What is kept of suggestions: the newest two until pairs are approved, and nothing of somebody who has left."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers.action import Account
from storage.database import Database
from storage.people import Person
from storage.proposals import Proposal
from tests.handlers.crowd import joins_at_once
from tests.handlers.desk import HERE, LENA, TOM, Desk, words
from tests.handlers.leads import Lead
from tests.handlers.test_review import partner_of
from tests.handlers.test_still_allowed import answer, keeps_together, suggested


@pytest.fixture
def desk(database: Database) -> Desk:
    """Nobody has joined yet."""
    made_up = Desk(database)
    made_up.opens_a_cohort()
    return made_up


def kept(desk: Desk) -> list[bool]:
    """Of every suggestion, the oldest first, whether anything is left in it."""
    with desk.database.reading() as session:
        found = session.scalars(select(Proposal).order_by(Proposal.id)).all()
        return [
            bool(each.people or each.terms or each.locked or each.dissolved or each.result) for each in found
        ]


def test_only_the_newest_two_suggestions_are_kept_and_old_buttons_show_the_newest(desk: Desk) -> None:
    suggested(desk, 3)
    assert kept(desk) == [False, True, True]
    first = Lead(desk, LENA, desk.acts(LENA, "press", "open_review", "1"))
    assert first.reads().startswith("There are newer suggested pairs. Here they are.")
    changed = Lead(desk, LENA, desk.acts(LENA, "press", "review_changes", "3:1"))
    assert "There is no earlier suggestion" not in changed.reads()


def test_once_pairs_are_approved_nothing_is_left_in_any_suggestion(desk: Desk) -> None:
    suggested(desk, 3)
    assert "Approved: 2 pairs" in answer(desk)
    assert kept(desk) == [False, False, False]
    for press, number in (("open_review", "1"), ("open_review", "3"), ("rematch", "2"), ("rematch", "3")):
        reply = desk.acts(TOM, "press", press, number)
        assert "have been approved already" in words(reply.message)


def person_called(desk: Desk, name: str) -> Person:
    """Somebody by name."""
    with desk.database.reading() as session:
        return session.scalars(select(Person).where(Person.name == name)).one()


@pytest.mark.parametrize("press", ["leave", "decline"])
def test_with_somebodys_answers_goes_what_was_worked_out_from_them(desk: Desk, press: str) -> None:
    suggested(desk, 2)
    keeps_together(desk, "Ben O'Neill")
    ben_with = partner_of(desk, "Ben O'Neill")
    gone = person_called(desk, partner_of(desk, "Amina Yusuf"))
    desk.acts(Account(HERE, gone.platform, gone.platform_id, gone.name), "press", press, "1")
    with desk.database.reading() as session:
        older, last = session.scalars(select(Proposal).order_by(Proposal.id)).all()
    assert (older.people, older.result, older.terms) == ({}, {}, "")
    assert (last.people[str(gone.id)], last.result, last.terms) == ("", {}, "")
    assert f"No longer there: {gone.name}." in answer(desk)
    lena = Lead(desk, LENA, desk.acts(LENA, "press", "open_review", str(last.id)))
    assert "Somebody has left Spring since these pairs were suggested" in lena.reads()
    lena.presses("Work them out again")
    assert "1 match stays as it is." in lena.reads()
    desk.works_out()
    assert partner_of(desk, "Ben O'Neill") == ben_with
    assert "Approved: 1 pair" in answer(desk)


def test_whoever_leaves_and_was_in_no_suggestion_changes_none(desk: Desk) -> None:
    suggested(desk, 1)
    joins_at_once(desk, "doctor", ["Zoë New"])
    gone = person_called(desk, "Zoë New")
    desk.acts(Account(HERE, gone.platform, gone.platform_id, gone.name), "press", "leave", "1")
    assert "Approved: 2 pairs" in answer(desk)
