"""Trios in a suggestion: counted, looked at link by link, and made with their third."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.pairs import Pair
from tests.handlers.crowd import joins_at_once
from tests.handlers.desk import LENA, Desk, words
from tests.handlers.leads import Lead
from tests.handlers.test_approval import made
from tests.handlers.test_review import pairs_of


@pytest.fixture
def desk(database: Database) -> Desk:
    """Six doctors and five managers, who all said yes to a trio."""
    made = Desk(database)
    made.opens_a_cohort()
    joins_at_once(made, "doctor", [f"Doctor {number}" for number in range(6)])
    joins_at_once(made, "manager", [f"Manager {number}" for number in range(5)])
    return made


def together(matches: set[str]) -> set[frozenset[str]]:
    """The names, in no order: of a pair in the database the third comes last."""
    return {frozenset(each.split(" and ")) for each in matches}


def test_a_trio_is_counted_beside_the_pairs_and_made_with_its_third(desk: Desk) -> None:
    assert "Spring: 4 pairs and 1 trio, 11 of 11 people." in words(desk.matched())
    lena = Lead(desk).opens()
    assert "Approve these 4 pairs and 1 trio" in lena.labels()
    shown = together(pairs_of(desk))
    assert "Approved: 4 pairs and 1 trio in Spring." in lena.approves().reads()
    assert together(made(desk)) == shown
    with desk.database.reading() as session:
        trios = [pair for pair in session.scalars(select(Pair)) if pair.third_id is not None]
    assert [len(pair.members) for pair in trios] == [3]


def test_of_a_trio_each_two_can_be_kept_apart(desk: Desk) -> None:
    desk.matched()
    (trio,) = (each for each in pairs_of(desk) if each.count(" and ") == 2)
    one, two, manager = trio.split(" and ")
    lena = (
        Lead(desk)
        .opens()
        .presses("Look at the pairs")
        .presses("Look closer", beside=f"{one}, paediatric registrar, and {two}")
    )
    assert [label for label in lena.labels() if label == "Do not pair these two"] == [
        "Do not pair these two"
    ] * 2
    lena.presses("Do not pair these two", beside=f"{two} and {manager}:")
    assert "Not to be paired." in lena.reads()
    lena.presses("Back to the pairs").presses("Summary").presses("Work out the rest again")
    desk.works_out()
    assert not any(two in each and manager in each for each in pairs_of(desk))
    assert "11 of 11 people." in words(desk.told(LENA)[-1])


def test_somebody_in_a_trio_is_swapped_and_the_trio_stays_three(desk: Desk) -> None:
    desk.matched()
    (trio,) = (each for each in pairs_of(desk) if each.count(" and ") == 2)
    one, two, manager = trio.split(" and ")
    pair = next(each for each in pairs_of(desk) if each != trio)
    lena = (
        Lead(desk)
        .opens()
        .presses("Look at the pairs")
        .presses("Look closer", beside=f"{one}, paediatric registrar, and {two}")
    )
    lena.presses(f"Swap {two}")
    (box,) = lena.form.fields
    doctor = pair.split(" and ")[0]
    other = next(each.value for each in box.options if each.label.startswith(f"{doctor}, with "))
    lena.sends(swap_with=other).presses("Swap")
    assert any({one, doctor, manager} == set(each.split(" and ")) for each in pairs_of(desk))
    assert "Approved: 4 pairs and 1 trio" in lena.approves().reads()
