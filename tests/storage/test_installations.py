"""Workspaces that install the bot, lose their tokens when they remove it, and are forgotten when they stay away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from programme.words.message import Message
from storage import departures, install_states, installations, outbox, renewals, tenants
from storage.address import Address
from storage.cohorts import Cohort
from storage.database import Database
from storage.installations import Installation
from storage.letters import Letter
from storage.people import Person, known
from storage.reflections import Reflection
from storage.renewals import Due, Renewed
from storage.rotation import rotate
from storage.tables import METADATA
from tests.storage.north import DAY, HOUR, MINUTE, NORTH, NOW, ROTATING, SECOND, claim, install, token

pytestmark = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True
)


def row(database: Database, workspace: str = "T0NORTH") -> Installation:
    with database.reading() as session:
        return session.scalars(select(Installation).where(Installation.workspace == workspace)).one()


def uninstall(database: Database, happened_at: datetime, now: datetime | None = None) -> bool:
    with database.writing() as session:
        return departures.uninstalled(session, "T0NORTH", happened_at, now or happened_at)


def revoke(database: Database, happened_at: datetime, bot_users: tuple[str, ...] = ("U0BOT",)) -> bool:
    with database.writing() as session:
        return departures.revoked(session, "T0NORTH", bot_users, happened_at, happened_at)


def store(database: Database, due: Due, number: int) -> bool:
    new = Renewed(f"xoxe.xoxb-{number}", f"xoxe-{number}", due.claimed_at + 12 * HOUR)
    with database.writing() as session:
        return renewals.store(session, due, new)


def test_a_workspace_is_opened_by_its_own_token(database: Database) -> None:
    install(database)
    install(database, replace(NORTH, workspace="T0SOUTH", token="xoxb-south"))
    assert (token(database), token(database, "T0SOUTH")) == ("xoxb-north", "xoxb-south")
    assert token(database, "T0NOBODY") is None


def test_no_token_can_be_read_in_the_database(database: Database) -> None:
    install(database, ROTATING)
    with database.engine.connect() as connection:
        stored = connection.execute(text("SELECT token, refresh_token FROM installations")).one()
    assert not any(b"xox" in bytes(each) for each in stored)


def test_tokens_are_sealed_anew_when_the_key_changes(database: Database) -> None:
    install(database, ROTATING)
    install(database, replace(NORTH, workspace="T0SOUTH"))
    assert rotate(database) == 3
    assert token(database) == "xoxe.xoxb-1"


def test_a_removal_takes_both_tokens_at_once(database: Database) -> None:
    install(database, ROTATING)
    assert uninstall(database, NOW + HOUR)
    left = row(database)
    assert (left.token, left.refresh_token, left.expires_at) == (None, None, None)
    assert left.removed_at == NOW + HOUR
    assert token(database) is None


@pytest.mark.parametrize("first", [uninstall, revoke])
def test_the_two_events_come_in_either_order_and_again(database: Database, first: object) -> None:
    install(database)
    second = revoke if first is uninstall else uninstall
    assert first(database, NOW + HOUR)  # type: ignore[operator]
    assert not second(database, NOW + HOUR + SECOND)
    assert not first(database, NOW + HOUR)  # type: ignore[operator]
    assert row(database).removed_at == NOW + HOUR


def test_the_removal_of_an_earlier_installation_does_not_harm_a_newer_one(database: Database) -> None:
    install(database)
    install(database, replace(NORTH, token="xoxb-new"), NOW + HOUR)
    late = NOW + 2 * HOUR
    with database.writing() as session:
        assert not departures.uninstalled(session, "T0NORTH", NOW + 30 * MINUTE, late)
        assert not departures.revoked(
            session, "T0NORTH", ["U0BOT"], (NOW + HOUR).replace(microsecond=0), late
        )
    assert token(database) == "xoxb-new"


def test_to_install_again_clears_the_removal_and_takes_the_new_token(database: Database) -> None:
    install(database, ROTATING)
    uninstall(database, NOW + HOUR)
    install(database, replace(NORTH, token="xoxb-new"), NOW + 2 * HOUR)
    new = row(database)
    assert (new.token, new.refresh_token, new.expires_at, new.removed_at) == ("xoxb-new", None, None, None)
    assert new.installed_at == new.token_at == NOW + 2 * HOUR


def test_the_token_of_a_person_or_of_another_bot_is_not_ours(database: Database) -> None:
    install(database)
    assert not revoke(database, NOW + HOUR, ())
    assert not revoke(database, NOW + HOUR, ("U0OTHER",))
    assert token(database) == "xoxb-north"


def test_a_workspace_that_we_do_not_know_has_nothing_to_lose(database: Database) -> None:
    assert not uninstall(database, NOW)
    assert not revoke(database, NOW)


def test_a_state_works_once(database: Database) -> None:
    with database.writing() as session:
        secret = install_states.begin(session, NOW)
        other = install_states.begin(session, NOW)
    with database.writing() as session:
        assert install_states.redeem(session, secret, NOW)
        assert not install_states.redeem(session, secret, NOW)
        assert not install_states.redeem(session, "somebody else's", NOW)
        assert install_states.redeem(session, other, NOW + 10 * MINUTE - SECOND)


def test_a_state_works_for_ten_minutes(database: Database) -> None:
    with database.writing() as session:
        secret = install_states.begin(session, NOW)
        assert not install_states.redeem(session, secret, NOW + 10 * MINUTE)


def test_a_state_that_nobody_came_back_with_is_forgotten(database: Database) -> None:
    with database.writing() as session:
        old = install_states.begin(session, NOW)
        install_states.begin(session, NOW + HOUR)
        hashes = session.scalars(select(install_states.InstallState.hash)).all()
    assert len(hashes) == 1
    assert old not in hashes[0]


def test_a_token_is_renewed_when_it_ends_within_two_hours_and_by_one_machine(database: Database) -> None:
    install(database, ROTATING)
    assert claim(database, NOW + 10 * HOUR - SECOND) is None
    due = claim(database, NOW + 10 * HOUR)
    assert due == Due("T0NORTH", NOW + 10 * HOUR, "xoxe.xoxb-1", "xoxe-1")
    assert claim(database, NOW + 10 * HOUR) is None
    assert store(database, due, 2)
    assert token(database) == "xoxe.xoxb-2"
    assert claim(database, NOW + 11 * HOUR) is None


def test_after_a_crash_between_asking_and_storing_another_machine_asks_again(database: Database) -> None:
    install(database, ROTATING)
    first = claim(database, NOW + 11 * HOUR)
    again = claim(database, NOW + 11 * HOUR + renewals.LEASE)
    assert first is not None
    assert again is not None
    assert again.refresh_token == first.refresh_token
    assert store(database, again, 3)
    assert not store(database, first, 2), (
        "a machine that was frozen meanwhile must not bring back an older token"
    )
    assert token(database) == "xoxe.xoxb-3"


def test_a_workspace_that_leaves_while_its_token_is_renewed_stays_without_one(database: Database) -> None:
    install(database, ROTATING)
    due = claim(database, NOW + 11 * HOUR)
    assert due is not None
    assert uninstall(database, NOW + 11 * HOUR + SECOND)
    assert not store(database, due, 2)
    assert token(database) is None


def test_a_renewal_that_fails_is_put_off_with_a_reason_for_the_operator(database: Database) -> None:
    install(database, ROTATING)
    due = claim(database, NOW + 11 * HOUR)
    assert due is not None
    with database.writing() as session:
        renewals.put_off(session, due, NOW + 12 * HOUR, "Slack is away.")
    assert row(database).trouble == "Slack is away."
    assert claim(database, NOW + 12 * HOUR - SECOND) is None
    assert claim(database, NOW + 12 * HOUR) is not None


def test_the_end_of_a_token_that_was_renewed_is_not_the_end_of_the_new_one(database: Database) -> None:
    install(database, ROTATING)
    due = claim(database, NOW + 11 * HOUR)
    assert due is not None
    store(database, due, 2)
    assert not revoke(database, NOW + 11 * HOUR + SECOND)
    assert revoke(database, NOW + 11 * HOUR + departures.OLD_TOKEN_DIES_WITHIN + SECOND)


def test_a_token_is_tried_once_a_day_by_one_machine(database: Database) -> None:
    install(database)
    with database.writing() as session:
        assert installations.next_to_ask(session, NOW + DAY - SECOND) is None
        assert installations.is_silent(session, NOW + DAY)
        assert installations.next_to_ask(session, NOW + DAY) == ("T0NORTH", "xoxb-north")
        assert installations.next_to_ask(session, NOW + DAY) is None
        assert not installations.is_silent(session, NOW + DAY)


def test_a_token_that_turns_out_dead_goes_unless_there_is_a_newer_one(database: Database) -> None:
    install(database)
    with database.writing() as session:
        assert not departures.found_dead(session, "T0NORTH", "xoxb-older", NOW + DAY)
        assert departures.found_dead(session, "T0NORTH", "xoxb-north", NOW + DAY)
    assert row(database).removed_at == NOW + DAY


def fill(database: Database, workspace: str) -> None:
    """Somebody who has written something, a cohort, and a letter that waits."""
    with database.writing() as session:
        person = known(session, workspace=workspace, platform="slack", platform_id="U1", name="Amina")
        session.add(Reflection(workspace=workspace, person_id=person.id, words="Mine.", written_at=NOW))
        cohort = Cohort(
            workspace=workspace,
            platform="slack",
            channel="C1",
            name="Spring",
            starts_on=NOW.date(),
            created_at=NOW,
        )
        session.add(cohort)
        session.flush()
        to = Address(workspace, "slack", ("U1",))
        outbox.post(session, f"{workspace}/hello", to, Message(("Hello",)), NOW, cohort_id=cohort.id)


def counts(database: Database, workspace: str) -> dict[str, int]:
    with database.reading() as session:
        return {
            table.name: len(
                session.execute(select(table.c.workspace).where(table.c.workspace == workspace)).all()
            )
            for table in METADATA.sorted_tables
            if "workspace" in table.columns
        }


def test_thirty_days_after_a_removal_everything_of_that_workspace_goes_and_nothing_else(
    database: Database,
) -> None:
    for workspace in ("T0NORTH", "T0SOUTH"):
        install(database, replace(NORTH, workspace=workspace))
        fill(database, workspace)
    before = counts(database, "T0SOUTH")
    uninstall(database, NOW + SECOND)
    assert departures.delete_departed(database, NOW + 30 * DAY) == 0
    assert sum(counts(database, "T0NORTH").values()) == sum(before.values())
    assert departures.delete_departed(database, NOW + 30 * DAY + SECOND) == 1
    assert not any(counts(database, "T0NORTH").values())
    assert counts(database, "T0SOUTH") == before
    assert {"people", "reflections", "cohorts", "letters", "lanes", "installations"} <= {
        name for name, number in before.items() if number
    }
    assert departures.delete_departed(database, NOW + 31 * DAY) == 0


def join(database: Database, workspace: str) -> None:
    """A tenant of another platform belongs to the same organisation."""
    with database.writing() as session:
        tenants.keep(session, "TENANT", "CLIENT", None, NOW).workspace = workspace


def is_there(database: Database) -> list[str]:
    """The workspaces whose cohorts time goes on for."""
    with database.reading() as session:
        query = select(Cohort.workspace).where(installations.is_there(Cohort.workspace))
        return list(session.scalars(query.order_by(Cohort.workspace)))


def test_a_workspace_that_removed_the_bot_goes_on_where_it_is_joined_with_a_tenant(
    database: Database,
) -> None:
    for workspace in ("T0NORTH", "T0SOUTH"):
        install(database, replace(NORTH, workspace=workspace))
        fill(database, workspace)
    join(database, "T0NORTH")
    with database.writing() as session:
        for workspace in ("T0NORTH", "T0SOUTH"):
            assert departures.uninstalled(session, workspace, NOW + SECOND, NOW + SECOND)
    assert is_there(database) == ["T0NORTH"]
    assert departures.delete_departed(database, NOW + 31 * DAY) == 1
    assert not any(counts(database, "T0SOUTH").values())
    assert counts(database, "T0NORTH")["reflections"] == 1
    assert row(database).token is None


def test_a_tenant_that_is_joined_at_the_last_moment_keeps_everything(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(database)
    fill(database, "T0NORTH")
    uninstall(database, NOW + SECOND)
    locked = installations.locked

    def joined_meanwhile(session: Session, workspace: str) -> installations.Installation | None:
        tenants.keep(session, "TENANT", "CLIENT", None, NOW).workspace = workspace
        session.flush()
        return locked(session, workspace)

    monkeypatch.setattr(departures, "locked", joined_meanwhile)
    assert departures.delete_departed(database, NOW + 31 * DAY) == 0
    assert counts(database, "T0NORTH")["reflections"] == 1


def test_a_workspace_that_comes_back_in_time_keeps_everything(database: Database) -> None:
    install(database)
    fill(database, "T0NORTH")
    uninstall(database, NOW + SECOND)
    install(database, NORTH, NOW + 29 * DAY)
    assert departures.delete_departed(database, NOW + 90 * DAY) == 0
    with database.reading() as session:
        assert session.scalars(select(Person)).one().name == "Amina"
        assert session.scalars(select(Reflection)).one().words == "Mine."
        assert session.scalars(select(Letter)).one().state == "waiting"
