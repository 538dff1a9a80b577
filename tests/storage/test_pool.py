"""Who can be matched, and on what terms: what became of people before decides too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from programme.matching.proposal import Match
from programme.matching.terms import Terms
from programme.participant import WORKING_WEEK
from storage import history, pool, sign_ups
from storage.database import Database
from storage.history import KEPT
from storage.pairs import ENDED, FINISHED, HAPPENED, PLANNED
from storage.sign_ups import ANOTHER_PAIR, AVOID, ROTA, WORKSHOPS
from tests.storage.hospital import LINKS, TODAY, Hospital
from tests.storage.north import NOW

pytestmark = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True
)


@pytest.fixture
def hospital(database: Database) -> Iterator[Hospital]:
    with database.writing() as session:
        yield Hospital(session)


def test_whoever_wants_no_partner_or_has_one_anywhere_is_not_matched(hospital: Hospital) -> None:
    spring, summer = hospital.cohort("Spring"), hospital.cohort("Summer", 90)
    hospital.pair(spring, "amina", "priya", "ben")
    hospital.pair(spring, "dora", "chidi", state=ENDED)
    assert set(hospital.pool(summer)) == {"dora", "chidi"}
    hospital.joins(summer, "dora", standing=ANOTHER_PAIR)
    assert set(hospital.pool(summer)) == {"dora", "chidi"}
    hospital.joins(summer, "dora", standing=WORKSHOPS)
    hospital.joins(summer, "chidi", left_at=NOW)
    assert hospital.pool(summer) == {}


def test_of_an_old_form_people_work_on_weekdays_and_prefer_nothing(hospital: Hospital) -> None:
    spring = hospital.cohort("Spring")
    hospital.joins(spring, "amina", works_on=[0, 5], directorate_pref="linked")
    found = hospital.pool(spring)
    assert (found["amina"].works_on, found["amina"].preference) == (frozenset({0, 5}), "linked")
    assert (found["ben"].works_on, found["ben"].preference) == (WORKING_WEEK, "none")


def test_who_writes_a_rota_is_no_line_manager_and_nobody_to_avoid(hospital: Hospital) -> None:
    spring = hospital.cohort("Spring")
    place = hospital.joins(spring, "amina")
    for kind, other in ((ROTA, "priya"), (AVOID, "chidi"), ("line_manager", "lena")):
        sign_ups.tie(hospital.session, place, kind, [hospital.person(other)])
    amina = hospital.pool(spring)["amina"]
    named = [hospital.named(ids) for ids in (amina.rota_writers, amina.avoid, amina.related)]
    assert named == [{"priya"}, {"chidi"}, {"lena"}]


def test_pairs_of_two_that_run_can_be_joined_by_a_third(hospital: Hospital) -> None:
    spring = hospital.cohort("Spring")
    hospital.pair(spring, "amina", "priya")
    hospital.pair(spring, "ben", "chidi", state=ENDED)
    running, their_people = pool.running_of(hospital.session, spring)
    assert running == (Match((hospital.id("amina"),), (hospital.id("priya"),)),)
    assert {each.id for each in their_people} == hospital.two("amina", "priya")


@pytest.mark.parametrize(
    ("answer", "visit", "has_met"),
    [("yes", "", True), ("not_yet", "", False), ("", HAPPENED, True), ("", PLANNED, False), ("", "", False)],
)
def test_only_those_who_met_are_not_paired_again_in_a_later_cohort(
    hospital: Hospital, answer: str, visit: str, has_met: bool
) -> None:
    spring, summer = hospital.cohort("Spring"), hospital.cohort("Summer", 90)
    pair = hospital.pair(spring, "amina", "priya", "ben", FINISHED)
    if answer:
        hospital.said(pair, answer)
    if visit:
        hospital.visit(pair, visit)
    both = {hospital.two("amina", "priya"), hospital.two("ben", "priya")}
    assert (both & hospital.terms(summer).past_pairs) == (both if has_met else set())
    here = hospital.terms(spring)
    assert both <= here.kept_apart, "in the same cohort they are not, even if they did not"
    assert (both & here.past_pairs) == (both if has_met else set())


def test_a_pair_that_runs_is_kept_from_nobody_in_it(hospital: Hospital) -> None:
    spring = hospital.cohort("Spring")
    pair = hospital.pair(spring, "amina", "priya")
    hospital.said(pair, "yes")
    hospital.pair(spring, "ben", "chidi", state=ENDED)
    amina, priya = hospital.person("amina"), hospital.person("priya")
    history.remember(hospital.session, hospital.workspace, amina, priya, history.APART, TODAY)
    terms = hospital.terms(spring)
    assert terms.past_pairs == frozenset()
    assert terms.kept_apart == {hospital.two("ben", "chidi")}


def test_of_one_group_it_is_known_of_those_who_may_share_a_partner(hospital: Hospital) -> None:
    spring = hospital.cohort("Spring")
    amina, ben = hospital.person("amina"), hospital.person("ben")
    history.remember(hospital.session, hospital.workspace, amina, ben, history.APART, TODAY)
    hospital.joins(spring, "amina", trio_ok=True)
    assert hospital.terms(spring).kept_apart == frozenset()
    hospital.joins(spring, "ben", standing=ANOTHER_PAIR)
    assert hospital.terms(spring).kept_apart == {hospital.two("amina", "ben")}


def test_what_is_remembered_can_be_asked_of_some_alone(hospital: Hospital) -> None:
    spring = hospital.cohort("Spring")
    for one, other in (("amina", "priya"), ("ben", "chidi")):
        first, second = hospital.person(one), hospital.person(other)
        history.remember(hospital.session, hospital.workspace, first, second, history.APART, TODAY)
    only = {hospital.two("amina", "priya"), hospital.two("amina", "ben")}
    terms = pool.terms_of(hospital.session, spring, LINKS, TODAY, only)
    assert terms.kept_apart == {hospital.two("amina", "priya")}


def test_after_two_years_those_who_met_may_meet_again(hospital: Hospital) -> None:
    days = KEPT.days
    spring, later = hospital.cohort("Spring"), hospital.cohort("Later", days)
    hospital.said(hospital.pair(spring, "amina", "priya", state=FINISHED), "yes")
    assert hospital.two("amina", "priya") in hospital.terms(later).past_pairs
    assert hospital.terms(hospital.cohort("Last", days + 1)).past_pairs == frozenset()


def test_whoever_met_is_known_when_their_pair_is_known_no_longer(hospital: Hospital) -> None:
    pair = hospital.pair(hospital.cohort("Spring"), "amina", "priya", state=FINISHED)
    history.remember_met(hospital.session, pair, TODAY)
    hospital.session.delete(pair)
    hospital.session.flush()
    terms = hospital.terms(hospital.cohort("Summer", 90))
    assert terms.past_pairs == {hospital.two("amina", "priya")}
    assert terms.kept_apart == frozenset()


def test_wishes_are_remembered_once_pairs_are_approved(hospital: Hospital) -> None:
    spring, summer = hospital.cohort("Spring"), hospital.cohort("Summer", 90)
    place = hospital.joins(spring, "amina")
    sign_ups.tie(hospital.session, place, AVOID, [hospital.person("priya")])
    assert hospital.terms(summer).kept_apart == frozenset()
    pool.remember_wishes(hospital.session, spring, list(hospital.pool(spring).values()), TODAY)
    assert hospital.terms(summer).kept_apart == {hospital.two("amina", "priya")}


def test_a_wish_taken_back_before_is_not_remembered(hospital: Hospital) -> None:
    spring = hospital.cohort("Spring")
    place = hospital.joins(spring, "amina")
    for named in ([hospital.person("priya")], []):
        sign_ups.tie(hospital.session, place, AVOID, named)
    pool.remember_wishes(hospital.session, spring, list(hospital.pool(spring).values()), TODAY)
    assert hospital.terms(spring).kept_apart == frozenset()


def test_another_hospital_has_nothing_to_do_with_it(hospital: Hospital) -> None:
    spring = hospital.cohort("Spring")
    hospital.approved(spring)
    hospital.said(hospital.pair(spring, "amina", "priya", state=FINISHED), "yes")
    other = Hospital(hospital.session, "T0SOUTH")
    assert other.terms(other.cohort("Spring")) == Terms(TODAY, LINKS)
