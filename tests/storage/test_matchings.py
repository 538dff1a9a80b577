"""What a lead has asked to be worked out waits once, and proposals come one after the other."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from storage import matchings, people, proposals
from storage.cohorts import Cohort
from storage.database import Database
from storage.matchings import MATCH, WHAT_IF, Matching
from storage.people import Person
from storage.proposals import Proposal
from tests.storage.north import HOUR, NOW

pytestmark = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True
)
HERE = "T0NORTH"


@pytest.fixture
def led(database: Database) -> tuple[Cohort, Person]:
    """A cohort and its lead."""
    with database.writing() as session:
        lena = people.known(session, workspace=HERE, platform="slack", platform_id="U0LENA")
        cohort = Cohort(
            workspace=HERE,
            platform="slack",
            channel="C1",
            name="Spring",
            starts_on=NOW.date(),
            created_at=NOW,
        )
        session.add(cohort)
        session.flush()
        return cohort, lena


def test_whoever_asks_while_one_waits_gets_that_one(database: Database, led: tuple[Cohort, Person]) -> None:
    with database.writing() as session:
        first = matchings.ask(session, *led, MATCH, 1, NOW)
        again = matchings.ask(session, *led, MATCH, 2, NOW + HOUR)
        other = matchings.ask(session, *led, WHAT_IF, 3, NOW + HOUR)
        assert (first is again, again.seed, other.kind) == (True, 1, WHAT_IF)
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(
            Matching(
                workspace=HERE,
                cohort_id=led[0].id,
                asked_by_id=led[1].id,
                asked_at=NOW,
                kind=MATCH,
                seed=4,
                next_due_at=NOW,
            )
        )


def test_the_one_that_has_waited_longest_is_next(database: Database, led: tuple[Cohort, Person]) -> None:
    with database.writing() as session:
        later = matchings.ask(session, *led, WHAT_IF, 1, NOW + HOUR)
        first = matchings.ask(session, *led, MATCH, 1, NOW)
        assert matchings.next_due_at(session) == NOW
        assert matchings.next_due(session, NOW - HOUR) is None
        assert matchings.next_due(session, NOW + HOUR) is first
        session.delete(first)
        session.flush()
        assert matchings.next_due(session, NOW + HOUR) is later
        assert matchings.locked(session, HERE, later.id) is later
        assert matchings.waiting(session, led[0], MATCH) is None


def test_a_proposal_has_one_before_it_in_its_cohort(database: Database, led: tuple[Cohort, Person]) -> None:
    cohort, lena = led
    with database.writing() as session:
        made = [
            Proposal(
                workspace=HERE,
                cohort_id=cohort.id,
                made_by_id=lena.id,
                made_at=NOW,
                seed=seed,
                pool="",
                result={},
            )
            for seed in range(3)
        ]
        for each in made:
            session.add(each)
            session.flush()
        assert proposals.newest(session, cohort) is made[2]
        assert proposals.before(session, made[2]) is made[1]
        assert proposals.before(session, made[0]) is None
        assert proposals.by_id(session, "T0SOUTH", made[0].id) is None
