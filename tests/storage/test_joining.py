"""A Slack workspace and a tenant become one workspace, and nobody in either is lost or known twice."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from programme.words.message import Message
from storage import chats, outbox, people, rooms, tenants
from storage.cohorts import Cohort
from storage.database import Database
from storage.joining import CannotJoin, join
from storage.letters import Letter
from storage.people import Person
from storage.reflections import Reflection
from tests.conversations.story import at

NOW = at("2027-03-01 09:00")
TEAM, OTHER_TEAM = "T0123ABCD", "T9876ZYXW"
TENANT = "5a3c0000-0000-4000-8000-000000000001"
OTHER = "5a3c0000-0000-4000-8000-000000000002"
PRIYA = "aaaa0000-0000-4000-8000-00000000000a"


@pytest.fixture
def known(database: Database) -> Database:
    """A tenant whose Priya has written to the bot, and whose team has a channel."""
    with database.writing() as session:
        tenants.keep(session, TENANT, "client-1", None, NOW)
        said_something(session, TENANT)
        rooms.keep(
            session,
            workspace=TENANT,
            platform="teams",
            team="19:team",
            service_url="https://service",
            named=[("19:general", "General")],
        )
    return database


def said_something(session: Session, workspace: str) -> None:
    """Priya, and she was answered."""
    person = people.known(session, workspace=workspace, platform="teams", platform_id=PRIYA, name="Priya")
    chats.keep(
        session,
        workspace=workspace,
        platform="teams",
        platform_id=PRIYA,
        conversation="a:1",
        service_url="https://service",
        now=NOW,
    )
    outbox.post(session, f"{workspace}/answer/1", person.address, Message(("Hello.",)), NOW)


def opened(session: Session, workspace: str) -> None:
    """A cohort."""
    session.add(
        Cohort(
            workspace=workspace,
            platform="teams",
            name="Spring",
            starts_on=NOW.date(),
            channel="19:general",
            created_at=NOW,
        )
    )


def number_of(database: Database, kind: type[Person | Letter], workspace: str) -> int:
    with database.reading() as session:
        query = select(func.count()).select_from(kind).where(kind.workspace == workspace)
        return session.scalar(query) or 0


def test_people_their_chats_and_channels_come_along(known: Database) -> None:
    with known.writing() as session:
        assert join(session, TENANT, TEAM) == 1
    with known.reading() as session:
        tenant = tenants.of_workspace(session, TEAM)
        assert tenant is not None
        assert tenant.id == TENANT
        assert chats.of(session, TEAM, "teams", PRIYA) is not None
        assert [room.name for room in rooms.all_of(session, TEAM, "teams")] == ["General"]
    assert number_of(known, Person, TENANT) == number_of(known, Letter, TENANT) == 0


def test_whoever_comes_while_it_is_done_is_taken_along_the_next_time(known: Database) -> None:
    with known.writing() as session:
        join(session, TENANT, TEAM)
        said_something(session, TEAM)
    with known.writing() as session:
        said_something(session, TENANT)
        assert join(session, TENANT, TEAM) == 0
    assert number_of(known, Person, TEAM) == 1


def test_what_somebody_wrote_comes_along_however_often_they_are_known(known: Database) -> None:
    def writes(workspace: str, words: str) -> None:
        with known.writing() as session:
            priya = people.known(session, workspace=workspace, platform="teams", platform_id=PRIYA)
            session.add(Reflection(workspace=workspace, person_id=priya.id, words=words, written_at=NOW))

    writes(TENANT, "before")
    with known.writing() as session:
        join(session, TENANT, TEAM)
    writes(TENANT, "meanwhile")
    with known.writing() as session:
        join(session, TENANT, TEAM)
    with known.reading() as session:
        priya = people.find(session, workspace=TEAM, platform="teams", platform_id=PRIYA)
        assert priya is not None
        mine = session.scalars(select(Reflection).where(Reflection.person_id == priya.id))
        assert {(each.workspace, each.words) for each in mine} == {(TEAM, "before"), (TEAM, "meanwhile")}


def test_a_tenant_with_a_cohort_stays_by_itself(known: Database) -> None:
    with known.writing() as session:
        opened(session, TENANT)
    with pytest.raises(CannotJoin, match="Cohorts have been opened"), known.writing() as session:
        join(session, TENANT, TEAM)
    assert number_of(known, Person, TENANT) == 1


def test_a_workspace_with_a_cohort_can_take_a_tenant_in(known: Database) -> None:
    with known.writing() as session:
        opened(session, TEAM)
        assert join(session, TENANT, TEAM) == 1


@pytest.mark.parametrize(
    ("tenant", "workspace", "why"),
    [
        (TENANT, OTHER_TEAM, "is joined to"),
        (OTHER, TEAM, "has one tenant"),
        ("unknown", TEAM, "is not known"),
    ],
)
def test_what_would_mix_organisations_is_refused(
    known: Database, tenant: str, workspace: str, why: str
) -> None:
    with known.writing() as session:
        tenants.keep(session, OTHER, "client-2", "secret", NOW)
        join(session, TENANT, TEAM)
    with pytest.raises(CannotJoin, match=why), known.writing() as session:
        join(session, tenant, workspace)
