"""Joining a cohort that has its pairs: to week 6 a place is kept, and the leads hear of it once a day at most."""

from __future__ import annotations

import pytest

from storage.pairs import Pair
from storage.sign_ups import SignUp
from storage.workshops import Attendance
from tests.conversations import acts
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast
from tests.conversations.story import at
from tests.conversations.test_leaving import leaves, says
from tests.conversations.test_workshop import announce

KEPT = "I keep your place on the waiting list."
NEW = "joined Spring 2027 since the pairs were made. Type /cohort match to suggest partners."
LAST_DAY, DAY_AFTER = at("2027-04-26 12:00"), at("2027-04-27 09:00")


def test_who_comes_late_waits_in_the_order_and_the_leads_hear_of_it_once_a_day(cast: Cast) -> None:
    cast.are_introduced()
    long_enough = DOCTOR | {"post_ends_on": "2027-12-01"}
    cast.joins(cast.ben, long_enough)
    cast.story.later(minutes=5)
    cast.joins(cast.chidi, MANAGER)
    cast.ben.types("/pairme status")
    assert "You are on the waiting list of Spring 2027." in cast.ben.last().words
    assert "You are number 1 of the resident doctors who wait." in cast.ben.last().words
    cast.story.until(at("2027-03-17 12:00"))
    for lead in (cast.lena, cast.tom):
        assert [each.words.split(" have ")[0].split(" has ")[0] for each in lead.heard(NEW)] == [
            "1 person",
            "2 people",
        ]
    assert not cast.ben.heard("could not find you a partner")
    cast.ben.presses("Change my answers")
    assert cast.ben.fills(site="hub") == {}
    assert cast.ben.fills() == {}
    assert "Your answers for Spring 2027 have been changed." in cast.ben.sees()
    cast.ben.closes()
    cast.story.until(at("2027-03-24 12:00"))
    assert len(cast.lena.heard(NEW)) == 2
    cast.ben.types("/pairme")
    cast.ben.presses("Change my answers")
    cast.ben.fills(site="main")
    cast.ben.fills()
    cast.ben.closes()
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    assert len(cast.story.kept(Pair)) == 2
    cast.story.until(at("2027-03-31 12:00"))
    assert cast.ben.heard("Ben O'Neill, meet Chidi Obi-Lee")
    cast.ben.types("/pairme")
    assert "Your partner is Chidi Obi-Lee" in cast.ben.last().words
    assert len(cast.lena.heard(NEW)) == 2


def test_after_week_6_the_next_cohort_is_named_and_the_workshops_are_open(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    announce(cast.lena, on_date="2027-05-06")
    assert "This workshop is for people in Spring 2027." in says(
        cast.chidi.tries("press", "workshop_yes", "1")
    )
    cast.ben.types("/pairme")
    acts.nobody_ticks_until(cast.story, LAST_DAY)
    assert cast.ben.fills(**DOCTOR | {"post_ends_on": "2027-07-18"}) == {}
    assert cast.ben.fills(**WISHES) == {}
    assert KEPT in cast.ben.sees()
    assert "Your post ends less than 12 weeks from now" in cast.ben.sees()
    cast.chidi.types("/pairme")
    acts.nobody_ticks_until(cast.story, DAY_AFTER)
    assert cast.chidi.fills(**MANAGER) == {}
    assert "Spring 2027 is no longer open to join, but you are welcome at its workshops." in cast.chidi.sees()
    assert "Please ask the programme leads about the next one." in cast.chidi.sees()
    cast.opens_a_cohort(name="Autumn 2027", starts_on="2027-09-13", channel=cast.other_channel)
    refused = cast.chidi.tries("press", "open_join", "1").message
    assert refused is not None
    assert "The next one is Autumn 2027, from Monday 13 September 2027." in refused.paragraphs[0]
    assert [each.label for each in refused.buttons] == ["Join Autumn 2027"]
    assert len(cast.story.kept(SignUp)) == 3
    assert "Leadership styles" in says(cast.chidi.tries("press", "workshop_yes", "1"))
    assert len(cast.story.kept(Attendance)) == 1


@pytest.mark.long
def test_a_place_that_somebody_left_can_be_taken_by_somebody_late_and_who_comes_back_comes_last(
    cast: Cast,
) -> None:
    cast.opens_a_cohort(places="2")
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    cast.ben.types("/pairme")
    assert "Spring 2027 is full" in cast.ben.last().words
    leaves(cast.amina)
    cast.joins(cast.ben, DOCTOR)
    cast.amina.types("/pairme")
    cast.amina.presses("Join Spring 2027, from Monday 15 March 2027")
    assert "Spring 2027 is full" in cast.amina.reads()
    leaves(cast.ben)
    cast.amina.types("/pairme")
    cast.amina.presses("Join Spring 2027, from Monday 15 March 2027")
    assert cast.amina.filled("role") == DOCTOR["role"]
    assert cast.amina.fills() == {}
    assert cast.amina.fills(**WISHES) == {}
    assert KEPT in cast.amina.sees()
    back = next(each for each in cast.story.kept(SignUp) if each.left_at is None and each.group == "doctor")
    assert back.completed_at == cast.story.clock.now()


@pytest.mark.long
def test_permission_that_comes_after_the_pairs_were_made_is_told_to_the_leads(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.ben, DOCTOR)
    cast.joins(cast.amina, DOCTOR | {"permission": "not_yet"})
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    cast.story.until(at("2027-03-16 12:00"))
    (told,) = cast.amina.heard("could not find you a partner yet. We can match you once")
    cast.amina.presses_under(told, "They said yes")
    assert "you are on its waiting list" in cast.amina.last().words
    cast.amina.tries("press", "permission_given")
    for lead in (cast.lena, cast.tom):
        assert len(lead.heard("Amina Yusuf now has permission, and waits for a partner")) == 1
