"""A hospital with five people, for tests of who can be matched and on what terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from programme.matching.terms import Terms
from programme.participant import Participant
from storage import people, pool, sign_ups
from storage.cohorts import MATCHED, Cohort
from storage.pairs import RUNNING, SHADOW_DM, Contact, Pair, Plan
from storage.people import Person
from storage.proposals import Proposal
from storage.sign_ups import SignUp
from tests.storage.north import DAY, NOW

HERE = "T0NORTH"
TODAY = NOW.date()
DOCTORS, MANAGERS = ("amina", "ben", "dora"), ("priya", "chidi")
LINKS = frozenset({frozenset({"medicine", "surgery"})})


@dataclass
class Hospital:
    """Five people, in as many cohorts as a test needs."""

    session: Session
    workspace: str = HERE

    def person(self, name: str) -> Person:
        return people.known(
            self.session, workspace=self.workspace, platform="slack", platform_id=name, name=name
        )

    def id(self, name: str) -> int:
        return self.person(name).id

    def two(self, *names: str) -> frozenset[int]:
        return frozenset(map(self.id, names))

    def cohort(self, name: str, starts_in: int = 0, state: str = MATCHED) -> Cohort:
        """A cohort that everybody has joined."""
        starts_on = TODAY + timedelta(days=starts_in)
        made = Cohort(
            workspace=self.workspace,
            platform="slack",
            channel="C1",
            name=name,
            starts_on=starts_on,
            state=state,
            created_at=NOW,
        )
        self.session.add(made)
        self.session.flush()
        for who in (*DOCTORS, *MANAGERS):
            self.joins(made, who)
        return made

    def joins(self, cohort: Cohort, name: str, **changes: Any) -> SignUp:
        group = "doctor" if name in DOCTORS else "manager"
        found = sign_ups.place(self.session, cohort, self.id(name))
        about = {"group": group, "permission": True, "completed_at": NOW}
        for field, value in {**about, **changes}.items():
            setattr(found, field, value)
        self.session.flush()
        return found

    def approved(self, cohort: Cohort, *, days: int = 1) -> None:
        at = NOW + days * DAY
        self.session.add(
            Proposal(
                workspace=self.workspace,
                cohort_id=cohort.id,
                made_by_id=self.id("lena"),
                made_at=at,
                seed=1,
                pool="",
                result={},
                approved_at=at,
            )
        )
        self.session.flush()

    def pair(
        self, cohort: Cohort, doctor: str, manager: str, third: str | None = None, state: str = RUNNING
    ) -> Pair:
        made = Pair(
            workspace=self.workspace,
            cohort_id=cohort.id,
            doctor_id=self.id(doctor),
            manager_id=self.id(manager),
            third_id=self.id(third) if third else None,
            reasons=[],
            state=state,
            starts_on=cohort.starts_on,
        )
        self.session.add(made)
        self.session.flush()
        return made

    def said(self, pair: Pair, answer: str) -> None:
        """One of them said whether they have met."""
        self.session.add(
            Contact(
                workspace=self.workspace,
                pair_id=pair.id,
                person_id=pair.doctor_id,
                step="first_met_check",
                answer=answer,
                said_on=TODAY,
                met_on=TODAY if answer == "yes" else None,
            )
        )
        self.session.flush()

    def visit(self, pair: Pair, state: str) -> None:
        self.session.add(
            Plan(
                workspace=self.workspace,
                pair_id=pair.id,
                kind=SHADOW_DM,
                on_date=TODAY,
                at_time=NOW.time(),
                place="Ward 4",
                state=state,
                planned_by_id=pair.doctor_id,
            )
        )
        self.session.flush()

    def pool(self, cohort: Cohort) -> dict[str, Participant]:
        found = {each.id: each for each in pool.pool_of(self.session, cohort)}
        return {person.name: found[person.id] for person in self.everybody() if person.id in found}

    def everybody(self) -> list[Person]:
        query = select(Person).where(Person.workspace == self.workspace)
        return list(self.session.scalars(query.order_by(Person.id)))

    def terms(self, cohort: Cohort) -> Terms:
        return pool.terms_of(self.session, cohort, LINKS, cohort.starts_on)

    def named(self, ids: frozenset[int]) -> set[str]:
        return {person.name for person in self.everybody() if person.id in ids}

    def waited(self, cohort: Cohort) -> set[str]:
        return self.named(self.terms(cohort).waited)
