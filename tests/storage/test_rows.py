"""Rows that are held are as they are now, and nobody waits for them too long."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage import people
from storage.database import Busy, Database
from storage.people import Person
from storage.row import held


def test_a_row_that_was_read_before_it_is_held_has_no_old_values(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("One writes after the other.")
    with database.writing() as session:
        people.known(session, workspace="W", platform="slack", platform_id="U1", name="Amina")
    with database.writing() as session:
        person = session.scalars(select(Person)).one()
        with database.writing() as quicker:
            quicker.scalars(select(Person)).one().name = "Amina Yusuf"
        assert session.scalars(held(select(Person))).one() is person
        assert person.name == "Amina Yusuf"


def test_whoever_waits_too_long_for_a_row_is_told_that_it_is_busy(database: Database) -> None:
    with database.writing() as session:
        people.known(session, workspace="W", platform="slack", platform_id="U1")
    with database.writing() as session:
        assert session.scalars(held(select(Person))).one()
        with pytest.raises(Busy, match="nothing was saved"), database.writing(0.1) as late:
            late.scalars(held(select(Person))).one()
