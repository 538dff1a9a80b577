"""Leaving: what is asked first, who hears of it and in which words, and what whoever stays can do next."""

from __future__ import annotations

import pytest

from handlers.action import Reply
from storage.letters import Letter
from storage.pairs import ENDED, RUNNING, Pair
from storage.people import Person
from storage.prompts import Prompt
from storage.reflections import Reflection
from storage.sign_ups import SignUp
from tests.conversations import acts
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast
from tests.conversations.late import holds
from tests.conversations.someone import Someone
from tests.conversations.story import at
from tests.conversations.visit import WORDS, asked_about_the_visit, only

LEAVE = "Leave Spring 2027"
PARTNER_LEFT = (
    "Amina Yusuf has had to stop. This is not about you. "
    "You can join another pair, wait for a new partner, or carry on with the workshops."
)
THREE_WAYS = ["Join another pair", "New partner", "Workshops only"]
FAR = "9" * 30
AFTER_WEEK_12 = at("2027-06-08 12:00")


def says(reply: Reply) -> str:
    assert reply.message is not None
    return " ".join(reply.message.paragraphs)


def leaves(someone: Someone) -> None:
    """Asks, reads what happens, and means it."""
    someone.types("/pairme leave")
    someone.presses(LEAVE)


def make_a_trio(cast: Cast) -> None:
    """Ben, a doctor, becomes the third of Amina and Priya."""
    numbers = {each.platform_id: each.id for each in cast.story.kept(Person)}
    with cast.story.database.writing() as session:
        (pair,) = session.query(Pair).filter(Pair.workspace == cast.story.workspace)
        pair.third_id = numbers[cast.ben.id]


@holds("a second press of a confirmed leave", "an answer to a question of a pair that somebody left")
def test_the_partner_of_somebody_who_leaves_hears_that_they_had_to_stop_and_not_why(cast: Cast) -> None:
    asked = asked_about_the_visit(cast)
    cast.amina.says(WORDS, under=asked)
    asked_priya = cast.priya.heard("How was the shadowing")[-1]
    cast.amina.types("/pairme leave")
    question = cast.amina.last()
    assert "Your partner will be told that you had to stop, and not why." in question.words
    assert [each.state for each in cast.story.kept(Pair)] == [RUNNING]
    cast.amina.presses(LEAVE)
    assert "You have left Spring 2027." in cast.amina.last().words
    (told,) = cast.priya.heard(PARTNER_LEFT)
    assert list(told.buttons)[:3] == THREE_WAYS
    assert "In another pair you would be three. A new partner is one person" in told.words
    for lead in (cast.lena, cast.tom):
        (heard,) = lead.heard("Amina Yusuf has left Spring 2027. I did not ask why.")
        assert "I am telling Priya Nair" in heard.words
    before = len(cast.story.kept(Letter))
    again = cast.amina.tries("press", "leave", "1")
    assert "You have left Spring 2027." in says(again)
    assert len(cast.story.kept(Letter)) == before
    cast.priya.presses_under(asked_priya, "It happened")
    assert cast.priya.heard("This pair has ended, so I have not changed anything.")
    cast.priya.says("It was a long night for everybody.")
    assert "I have not saved that" in cast.priya.last().words
    assert [each.words for each in cast.story.kept(Reflection)] == [WORDS]
    assert WORDS in cast.amina.looks_home()
    cast.lena.types("/cohort-report")
    assert cast.lena.heard("Ended early: Amina Yusuf and Priya Nair.\nWaiting for a partner: Priya Nair.")
    cast.lena.types("/cohort people")
    assert "Have left: Amina Yusuf." in cast.lena.last().words
    asked_so_far = len(cast.story.kept(Prompt))
    cast.story.until(at("2027-05-04 12:00"))
    assert len(cast.story.kept(Prompt)) == asked_so_far
    cast.amina.types("/pairme status")
    assert "You have left Spring 2027." in cast.amina.last().words


@holds(
    "a choice of what comes next that is changed",
    "a choice of what comes next by somebody else",
    "a choice of what comes next after week 12",
)
def test_whoever_stays_chooses_what_comes_next_and_the_leads_have_one_letter_of_it(cast: Cast) -> None:
    cast.are_introduced()
    leaves(cast.amina)
    cast.priya.presses("Join another pair")
    assert "I am telling the leads." in cast.priya.last().words
    for lead in (cast.lena, cast.tom):
        assert lead.heard("Priya Nair would like to join another pair in Spring 2027.")
    cast.priya.types("/pairme")
    standing = cast.priya.last()
    assert "You have no partner in Spring 2027 at the moment." in standing.words
    assert "You are number 1 of the managers who wait." in standing.words
    assert list(standing.buttons)[:3] == ["New partner", "Workshops only", "Change my answers"]
    cast.priya.presses_under(standing, "Change my answers")
    assert cast.priya.fills(**MANAGER, **cast.address(cast.priya)) == {}
    assert cast.priya.fills(**WISHES) == {}
    assert "Your answers for Spring 2027 have been changed." in cast.priya.reads()
    cast.priya.closes()
    cast.priya.presses_under(standing, "Workshops only")
    cast.priya.tries("press", "choose_what_next", "1:workshops")
    for lead in (cast.lena, cast.tom):
        assert not lead.heard("would like to join another pair")
        assert len(lead.heard("Priya Nair has no partner in Spring 2027 any more")) == 1
    assert {each.standing for each in cast.story.kept(SignUp)} == {"", "workshops"}
    for someone in (cast.omar, cast.lena):
        assert "for somebody else" in says(someone.tries("press", "choose_what_next", "1:new_partner"))
    assert "You have left" in says(cast.amina.tries("press", "choose_what_next", "1:new_partner"))
    for subject in ("1:everything", "99:workshops", "x:workshops", f"{FAR}:workshops", ""):
        assert "no longer open" in says(cast.priya.tries("press", "choose_what_next", subject))
    acts.nobody_ticks_until(cast.story, AFTER_WEEK_12)
    late = cast.priya.tries("press", "choose_what_next", "1:new_partner")
    assert "New partners are found up to week 12" in says(late)
    assert {each.standing for each in cast.story.kept(SignUp)} == {"", "workshops"}


def test_before_the_pairs_are_made_leaving_takes_the_answers_away(cast: Cast) -> None:
    cast.amina.types("/pairme leave")
    assert "there is nothing to leave" in cast.amina.last().words
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.amina.types("/pairme leave")
    assert "Your answers are deleted." in cast.amina.last().words
    cast.amina.presses(LEAVE)
    assert "Your answers for Spring 2027 have been deleted." in cast.amina.last().words
    assert cast.story.kept(SignUp) == []
    for subject in ("1", "99", FAR, ""):
        assert "nothing to leave" in says(cast.amina.tries("press", "leave", subject))
    assert not cast.lena.heard("has left")
    cast.amina.types("/pairme")
    assert cast.amina.fills(**DOCTOR, **cast.address(cast.amina)) == {}
    cast.amina.closes()
    leaves(cast.amina)
    assert cast.story.kept(SignUp) == []


def test_before_the_first_day_the_partner_learns_nothing_and_waits_again(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    cast.amina.types("/pairme leave")
    assert "You will not be paired with anybody." in cast.amina.last().words
    cast.amina.presses(LEAVE)
    assert cast.tom.heard("Priya Nair had not been told of a partner yet, and waits again.")
    cast.story.until(at("2027-03-16 12:00"))
    assert "Amina" not in acts.everything_heard(cast.priya)
    told = only(cast.priya, "we could not find you a partner yet")
    assert "You are number 1 of the managers who wait." in told.words
    assert not cast.amina.heard("starts now")


def test_two_partners_who_leave_at_once_have_both_left(cast: Cast) -> None:
    cast.are_introduced()
    for someone in (cast.amina, cast.priya):
        someone.types("/pairme leave")
    acts.at_once(
        cast.story,
        *(each.act_of_press(each.last(), LEAVE) for each in (cast.amina, cast.priya)),
    )
    (pair,) = cast.story.kept(Pair)
    assert pair.state == ENDED
    assert all(each.left_at is not None for each in cast.story.kept(SignUp))
    for someone in (cast.amina, cast.priya):
        assert len(someone.heard("You have left Spring 2027.")) == 1
        assert not someone.heard("has had to stop")
    assert len(cast.tom.heard("has left Spring 2027.")) == 2


@pytest.mark.parametrize("leaver", ["amina", pytest.param("priya", marks=pytest.mark.long)])
def test_of_three_the_two_who_stay_are_a_pair_only_as_doctor_and_manager(cast: Cast, leaver: str) -> None:
    cast.pairs_amina_with_priya_and_leaves_ben_waiting()
    make_a_trio(cast)
    cast.story.until(at("2027-03-16 12:00"))
    leaves(cast.amina if leaver == "amina" else cast.priya)
    (pair,) = cast.story.kept(Pair)
    if leaver == "amina":
        for someone, other in ((cast.ben, "Priya Nair"), (cast.priya, "Ben O'Neill")):
            assert someone.heard(f"Amina Yusuf has had to stop. This is not about you. You and {other} carry")
        assert (pair.state, pair.third_id) == (RUNNING, None)
        cast.story.until(at("2027-03-30 12:00"))
        assert only(cast.ben, "Have you and Priya Nair met yet?")
        assert not cast.amina.heard("met yet?")
    else:
        for someone, other in ((cast.ben, "Amina Yusuf"), (cast.amina, "Ben O'Neill")):
            told = only(someone, "Priya Nair has had to stop. This is not about you.")
            assert f"You and {other} are of one group" in told.words
            assert list(told.buttons)[:3] == THREE_WAYS
        assert pair.state == ENDED


@pytest.mark.long
def test_after_week_12_the_workshops_are_left_and_no_choice_is_offered(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(AFTER_WEEK_12)
    leaves(cast.amina)
    told = only(cast.priya, "Amina Yusuf has had to stop.")
    assert "You are welcome to carry on with the workshops." in told.words
    assert list(told.buttons) == ["Get help"]
    assert {each.standing for each in cast.story.kept(SignUp)} == {"", "workshops"}


@pytest.mark.long
def test_who_is_in_two_cohorts_says_which_one_to_leave(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.opens_a_cohort(name="Summer 2027", starts_on="2027-06-01", channel=cast.other_channel)
    for form, values in (("join_about", MANAGER), ("join_matching", {})):
        cast.amina.tries("form", form, "2", **values)
    cast.amina.types("/pairme leave")
    assert "Which one would you like to leave?" in cast.amina.last().words
    cast.amina.presses("Leave Summer 2027")
    assert "Would you like to leave Summer 2027?" in cast.amina.last().words
    cast.amina.presses("Leave Summer 2027")
    assert [each.cohort_id for each in cast.story.kept(SignUp)] == [1]
