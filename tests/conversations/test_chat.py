"""What is said in a person's own chat with the bot: an answer, a command, a question, or something to help with."""

from __future__ import annotations

from datetime import timedelta

from storage.reflections import Reflection
from tests.conversations import acts
from tests.conversations.cast import Cast
from tests.conversations.parts import OURS
from tests.conversations.story import at
from tests.conversations.test_reflections import NUMBER, reflections
from tests.conversations.visit import (
    SAVED,
    SHADOWS_MANAGER,
    WORDS,
    asked_about_the_visit,
    only,
)


def test_a_plain_message_answers_the_newest_question_and_a_thread_answers_its_own(cast: Cast) -> None:
    first = asked_about_the_visit(cast)
    cast.story.until(at("2027-04-22 12:00"))
    cast.lena.types("/workshop")
    workshop = {"title": "Leadership styles", "on_date": "2027-04-22", "at_time": "17:00", "place": "Library"}
    assert cast.lena.fills(**workshop, words="Come and see.") == {}
    cast.lena.closes()
    cast.amina.presses("I will be there")
    cast.story.until(at("2027-04-27 09:30"))
    about = 'What is one thing from the workshop "Leadership styles" you will try?'
    assert only(cast.amina, about)
    cast.amina.says("I will ask before I tell.")
    assert f"Saved as your answer to: {about}" in cast.amina.last().words
    cast.amina.says(WORDS, under=first)
    saved = cast.amina.last()
    assert SAVED in saved.words
    assert saved.stands_under(first)
    assert [each.words for each in cast.story.kept(Reflection)] == ["I will ask before I tell.", WORDS]


def test_a_question_older_than_seven_days_is_not_answered_by_a_plain_message(cast: Cast) -> None:
    asked = asked_about_the_visit(cast)
    cast.story.until(at("2027-04-27 09:00") - timedelta(minutes=1))
    cast.story.clock.move_to(at("2027-04-27 09:00") + timedelta(seconds=1))
    cast.amina.says(WORDS)
    assert "I have not saved that, because no question of mine is waiting for it." in cast.amina.last().words
    assert reflections(cast) == []
    cast.amina.says(WORDS, under=asked)
    assert reflections(cast) == [WORDS]


def test_a_command_word_or_a_question_is_no_answer(cast: Cast) -> None:
    asked = asked_about_the_visit(cast)
    answers = {
        "help": "I run Paired Learning",
        "Status": "Your partner is Priya Nair",
        "/pairme": "Your partner is Priya Nair",
        "reflect": "What happened, why did it matter",
        "/cohort-report": "report",
        "Who will read what I write?": "I am a bot, so I cannot answer questions. Please ask Lena Hart or Tom Adeyemi.",
    }
    for said, answer in answers.items():
        cast.amina.says(said)
        assert answer in cast.amina.last().words
    cast.amina.says("help", under=asked)
    assert "I run Paired Learning" in cast.amina.last().words
    assert reflections(cast) == []
    cast.amina.says("Who waits, and for whom?", under=asked)
    assert reflections(cast) == ["Who waits, and for whom?"]


def test_anything_else_in_the_chat_is_answered_and_never_saved(cast: Cast) -> None:
    cast.are_introduced()
    for someone in (cast.amina, cast.omar):
        someone.says("hello there")
        assert "I have not saved that" in someone.last().words
        assert "Get help" in someone.last().buttons
        for words in ("👍", ":thumbsup: :+1:", "..."):
            someone.says(words)
            assert "Thank you. I can only keep words, so I have not saved that." in someone.last().words
        someone.says("help")
        someone.sends_a_file("rota.png")
        assert "I can only keep words" in someone.last().words
    cast.omar.says("Join!")
    assert "Sign me up" in cast.omar.last().buttons
    cast.amina.says("join")
    assert "Your partner is Priya Nair" in cast.amina.last().words
    cast.amina.says("join us tomorrow")
    assert "I have not saved that" in cast.amina.last().words
    assert reflections(cast) == []
    assert "hello there" not in acts.everything_kept(cast.story)


def test_neither_an_emoji_nor_a_picture_answers_a_question_but_words_with_them_do(cast: Cast) -> None:
    asked = asked_about_the_visit(cast)
    cast.amina.says(":tada:", under=asked)
    cast.amina.sends_a_file("ward.png")
    assert reflections(cast) == []
    cast.amina.sends_a_file("board.png", "The board in the bed meeting :tada:")
    assert reflections(cast) == ["The board in the bed meeting :tada:"]


def test_an_edit_of_what_was_never_saved_says_so(cast: Cast) -> None:
    asked_about_the_visit(cast)
    said = cast.amina.says("Who will read this?")
    cast.amina.edits(said, WORDS)
    assert "You changed a message that I have not saved." in cast.amina.last().words
    cast.amina.deletes(said)
    assert "You changed a message" in cast.amina.last().words
    assert reflections(cast) == []


def test_conversations_of_several_people_are_neither_read_nor_answered(cast: Cast) -> None:
    asked_about_the_visit(cast)
    asked = only(cast.amina, SHADOWS_MANAGER)
    places = {
        cast.amina.story.scene.where["amina"].channel(OURS),
        *([] if asked.is_private else [asked.place]),
    }
    before = len(cast.amina.hears_all())
    for place in places:
        cast.amina.says_in(place, f"{WORDS} {NUMBER}")
        cast.amina.says_in(place, "help")
    assert len(cast.amina.hears_all()) == before + 2 * len(places)
    assert reflections(cast) == []
    assert WORDS not in acts.everything_kept(cast.story)


def test_of_two_messages_at_once_one_answers_the_question_and_the_other_is_told_so(cast: Cast) -> None:
    asked_about_the_visit(cast)
    acts.at_once(
        cast.story,
        cast.amina.act_of_saying("first thought"),
        cast.amina.act_of_saying("second thought"),
    )
    kept = reflections(cast)
    assert len(kept) == 1
    assert len(cast.amina.heard("Saved as")) == 1
    assert len(cast.amina.heard("I have not saved that")) == 1
