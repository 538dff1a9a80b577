"""Which tenants are served, with which registrations; an operator may add one while the bot runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.teams.registrations import Registration, Registrations
from storage import tenants
from storage.database import Busy, Database

NOW = datetime(2027, 3, 16, 10, tzinfo=UTC)
OWN = ("client-own", "secret-own", "tenant-own")
FIRST = Registration("tenant-own", "tenant-own", "client-own", "secret-own")
SECOND = Registration("tenant-2", "tenant-2", "client-2", "secret-2")


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def add(database: Database, tenant: str, client: str, secret: str | None) -> None:
    with database.writing() as session:
        tenants.keep(session, tenant, client, secret, NOW)


def test_the_one_of_the_environment_has_a_row_without_its_secret(database: Database, clock: Clock) -> None:
    assert Registrations(database, OWN, clock).everybody() == (FIRST,)
    with database.reading() as session:
        (row,) = tenants.everybody(session)
    assert (row.id, row.client_id, row.secret) == ("tenant-own", "client-own", None)


def test_one_that_an_operator_adds_is_served_ten_seconds_later(database: Database, clock: Clock) -> None:
    served = Registrations(database, OWN, clock)
    assert served.of_client("client-2") is None
    add(database, "tenant-2", "client-2", "secret-2")
    assert served.of_client("client-2") is None
    clock.now += timedelta(seconds=10)
    assert served.of_client("client-2") == SECOND
    assert served.of_workspace("tenant-2") == SECOND
    assert served.of_workspace("tenant-own") == FIRST


def test_a_changed_registration_of_the_environment_counts_from_the_next_start(
    database: Database, clock: Clock
) -> None:
    Registrations(database, OWN, clock)
    anew = Registrations(database, ("client-new", "secret-new", "tenant-own"), clock)
    assert anew.of_client("client-own") is None
    assert anew.of_client("client-new") == Registration(
        "tenant-own", "tenant-own", "client-new", "secret-new"
    )


def test_a_tenant_whose_registration_stood_in_an_earlier_environment_is_not_served(
    database: Database, clock: Clock
) -> None:
    Registrations(database, ("client-0", "secret-0", "tenant-0"), clock)
    assert Registrations(database, OWN, clock).everybody() == (FIRST,)


def test_a_joined_tenant_belongs_to_the_workspace_it_is_joined_to(database: Database, clock: Clock) -> None:
    served = Registrations(database, OWN, clock)
    with database.writing() as session:
        known = tenants.of(session, "tenant-own")
        assert known is not None
        known.workspace = "T0123ABCD"
    found = served.of_workspace("T0123ABCD")
    assert found is not None
    assert (found.tenant, found.workspace) == ("tenant-own", "T0123ABCD")
    assert served.of_workspace("tenant-own") is None


def test_where_a_tenants_service_was_heard_of_is_written_down_when_it_is_news(
    database: Database, clock: Clock
) -> None:
    served = Registrations(database, OWN, clock)

    def written() -> str:
        with database.reading() as session:
            (row,) = tenants.everybody(session)
        return row.service_url

    served.heard_of(FIRST, "https://smba.example.org/uk")
    assert written() == "https://smba.example.org/uk"
    served.heard_of(FIRST, "https://smba.example.org/emea")
    assert written() == "https://smba.example.org/uk"
    clock.now += timedelta(minutes=10)
    served.heard_of(FIRST, "https://smba.example.org/emea")
    assert written() == "https://smba.example.org/emea"


def test_no_secret_is_shown(database: Database, clock: Clock) -> None:
    assert "secret-own" not in repr(Registrations(database, OWN, clock).everybody())


def test_while_the_database_cannot_be_read_the_known_ones_are_served(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever acts is then told that nothing was saved, instead of nothing at all."""

    def reading() -> Any:
        raise Busy("locked")

    served = Registrations(database, OWN, clock)
    assert served.everybody() == (FIRST,)
    with monkeypatch.context() as patched:
        patched.setattr(database, "reading", reading)
        clock.now += timedelta(minutes=1)
        assert served.everybody() == (FIRST,)
    add(database, "tenant-2", "client-2", "secret-2")
    assert set(served.everybody()) == {FIRST, SECOND}
