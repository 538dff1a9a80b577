"""Lists of people: one that cannot be dealt with is given up, and its lead is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import text

from scheduler.people_import import MOST_ATTEMPTS, FoundAccount, import_one
from storage import cohorts, people
from storage.cohorts import Cohort
from storage.database import Database
from storage.imports import ListedPerson, PeopleImport
from storage.letters import Letter
from tests.conversations.story import at

NOW = at("2027-03-16 10:00")


class BrokenDirectory:
    """A directory whose answer nobody can read."""

    def accounts(self, workspace: str, listed: Sequence[ListedPerson]) -> Mapping[int, FoundAccount]:
        raise KeyError(workspace, len(listed))


def hand_in(database: Database) -> None:
    """A list of one person waits."""
    with database.writing() as session:
        lena = people.known(session, workspace="W", platform="slack", platform_id="L1", name="Lena")
        spring = Cohort(
            workspace="W",
            platform="slack",
            channel="C1",
            name="Spring",
            starts_on=NOW.date(),
            created_at=NOW,
        )
        cohort = cohorts.add(session, spring, [(lena, "doctor")])
        rows = msgspec.json.encode([ListedPerson(2, "U1", "", "")]).decode()
        session.add(
            PeopleImport(
                workspace="W",
                platform="slack",
                cohort_id=cohort.id,
                asked_by_id=lena.id,
                asked_at=NOW,
                next_due_at=NOW,
                rows=rows,
            )
        )


def assert_given_up(database: Database) -> None:
    """The lead has been told, and nothing waits any more."""
    with database.reading() as session:
        (told,) = session.query(Letter).all()
        assert "I could not look up your list for Spring" in told.message.paragraphs[0]
        assert session.query(PeopleImport).count() == 0


def test_a_list_that_breaks_the_directory_is_not_tried_for_ever(database: Database) -> None:
    hand_in(database)
    for hours in range(MOST_ATTEMPTS):
        with pytest.raises(KeyError):
            import_one(database, {"slack": BrokenDirectory()}, NOW + timedelta(hours=hours))
    assert import_one(database, {"slack": BrokenDirectory()}, NOW + timedelta(hours=MOST_ATTEMPTS))
    assert_given_up(database)


def test_a_list_that_no_key_opens_holds_up_nobody_and_is_not_tried_for_ever(database: Database) -> None:
    hand_in(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE imports SET rows = :rows"), {"rows": b"nothing"})
    assert import_one(database, {"slack": BrokenDirectory()}, NOW)
    assert not import_one(database, {"slack": BrokenDirectory()}, NOW)
    for hours in range(1, MOST_ATTEMPTS + 1):
        assert import_one(database, {"slack": BrokenDirectory()}, NOW + timedelta(hours=hours))
    assert_given_up(database)
