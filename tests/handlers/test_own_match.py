"""A lead who takes part: of the match that they are in, the other lead decides."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from programme.words import one_match
from storage.database import Database
from storage.history import Remembered
from storage.proposals import Proposal
from tests.handlers.crowd import joins_at_once
from tests.handlers.desk import LENA, TOM, Desk
from tests.handlers.leads import Lead
from tests.handlers.test_review import partner_of


@pytest.fixture
def desk(database: Database) -> Desk:
    """Lena leads, and is suggested with one of two managers."""
    made = Desk(database)
    made.opens_a_cohort()
    made.joins(LENA)
    joins_at_once(made, "doctor", ["Grace Adu"])
    joins_at_once(made, "manager", ["Priya Nair", "Omar Said"])
    made.matched()
    return made


def looks_closer(lead: Lead, name: str) -> Lead:
    """At the match that somebody is in."""
    return lead.opens().presses("Look at the pairs").presses("Look closer", beside=name)


def decided(desk: Desk) -> tuple[int, list[object], list[object], int]:
    """How many suggestions there are, what is decided of the first, and how many are kept apart."""
    with desk.database.reading() as session:
        made = session.scalars(select(Proposal).order_by(Proposal.id)).all()
        apart = session.scalars(select(Remembered)).all()
        return len(made), list(made[0].locked), list(made[0].dissolved), len(apart)


def test_a_lead_decides_nothing_of_the_match_that_they_are_in(desk: Desk) -> None:
    before, partner = decided(desk), partner_of(desk, "Lena Hart")
    for label in ("Keep together", "Do not pair these two", "Swap Lena Hart", f"Swap {partner}"):
        read = looks_closer(Lead(desk), "Lena Hart").presses(label).reads()
        assert read.startswith(one_match.YOUR_OWN), label
    lena = looks_closer(Lead(desk), "Grace Adu")
    swap = next(each for each in lena.buttons() if each.label == "Swap Grace Adu")
    assert "Nobody can take the place of Grace Adu." in lena.presses(swap.label).reads()
    forged = desk.acts(LENA, "press", "swap_people", f"{swap.subject}:{desk.person(LENA).id}")
    assert forged.form is not None
    assert forged.form.note == "These two cannot change places any more."
    assert decided(desk) == before


def test_the_other_lead_does(desk: Desk) -> None:
    tom = looks_closer(Lead(desk, TOM), "Lena Hart").presses("Keep together")
    assert one_match.LOCKED in tom.reads()
    refused = looks_closer(Lead(desk), "Lena Hart").presses("Let go").reads()
    assert refused.startswith(one_match.YOUR_OWN)
    assert one_match.LOCKED in refused
    assert one_match.NOT_TO_BE in tom.presses("Let go").presses("Do not pair these two").reads()
    refused = looks_closer(Lead(desk), "Lena Hart").presses("Pair them again").reads()
    assert refused.startswith(one_match.YOUR_OWN)
    assert one_match.NOT_TO_BE in refused
