"""Opening a cohort, its two leads, its channel, and seeing who has joined."""

from __future__ import annotations

import pytest

from programme.words import leading, reflecting
from storage.cohorts import Cohort, Role
from storage.pairs import Pair
from tests.conversations import acts
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast
from tests.conversations.story import at


def test_a_new_cohort_tells_both_leads_and_its_channel_once(cast: Cast) -> None:
    cast.lena.types("/cohort new")
    assert cast.lena.fills(**cast.cohort) == {}
    assert "Spring 2027 is open. It starts on Monday 15 March 2027" in cast.lena.sees()
    assert len(cast.lena.heard("You lead Spring 2027 together with Tom Adeyemi", is_private=True)) == 1
    assert len(cast.tom.heard("You lead Spring 2027 together with Lena Hart", is_private=True)) == 1
    hello = cast.amina.heard("Paired Learning is open: Spring 2027", place=cast.channel)
    assert len(hello) == 1
    assert "To join, press the button or type /pairme to me." in hello[0].words
    assert not cast.omar.heard("You lead")


def test_only_an_administrator_or_a_named_lead_opens_a_cohort(cast: Cast) -> None:
    cast.tom.types("/cohort new")
    assert not cast.tom.has_a_form()
    assert "Only a workspace administrator can open a cohort" in cast.tom.last().words
    assert cast.tom.tries("form", "cohort_new", **cast.cohort).message == leading.may_not_open()
    assert cast.story.kept(Cohort) == []
    cast.story.set(PAIRME_LEADS=f"{cast.tom.id},{cast.nobody_id}")
    cast.tom.types("/cohort new")
    assert cast.tom.fills(**cast.cohort) == {}
    assert [each.name for each in cast.story.kept(Cohort)] == ["Spring 2027"]
    cast.amina.types("/cohort new")
    assert not cast.amina.has_a_form()


@pytest.mark.parametrize(
    ("group", "asked"), [("doctor", "Who is your manager?"), ("manager", "Who is your doctor?")]
)
def test_two_leads_of_one_group_are_asked_for_again_and_everything_typed_is_kept(
    cast: Cast, group: str, asked: str
) -> None:
    cast.lena.types("/cohort new")
    errors = cast.lena.fills(**cast.cohort | {"lead_1_group": group, "lead_2_group": group, "places": "60"})
    assert list(errors) == ["lead_2_group"]
    assert asked in errors["lead_2_group"]
    for field in ("name", "starts_on", "channel", "lead_1", "lead_2"):
        assert cast.lena.filled(field) == cast.cohort[field]
    assert cast.lena.filled("places") == "60"
    assert cast.story.kept(Cohort) == []
    assert cast.lena.fills(lead_1_group="doctor", lead_2_group="manager") == {}
    assert {(each.role, each.group) for each in cast.story.kept(Role)} == {
        ("lead", "doctor"),
        ("lead", "manager"),
    }


def test_the_same_person_a_bot_and_a_guest_cannot_lead(cast: Cast) -> None:
    cast.lena.types("/cohort new")
    assert cast.lena.fills(**cast.cohort | {"lead_2": cast.lena.id}) == {"lead_2": leading.SAME_PERSON}
    guest = cast.guest.part.ids[cast.lena.platform]
    wrong = {"lead_1": cast.robot.id, "lead_2": guest}
    assert cast.lena.tries("form", "cohort_new", **cast.cohort | wrong).errors == {
        "lead_1": leading.LEAD_IS_BOT,
        "lead_2": leading.LEAD_IS_GUEST,
    }
    assert cast.lena.fills(lead_2=guest) == {"lead_2": leading.LEAD_IS_GUEST}
    assert cast.lena.fills(lead_2=cast.tom.id) == {}


def test_somebody_who_cannot_be_looked_up_cannot_lead(cast: Cast) -> None:
    reply = cast.lena.tries("form", "cohort_new", **cast.cohort | {"lead_2": cast.nobody_id})
    assert reply.errors == {"lead_2": leading.LEAD_UNKNOWN}
    assert cast.story.kept(Cohort) == []


def test_a_day_that_has_passed_a_taken_name_and_too_few_places_stand_beside_their_boxes(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.lena.closes()
    cast.lena.types("/cohort new")
    wrong = {"name": "spring 2027 ", "starts_on": "2027-02-28", "places": "1"}
    assert cast.lena.fills(**cast.cohort | wrong) == {
        "name": leading.NAME_TAKEN,
        "starts_on": leading.DATE_PASSED,
        "places": leading.PLACES_NUMBER,
    }
    assert cast.lena.fills(places="many", name="Summer", starts_on="2027-03-01") == {
        "places": leading.PLACES_NUMBER
    }
    assert cast.lena.fills(places="12") == {}
    assert [(each.name, each.places) for each in cast.story.kept(Cohort)] == [
        ("Spring 2027", None),
        ("Summer", 12),
    ]


def test_boxes_that_a_platform_let_through_empty_are_asked_for(cast: Cast) -> None:
    assert cast.lena.tries("form", "cohort_new").errors == {
        "name": leading.NEEDS_NAME,
        "starts_on": leading.NEEDS_DATE,
        "channel": leading.NEEDS_CHANNEL,
        "lead_1": leading.NEEDS_PERSON,
        "lead_2": leading.NEEDS_PERSON,
        "lead_1_group": leading.NEEDS_GROUP,
        "lead_2_group": leading.NEEDS_GROUP,
    }
    assert cast.lena.tries("form", "cohort_new", **cast.cohort | {"name": "x" * 61}).errors == {
        "name": leading.NAME_TOO_LONG
    }


def test_a_health_number_is_no_name_of_a_cohort(cast: Cast) -> None:
    cast.lena.types("/cohort new")
    errors = cast.lena.fills(**cast.cohort | {"name": "943 476 5870"})
    assert errors == {"name": reflecting.health_number("943 … 70")}
    assert cast.story.kept(Cohort) == []


def test_both_leads_are_told_in_words_that_the_bot_is_not_in_the_channel(cast: Cast) -> None:
    cast.lena.types("/cohort new")
    opens = cast.lena.act_of_sending(**cast.cohort)
    acts.the_bot_is_put_out(cast.story)
    assert opens() == {}
    cast.story.deliver()
    for lead in (cast.lena, cast.tom):
        (told,) = lead.heard("I could not post in the channel of", is_private=True)
        assert "PairMe is not in the" in told.words
    assert not cast.amina.heard("Paired Learning is open")
    cast.joins(cast.amina, DOCTOR)


def test_a_lead_sees_who_has_joined_by_what_they_still_have_to_do(cast: Cast) -> None:
    cast.opens_a_cohort(places="40")
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.chidi, MANAGER | {"permission": "not_yet"})
    cast.ben.types("/pairme")
    cast.ben.fills(**DOCTOR)
    cast.lena.types("/cohort people")
    seen = cast.lena.last()
    assert seen.is_private
    assert "Spring 2027: 1 doctor and 1 manager can be matched." in seen.words
    for line in (
        "Doctors: Amina Yusuf.",
        "Managers: Priya Nair.",
        "Finished, waiting for permission: Chidi Obi-Lee.",
        "Form not finished: Ben O'Neill.",
        "40",
    ):
        assert line in seen.words
    assert "Invite a list of people" in seen.buttons


def test_a_lead_of_several_cohorts_says_which_or_asks_in_its_channel(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.opens_a_cohort(name="Summer 2027", starts_on="2027-06-01", channel=cast.other_channel)
    cast.lena.types("/cohort people")
    assert "You lead Summer 2027 and Spring 2027." in cast.lena.last().words
    assert "/cohort people Summer 2027" in cast.lena.last().words
    cast.lena.types("/cohort people spring 2027")
    assert "Spring 2027: 0 doctors and 0 managers" in cast.lena.last().words
    cast.lena.types("/cohort people", where=cast.other_channel)
    assert "Summer 2027: 0 doctors and 0 managers" in cast.lena.last().words
    cast.lena.types("/cohort people Winter")
    assert "Please say which" in cast.lena.last().words


def test_with_one_cohort_matched_and_one_open_the_open_one_is_meant(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    cast.lena.types("/cohort people")
    assert "Spring 2027: 1 doctor and 1 manager. The pairs have been made." in cast.lena.last().words
    assert "Invite a list of people" not in cast.lena.last().buttons
    cast.opens_a_cohort(name="Summer 2027", starts_on="2027-06-01", channel=cast.other_channel)
    cast.lena.types("/cohort people")
    assert "Summer 2027: 0 doctors and 0 managers can be matched." in cast.lena.last().words
    cast.lena.types("/cohort match")
    assert "nobody to match in Summer 2027" in cast.lena.last().words


def test_a_lead_names_organisers_and_sees_them_named_the_next_time(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.tom.types("/cohort organisers")
    assert cast.tom.fills(organisers=[cast.ben, cast.amina]) == {}
    assert "Ben O'Neill and Amina Yusuf can now announce workshops" in cast.tom.sees()
    cast.lena.types("/cohort organisers")
    assert set(cast.lena.filled("organisers")) == {cast.amina.id, cast.ben.id}
    cast.lena.fills(organisers=[])
    assert "Only the leads announce workshops" in cast.lena.sees()


def test_a_lead_of_another_cohort_may_do_nothing_with_this_one(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.story.set(PAIRME_LEADS=f"{cast.omar.id},{cast.lena.id}")
    cast.omar.types("/cohort new")
    theirs = {"name": "Theirs", "channel": cast.channel_of(cast.omar)}
    leads = {"lead_1": cast.omar.id, "lead_2": cast.chidi.id}
    assert cast.omar.fills(**{**cast.cohort, **theirs, **leads}) == {}
    cast.joins_first(cast.amina, "Spring 2027, from Monday 15 March 2027", DOCTOR)
    cast.joins_first(cast.priya, "Spring 2027, from Monday 15 March 2027", MANAGER)
    cast.lena.types("/cohort match")
    cast.omar.types("/cohort people Spring 2027")
    assert "You lead Theirs: /cohort people is enough." in cast.omar.last().words
    cast.omar.types("/cohort match", where=cast.channel_of(cast.omar))
    assert cast.omar.heard("nobody to match in Theirs", is_private=True)
    list_ = "email\namina@example.org"
    for reply in (
        cast.omar.tries("press", "approve_match", "1"),
        cast.omar.tries("press", "open_import", "1"),
        cast.omar.tries("form", "people_import", "1", list=list_),
        cast.omar.tries("form", "cohort_organisers", "1", organisers=[cast.omar.id]),
        cast.lena.tries("press", "approve_match", "1", of="T0000THEIRS"),
        cast.lena.tries("press", "open_import", "1", of="T0000THEIRS"),
    ):
        assert reply.message == leading.no_cohort_of_yours()
    assert cast.story.kept(Pair) == []
    assert not [each for each in cast.story.kept(Role) if each.role != "lead"]
    assert not cast.omar.heard("Amina")
    assert not cast.omar.heard("Priya")


def test_somebody_who_leads_nothing_is_told_who_can(cast: Cast) -> None:
    cast.opens_a_cohort()
    for command in ("/cohort people", "/cohort match", "/cohort organisers"):
        cast.amina.types(command)
        assert "Only the leads of a cohort can do this." in cast.amina.last().words
    assert not cast.amina.has_a_form()


def test_help_and_the_nearest_word(cast: Cast) -> None:
    for command in ("/cohort help", "/cohort"):
        cast.lena.types(command)
        assert "/cohort match: suggest pairs, for you to approve" in cast.lena.last().words
    cast.lena.types("/cohort macth")
    assert "I do not know macth. Did you mean /cohort match?" in cast.lena.last().words
    cast.lena.types("/cohort xyz")
    assert "I do not know xyz. To see what I know, type /cohort help." in cast.lena.last().words


def test_a_cohort_that_starts_today_can_still_be_joined_and_matched(cast: Cast) -> None:
    cast.opens_a_cohort(starts_on="2027-03-01")
    cast.story.until(at("2027-03-03 09:00"))
    cast.amina.types("/pairme")
    assert cast.amina.fills(**DOCTOR) == {}
    assert cast.amina.fills(**WISHES) == {}
    assert "as soon as the leads have made the pairs" in cast.amina.sees()
