"""Many people who have joined, made in the database because a form each would take a minute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from programme.participant import TAGS
from storage import cohorts, sign_ups
from storage.cohorts import Cohort
from storage.database import Database
from storage.people import Person
from storage.sign_ups import SignUp
from tests.conversations.cast import DOCTOR, MANAGER, WISHES
from tests.handlers.desk import FIRST_DAY, HERE, WEST, Desk

_SAME = "group", "role", "grade_band", "directorate", "site"


def introduced(database: Database) -> Desk:
    """Amina and Priya are a pair, introduced on the first day."""
    desk = Desk(database)
    desk.opens_a_cohort()
    joins_at_once(desk, "doctor", ["Amina Yusuf"])
    joins_at_once(desk, "manager", ["Priya Nair"])
    desk.matches()
    desk.until(FIRST_DAY)
    return desk


def suggested(database: Database, doctors: Sequence[str], managers: Sequence[str]) -> Desk:
    """All of them have joined, and pairs are suggested; their numbers go up in this order."""
    desk = Desk(database)
    desk.opens_a_cohort()
    joins_at_once(desk, "doctor", doctors)
    joins_at_once(desk, "manager", managers)
    desk.matched()
    return desk


def joins_at_once(desk: Desk, group: str, names: Sequence[str], **changes: Any) -> list[int]:
    """They have finished the form in the first cohort; our numbers of them. What they want to learn goes round."""
    about = DOCTOR if group == "doctor" else MANAGER
    with desk.database.writing() as session:
        cohort = min(cohorts.of_workspace(session, HERE), key=lambda each: each.id)
        return [_one(session, cohort, name, number, about, changes) for number, name in enumerate(names)]


def _one(session: Any, cohort: Any, name: str, number: int, about: Any, changes: dict[str, Any]) -> int:
    person = Person(workspace=HERE, platform=WEST, platform_id=f"U{about['group']}{number}{name}", name=name)
    session.add(person)
    session.flush()
    place = sign_ups.place(session, cohort, person.id)
    for column in _SAME:
        setattr(place, column, about[column])
    place.permission = True
    place.want_to_learn, place.can_offer = [TAGS[number % len(TAGS)].value], [TAGS[0].value]
    place.free_a, place.free_b = list(WISHES["free_a"]), []
    place.host_shadow_ok = place.trio_ok = True
    place.started_at = place.privacy_read_at = place.completed_at = cohort.created_at
    for column, value in changes.items():
        setattr(place, column, value)
    return person.id


def join_also(desk: Desk, name: str) -> None:
    """Whoever is in the first cohort is in the one of this name too, with the same answers."""
    with desk.database.writing() as session:
        first, also = (
            session.scalars(select(Cohort).where(condition)).one()
            for condition in (Cohort.id == 1, Cohort.name == name)
        )
        for place, person in sign_ups.of_cohort(session, first):
            copy = sign_ups.place(session, also, person.id)
            for column in set(SignUp.__table__.columns.keys()) - {
                "id",
                "cohort_id",
                "person_id",
                "workspace",
            }:
                setattr(copy, column, getattr(place, column))
