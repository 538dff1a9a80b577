"""What the programme asks in the weeks after the introduction, and what becomes of the answers."""

from __future__ import annotations

from datetime import date

from storage.letters import Letter
from storage.pairs import FINISHED, Contact, Pair
from storage.prompts import Prompt
from tests.conversations import acts
from tests.conversations.cast import Cast
from tests.conversations.story import at
from tests.conversations.visit import (
    HOW_WAS_IT,
    SHADOWS_MANAGER,
    only,
    plan_a_visit,
    visit_of,
)

MET_YET = "Have you and Priya Nair met yet?"


def test_each_is_asked_alone_whether_they_have_met_and_the_answer_takes_the_place_of_the_question(
    cast: Cast,
) -> None:
    cast.are_introduced()
    cast.priya.presses("Tell me when and where")
    cast.priya.fills(on_date="2027-03-18", at_time="12:30", place="Canteen")
    cast.story.until(at("2027-03-30 08:59"))
    assert not cast.amina.heard(MET_YET)
    cast.story.until(at("2027-03-30 09:01"))
    asked = only(cast.amina, MET_YET)
    assert asked.is_private
    assert list(asked.buttons) == ["Yes, we met", "It is booked", "Not yet", "Get help"]
    assert only(cast.priya, "Have you and Amina Yusuf met yet?").is_private
    cast.amina.presses("Yes, we met")
    answered = only(cast.amina, MET_YET)
    assert answered.id == asked.id
    assert "You answered: Yes, we met. Thank you." in answered.words
    assert list(answered.buttons) == ["Get help"]
    assert "Yes, we met" in only(cast.priya, "Have you and Amina Yusuf met yet?").buttons
    (contact,) = cast.story.kept(Contact)
    assert contact.met_on == date(2027, 3, 18)


def test_an_answer_given_twice_counts_once_and_the_first_stays(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-03-30 12:00"))
    asked = only(cast.amina, MET_YET)
    acts.at_once(
        cast.story,
        cast.amina.act_of_press(asked, "Yes, we met"),
        cast.amina.act_of_press(asked, "Yes, we met"),
    )
    (prompt,) = (each for each in cast.story.kept(Prompt) if each.answer == "yes")
    late = cast.amina.tries("press", "answer_prompt", f"{prompt.id}:not_yet")
    assert late.message is not None
    assert late.message.paragraphs[1] == "You answered: Yes, we met. Thank you."
    (contact,) = cast.story.kept(Contact)
    assert (contact.answer, contact.met_on) == ("yes", date(2027, 3, 30))


def test_the_other_persons_question_is_not_mine_to_answer(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-03-30 12:00"))
    prompts = {each.person_id: each.id for each in cast.story.kept(Prompt) if each.person_id is not None}
    pair = cast.story.kept(Pair)[0]
    for someone in (cast.priya, cast.omar):
        reply = someone.tries("press", "answer_prompt", f"{prompts[pair.doctor_id]}:yes")
        assert reply.message is not None
        assert reply.message.paragraphs == (
            "This question is for somebody else, so I have not changed anything.",
        )
    assert cast.story.kept(Contact) == []


def test_not_yet_is_all_right_and_leads_to_a_date(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-03-30 12:00"))
    cast.amina.presses("Not yet")
    answered = only(cast.amina, MET_YET)
    assert "That is all right." in answered.words
    cast.amina.presses_under(answered, "Tell me when and where")
    assert cast.amina.fills(on_date="2027-04-01", at_time="12:30", place="Canteen") == {}
    assert "Thursday 1 April 2027 at 12:30pm, Canteen" in only(cast.priya, "meet Priya Nair").words


def test_a_reply_in_words_answers_when_it_says_what_a_button_says(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-03-30 12:00"))
    asked = only(cast.amina, MET_YET)
    cast.amina.says("we did, last week", under=asked)
    helped = cast.amina.last()
    assert helped.stands_under(asked)
    assert "I could not tell which answer you mean. Please choose one." in helped.words
    assert cast.story.kept(Contact) == []
    cast.amina.says("yes we met!", under=asked)
    assert "You answered: Yes, we met. Thank you." in cast.amina.last().words
    assert cast.amina.last().stands_under(asked)
    (answered,) = (heard for heard in cast.amina.heard(MET_YET) if heard.id == asked.id)
    assert "You answered: Yes, we met." in answered.words
    cast.amina.says("not yet", under=asked)
    assert "You answered: Yes, we met." in cast.amina.last().words
    cast.priya.says("Not yet")
    assert len(cast.priya.heard("You answered: Not yet.")) == 2
    assert [each.answer for each in cast.story.kept(Contact)] == ["yes", "not_yet"]


def test_the_button_under_that_help_answers_and_the_question_shows_it_too(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-03-30 12:00"))
    asked = only(cast.amina, MET_YET)
    cast.amina.says("we had coffee", under=asked)
    cast.amina.presses_under(cast.amina.last(), "Yes, we met")
    assert len(cast.amina.heard("You answered: Yes, we met.")) == 2
    assert not any("Yes, we met" in heard.buttons for heard in cast.amina.heard(MET_YET))
    cast.amina.says("thank you", under=asked)
    assert "You have answered this: Yes, we met." in cast.amina.last().words


def test_the_thanks_give_true_numbers_and_name_the_leads(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-03-30 12:00"))
    cast.amina.presses("Yes, we met")
    cast.priya.presses("Yes, we met")
    cast.story.until(at("2027-04-13 12:00"))
    plan_a_visit(cast.amina, SHADOWS_MANAGER)
    cast.story.until(at("2027-04-20 12:00"))
    cast.priya.presses_under(only(cast.priya, HOW_WAS_IT), "It happened")
    cast.amina.presses_under(only(cast.amina, "Have you talked with Priya Nair"), "Not yet")
    cast.story.until(at("2027-08-24 12:00"))
    thanks = only(cast.amina, "Thank you, Amina Yusuf, for learning together with Priya Nair.").words
    assert "As far as I know, you met 2 times and spent 3 hours shadowing." in thanks
    assert "please tell Lena Hart or Tom Adeyemi." in thanks
    assert only(cast.priya, "Thank you, Priya Nair, for learning together with Amina Yusuf.")


def test_those_who_never_told_of_a_meeting_are_thanked_without_numbers(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-08-24 12:00"))
    thanks = only(cast.amina, "for learning together with Priya Nair.").words
    assert "met" not in thanks
    assert "Priya Nair.\nIf you would like" in thanks


def test_an_old_button_does_nothing_after_the_end(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-04-13 12:00"))
    plan_a_visit(cast.amina, SHADOWS_MANAGER)
    cast.story.until(at("2027-08-24 12:00"))
    assert cast.story.kept(Pair)[0].state == FINISHED
    cast.amina.presses_under(only(cast.amina, MET_YET), "Yes, we met")
    assert "This programme has ended, so I have not changed anything." in only(cast.amina, MET_YET).words
    cast.amina.presses_under(only(cast.amina, "meet Priya Nair"), "Tell me when and where")
    assert not cast.amina.has_a_form()
    assert cast.amina.heard("This programme has ended, so I have not changed anything.", is_private=True)
    cast.amina.presses_under(only(cast.amina, HOW_WAS_IT), "It was cancelled")
    late = only(cast.amina, HOW_WAS_IT)
    assert "This programme has ended" in late.words
    cast.amina.presses_under(late, "Write it privately")
    assert cast.amina.fills(words="I still think of that bed meeting.") == {}
    assert "Only you can see this." in cast.amina.sees()
    assert cast.story.kept(Contact) == []
    assert visit_of(cast).state == "planned"


def test_a_step_that_could_not_be_said_for_ten_days_is_not_said(cast: Cast) -> None:
    cast.are_introduced()
    acts.nobody_ticks_until(
        cast.story, at("2027-04-09 12:00")
    )  # due on 30 March, and the window is shut today
    acts.ticks(cast.story, 1)
    cast.story.until(at("2027-04-13 12:00"))
    assert not cast.amina.heard(MET_YET)
    assert cast.amina.heard(SHADOWS_MANAGER)


def test_what_is_ten_days_late_is_still_said_and_only_while_the_window_is_open(cast: Cast) -> None:
    cast.are_introduced()
    acts.nobody_ticks_until(cast.story, at("2027-04-08 16:00"))
    acts.ticks(cast.story, 1)
    assert not cast.amina.heard(MET_YET)
    cast.story.clock.move_to(at("2027-04-08 16:01"))
    assert cast.story.kept(Pair)[0].next_due_at == at("2027-04-13 09:00")


def test_ticks_at_once_and_again_never_say_anything_twice(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    before = {heard.id for heard in cast.amina.hears_all()}
    for day in ("2027-03-16", "2027-03-30", "2027-04-13", "2027-04-20", "2027-04-27"):
        acts.nobody_ticks_until(cast.story, at(f"{day} 12:00"))
        tick = cast.story.bot.ticker.tick
        acts.at_once(cast.story, tick, tick, tick)
        acts.ticks(cast.story, 2)
        if day == "2027-04-13":
            plan_a_visit(cast.amina, SHADOWS_MANAGER)
    said = [heard.words for heard in cast.amina.hears_all() if heard.is_by_bot and heard.id not in before]
    assert len(said) == len(set(said)) == 6
    keys = [letter.key for letter in cast.story.kept(Letter)]
    assert len(keys) == len(set(keys))
