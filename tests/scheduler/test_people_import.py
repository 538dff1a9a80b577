"""Lists of people: one that cannot be dealt with is given up, and its lead is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select, text

from scheduler.people_import import MOST_ATTEMPTS, FoundAccount, NotNow, import_one
from storage import cohorts, people, sign_ups
from storage.cohorts import Cohort
from storage.database import Database
from storage.imports import ListedPerson, PeopleImport
from storage.letters import Letter
from storage.people import Person
from tests.handlers.desk import at

NOW = at("2027-03-16 10:00")


class BrokenDirectory:
    """A directory whose answer nobody can read."""

    def serves(self, workspace: str) -> bool:
        return bool(workspace)

    def accounts(self, workspace: str, listed: Sequence[ListedPerson]) -> Mapping[int, FoundAccount]:
        raise KeyError(workspace, len(listed))

    def gone(self, workspace: str, ids: Collection[str]) -> frozenset[str]:
        raise KeyError(workspace, len(ids))


ONE_PERSON = (ListedPerson(2, "U1", "", ""),)


def hand_in(database: Database, listed: Sequence[ListedPerson] = ONE_PERSON) -> None:
    """A list waits."""
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
        rows = msgspec.json.encode(listed).decode()
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


@dataclass(frozen=True)
class Staff:
    """A directory of a few accounts, each by its address."""

    accounts_by_email: Mapping[str, FoundAccount]
    workspaces: frozenset[str] = frozenset({"W"})
    is_open: bool = True

    def serves(self, workspace: str) -> bool:
        return workspace in self.workspaces

    def accounts(self, workspace: str, listed: Sequence[ListedPerson]) -> Mapping[int, FoundAccount]:
        assert workspace in self.workspaces
        if not self.is_open:
            raise NotNow("Nobody answers.")
        found = {each.line: self.accounts_by_email.get(each.email) for each in listed}
        return {line: account for line, account in found.items() if account is not None}

    def gone(self, workspace: str, ids: Collection[str]) -> frozenset[str]:
        assert workspace in self.workspaces
        return frozenset(ids) - {account.id for account in self.accounts_by_email.values()}


WEST = Staff({"amina@example.org": FoundAccount("U1", "Amina"), "both@example.org": FoundAccount("U2", "Bo")})
EAST = Staff({"priya@example.org": FoundAccount("T1", "Priya"), "both@example.org": FoundAccount("T2", "Bo")})


def list_of(*emails: str) -> list[ListedPerson]:
    return [ListedPerson(line, "", email, "") for line, email in enumerate(emails, 2)]


def invited(database: Database) -> dict[tuple[str, str], str | None]:
    """Who has been invited, with the address that is kept."""
    with database.reading() as session:
        letters = session.scalars(select(Letter).where(Letter.key.contains("/invitation/"))).all()
        everybody = session.scalars(select(Person)).all()
        emails = {(each.platform, each.platform_id): each.email for each in everybody}
        return {(each.platform, each.people[0]): emails[each.platform, each.people[0]] for each in letters}


def test_a_list_finds_people_on_every_platform_of_the_organisation(database: Database) -> None:
    hand_in(database, list_of("amina@example.org", "priya@example.org"))
    assert import_one(database, {"slack": WEST, "teams": EAST}, NOW)
    assert invited(database) == {
        ("slack", "U1"): "amina@example.org",
        ("teams", "T1"): "priya@example.org",
    }


def test_a_platform_of_another_organisation_is_not_asked(database: Database) -> None:
    hand_in(database, list_of("amina@example.org"))
    foreign = Staff({"amina@example.org": FoundAccount("T9", "Another")}, frozenset({"W2"}), is_open=False)
    assert import_one(database, {"slack": WEST, "teams": foreign}, NOW)
    assert invited(database) == {("slack", "U1"): "amina@example.org"}


@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_somebody_on_two_platforms_is_invited_where_they_have_taken_part(
    database: Database, platform: str
) -> None:
    hand_in(database, list_of("both@example.org"))
    ids = {"slack": "U2", "teams": "T2"}
    with database.writing() as session:
        known = {
            each: people.known(session, workspace="W", platform=each, platform_id=ids[each]) for each in ids
        }
        last_year = Cohort(
            workspace="W",
            platform="slack",
            channel="C1",
            name="Autumn",
            starts_on=NOW.date(),
            created_at=NOW,
        )
        sign_ups.place(session, cohorts.add(session, last_year, []), known[platform].id)
    assert import_one(database, {"teams": EAST, "slack": WEST}, NOW)
    assert invited(database) == {(platform, ids[platform]): "both@example.org"}


def test_that_the_bot_was_installed_for_an_account_is_no_use_of_it(database: Database) -> None:
    hand_in(database, list_of("both@example.org"))
    with database.writing() as session:
        people.known(session, workspace="W", platform="teams", platform_id="T2", name="Bo")
    assert import_one(database, {"teams": EAST, "slack": WEST}, NOW)
    assert invited(database) == {("slack", "U2"): "both@example.org"}


def test_somebody_who_is_on_it_by_their_other_account_is_not_invited_again(database: Database) -> None:
    hand_in(database, list_of("both@example.org"))
    with database.writing() as session:
        east = people.known(session, workspace="W", platform="teams", platform_id="T2")
        (cohort,) = cohorts.of_workspace(session, "W")
        sign_ups.place(session, cohort, east.id)
    assert import_one(database, {"slack": WEST, "teams": EAST}, NOW)
    assert invited(database) == {}
    with database.reading() as session:
        (told,) = session.scalars(select(Letter))
        assert "1 person was on it already." in "\n".join(told.message.paragraphs)


def test_somebody_listed_by_both_of_their_accounts_is_one_person(database: Database) -> None:
    hand_in(database, [ListedPerson(2, "T2", "", ""), ListedPerson(3, "", "both@example.org", "")])
    by_id = Staff({**EAST.accounts_by_email, "": FoundAccount("T2", "Bo")})
    assert import_one(database, {"slack": WEST, "teams": by_id}, NOW)
    with database.reading() as session:
        (told,) = session.scalars(select(Letter))
        assert "Line 3: the same person as on line 2." in "\n".join(told.message.paragraphs)


def test_somebody_new_on_two_platforms_is_invited_where_the_cohort_is(database: Database) -> None:
    hand_in(database, list_of("both@example.org"))
    assert import_one(database, {"teams": EAST, "slack": WEST}, NOW)
    assert invited(database) == {("slack", "U2"): "both@example.org"}


def test_an_address_that_somebody_gave_themselves_stays(database: Database) -> None:
    hand_in(database, list_of("amina@example.org"))
    with database.writing() as session:
        people.known(session, workspace="W", platform="slack", platform_id="U1").email = "me@example.org"
    assert import_one(database, {"slack": WEST}, NOW)
    assert invited(database) == {("slack", "U1"): "me@example.org"}


def test_nobody_is_invited_while_one_of_the_platforms_does_not_answer(database: Database) -> None:
    hand_in(database, list_of("amina@example.org", "priya@example.org"))
    shut = Staff(EAST.accounts_by_email, is_open=False)
    assert import_one(database, {"slack": WEST, "teams": shut}, NOW)
    assert invited(database) == {}
    assert import_one(database, {"slack": WEST, "teams": EAST}, NOW + timedelta(hours=1))
    assert len(invited(database)) == 2


def test_where_no_platform_can_be_asked_the_list_waits(database: Database) -> None:
    hand_in(database, list_of("amina@example.org"))
    assert import_one(database, {}, NOW)
    assert invited(database) == {}
    assert import_one(database, {"slack": WEST}, NOW + timedelta(hours=1))
    assert len(invited(database)) == 1
