"""The tick: what is due is done once, one thing at a time, and nothing that fails holds up the rest."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files

import pytest
from sqlalchemy import select

from programme import timeline
from scheduler import due
from scheduler.asking import Times
from storage import agenda, cohorts, departures, handed_files, inbox, installations, people, sign_ups
from storage.cohorts import MATCHED, Cohort
from storage.database import Database
from storage.handed_files import HandedFile
from storage.inbox import Answered
from storage.letters import Letter
from storage.pairs import Pair
from storage.people import Person
from storage.prompts import Prompt
from tests.conversations.story import at

HERE = "W1"
START = date(2027, 3, 15)
OPENS = at("2027-03-16 10:00")
PROGRAMME = timeline.read((files("programme") / "default.yaml").read_text(encoding="utf-8"))
TIMES = Times(PROGRAMME, PROGRAMME.window("ENG", frozenset()), lambda _platform: True)


@pytest.fixture
def cohort(database: Database) -> Cohort:
    """A cohort that has been matched, with nobody in it yet."""
    made = Cohort(
        workspace=HERE,
        platform="slack",
        channel="C1",
        name="Spring",
        starts_on=START,
        state=MATCHED,
        created_at=at("2027-03-01 09:00"),
    )
    with database.writing() as session:
        return cohorts.add(session, made, [])


def known(database: Database, name: str) -> Person:
    with database.writing() as session:
        return people.known(session, workspace=HERE, platform="slack", platform_id=name, name=name)


def paired(database: Database, cohort: Cohort, doctor: str, manager: str) -> int:
    halves = [known(database, name).id for name in (doctor, manager)]
    pair = Pair(
        workspace=HERE,
        cohort_id=cohort.id,
        doctor_id=halves[0],
        manager_id=halves[1],
        reasons=["a", "b"],
        starts_on=START,
    )
    with database.writing() as session:
        session.add(pair)
        session.flush()
        agenda.replan(session, pair, PROGRAMME, TIMES.window, cohort.created_at)
        return pair.id


def test_nobody_is_asked_anything_where_the_bot_has_been_removed_until_it_is_back(
    database: Database, cohort: Cohort
) -> None:
    paired(database, cohort, "U1", "U2")
    grant = installations.Grant(HERE, "slack", "A1", "B1", "B1", "Larkhill", "xoxb-1", None, None, "", "U1")
    with database.writing() as session:
        installations.save(session, grant, at("2027-03-01 09:00"))
        departures.uninstalled(session, HERE, at("2027-03-10 09:00"), at("2027-03-10 09:00"))
    assert due.tick(database, TIMES, OPENS) == 0
    with database.writing() as session:
        assert due.next_due_at(session) is None
        installations.save(session, grant, at("2027-03-20 09:00"))
    assert due.tick(database, TIMES, at("2027-03-23 10:00")) > 0
    assert letters(database)


def letters(database: Database) -> list[str]:
    with database.reading() as session:
        return [letter.key for letter in session.scalars(select(Letter).order_by(Letter.id))]


def test_a_tick_does_what_is_due_and_says_how_much_that_was(database: Database, cohort: Cohort) -> None:
    pairs = [paired(database, cohort, f"D{number}", f"M{number}") for number in range(3)]
    with database.reading() as session:
        assert due.next_due_at(session) == OPENS
    assert due.tick(database, TIMES, OPENS - timedelta(seconds=1)) == 0
    assert due.tick(database, TIMES, OPENS) == 3
    assert due.tick(database, TIMES, OPENS) == 0
    assert letters(database) == [f"{HERE}/introduction/{pair}/both" for pair in pairs]
    with database.reading() as session:
        assert due.next_due_at(session) == at("2027-03-30 09:00")


def test_one_pair_that_fails_does_not_hold_up_the_others_and_is_tried_again(
    database: Database, cohort: Cohort, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = (paired(database, cohort, f"D{number}", f"M{number}") for number in range(2))
    in_the_way = Prompt(
        workspace=HERE,
        key=f"{HERE}/prompt/{broken}/meet_your_partner/both",
        step="another",
        occurrence="another",
        asked_at=OPENS,
    )
    with database.writing() as session:
        session.add(in_the_way)
    assert due.tick(database, TIMES, OPENS) == 1
    assert letters(database) == [f"{HERE}/introduction/{whole}/both"]
    assert [record.getMessage() for record in caplog.records] == [f"pairs {broken} failed: IntegrityError"]
    with database.writing() as session:
        session.delete(in_the_way)
    assert due.tick(database, TIMES, OPENS) == 1
    assert len(letters(database)) == 2


def test_those_without_a_partner_are_told_once_and_only_while_the_window_is_open(
    database: Database, cohort: Cohort
) -> None:
    paired(database, cohort, "D1", "M1")
    waiting, unfinished = known(database, "D2"), known(database, "D3")
    with database.writing() as session:
        sign_ups.place(session, cohort, waiting.id).completed_at = cohort.created_at
        sign_ups.place(session, cohort, unfinished.id)
        session.merge(cohort).next_due_at = OPENS
    saturday = at("2027-03-20 12:00")
    due.tick(database, TIMES, saturday)
    assert letters(database) == []
    tuesday = at("2027-03-23 10:00")
    due.tick(database, TIMES, tuesday)
    due.tick(database, TIMES, tuesday)
    assert [key for key in letters(database) if "waiting" in key] == [
        f"{HERE}/waiting/{cohort.id}/{waiting.id}"
    ]


def test_what_was_acted_on_is_forgotten_after_seven_days(database: Database) -> None:
    with database.writing() as session:
        inbox.remember(session, HERE, "old", "{}", OPENS)
        inbox.remember(session, HERE, "new", "{}", OPENS + timedelta(days=1))
    due.sweep(database, OPENS + timedelta(days=7, seconds=1))
    with database.reading() as session:
        assert session.scalars(select(Answered.key)).all() == ["new"]


def test_a_file_that_nobody_came_for_is_forgotten_after_seven_days(database: Database) -> None:
    for number, days in enumerate((0, 1)):
        with database.writing() as session:
            handed_files.keep(
                session,
                workspace=HERE,
                name="visit.ics",
                content="BEGIN:VCALENDAR",
                secret=f"secret {number}",
                code=None,
                now=OPENS + timedelta(days=days),
            )
    due.sweep(database, OPENS + timedelta(days=7))
    with database.reading() as session:
        assert session.scalars(select(HandedFile.hash)).all() == [handed_files.hashed("secret 1")]


def test_on_a_platform_without_groups_each_half_is_told_alone_how_to_reach_the_other(
    database: Database, cohort: Cohort
) -> None:
    pair = paired(database, cohort, "D1", "M1")
    apart = Times(PROGRAMME, TIMES.window, lambda _platform: False)
    due.tick(database, apart, OPENS)
    with database.reading() as session:
        told = {letter.people[0]: letter.message.paragraphs[-1] for letter in session.scalars(select(Letter))}
    assert told == {
        "D1": "I cannot open one chat for you both, so please write to M1 directly.",
        "M1": "I cannot open one chat for you both, so please write to D1 directly.",
    }
    assert len(letters(database)) == 2
    assert all(key.startswith(f"{HERE}/introduction/{pair}/") for key in letters(database))
