"""How a cohort is going: counts for its channel, names for a lead alone, and a kind refusal for everybody else."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import people, sign_ups
from storage.cohorts import MATCHED, Cohort
from storage.pairs import HAPPENED, PLANNED, Contact, Pair, Plan
from storage.people import Person
from storage.reflections import Reflection
from tests.conversations import acts
from tests.conversations.cast import Cast
from tests.conversations.heard import Heard
from tests.conversations.story import at
from tests.conversations.visit import (
    HOW_WAS_IT,
    SHADOWS_MANAGER,
    only,
    plan_a_visit,
)

DOCTORS = [f"Doctor {letter}" for letter in "ABCDEF"]
MANAGERS = [f"Manager {letter}" for letter in "ABCDEF"]
EVERY_NAME = [*DOCTORS, *MANAGERS, "Waiting W"]
NOW = at("2027-06-01 11:00")


@pytest.fixture
def hospital(cast: Cast) -> Cast:
    """Six pairs, introduced on 16 March, as they stand on 1 June, and somebody who waits for a partner."""
    cast.opens_a_cohort()
    cast.story.clock.move_to(NOW)
    with cast.story.database.writing() as session:
        cohort = session.scalars(select(Cohort)).one()
        cohort.state = MATCHED
        everybody = {name: _participant(session, cohort, name) for name in EVERY_NAME}
        pairs = [
            _pair(session, cohort, everybody[one].id, everybody[other].id)
            for one, other in zip(DOCTORS, MANAGERS, strict=True)
        ]
        _met(session, pairs[0], date(2027, 3, 23), date(2027, 5, 25))
        _shadowed(session, pairs[0], "shadow_dm", date(2027, 5, 4), HAPPENED)
        _shadowed(session, pairs[0], "shadow_md", date(2027, 5, 6), HAPPENED)
        _met(session, pairs[1], date(2027, 3, 24))
        _shadowed(session, pairs[1], "shadow_dm", date(2027, 6, 8), PLANNED)
        _met(session, pairs[2], date(2027, 4, 7))
        _shadowed(session, pairs[3], "shadow_md", date(2027, 5, 12), HAPPENED)
        _shadowed(session, pairs[3], "shadow_dm", date(2027, 5, 13), "cancelled")
        pairs[5].introduced_at = NOW - timedelta(days=4)
        for name in ("Doctor A", "Doctor A", "Manager B", "Waiting W"):
            _reflected(session, cohort, everybody[name])
    return cast


def _participant(session: Session, cohort: Cohort, name: str) -> Person:
    person = people.known(
        session, workspace=cohort.workspace, platform=cohort.platform, platform_id=name.upper(), name=name
    )
    place = sign_ups.place(session, cohort, person.id)
    place.group = "doctor" if name in DOCTORS else "manager"
    place.started_at = place.completed_at = NOW
    return person


def _pair(session: Session, cohort: Cohort, doctor: int, manager: int) -> Pair:
    pair = Pair(
        workspace=cohort.workspace,
        cohort_id=cohort.id,
        doctor_id=doctor,
        manager_id=manager,
        reasons=[],
        starts_on=cohort.starts_on,
        introduced_at=at("2027-03-16 10:00"),
    )
    session.add(pair)
    session.flush()
    return pair


def _met(session: Session, pair: Pair, *days: date) -> None:
    for day in days:
        said = {"step": f"met {day}", "answer": "yes", "said_on": day, "met_on": day}
        session.add(Contact(workspace=pair.workspace, pair_id=pair.id, person_id=pair.doctor_id, **said))


def _shadowed(session: Session, pair: Pair, kind: str, day: date, state: str) -> None:
    visit = Plan(workspace=pair.workspace, pair_id=pair.id, kind=kind, state=state)
    visit.on_date, visit.at_time, visit.place, visit.hours = day, time(9), "Ward 5", 2
    visit.planned_by_id = pair.doctor_id
    session.add(visit)


def _reflected(session: Session, cohort: Cohort, person: Person) -> None:
    written = {"cohort_id": cohort.id, "words": "What I learned is mine.", "written_at": NOW}
    session.add(Reflection(workspace=cohort.workspace, person_id=person.id, **written))


COUNTS = {
    "Spring 2027 on Tuesday 1 June: 3 of 6 pairs are active.",
    "Not started 2, active 3, quiet 1",
    "Pairs by state: not started 2, active 3, quiet 1.",
    "2 of 5",
    "1 of 6",
    "2 of 6",
    "3 of 13",
}


def counts_among(heard: list[Heard]) -> list[Heard]:
    return [each for each in heard if set(each.words.splitlines()) >= COUNTS]


def test_the_channel_gets_the_counts_and_the_lead_alone_the_names(hospital: Cast) -> None:
    hospital.lena.types("/cohort-report", hospital.channel)
    (counts,) = counts_among(hospital.ben.hears_all())
    assert counts.place == hospital.channel
    posted = [each.words for each in hospital.ben.hears_all() if each.place == hospital.channel]
    assert not [name for name in EVERY_NAME if name in "\n".join(posted)]
    assert "What I learned" not in acts.everything_heard(*hospital.others())
    (names,) = hospital.lena.heard("Pairs by name")
    assert names.is_private
    assert "Quiet: Doctor C and Manager C." in names.words
    assert "Not started: Doctor E and Manager E; Doctor F and Manager F." in names.words
    assert "Active: Doctor A and Manager A; Doctor B and Manager B; Doctor D and Manager D." in names.words
    assert "Waiting for a partner: Waiting W." in names.words
    assert "Please do not post this in a channel." in names.words
    assert not any(each.heard("Pairs by name") for each in hospital.others(hospital.lena))


def test_the_chart_is_a_picture_whose_numbers_are_in_words_too(hospital: Cast) -> None:
    hospital.lena.types("/cohort-report", hospital.channel)
    chart = hospital.lena.picture()
    assert chart == "Pairs by state: not started 2, active 3, quiet 1."
    (counts,) = counts_among(hospital.lena.hears_all())
    assert counts.words.count(chart) == 1


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_asked_anywhere_else_it_comes_to_the_lead_alone(hospital: Cast, is_elsewhere: bool) -> None:
    hospital.tom.types("/cohort-report", hospital.other_channel if is_elsewhere else "")
    (counts,) = counts_among(hospital.tom.hears_all())
    assert counts.is_private
    assert hospital.tom.heard("Pairs by name")
    assert not any(counts_among(each.hears_all()) for each in hospital.others(hospital.tom))


def test_everybody_else_gets_a_kind_refusal(cast: Cast) -> None:
    cast.are_introduced()
    cast.lena.types("/cohort organisers")
    cast.lena.fills(organisers=[cast.ben.id])
    cast.lena.closes()
    for someone in (cast.amina, cast.ben, cast.omar, cast.guest):
        someone.types("/cohort-report", cast.channel_of(someone))
        assert someone.heard(
            "The report is for the leads of the cohort. Type /pairme to see", is_private=True
        )
    assert not cast.amina.heard("pairs are active")


def test_a_lead_of_two_cohorts_says_which_or_asks_in_its_channel(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.lena.closes()
    cast.opens_a_cohort(name="Autumn 2027", starts_on="2027-09-13", channel=cast.other_channel)
    cast.lena.closes()
    cast.lena.types("/cohort-report")
    assert "Autumn 2027 and Spring 2027" in cast.lena.last().words
    assert "/cohort-report Autumn 2027" in cast.lena.last().words
    cast.lena.types("/cohort-report spring 2027")
    assert cast.lena.heard("Spring 2027 on Monday 1 March: there are no pairs yet.")
    cast.lena.types("/cohort-report", cast.other_channel)
    (counts,) = cast.ben.heard("Autumn 2027 on Monday 1 March")
    assert counts.place == cast.other_channel
    cast.lena.types("/cohort-report Spring 2027", cast.other_channel)
    assert not cast.ben.heard("Spring 2027 on Monday 1 March")


def test_what_a_pair_says_is_what_the_report_counts(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-03-30 12:00"))
    cast.lena.types("/cohort-report")
    assert cast.lena.heard("Spring 2027 on Tuesday 30 March: 0 of 1 pair is active.")
    cast.priya.presses("Yes, we met")
    cast.story.until(at("2027-04-13 12:00"))
    plan_a_visit(cast.amina, SHADOWS_MANAGER)
    cast.story.until(at("2027-04-20 12:00"))
    cast.amina.presses_under(only(cast.amina, HOW_WAS_IT), "Part of it happened")
    assert told(cast, *FACTS) == ["1 of 1", "1 of 1", "0 of 1", "0 of 2"]
    assert cast.lena.heard("Spring 2027 on Tuesday 20 April: 1 of 1 pair is active.")
    cast.priya.presses_under(only(cast.priya, HOW_WAS_IT), "It was cancelled")
    assert only(cast.priya, "How was the shadowing").words.endswith(
        "You answered: It was cancelled. Thank you."
    )
    cast.priya.types("/reflect Nobody had told the ward that we were coming.")
    assert cast.priya.fills() == {}
    assert told(cast, *FACTS) == ["1 of 1", "1 of 1", "0 of 1", "1 of 2"]


FACTS = (
    "Met within 14 days",
    "Doctor shadowed manager",
    "Manager shadowed doctor",
    "People who have written a reflection",
)


def told(cast: Cast, *facts: str) -> list[str]:
    """What a new report says of each fact."""
    cast.lena.types("/cohort-report")
    lines = [line.strip("*") for line in cast.lena.heard("how it is going")[-1].words.splitlines()]
    return [lines[lines.index(fact) + 1] for fact in facts]
