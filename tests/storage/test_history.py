"""Who met and who is kept apart is remembered for two years, and nobody can read it in the database."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from scheduler import due
from storage import backup, history, people, tenants
from storage.database import Database
from storage.history import APART, KEPT, MET, HistoryKey, Remembered
from storage.joining import join
from storage.pairs import Pair
from storage.people import Person
from storage.rotation import rotate
from storage.tables import delete_workspace
from storage.vault import Vault, new_key
from tests.storage.north import NOW

HERE, ELSEWHERE, TENANT = "T1", "T2", "5a3c0000-0000-4000-8000-000000000001"
TODAY = NOW.date()
NAMES = ("U1AMINA", "U2BEN", "U3PRIYA", "U4CHIDI")
Two = tuple[str, str]
quick_on_one = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True
)
AMINA_PRIYA, AMINA_CHIDI, BEN_PRIYA = ("U1AMINA", "U3PRIYA"), ("U1AMINA", "U4CHIDI"), ("U2BEN", "U3PRIYA")


def cast(session: Session, workspace: str = HERE) -> dict[str, Person]:
    """Two doctors and two managers."""
    return {
        name: people.known(session, workspace=workspace, platform="slack", platform_id=name) for name in NAMES
    }


def remember(
    database: Database, two: Two, kind: str = MET, today: date = TODAY, workspace: str = HERE
) -> None:
    with database.writing() as session:
        known = cast(session, workspace)
        history.remember(session, workspace, known[two[0]], known[two[1]], kind, today)


def known(database: Database, kind: str = MET, workspace: str = HERE, on: date = TODAY) -> set[Two]:
    """Of which doctor with which manager it is remembered on a day."""
    with database.writing() as session:
        here = cast(session, workspace)
        called = {person.id: name for name, person in here.items()}
        everybody = list(here.values())
        found = history.known(session, workspace, everybody[:2], everybody[2:], kind, on)
    named = (sorted(called[id_] for id_ in two) for two in found)
    return {(doctor, manager) for doctor, manager in named}


@quick_on_one
def test_two_are_remembered_whoever_is_named_first(database: Database) -> None:
    remember(database, AMINA_PRIYA)
    remember(database, ("U4CHIDI", "U1AMINA"))
    assert known(database) == {AMINA_PRIYA, AMINA_CHIDI}


@quick_on_one
def test_to_have_met_and_to_be_kept_apart_are_two_things(database: Database) -> None:
    remember(database, AMINA_PRIYA, MET)
    remember(database, BEN_PRIYA, APART)
    assert known(database, MET) == {AMINA_PRIYA}
    assert known(database, APART) == {BEN_PRIYA}


@quick_on_one
def test_another_workspace_with_the_same_names_knows_nothing_of_it(database: Database) -> None:
    remember(database, AMINA_PRIYA)
    remember(database, BEN_PRIYA, workspace=ELSEWHERE)
    assert known(database) == {AMINA_PRIYA}
    assert known(database, workspace=ELSEWHERE) == {BEN_PRIYA}


@quick_on_one
def test_of_three_who_met_each_has_met_both_others(database: Database) -> None:
    with database.writing() as session:
        amina, ben, priya, _ = (person.id for person in cast(session).values())
        trio = Pair(workspace=HERE, cohort_id=1, doctor_id=amina, manager_id=priya, third_id=ben)
        history.remember_met(session, trio, TODAY)
    assert known(database) == {AMINA_PRIYA, BEN_PRIYA}


@quick_on_one
def test_after_two_years_it_is_forgotten(database: Database) -> None:
    remember(database, AMINA_PRIYA)
    due.sweep(database, NOW + KEPT)
    assert known(database) == {AMINA_PRIYA}
    due.sweep(database, NOW + KEPT + timedelta(days=1))
    assert known(database) == set()


@quick_on_one
@pytest.mark.parametrize("days", [(0, 100), (100, 0)])
def test_to_be_told_again_lengthens_it_and_never_shortens_it(
    database: Database, days: tuple[int, int]
) -> None:
    for later in days:
        remember(database, AMINA_PRIYA, today=TODAY + timedelta(days=later))
    due.sweep(database, NOW + KEPT + timedelta(days=100))
    assert known(database) == {AMINA_PRIYA}
    due.sweep(database, NOW + KEPT + timedelta(days=101))
    assert known(database) == set()


@quick_on_one
def test_what_is_taken_back_is_forgotten_of_these_two_only(database: Database) -> None:
    for two in (AMINA_PRIYA, BEN_PRIYA):
        remember(database, two, APART)
    with database.writing() as session:
        here = cast(session)
        for kind in (APART, MET):
            history.forget(session, HERE, here["U3PRIYA"], here["U1AMINA"], kind)
    assert known(database, APART) == {BEN_PRIYA}


@quick_on_one
def test_what_several_have_said_holds_until_all_take_it_back(database: Database) -> None:
    for _ in range(2):
        remember(database, AMINA_PRIYA, APART)
    for left in ({AMINA_PRIYA}, set(), set()):
        with database.writing() as session:
            here = cast(session)
            history.forget(session, HERE, here["U1AMINA"], here["U3PRIYA"], APART)
        assert known(database, APART) == left


@quick_on_one
def test_past_its_time_it_counts_no_longer_though_nobody_has_swept(database: Database) -> None:
    remember(database, AMINA_PRIYA)
    assert known(database, on=TODAY + KEPT) == {AMINA_PRIYA}
    assert known(database, on=TODAY + KEPT + timedelta(days=1)) == set()


@quick_on_one
def test_it_can_be_asked_of_these_pairs_alone(database: Database) -> None:
    for two in (AMINA_PRIYA, BEN_PRIYA):
        remember(database, two)
    with database.writing() as session:
        here = cast(session)
        twos = [(here["U3PRIYA"], here["U2BEN"]), (here["U1AMINA"], here["U2BEN"])]
        found = history.among(session, HERE, twos, MET, TODAY)
        assert found == {frozenset({here["U2BEN"].id, here["U3PRIYA"].id})}


@quick_on_one
def test_nothing_in_the_database_says_who_it_is(database: Database) -> None:
    remember(database, AMINA_PRIYA)
    remember(database, AMINA_PRIYA, workspace=ELSEWHERE)
    with database.reading() as session:
        rows = session.scalars(select(Remembered)).all()
        secrets = session.scalars(select(HistoryKey.secret)).all()
    with database.engine.connect() as connection:
        sealed = b"".join(map(bytes, connection.scalars(text("SELECT secret FROM history_keys"))))
    assert len({row.hash for row in rows}) == len(set(secrets)) == 2
    assert not any(name in row.hash for row in rows for name in NAMES)
    assert not any(secret.encode() in sealed for secret in secrets)


@quick_on_one
def test_it_is_still_known_under_a_new_key_of_the_installation(database: Database) -> None:
    old, new = new_key(), new_key()
    url = database.url.render_as_string(hide_password=False)
    first, both, last = (Database(url, Vault(keys)) for keys in ([old], [new, old], [new]))
    remember(first, AMINA_PRIYA)
    assert rotate(both) == 1
    assert known(last) == {AMINA_PRIYA}
    for opened in (first, both, last):
        opened.close()


def test_it_comes_back_with_a_backup(sqlite_template: Path, tmp_path: Path) -> None:
    keys, file = [new_key()], tmp_path / "pairme.backup"
    (tmp_path / "pairme.db").write_bytes(sqlite_template.read_bytes())
    ours = Database(f"sqlite:///{tmp_path / 'pairme.db'}", Vault(keys))
    remember(ours, AMINA_PRIYA)
    backup.back_up(ours, file)
    with ours.writing() as session:
        delete_workspace(session, HERE)
    ours.close()
    backup.restore(ours, keys, file, NOW)
    assert known(ours) == {AMINA_PRIYA}
    ours.close()


@quick_on_one
def test_with_a_workspace_its_key_and_all_that_it_remembers_go(database: Database) -> None:
    for workspace in (HERE, ELSEWHERE):
        remember(database, AMINA_PRIYA, workspace=workspace)
    with database.writing() as session:
        delete_workspace(session, HERE)
    with database.reading() as session:
        left = {
            *session.scalars(select(Remembered.workspace)),
            *session.scalars(select(HistoryKey.workspace)),
        }
    assert left == {ELSEWHERE}
    assert known(database, workspace=ELSEWHERE) == {AMINA_PRIYA}


@quick_on_one
def test_a_workspace_that_takes_a_tenant_in_remembers_its_own(database: Database) -> None:
    remember(database, AMINA_PRIYA)
    remember(database, BEN_PRIYA, workspace=TENANT)
    with database.writing() as session:
        tenants.keep(session, TENANT, "client-1", None, NOW)
        join(session, TENANT, HERE)
    assert known(database) == {AMINA_PRIYA}
    with database.reading() as session:
        assert session.scalars(select(HistoryKey.workspace)).all() == [HERE]


def test_two_who_need_the_first_key_at_once_get_the_same(database: Database) -> None:
    with database.writing() as session:
        cast(session)
    start = threading.Barrier(2)

    def tell(two: Two) -> None:
        start.wait()
        remember(database, two)

    threads = [threading.Thread(target=tell, args=[two]) for two in (AMINA_PRIYA, BEN_PRIYA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert known(database) == {AMINA_PRIYA, BEN_PRIYA}
