"""Who was left without a partner the last time, and who shared theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.database import Database
from storage.pairs import ENDED, FINISHED
from tests.storage.hospital import DOCTORS, MANAGERS, Hospital
from tests.storage.north import DAY, NOW

pytestmark = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True
)


@pytest.fixture
def hospital(database: Database) -> Iterator[Hospital]:
    with database.writing() as session:
        yield Hospital(session)


def test_whoever_was_left_over_in_the_last_cohort_has_waited(hospital: Hospital) -> None:
    spring, summer = hospital.cohort("Spring"), hospital.cohort("Summer", 90)
    hospital.approved(spring)
    hospital.pair(spring, "amina", "priya", state=ENDED)
    assert hospital.waited(summer) == {"ben", "dora", "chidi"}
    hospital.joins(spring, "ben", permission=False)
    hospital.joins(spring, "dora", completed_at=NOW + 2 * DAY)
    hospital.joins(spring, "chidi", left_at=NOW)
    assert hospital.waited(summer) == set()


def test_only_the_last_time_counts(hospital: Hospital) -> None:
    winter, spring, summer = (
        hospital.cohort(name, days) for name, days in (("Winter", -90), ("Spring", 0), ("Summer", 90))
    )
    hospital.approved(winter)
    hospital.approved(spring, days=2)
    hospital.pair(winter, "dora", "priya", "ben", FINISHED)
    hospital.pair(spring, "amina", "priya", state=FINISHED)
    hospital.pair(spring, "ben", "chidi", state=FINISHED)
    terms = hospital.terms(summer)
    assert (hospital.named(terms.waited), hospital.named(terms.in_trio_before)) == ({"dora"}, set())


def test_whoever_shared_a_partner_or_was_shared_is_known(hospital: Hospital) -> None:
    spring, summer = hospital.cohort("Spring"), hospital.cohort("Summer", 90)
    hospital.approved(spring)
    hospital.pair(spring, "amina", "priya", "ben", FINISHED)
    assert hospital.named(hospital.terms(summer).in_trio_before) == {"amina", "priya", "ben"}
    assert hospital.waited(summer) == {"dora", "chidi"}


def test_an_earlier_approval_in_the_same_cohort_is_the_last_time(hospital: Hospital) -> None:
    winter, spring = hospital.cohort("Winter", -90), hospital.cohort("Spring")
    hospital.approved(winter)
    assert hospital.waited(spring) == {*DOCTORS, *MANAGERS}
    hospital.approved(spring, days=2)
    hospital.pair(spring, "amina", "priya", state=ENDED)
    hospital.pair(spring, "ben", "chidi")
    assert hospital.waited(spring) == {"dora"}
