"""Reflections: written in the chat or in a form, seen by the writer, and by the partner once shared."""

from __future__ import annotations

from storage.inbox import Answered
from storage.letters import Letter
from storage.prompts import Prompt
from storage.reflections import Reflection
from tests.conversations import acts
from tests.conversations.cast import Cast
from tests.conversations.someone import Someone
from tests.conversations.visit import (
    HOW_WAS_IT,
    SAVED,
    SHADOWS_MANAGER,
    WORDS,
    asked_about_the_visit,
    only,
)

NUMBER = "the child with 943 476 5919 waited six hours"


def is_seen_by(words: str, *people: Someone) -> bool:
    return words in acts.everything_heard(*people)


def reflections(cast: Cast) -> list[str]:
    return [each.words for each in cast.story.kept(Reflection)]


def test_a_reply_in_the_chat_is_saved_for_its_writer_alone(cast: Cast) -> None:
    asked = asked_about_the_visit(cast)
    cast.amina.says(WORDS)
    assert reflections(cast) == [WORDS]
    saved = cast.amina.last()
    assert SAVED in saved.words
    assert list(saved.buttons) == ["Change", "Delete", "Share with my partner", "Not an answer", "Get help"]
    (question,) = (heard for heard in cast.amina.heard(HOW_WAS_IT) if heard.id == asked.id)
    assert question.words.endswith("You have answered this. Thank you. Did the visit take place?")
    cast.amina.presses_under(question, "It happened")
    assert list(only(cast.amina, "You answered: It happened. Thank you.").buttons) == ["Get help"]
    cast.lena.types("/cohort-report", cast.channel)
    cast.lena.types("/cohort people")
    assert cast.lena.heard("1 of 2")
    assert not is_seen_by(WORDS, *cast.others(cast.amina))
    assert is_seen_by(f"Tuesday 20 April: {WORDS}", cast.amina)


def test_shared_once_it_is_in_the_partners_chat_and_nowhere_else(cast: Cast) -> None:
    asked_about_the_visit(cast)
    cast.amina.says(WORDS)
    saved = cast.amina.last()
    share = cast.amina.act_of_press(saved, "Share with my partner")
    acts.at_once(cast.story, share, share)
    (copy,) = cast.priya.heard(WORDS)
    assert copy.is_private
    assert "Amina Yusuf has shared a reflection with you." in copy.words
    assert HOW_WAS_IT in copy.words
    shared = only(cast.amina, "Shared. Priya Nair has a copy in their chat. Nobody else can see it.")
    assert list(shared.buttons) == ["Change", "Delete", "Get help"]
    reflection = cast.story.kept(Reflection)[0]
    cast.amina.tries("press", "share_reflection", str(reflection.id))
    assert len(cast.priya.heard(WORDS)) == 1
    assert not is_seen_by(WORDS, *cast.others(cast.amina, cast.priya))
    cast.story.later(days=1)
    cast.amina.presses_under(shared, "Change")
    assert cast.amina.fills(words="I see it differently today.") == {}
    assert "Only you can see the change. Priya Nair has the copy you shared before." in cast.amina.sees()
    assert not is_seen_by("I see it differently", *cast.others(cast.amina))
    cast.amina.presses_under(shared, "Delete")
    assert cast.amina.heard("Priya Nair still has the copy you shared.")
    assert reflections(cast) == []


def test_change_delete_and_then_there_is_nothing_left_to_press(cast: Cast) -> None:
    asked_about_the_visit(cast)
    cast.amina.says(WORDS)
    saved = cast.amina.last()
    cast.amina.presses_under(saved, "Change")
    assert cast.amina.filled("words") == WORDS
    assert cast.amina.fills(words="One bed, eleven people.") == {}
    assert f"Changed your answer to: {HOW_WAS_IT} Only you can see this." in cast.amina.sees()
    assert reflections(cast) == ["One bed, eleven people."]
    number = str(cast.story.kept(Reflection)[0].id)
    cast.amina.presses_under(saved, "Delete")
    gone = only(cast.amina, "Deleted. I have not kept it.")
    assert gone.id == saved.id
    assert "Your own message is still in this chat until you delete it." in gone.words
    assert reflections(cast) == []
    for press in ("change_reflection", "delete_reflection", "share_reflection", "not_an_answer"):
        late = cast.amina.tries("press", press, number)
        assert late.message is not None
        assert late.message.paragraphs == ("This reflection is no longer here.",)


def test_nobody_reaches_the_reflection_of_somebody_else(cast: Cast) -> None:
    asked_about_the_visit(cast)
    cast.amina.says(WORDS)
    reflection = cast.story.kept(Reflection)[0]
    for someone in cast.others(cast.amina):
        for press in ("change", "delete", "share", "keep"):
            reply = someone.tries("press", f"{press}_reflection", str(reflection.id))
            assert reply.form is None
            assert reply.message is not None
            assert reply.message.paragraphs == ("This reflection is no longer here.",)
        someone.tries("press", "not_an_answer", str(reflection.id))
        someone.tries("form", "reflection", f"reflection:{reflection.id}", words="taken over")
        refused = someone.tries("form", "reflection", f"prompt:{reflection.prompt_id}", words="taken over")
        assert refused.message is not None
        assert "This question is for somebody else" in refused.message.paragraphs[0]
    assert reflections(cast) == [WORDS]
    assert not is_seen_by(WORDS, *cast.others(cast.amina))


def test_an_edit_changes_what_was_saved_and_a_deletion_asks_about_it(cast: Cast) -> None:
    asked_about_the_visit(cast)
    said = cast.amina.says(WORDS)
    cast.amina.edits(said, "Eleven people wait for one free bed.")
    assert reflections(cast) == ["Eleven people wait for one free bed."]
    assert f"Changed your answer to: {HOW_WAS_IT}" in cast.amina.last().words
    cast.amina.deletes(said)
    asked = cast.amina.last()
    assert "Shall I delete that too?" in asked.words
    assert list(asked.buttons) == ["Delete it too", "Keep it", "Get help"]
    cast.amina.presses("Keep it")
    assert cast.amina.heard("Kept. Only you can see it")
    assert len(reflections(cast)) == 1
    second = cast.amina.says(
        "And the porters know it before the doctors do.",
        under=only(cast.amina, "You have answered this. Thank you."),
    )
    cast.amina.deletes(second)
    cast.amina.presses("Delete it too")
    assert cast.amina.last().words == "Deleted. I have not kept it."
    assert len(reflections(cast)) == 1


def test_not_an_answer_keeps_nothing_and_opens_the_question_again(cast: Cast) -> None:
    asked = asked_about_the_visit(cast)
    cast.amina.says("running late, sorry")
    cast.amina.presses("Not an answer")
    assert cast.amina.heard("Understood. I have not kept it. The question is still open.")
    assert reflections(cast) == []
    (question,) = (heard for heard in cast.amina.hears_all() if heard.id == asked.id)
    assert question.words == asked.words
    assert list(question.buttons) == list(asked.buttons)
    cast.amina.says(WORDS)
    assert reflections(cast) == [WORDS]
    cast.amina.says("One more thing.", under=question)
    cast.amina.presses("Not an answer")
    assert cast.amina.heard("Understood. I have not kept it.")[-1].words.endswith("I have not kept it.")
    assert reflections(cast) == [WORDS]


def test_not_an_answer_under_an_older_message_says_that_the_partner_has_a_copy(cast: Cast) -> None:
    asked_about_the_visit(cast)
    cast.amina.says(WORDS)
    number = str(cast.story.kept(Reflection)[0].id)
    cast.amina.presses("Share with my partner")
    late = cast.amina.tries("press", "not_an_answer", number)
    assert late.message is not None
    assert "Priya Nair still has the copy you shared." in late.message.paragraphs
    assert reflections(cast) == []


def test_written_privately_it_never_stands_in_the_chat(cast: Cast) -> None:
    asked_about_the_visit(cast)
    cast.amina.presses("Write it privately")
    assert HOW_WAS_IT in cast.amina.sees()
    assert "Only you can see what you write, unless you share it." in cast.amina.sees()
    assert cast.amina.fills(words=WORDS) == {}
    assert SAVED in cast.amina.sees()
    assert not any(WORDS in heard.words for heard in cast.amina.hears_all())
    assert reflections(cast) == [WORDS]
    cast.amina.presses("Delete")
    assert cast.amina.sees() == "Deleted. I have not kept it."
    assert reflections(cast) == []


def test_reflect_opens_a_box_with_or_without_words(cast: Cast) -> None:
    cast.are_introduced()
    cast.amina.types("/reflect")
    assert cast.amina.filled("words") == ""
    cast.amina.closes()
    cast.amina.types("/reflect Help came from the porters")
    assert cast.amina.filled("words") == "Help came from the porters"
    assert reflections(cast) == []
    assert cast.amina.fills() == {}
    assert "Saved as your reflection. Only you can see this." in cast.amina.sees()
    assert "Not an answer" not in acts.everything_heard(cast.amina)
    cast.amina.closes()
    cast.omar.types("/reflect I am in no cohort")
    assert cast.omar.fills() == {}
    assert "Share with my partner" not in cast.omar.sees_buttons()
    cast.amina.types("/reflect " + "long " * 500)
    assert "I could only fit the first 2000 characters in here." in cast.amina.sees()
    cast.amina.closes()
    cast.amina.types("/reflect help")
    assert "write a reflection; nobody sees it unless you share it" in cast.amina.last().words


def test_a_health_number_is_stopped_everywhere_before_anything_is_kept(cast: Cast) -> None:
    asked = asked_about_the_visit(cast)
    cast.amina.says(NUMBER)
    assert "I have not saved anything." in cast.amina.last().words
    assert "Please delete your message here too, because I cannot." in cast.amina.last().words
    cast.amina.says(NUMBER, under=asked)
    assert cast.amina.last().stands_under(asked)
    said = cast.amina.says(WORDS)
    cast.amina.edits(said, NUMBER)
    assert "I have not saved the change." in cast.amina.last().words
    cast.amina.presses("Change")
    errors = cast.amina.fills(words=NUMBER)
    assert errors["words"].startswith("This looks like a health number: 943 … 19.")
    assert cast.amina.filled("words") == NUMBER
    cast.amina.closes()
    cast.amina.types(f"/reflect {NUMBER}")
    assert not cast.amina.has_a_form()
    kept = acts.everything_kept(cast.story)
    assert WORDS in kept
    for trace in ("943 476 5919", "9434765919", "six hours"):
        assert trace not in kept
    assert reflections(cast) == [WORDS]


def test_too_long_for_anybodys_box_is_said_and_not_saved(cast: Cast) -> None:
    asked_about_the_visit(cast)
    cast.amina.says("word " * 500)
    assert "Your message has 2499 characters and I can keep 2000" in cast.amina.last().words
    prompt = next(each for each in cast.story.kept(Prompt) if each.step == "shadow_debrief")
    refused = cast.amina.tries("form", "reflection", f"prompt:{prompt.id}", words="a" * 901)
    assert refused.errors == {"words": "Please keep it to 900 characters."}
    cast.amina.says("a" * 1900)
    cast.amina.presses("Change")
    assert len(cast.amina.filled("words")) == 1900
    assert len(reflections(cast)) == 1


def test_the_words_are_sealed_at_rest_and_in_no_letter_or_inbox(cast: Cast) -> None:
    asked_about_the_visit(cast)
    cast.amina.says(WORDS)
    cast.amina.presses("Share with my partner")
    cast.amina.presses("Change")
    cast.amina.closes()
    cast.amina.looks_home()
    at_rest = acts.everything_at_rest(cast.story)
    assert b"Amina Yusuf" in at_rest
    assert WORDS.encode() not in at_rest
    assert WORDS in acts.everything_kept(cast.story)
    assert all(letter.body is None for letter in cast.story.kept(Letter))
    assert not any(WORDS in each.answer for each in cast.story.kept(Answered))
    assert not any(SHADOWS_MANAGER in each.answer for each in cast.story.kept(Answered))
