"""The two shadowing visits: planned, moved, cancelled, and asked about one working day later."""

from __future__ import annotations

from datetime import date

from storage.history import MET, Remembered
from storage.pairs import HAPPENED
from storage.prompts import Prompt
from tests.conversations import acts
from tests.conversations.cast import Cast
from tests.conversations.story import at
from tests.conversations.visit import (
    HOW_WAS_IT,
    SHADOWS_DOCTOR,
    SHADOWS_MANAGER,
    VISIT,
    only,
    plan_a_visit,
    visit_of,
)


def test_both_visits_are_planned_and_each_is_asked_about_one_working_day_later(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-04-13 12:00"))
    cast.priya.presses("Tell me when and where")
    missing = {**VISIT, "hours": ""}
    subject = next(each.id for each in cast.story.kept(Prompt) if each.step == "plan_d_shadows_m")
    refused = cast.priya.tries("form", "plan", f"{subject}:", **missing)
    assert refused.errors == {"hours": "Please choose about how long."}
    assert cast.priya.fills(**VISIT) == {}
    assert "Thursday 15 April 2027 at 2pm, Bed meeting" in only(cast.amina, SHADOWS_MANAGER).words
    cast.story.until(
        at("2027-04-20 08:59")
    )  # Friday is a working day, and Tuesday the next the bot may speak on
    assert not cast.amina.heard("How was")
    cast.story.until(at("2027-04-20 09:01"))
    for someone in (cast.amina, cast.priya):
        asked = only(someone, HOW_WAS_IT)
        assert asked.is_private
        assert "Reply here in your own words, or write it privately." in asked.words
    cast.story.until(at("2027-04-27 12:00"))
    plan_a_visit(cast.amina, SHADOWS_DOCTOR, on_date="2027-05-05", place="Ward round", hours="2")
    cast.story.until(at("2027-05-06 09:01"))
    for someone in (cast.amina, cast.priya):
        assert only(someone, "How was the shadowing on Wednesday 5 May?").is_private


def test_a_visit_moved_to_a_later_date_is_asked_about_once_and_then(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-04-13 12:00"))
    plan_a_visit(cast.amina, SHADOWS_MANAGER)
    plan_a_visit(cast.priya, SHADOWS_MANAGER, on_date="2027-04-20")
    cast.story.until(at("2027-04-21 08:59"))
    assert not cast.amina.heard("How was")
    cast.story.until(at("2027-05-20 12:00"))
    for someone in (cast.amina, cast.priya):
        assert only(someone, "How was the shadowing on Tuesday 20 April?")


def test_a_cancelled_visit_gets_another_date_and_is_asked_about_again_after_it(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-04-13 12:00"))
    plan_a_visit(cast.amina, SHADOWS_MANAGER)
    cast.story.until(at("2027-04-20 12:00"))
    cast.amina.presses("It was cancelled")
    assert visit_of(cast).state == "cancelled"
    (answered,) = cast.amina.heard("You answered: It was cancelled. That is all right.")
    cast.amina.presses_under(answered, "Tell me when and where")
    assert cast.amina.fills(**{**VISIT, "on_date": "2027-04-29"}) == {}
    cast.priya.presses_under(only(cast.priya, "How was the shadowing"), "It happened")
    assert "I will ask you again after it." in cast.priya.heard("How was the shadowing")[0].words
    assert visit_of(cast).state == "planned"
    assert cast.story.kept(Remembered) == []
    cast.story.until(at("2027-05-04 12:00"))
    (again,) = cast.priya.heard("How was the shadowing on Thursday 29 April?")
    cast.priya.presses_under(again, "It happened")
    assert visit_of(cast).state == HAPPENED
    assert [each.kind for each in cast.story.kept(Remembered)] == [MET]
    cast.story.until(at("2027-06-30 12:00"))
    assert len(cast.amina.heard("How was the shadowing")) == 2


def test_a_visit_happened_when_either_says_so_and_then_keeps_its_date(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-04-13 12:00"))
    plan_a_visit(cast.amina, SHADOWS_MANAGER)
    cast.story.until(at("2027-04-20 12:00"))
    acts.at_once(
        cast.story,
        cast.amina.act_of_press(only(cast.amina, HOW_WAS_IT), "Part of it happened"),
        cast.priya.act_of_press(only(cast.priya, HOW_WAS_IT), "It was cancelled"),
    )
    assert visit_of(cast).state == HAPPENED
    answered = only(cast.amina, "How was the shadowing")
    assert "You answered: Part of it happened. You can still reply here" in answered.words
    assert "Write it privately" in answered.buttons
    cast.amina.presses_under(only(cast.amina, SHADOWS_MANAGER), "Change it")
    assert "Doctor shadows manager has taken place, so I have not changed its date." in cast.amina.reads()
    assert visit_of(cast).on_date == date(2027, 4, 15)


def test_the_words_it_happened_are_an_answer_and_no_reflection(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-04-13 12:00"))
    plan_a_visit(cast.amina, SHADOWS_MANAGER)
    cast.story.until(at("2027-04-20 12:00"))
    cast.amina.says("It happened")
    assert visit_of(cast).state == HAPPENED
    assert not cast.amina.heard("Saved as")
    cast.amina.says("I had not known how many people wait for a bed.")
    assert cast.amina.heard(f"Saved as your answer to: {HOW_WAS_IT}")
