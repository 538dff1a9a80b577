"""Where everybody stands, on their home page and by command, and the way to help from everywhere."""

from __future__ import annotations

from handlers.routes import COMMANDS
from storage.inbox import Answered
from tests.conversations import acts
from tests.conversations.cast import DOCTOR, WISHES, Cast
from tests.conversations.someone import Someone
from tests.conversations.story import at
from tests.conversations.visit import (
    HOW_WAS_IT,
    SHADOWS_MANAGER,
    WORDS,
    asked_about_the_visit,
    only,
    plan_a_visit,
)


def stands(someone: Someone) -> str:
    """What the command, the word in the chat and the home page agree on."""
    someone.types("/pairme status")
    told = someone.last().words
    someone.says("status")
    assert someone.last().words == told
    assert told.splitlines()[0] in someone.looks_home()
    return told


def test_status_says_where_a_person_is_at_every_stage(cast: Cast) -> None:
    assert "You have not joined yet." in stands_before_joining(cast.amina)
    cast.opens_a_cohort()
    cast.amina.types("/pairme")
    cast.amina.fills(**DOCTOR | {"permission": "not_yet"})
    cast.amina.closes()
    assert "One more screen and you are done." in stands(cast.amina)
    cast.amina.presses("Finish my form")
    cast.amina.fills(**WISHES)
    cast.amina.closes()
    assert "We can match you once your line manager or supervisor says yes." in stands(cast.amina)
    cast.amina.presses("They said yes")
    assert "You have nothing to do until we introduce your partner." in stands(cast.amina)
    cast.joins(cast.priya, {**DOCTOR, "group": "manager", "grade_band": "band-8a", "post_ends_on": ""})
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    assert "Spring 2027 starts on Monday 15 March 2027." in stands(cast.amina)
    cast.story.until(at("2027-03-15 12:00"))
    assert "We will introduce your partner on Tuesday 16 March 2027." in stands(cast.amina)
    cast.story.until(at("2027-03-16 12:00"))
    assert "Your first meeting: agree when and where" in stands(cast.amina)
    cast.amina.presses("Tell me when and where")
    cast.amina.fills(on_date="2027-03-18", at_time="12:30", place="Canteen")
    assert "Your first meeting: Thursday 18 March at 12:30pm, Canteen" in stands(cast.priya)
    cast.story.until(at("2027-03-30 12:00"))
    assert "Answer in our chat: Have you and Priya Nair met yet?" in stands(cast.amina)
    cast.amina.presses("Yes, we met")
    assert "Nothing for now. I will write when the next step is due" in stands(cast.amina)
    cast.story.until(at("2027-04-13 12:00"))
    assert "Doctor shadows manager: agree when and where" in stands(cast.amina)
    plan_a_visit(cast.amina, SHADOWS_MANAGER)
    assert "Doctor shadows manager: Thursday 15 April at 2pm, Bed meeting" in stands(cast.amina)
    cast.story.until(at("2027-04-20 12:00"))
    assert f"Answer in our chat: {HOW_WAS_IT}" in stands(cast.amina)
    cast.story.until(at("2027-08-24 12:00"))
    assert "You and Priya Nair have finished Spring 2027. Thank you for taking part." in stands(cast.amina)


def stands_before_joining(someone: Someone) -> str:
    someone.types("/pairme status")
    told = someone.last().words
    assert "Paired Learning matches 1 resident doctor with 1 manager" in someone.looks_home()
    return told


def test_a_date_can_be_agreed_from_the_status_and_from_home(cast: Cast) -> None:
    cast.are_introduced()
    cast.amina.types("/pairme")
    cast.amina.presses_under(cast.amina.last(), "Tell me when and where")
    assert cast.amina.fills(on_date="2027-03-18", at_time="12:30", place="Canteen") == {}
    assert cast.priya.heard("Thursday 18 March 2027 at 12:30pm, Canteen")
    cast.story.until(at("2027-04-13 12:00"))
    cast.priya.presses_at_home("Tell me when and where")
    assert "Doctor shadows manager" in cast.priya.title()


def test_home_shows_my_pair_my_next_step_and_my_reflections_to_me_alone(cast: Cast) -> None:
    asked_about_the_visit(cast)
    assert "What happened, why did it matter, and what will you do now?" in cast.amina.looks_home()
    cast.amina.says(WORDS)
    home = cast.amina.looks_home()
    for words in (
        "Priya Nair, Service manager",
        "Next",
        f"Tuesday 20 April: {WORDS}",
        "Only you can see this",
    ):
        assert words in home
    assert WORDS not in acts.everything_heard(*cast.others(cast.amina))
    assert not any(WORDS in each.answer for each in cast.story.kept(Answered))
    cast.amina.presses_at_home("Change")
    assert cast.amina.fills(words="Eleven people for one bed.") == {}
    cast.amina.closes()
    assert "Eleven people for one bed." in cast.amina.looks_home()
    cast.amina.presses_at_home("Share with my partner")
    cast.amina.closes()
    assert "Shared with Priya Nair" in cast.amina.looks_home()
    assert cast.priya.heard("Eleven people for one bed.")
    cast.amina.presses_at_home("Delete")
    cast.amina.closes()
    assert "Eleven people" not in cast.amina.looks_home()
    cast.amina.presses_at_home("Write it privately")
    assert cast.amina.has_a_form()


def test_home_greets_everybody_and_shows_a_lead_what_to_type(cast: Cast) -> None:
    cast.are_introduced()
    for someone in (cast.omar, cast.guest, cast.ben):
        assert "You talk, shadow each other and improve one thing together." in someone.looks_home()
    assert "You lead Spring 2027." in cast.lena.looks_home()
    assert "/cohort-report: see how it is going" in cast.tom.looks_home()
    assert "You lead" not in cast.amina.looks_home()
    cast.omar.types("/reflect I watched from the side")
    cast.omar.fills()
    cast.omar.closes()
    assert "I watched from the side" in cast.omar.looks_home()


def test_home_shows_the_ten_newest_reflections(cast: Cast) -> None:
    cast.are_introduced()
    for number in range(11):
        cast.amina.types(f"/reflect thought number {number} of mine")
        cast.amina.fills()
        cast.amina.closes()
    home = cast.amina.looks_home()
    assert "thought number 10 of mine" in home
    assert "thought number 0 of mine" not in home
    cast.amina.presses_at_home("Change", 9)
    assert cast.amina.filled("words") == "thought number 1 of mine"


def test_everything_that_is_said_offers_help_and_help_shows_the_signposts_of_the_site(cast: Cast) -> None:
    asked_about_the_visit(cast)
    cast.amina.says("hello")
    cast.lena.types("/cohort-report", cast.channel)
    for someone in (cast.amina, cast.priya, cast.lena, cast.omar):
        said = [heard for heard in someone.hears_all() if heard.is_by_bot]
        assert all("Get help" in heard.buttons for heard in said)
    for someone, leads in ((cast.amina, "Lena Hart or Tom Adeyemi"), (cast.omar, "your programme leads")):
        someone.types("/pairme help")
        someone.presses("Get help")
        helped = someone.last()
        assert helped.is_private
        for words in ("call 999", "Samaritans: 116 123", "Freedom to Speak Up", f"please ask {leads}."):
            assert words in helped.words
    cast.priya.presses_under(only(cast.priya, SHADOWS_MANAGER), "Get help")
    assert cast.priya.last().is_private
    assert not cast.amina.heard("Samaritans", place=cast.priya.last().place)


def test_help_opens_over_a_form_and_the_form_waits_below(cast: Cast) -> None:
    asked_about_the_visit(cast)
    cast.amina.presses("Write it privately")
    cast.amina.presses("Get help")
    assert "Samaritans: 116 123" in cast.amina.sees()
    cast.amina.closes()
    assert cast.amina.fills(words=WORDS) == {}
    cast.priya.presses_at_home("Get help")
    assert "Samaritans: 116 123" in cast.priya.reads()


def test_every_command_answers_help_and_an_unknown_word_gets_the_nearest_one(cast: Cast) -> None:
    for name, command in COMMANDS.items():
        cast.omar.types(f"/{name} help")
        for word in command.words:
            assert word.explanation in cast.omar.last().words
    cast.omar.types("/pairme statsu")
    assert "Did you mean /pairme status?" in cast.omar.last().words
    cast.omar.types("/cohort xyzzy plugh")
    assert "I do not know xyzzy. To see what I know, type /cohort help." in cast.omar.last().words
