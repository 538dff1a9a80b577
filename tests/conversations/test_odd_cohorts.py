"""People and cohorts that do not fit: what becomes of them (docs/odd-cohorts.md)."""

from __future__ import annotations

from storage.pairs import Pair
from storage.sign_ups import SignUp
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast
from tests.conversations.late import holds_odd
from tests.conversations.story import at
from tests.conversations.test_leaving import says
from tests.conversations.visit import only

FIRST_DAY = at("2027-03-16 12:00")


@holds_odd("nobody has joined on one side", "one person has joined", "everybody is kept apart by the rules")
def test_a_cohort_in_which_nobody_can_be_paired_is_told_so_on_its_first_day(cast: Cast) -> None:
    cast.opens_a_cohort()
    for doctor in (cast.amina, cast.ben):
        cast.joins(doctor, DOCTOR)
        cast.lena.types("/cohort match")
        assert "nobody to match in Spring 2027" in cast.lena.last().words
    cast.joins(cast.priya, MANAGER, avoid=[cast.amina, cast.ben])
    cast.lena.types("/cohort match")
    assert only(cast.lena, "Spring 2027: 0 pairs, 0 of 3 people.")
    assert cast.story.kept(Pair) == []
    cast.story.until(FIRST_DAY)
    for someone in (cast.amina, cast.ben, cast.priya):
        assert only(someone, "its pairs have not been made yet. You have nothing to do.")
    for lead in (cast.lena, cast.tom):
        assert only(lead, "2 doctors and 1 manager can be matched.")


@holds_odd("somebody joins twice", "somebody changes their group before the matching")
def test_who_joins_twice_has_one_place_and_the_last_answers_count(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    for form, values in (("join_about", MANAGER), ("join_matching", WISHES)):
        cast.amina.tries("form", form, "1", **values)
    assert [each.group for each in cast.story.kept(SignUp)] == ["manager", "manager"]
    cast.joins(cast.ben, DOCTOR)
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    (pair,) = cast.story.kept(Pair)
    cast.story.until(FIRST_DAY)
    assert cast.ben.heard("Ben O'Neill, meet")
    assert pair.third_id is None


@holds_odd("somebody is in two cohorts at once")
def test_nobody_has_two_partners(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    cast.opens_a_cohort(name="Also spring", channel=cast.other_channel)
    for form, values in (("join_about", DOCTOR), ("join_matching", WISHES)):
        told = cast.amina.tries("form", form, "2", **values)
    assert "partner in" not in says(told)
    for form, values in (("join_about", MANAGER), ("join_matching", WISHES)):
        cast.chidi.tries("form", form, "2", **values)
    cast.lena.types("/cohort match Also spring")
    assert "nobody to match in Also spring" in cast.lena.last().words
    for form, values in (("join_about", DOCTOR), ("join_matching", WISHES)):
        cast.ben.tries("form", form, "2", **values)
    cast.lena.types("/cohort match Also spring")
    cast.approves(cast.lena)
    cast.story.until(FIRST_DAY)
    waits = only(cast.amina, "Also spring starts now. You have a partner in Spring 2027.")
    assert "you wait here until that pair has ended." in waits.words
    told = cast.amina.tries("form", "join_matching", "2", **WISHES)
    assert "You have a partner in Spring 2027." in says(told)
    cast.amina.types("/pairme leave")
    cast.amina.presses("Leave Spring 2027")
    cast.amina.presses("Leave Spring 2027")
    cast.amina.types("/pairme")
    assert "You are on the waiting list of Also spring." in cast.amina.last().words


@holds_odd("a post ends 11 weeks after the start", "a post ends 14 weeks after the start")
def test_a_post_needs_twelve_weeks_and_under_sixteen_the_leads_are_warned(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.amina.types("/pairme")
    assert cast.amina.fills(**DOCTOR | {"post_ends_on": "2027-05-31"}, **cast.address(cast.amina)) == {}
    assert cast.amina.fills(**WISHES) == {}
    assert "Your post ends less than 12 weeks after the start" in cast.amina.sees()
    cast.amina.closes()
    cast.joins(cast.ben, DOCTOR | {"post_ends_on": "2027-06-21"})
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.chidi, MANAGER)
    cast.lena.types("/cohort match")
    cast.tom.presses("Look at the pairs")
    assert "Ben O'Neill, paediatric registrar, with" in cast.tom.sees()
    assert "The post of Ben O'Neill ends 14 weeks after the start." in cast.tom.sees()
    cast.tom.presses("Without a partner (2)")
    assert "Amina Yusuf: their post ends less than 12 weeks after the start" in cast.tom.sees()
    cast.tom.closes()
    cast.approves(cast.lena)
    cast.story.until(FIRST_DAY)
    assert cast.ben.heard("Ben O'Neill, meet")
    assert cast.amina.heard("could not find you a partner yet")


@holds_odd("an account has been switched off")
def test_whose_account_is_switched_off_is_left_out_and_the_leads_are_told(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.ben, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    with cast.ben.is_gone():
        cast.lena.types("/cohort match")
    for lead in (cast.lena, cast.tom):
        assert only(lead, "Left out, because their account is switched off: Ben O'Neill.")
    cast.approves(cast.lena)
    cast.story.until(FIRST_DAY)
    assert cast.amina.heard("Amina Yusuf, meet Priya Nair")
