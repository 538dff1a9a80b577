"""A pair whose halves use different chats: found for each other, reached, and asked like any other pair."""

from __future__ import annotations

import re

import pytest

from storage.people import Person
from storage.reflections import Reflection
from storage.workshops import Attendance
from tests.conversations import acts
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast
from tests.conversations.scene import ASTRIDE
from tests.conversations.story import at
from tests.conversations.test_prompts import MET_YET
from tests.conversations.test_report import told
from tests.conversations.test_workshop import ANNOUNCED, ASKED, announce
from tests.conversations.visit import HOW_WAS_IT, SHADOWS_MANAGER, WORDS, only, plan_a_visit

pytestmark = [
    pytest.mark.long,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.parametrize("scene", [ASTRIDE], indirect=True),
]


def joins_without_sharing(cast: Cast) -> None:
    """Priya, who tells her address for the matching and does not let her partner see it."""
    cast.priya.types("/pairme")
    assert cast.priya.fills(**MANAGER, email=cast.priya.part.email) == {}
    assert cast.priya.fills(**WISHES) == {}


def introduced(cast: Cast) -> None:
    """Matched and approved by Lena; Tuesday 16 March, midday."""
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    cast.story.until(at("2027-03-16 12:00"))


def test_two_in_different_chats_go_through_the_programme_together(cast: Cast) -> None:
    cast.are_introduced()
    mine, hers = only(cast.amina, "meet Priya Nair"), only(cast.priya, "meet Amina Yusuf")
    assert mine.is_private
    assert hers.is_private
    assert "Please write to priya@example.org. Priya Nair has your work email too." in mine.words
    assert "Please write to amina@example.org. Amina Yusuf has your work email too." in hers.words
    cast.amina.presses("Tell me when and where")
    assert cast.amina.fills(on_date="2027-03-18", at_time="12:30", place="Canteen") == {}
    assert "Amina Yusuf has planned a date." in cast.priya.last().words
    assert "Thursday 18 March 2027 at 12:30pm, Canteen" in only(cast.priya, "meet Amina Yusuf").words
    cast.story.until(at("2027-03-30 12:00"))
    cast.priya.presses("Yes, we met")
    assert "Yes, we met" in only(cast.amina, MET_YET).buttons
    cast.story.until(at("2027-04-13 12:00"))
    plan_a_visit(cast.priya, SHADOWS_MANAGER)
    assert "Thursday 15 April 2027 at 2pm, Bed meeting" in only(cast.amina, SHADOWS_MANAGER).words
    cast.story.until(at("2027-04-20 12:00"))
    cast.priya.presses_under(only(cast.priya, HOW_WAS_IT), "It happened")
    cast.priya.says(WORDS)
    cast.priya.presses("Share with my partner")
    (copy,) = cast.amina.heard(WORDS)
    assert "Priya Nair has shared a reflection with you." in copy.words
    assert WORDS not in acts.everything_heard(*cast.others(cast.amina, cast.priya))
    facts = "Met within 14 days", "Doctor shadowed manager", "People who have written a reflection"
    assert told(cast, *facts) == ["1 of 1", "1 of 1", "1 of 2"]
    cast.story.until(at("2027-08-24 12:00"))
    for someone, partner in ((cast.amina, "Priya Nair"), (cast.priya, "Amina Yusuf")):
        assert someone.heard(f"for learning together with {partner}.")


def test_an_address_is_seen_only_once_both_have_agreed(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    joins_without_sharing(cast)
    introduced(cast)
    assert "As soon as Priya Nair shares a work email too" in only(cast.amina, "meet Priya Nair").words
    for someone, other in ((cast.amina, cast.priya), (cast.priya, cast.amina)):
        someone.types("/pairme")
        assert other.part.email not in acts.everything_heard(someone)
    cast.priya.presses_under(only(cast.priya, "meet Amina Yusuf"), "Share my work email")
    assert cast.priya.filled("email") == cast.priya.part.email
    assert cast.priya.fills() == {}
    assert "Amina Yusuf has shared theirs too." in cast.priya.sees()
    cast.priya.closes()
    assert only(cast.amina, "Priya Nair shares a work email with you: priya@example.org.").is_private
    assert only(cast.priya, "Amina Yusuf shares a work email with you: amina@example.org.").is_private
    for someone, other in ((cast.amina, cast.priya), (cast.priya, cast.amina)):
        someone.types("/pairme")
        assert other.part.email in someone.last().words
    for someone in cast.others(cast.amina, cast.priya):
        assert cast.amina.part.email not in acts.everything_heard(someone)


def test_a_code_brings_two_together_who_are_in_different_chats(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.ben, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.chidi, MANAGER)
    cast.amina.types("/pairme code")
    code = re.search(r"Your code for Spring 2027 is (\S+)\.", cast.amina.last().words)
    assert code
    cast.chidi.types(f"/pairme code {code[1]}")
    assert "You have used the code of Amina Yusuf." in cast.chidi.last().words
    assert cast.amina.heard("Chidi Obi-Lee has used your code.")
    cast.priya.types(f"/pairme code {code[1]}")
    assert "This code has been used already." in cast.priya.last().words
    for _ in range(3):
        cast.lena.types("/cohort match")
        assert "Amina Yusuf and Chidi Obi-Lee" in cast.suggested()


def test_a_list_finds_each_person_in_their_own_chat_and_by_one_address(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.lena.types("/cohort people")
    cast.lena.presses("Invite a list of people")
    rows = f"email,id\nben@example.org,\n,{cast.priya.id}\npriya@example.org,\n"
    assert cast.lena.hands_in(rows) == ""
    assert "Nobody has been invited to Spring 2027 yet" in cast.lena.last().words
    assert "Line 4: the same person as on line 3." in cast.lena.last().words
    cast.lena.presses("Invite a list of people")
    assert cast.lena.hands_in(f"email,id\nben@example.org,\n,{cast.priya.id}\n") == ""
    for invited in (cast.ben, cast.priya):
        assert only(invited, "You are invited to Paired Learning: Spring 2027").is_private
    cast.priya.presses("Sign me up")
    assert cast.priya.fills(**MANAGER, email=cast.priya.part.email) == {}
    assert cast.priya.fills(**WISHES) == {}
    assert len([each for each in cast.story.kept(Person) if each.name == "Priya Nair"]) == 1


def test_somebody_to_be_avoided_in_the_other_chat_is_named_by_address(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.chidi, MANAGER)
    cast.ben.types("/pairme")
    assert cast.ben.fills(**DOCTOR) == {}
    assert list(cast.ben.fills(**WISHES, other_chat="not an address")) == ["other_chat"]
    assert cast.ben.fills(other_chat="Priya@Example.org, chidi@example.org") == {}
    cast.lena.types("/cohort match")
    assert cast.lena.heard("Spring 2027: 1 pair, 2 of 4 people.")
    assert cast.left_over()["Ben O'Neill"] == "the rules keep them apart from every manager they could meet"


def test_a_workshop_is_told_to_those_who_do_not_see_the_channel(cast: Cast) -> None:
    cast.are_introduced()
    announce(cast.lena, on_date="2027-04-07")
    hers = only(cast.priya, ANNOUNCED)
    assert hers.is_private
    assert not only(cast.amina, ANNOUNCED).is_private
    assert not cast.omar.heard(ANNOUNCED)
    for someone in (cast.amina, cast.priya):
        someone.presses_under(only(someone, ANNOUNCED), "I will be there")
    assert "2 people coming, 0 cannot" in only(cast.ben, ANNOUNCED).words
    assert len(cast.story.kept(Attendance)) == 2
    (file,) = (heard for heard in cast.priya.hears_all() if heard.has_file)
    name, content = cast.priya.fetches(file)
    assert name == "workshop-2027-04-07.ics"
    assert "Leadership styles" in content
    cast.story.until(at("2027-04-08 12:00"))
    cast.priya.says("I will ask before I tell.", under=only(cast.priya, ASKED))
    assert [each.words for each in cast.story.kept(Reflection)] == ["I will ask before I tell."]
