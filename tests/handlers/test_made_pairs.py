"""Once pairs are approved, their leads can still look at them; nobody else can."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.pairs import ENDED, Pair
from tests.handlers.crowd import suggested
from tests.handlers.desk import AMINA, FIRST_DAY, LENA, TOM, Desk, button, words
from tests.handlers.leads import Lead


@pytest.fixture
def desk(database: Database) -> Desk:
    """Ten doctors and nine managers, of whom two doctors share one, are paired."""
    doctors = [f"Doctor {number}" for number in range(10)]
    return suggested(database, doctors, [f"Manager {number}" for number in range(9)])


def test_the_pairs_hear_of_it_on_the_day_that_was_named_before_it_was_approved(desk: Desk) -> None:
    confirm = next(each.confirm for each in desk.told(LENA)[-1].buttons if each.confirm)
    assert (
        confirm.question == "Pair these 19 people? They hear of it on Tuesday 16 March 2027 at the earliest."
    )
    assert "I will introduce them on Tuesday 16 March 2027." in Lead(desk).opens().approves().reads()


def test_approved_pairs_are_looked_at_page_by_page_and_nothing_can_be_done_there(desk: Desk) -> None:
    lena = Lead(desk).opens().approves().presses("Look at the pairs")
    assert lena.form.note == "Spring: 8 pairs and 1 trio. Page 1 of 2."
    assert len(lena.form.lines) == 8
    assert ", paediatric registrar, with Manager " in lena.reads()
    assert "Not introduced yet." in lena.reads()
    assert lena.labels() == ["Next page"]
    shown = lena.reads() + lena.presses("Next page").reads()
    assert [shown.count(f"Doctor {number},") for number in range(10)] == [1] * 10
    assert lena.labels() == ["Previous"]
    assert lena.form.submit == ""


def test_the_other_lead_whoever_is_late_and_whoever_asks_again_find_the_same(desk: Desk) -> None:
    tom = Lead(desk, TOM).opens()
    Lead(desk).opens().approves()
    desk.until(FIRST_DAY)
    for message in (desk.told(TOM)[-1], tom.approves().message, desk.types(TOM, "cohort match").message):
        seen = Lead(desk, TOM, desk.presses(TOM, button(message, "Look at the pairs")))
        assert seen.form.note.startswith("Spring: 8 pairs and 1 trio.")
        assert "Introduced on Tuesday 16 March." in seen.reads()


def test_a_pair_that_has_ended_is_not_shown_and_nobody_else_may_look(desk: Desk) -> None:
    Lead(desk).opens().approves()
    with desk.database.writing() as session:
        for pair in session.scalars(select(Pair)):
            pair.state = ENDED
    shown = desk.acts(LENA, "press", "made_pairs", "1:1").form
    assert shown is not None
    assert (shown.note, shown.lines) == ("Spring: no pair is running at the moment.", ())
    assert "Only the leads of a cohort" in words(desk.acts(AMINA, "press", "made_pairs", "1:1").message)


@pytest.mark.parametrize("typed", ["what if", "What-if", "whatif", "what\u2013if Spring"])
def test_what_if_is_known_however_it_is_typed(desk: Desk, typed: str) -> None:
    assert "what would match more" in words(desk.types(LENA, f"cohort match {typed}").message)


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("cohort match help", "/cohort match: suggest pairs, for you to approve"),
        ("cohort rules help", "/cohort rules: see and change"),
        ("cohort match Sana", "You lead Spring: /cohort match is enough."),
    ],
)
def test_every_word_has_its_help_and_of_one_cohort_nobody_asks_which(
    desk: Desk, typed: str, answered: str
) -> None:
    assert answered in words(desk.types(LENA, typed).message)
