"""The first day for those without a partner: their place in the order, or why there are no pairs at all."""

from __future__ import annotations

from tests.conversations import acts
from tests.conversations.cast import DOCTOR, MANAGER, Cast
from tests.conversations.story import at
from tests.conversations.visit import only

FIRST_DAY = at("2027-03-16 12:00")


def test_who_is_left_over_is_told_on_the_first_day_which_place_they_have(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER, avoid=[cast.ben, cast.chidi])
    cast.joins(cast.ben, DOCTOR | {"post_ends_on": "2027-12-01"})
    cast.joins(cast.chidi, DOCTOR | {"post_ends_on": "2027-10-01"})
    cast.joins(cast.omar, DOCTOR | {"post_ends_on": "2027-06-01"})  # too soon for any partner
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    cast.story.until(FIRST_DAY)
    for someone, place in ((cast.chidi, 1), (cast.ben, 2)):
        told = only(someone, "could not find you a partner yet. This is not about you.")
        assert f"You are number {place} of the resident doctors who wait." in told.words
        assert "You are invited to the workshops." in told.words
        someone.types("/pairme status")
        assert f"You are number {place} of the resident doctors who wait." in someone.last().words
    assert "You are number" not in only(cast.omar, "could not find you a partner yet.").words
    cast.chidi.types("/pairme leave")
    cast.chidi.presses("Leave Spring 2027")
    cast.ben.types("/pairme status")
    assert "You are number 1 of the resident doctors who wait." in cast.ben.last().words
    acts.ticks(cast.story, 2)
    assert len(cast.ben.heard("could not find you a partner yet")) == 1


def test_a_first_day_without_pairs_is_told_to_everybody_who_joined_and_to_the_leads(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.story.until(FIRST_DAY)
    assert only(cast.amina, "its pairs have not been made yet. You have nothing to do.")
    for lead in (cast.lena, cast.tom):
        assert only(lead, "1 doctor and 0 managers can be matched.")
    assert not cast.omar.heard("Spring 2027 starts now")
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    cast.story.until(at("2027-03-17 12:00"))
    assert cast.amina.heard("Amina Yusuf, meet Priya Nair")
    assert not cast.amina.heard("could not find you a partner")
