"""Buttons pressed late, twice, by the wrong person, or after everything is over (docs/late.md)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from handlers.action import Reply
from storage.matchings import Matching
from storage.pairs import Contact, Pair
from storage.prompts import Prompt
from storage.reflections import Reflection
from storage.sign_ups import SignUp
from storage.workshops import Attendance
from tests.conversations import acts
from tests.conversations.cast import DOCTOR, MANAGER, Cast
from tests.conversations.late import holds
from tests.conversations.story import at
from tests.conversations.test_prompts import MET_YET
from tests.conversations.visit import (
    HOW_WAS_IT,
    SHADOWS_MANAGER,
    WORDS,
    only,
    plan_a_visit,
    visit_of,
)

NOT_YOURS = "This question is for somebody else, so I have not changed anything."
NO_LONGER = "This question is no longer open, so I have not changed anything."
ENDED = "This programme has ended, so I have not changed anything."


def says(reply: Reply) -> str:
    assert reply.message is not None
    return " ".join(reply.message.paragraphs)


def prompt_of(cast: Cast, step: str, person_id: int | None = None) -> Prompt:
    found = [each for each in cast.story.kept(Prompt) if each.step == step]
    return next(each for each in found if person_id in (None, each.person_id))


@holds(
    "a button under a question answered long ago",
    "a button under a question that was never answered",
    "the other partner's button",
    "a press by somebody outside the pair",
    "a button under a question whose date is set",
    "a button under a visit that was moved",
    "a button under a question that the programme no longer asks",
    "a button of a finished pair",
)
def test_the_buttons_of_a_pair_months_later(cast: Cast) -> None:
    cast.are_introduced()
    asked_when = only(cast.amina, "meet Priya Nair")
    cast.story.until(at("2027-03-30 12:00"))
    doctor = cast.story.kept(Pair)[0].doctor_id
    met = prompt_of(cast, "first_met_check", doctor)
    cast.amina.presses("Not yet")
    for someone in (cast.priya, cast.omar):
        assert NOT_YOURS in says(someone.tries("press", "answer_prompt", f"{met.id}:yes"))
        plan = prompt_of(cast, "meet_your_partner").id
        refused = cast.omar.tries("press", "open_plan", str(plan))
        assert NOT_YOURS in says(refused)
    cast.priya.presses_under(only(cast.priya, "meet Priya Nair"), "Tell me when and where")
    assert cast.priya.fills(on_date="2027-04-08", at_time="12:30", place="Canteen") == {}
    cast.amina.presses_under(only(cast.amina, MET_YET), "Tell me when and where")
    assert cast.amina.filled("on_date") == "2027-04-08"
    cast.amina.closes()
    asked_again = only(cast.amina, "meet Priya Nair")
    assert asked_again.id == asked_when.id
    assert "Canteen" in asked_again.words
    cast.story.until(at("2027-04-13 12:00"))
    plan_a_visit(cast.amina, SHADOWS_MANAGER)
    cast.story.until(at("2027-04-20 12:00"))
    plan_a_visit(cast.priya, SHADOWS_MANAGER, on_date="2027-05-06")
    cast.amina.presses_under(only(cast.amina, HOW_WAS_IT), "It was cancelled")
    assert cast.amina.heard(
        "You have planned a new date: Thursday 6 May 2027. I will ask you again after it."
    )
    assert visit_of(cast).state == "planned"
    cast.story.until(at("2027-07-06 12:00"))
    late = cast.amina.tries("press", "answer_prompt", f"{met.id}:yes")
    assert "You answered: Not yet." in says(late)
    cast.priya.presses_under(only(cast.priya, "Have you and Amina Yusuf met yet?"), "Yes, we met")
    assert [(each.answer, each.met_on) for each in cast.story.kept(Contact)] == [
        ("not_yet", None),
        ("yes", date(2027, 4, 8)),
    ]
    with cast.story.database.writing() as session:
        session.execute(update(Prompt).where(Prompt.id == met.id).values(step="long_gone"))
    assert NO_LONGER in says(cast.amina.tries("press", "answer_prompt", f"{met.id}:yes"))
    cast.story.until(at("2027-08-24 12:00"))
    asked = next(heard for heard in cast.priya.heard(HOW_WAS_IT) if "It happened" in heard.buttons)
    cast.priya.presses_under(asked, "It happened")
    ended = next(heard for heard in cast.priya.heard(ENDED) if heard.id == asked.id)
    cast.priya.presses_under(ended, "Write it privately")
    assert cast.priya.fills(words=WORDS) == {}


@holds(
    "a press by somebody who has left",
    "a permission given twice",
    "a permission given after the pairs were made",
    "a join button of a cohort that was matched",
    "a refusal on an old invitation after the pairs were made",
    "an approval pressed twice",
    "an approval by somebody who does not lead",
)
def test_the_buttons_of_joining_after_it_is_over(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.ben, DOCTOR | {"permission": "not_yet"})
    cast.joins(cast.chidi, MANAGER | {"permission": "not_yet"})
    cast.ben.tries("press", "decline", "1")
    assert "You have not joined yet." in says(cast.ben.tries("press", "permission_given"))
    assert len(cast.story.kept(SignUp)) == 3
    cast.lena.types("/cohort match")
    for someone in (cast.amina, cast.omar):
        refused = someone.tries("press", "approve_match", "1")
        assert "Only the leads of a cohort can do this." in says(refused)
    assert cast.story.kept(Pair) == []
    cast.approves(cast.lena)
    assert "have been approved already" in says(cast.lena.tries("press", "approve_match", "1"))
    assert len(cast.story.kept(Pair)) == 1
    assert "you are on its waiting list" in says(cast.chidi.tries("press", "permission_given"))
    assert "We will write to you then." in says(cast.amina.tries("press", "permission_given"))
    assert "please type /pairme leave" in says(cast.amina.tries("press", "decline", "1"))
    assert cast.ben.tries("press", "open_join", "1").form is not None
    acts.nobody_ticks_until(cast.story, at("2027-04-27 12:00"))
    assert "no longer open to join" in says(cast.ben.tries("press", "open_join", "1"))
    assert len(cast.story.kept(SignUp)) == 3


@holds(
    "an approval after newer pairs were suggested",
    "an approval after the people have changed",
    "an approval by the other lead",
)
def test_an_approval_that_has_been_overtaken(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match")
    cast.tom.types("/cohort match")
    assert "There are newer suggested pairs" in says(cast.lena.tries("press", "approve_match", "1"))
    cast.joins(cast.ben, DOCTOR)
    assert "Things have changed in Spring 2027" in says(cast.tom.tries("press", "approve_match", "2"))
    assert cast.story.kept(Pair) == []
    cast.tom.types("/cohort match")
    assert "Approved: 1 pair" in says(cast.lena.tries("press", "approve_match", "3"))
    assert cast.tom.heard("Lena Hart has approved 1 pair in Spring 2027.")


@holds(
    "a decision about suggested pairs again",
    "a decision about suggested pairs after newer ones were suggested",
    "a decision about suggested pairs after the approval",
)
def test_what_is_decided_of_suggested_pairs_again_or_late(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match")
    for _ in range(2):
        assert "Kept together by the leads." in page(cast.lena.tries("press", "lock_match", "1:0"))
    assert len(cast.review().locked) == 1
    cast.tom.types("/cohort match")
    for press in ("unlock_match", "review_match"):
        shown = page(cast.lena.tries("press", press, "1:0"))
        assert shown.startswith("There are newer suggested pairs. Here they are.")
    assert len(cast.review().locked) == 1
    cast.approves(cast.lena)
    for press, about in (("unlock_match", "2:0"), ("rematch", "2"), ("open_review", "1")):
        late = cast.tom.tries("press", press, about)
        assert "These pairs of Spring 2027 have been approved already." in says(late)
    assert len(cast.story.kept(Pair)) == 1
    assert cast.story.kept(Matching) == []


def page(reply: Reply) -> str:
    """What stands on a page of the review."""
    assert reply.form is not None, reply
    return "\n".join([reply.form.note, *(line.text for line in reply.form.lines)])


@holds(
    "a workshop button after the workshop",
    "a workshop button pressed by somebody outside the cohort",
    "a button of a reflection that was deleted",
)
def test_the_buttons_of_a_workshop_and_of_a_reflection_that_are_over(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    cast.lena.types("/workshop")
    workshop = {"title": "Leadership styles", "on_date": "2027-03-04", "at_time": "17:00", "place": "Library"}
    assert cast.lena.fills(**workshop, words="Come and see.") == {}
    cast.lena.closes()
    cast.amina.presses("I will be there")
    assert "This workshop is for people in Spring 2027." in says(
        cast.omar.tries("press", "workshop_yes", "1")
    )
    cast.story.until(at("2027-03-05 12:00"))
    cast.amina.presses("I cannot come")
    assert cast.amina.heard("Leadership styles has taken place, so I have not changed anything.")
    assert [each.coming for each in cast.story.kept(Attendance)] == [True]
    cast.amina.types(f"/reflect {WORDS}")
    assert cast.amina.fills() == {}
    number = str(cast.story.kept(Reflection)[0].id)
    cast.amina.presses("Delete")
    gone = cast.amina.tries("press", "share_reflection", number)
    assert says(gone) == "This reflection is no longer here."
