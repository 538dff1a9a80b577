"""Where the bot is not installed for somebody: their leads know what to ask for, and nobody else waits."""

from __future__ import annotations

import pytest

from storage.pairs import Plan
from tests.conversations.cast import DOCTOR, MANAGER, Cast
from tests.conversations.parts import TEAMS
from tests.conversations.scene import ASTRIDE
from tests.conversations.story import at
from tests.conversations.visit import only

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.parametrize("scene", [ASTRIDE, pytest.param(TEAMS, marks=pytest.mark.long)], indirect=True),
]
CANNOT = "I cannot write to Priya Nair: "


@pytest.fixture
def without_priya(cast: Cast) -> Cast:
    """Paired, and then the bot is taken from Priya before the first day."""
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    cast.priya.loses_the_bot()
    cast.story.until(at("2027-03-16 12:00"))
    return cast


def test_leads_are_told_once_what_to_ask_for_and_the_other_half_is_served(without_priya: Cast) -> None:
    cast = without_priya
    assert only(cast.amina, "meet Priya Nair")
    assert not cast.priya.heard("meet Amina Yusuf")
    for lead in (cast.lena, cast.tom):
        asked = only(lead, CANNOT)
        assert asked.is_private
        assert "Amina Yusuf has been told who their partner is, and may be waiting." in asked.words
        assert "Please ask your IT department to install PairMe for everybody who takes part." in asked.words
    cast.amina.presses("Tell me when and where")
    assert cast.amina.fills(on_date="2027-03-18", at_time="12:30", place="Canteen") == {}
    assert len(cast.story.kept(Plan)) == 1
    cast.story.until(at("2027-04-13 12:00"))
    assert cast.amina.heard("Have you and Priya Nair met yet?")
    assert cast.amina.heard("Next: Amina Yusuf will shadow Priya Nair")
    for lead in (cast.lena, cast.tom):
        assert len(lead.heard(CANNOT)) == 1
    for other in (cast.ben, cast.omar, cast.chidi):
        assert not other.heard("Priya Nair")


def test_once_it_is_installed_she_hears_what_is_still_open_and_nothing_twice(without_priya: Cast) -> None:
    cast = without_priya
    cast.story.until(at("2027-03-31 12:00"))
    cast.priya.gets_the_bot()
    cast.story.later(days=1)
    heard = only(cast.priya, "meet Amina Yusuf")
    assert "Priya Nair, meet Amina Yusuf, Paediatric registrar." in heard.words
    cast.priya.presses_under(heard, "Tell me when and where")
    assert cast.priya.fills(on_date="2027-04-06", at_time="12:30", place="Canteen") == {}
    assert "Tuesday 6 April 2027 at 12:30pm, Canteen" in only(cast.amina, "meet Priya Nair").words
    cast.story.until(at("2027-04-13 12:00"))
    assert only(cast.priya, "Next: Amina Yusuf will shadow Priya Nair")
    said = [each.words for each in cast.priya.hears_all() if each.is_by_bot]
    assert len(said) == len(set(said))
    assert only(cast.priya, "meet Amina Yusuf").words.count("Canteen") == 1


def test_a_word_from_her_is_as_good_as_an_installation(without_priya: Cast) -> None:
    cast = without_priya
    cast.priya.gets_the_bot(is_told=False)
    cast.story.later(days=1)
    assert not cast.priya.heard("meet Amina Yusuf")
    cast.priya.types("/pairme")
    assert "Your partner is Amina Yusuf" in cast.priya.heard("Your partner")[-1].words
    cast.story.later(days=1)
    assert only(cast.priya, "meet Amina Yusuf")
