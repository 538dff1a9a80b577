"""Teams' door as a whole: what a person does comes back as Teams shows it, and what fails is told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.teams import answers, reception
from practice.faults import Fault
from practice.teams.rules import TeamsRules
from programme.words import reflecting, talking
from storage import chats, people, rooms
from storage.database import Busy, Database
from storage.reflections import Reflection
from tests.bot.teams.ward import AMINA, GENERAL, GUY, LENA, PAIRED, PRIYA, TEAM, Ward, ward

SECRET = "the night team knew more than I did"
WRITE = "Write it privately"
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def here(one_ward: Ward) -> Iterator[Ward]:
    """The ward, with what is left over from before sent; no rule of Teams may be broken meanwhile."""
    one_ward.deliver()
    one_ward.teams.journal.clear()
    yield one_ward
    one_ward.teams.faults.clear()
    assert [entry.summary for entry in one_ward.teams.journal.entries(0) if entry.broken] == []


def chat_of(ward: Ward, user: str) -> list[Any]:
    (chat,) = [each for each in ward.teams.people.screen(user)["conversations"] if each["kind"] == "personal"]
    return list(chat["messages"])


def dialog_of(ward: Ward, user: str) -> str:
    return str(ward.teams.people.screen(user)["dialog"])


def written_by(ward: Ward, user: str) -> list[str]:
    with ward.database.reading() as session:
        mine = people.find(session, workspace=ward.teams.tenant_id, platform="teams", platform_id=user)
        assert mine is not None
        return list(session.scalars(select(Reflection.words).where(Reflection.person_id == mine.id)))


def broken(*_arguments: Any, **_more: Any) -> Any:
    raise RuntimeError(SECRET)


def test_what_is_typed_is_saved_when_teams_is_told_and_answered_by_a_letter(here: Ward) -> None:
    before = len(here.letters())
    here.teams.people.say(AMINA.id, "status")
    (letter,) = here.letters()[before:]
    assert letter.state == "waiting"
    assert here.heard(AMINA.id)[-1].startswith("You have not joined yet.")


def test_what_comes_again_is_not_done_again(here: Ward) -> None:
    here.teams.people.say(AMINA.id, "hello")
    before = len(here.letters())
    assert here.teams.people.again()[0] == 200
    assert len(here.letters()) == before


def test_a_button_whose_answer_is_for_one_of_them_leaves_the_card_alone(here: Ward) -> None:
    here.teams.people.say(AMINA.id, "hello")
    here.deliver()
    conversation, card = here.card(AMINA.id)
    before = chat_of(here, AMINA.id)[-1]
    assert here.teams.people.press(AMINA.id, conversation, card, "Get help").acknowledged
    assert chat_of(here, AMINA.id)[-1] == before
    assert "999" in here.heard(AMINA.id)[-1]


def test_an_answer_takes_the_place_of_the_card(here: Ward) -> None:
    data = {"press": "keep_reflection", "subject": "999"}
    value = {"action": {"type": "Action.Execute", "verb": "keep_reflection", "data": data}}
    before = len(here.letters())
    status, said = here.invoke(AMINA.id, "adaptiveCard/action", value)
    assert (status, said["statusCode"]) == (200, 200)
    assert said["type"] == "application/vnd.microsoft.card.adaptive"
    assert said["value"]["fallbackText"] == reflecting.gone().paragraphs[0]
    assert len(here.letters()) == before


def open_form(here: Ward, user: str) -> None:
    here.teams.people.say(user, "hello")
    here.deliver()
    assert here.teams.people.press(user, *here.card(user), WRITE).acknowledged


def test_a_form_opens_in_a_dialog_and_is_done_once_however_often_it_is_sent(here: Ward) -> None:
    open_form(here, PRIYA.id)
    assert here.teams.people.submit(PRIYA.id, {"words": "I will ask first"}).acknowledged
    assert "Saved as your reflection." in dialog_of(here, PRIYA.id)
    status, again = here.teams.people.again()
    assert status == 200
    assert "Saved as your reflection." in str(again)
    assert written_by(here, PRIYA.id) == ["I will ask first"]
    here.teams.people.close(PRIYA.id)


def test_errors_stand_beside_the_box_and_what_was_typed_stays(here: Ward) -> None:
    open_form(here, LENA.id)
    assert here.teams.people.submit(LENA.id, {"words": "Her number is 943 476 5919"}).acknowledged
    assert "This looks like a health number" in dialog_of(here, LENA.id)
    assert "'value': 'Her number is 943 476 5919'" in dialog_of(here, LENA.id)
    assert here.teams.people.submit(LENA.id, {"words": "She was kind"}).acknowledged
    assert written_by(here, LENA.id) == ["She was kind"]
    here.teams.people.close(LENA.id)


def test_a_form_that_was_typed_for_stands_in_a_card_and_is_replaced_by_what_was_saved(here: Ward) -> None:
    here.teams.people.say(GUY.id, "/reflect on today")
    here.deliver()
    conversation, card = here.card(GUY.id)
    for words in ("943 476 5919", "A good day"):
        assert here.teams.people.submit_card(GUY.id, conversation, card, {"words": words}).acknowledged
    assert "Saved as your reflection." in str(chat_of(here, GUY.id)[-1]["cards"])
    assert here.teams.people.again()[0] == 200
    assert written_by(here, GUY.id) == ["A good day"]


@on_sqlite
def test_an_old_client_gets_by_letter_what_cannot_take_the_cards_place_at_once(database: Database) -> None:
    with ward(database, rules=replace(TeamsRules().unlimited(), has_execute=False)) as old:
        old.teams.people.say(AMINA.id, "/reflect")
        old.deliver()
        old.teams.people.submit_card(AMINA.id, *old.card(AMINA.id), {"words": "A long night"})
        old.deliver()
        assert written_by(old, AMINA.id) == ["A long night"]
        conversation, card = old.card(AMINA.id)
        for _ in range(2):  # the button, then the same word under its question
            old.teams.people.press(AMINA.id, conversation, card, "Delete")
        old.deliver()
        assert written_by(old, AMINA.id) == []
        assert "Deleted. I have not kept it." in str(chat_of(old, AMINA.id)[-1]["cards"])
        assert old.card(AMINA.id) == (conversation, card)


@pytest.mark.parametrize(
    "activity",
    [
        {"type": "typing"},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "message", "from": {"id": "28:other", "name": "Another bot", "role": "bot"}},
        {"type": "messageUpdate", "channelData": {"eventType": "other"}},
        {"type": "conversationUpdate", "topicName": "a"},
        {},
    ],
)
def test_what_needs_no_answer_gets_none(here: Ward, activity: dict[str, Any]) -> None:
    before = len(here.letters())
    told = here.teams.activity(AMINA.id, "pairme")
    data = {**told["channelData"], **activity.get("channelData", {})}
    assert here.send({**told, "type": None, **activity, "channelData": data}) == (200, None)
    assert len(here.letters()) == before


@pytest.mark.parametrize(
    "name", ["composeExtension/query", "task/fetch", "adaptiveCard/action", "signin/failure"]
)
def test_a_question_that_no_card_of_ours_asks_is_not_answered(here: Ward, name: str) -> None:
    assert here.invoke(AMINA.id, name, {"data": {"strange": "1"}}) == (501, None)


def test_a_button_that_is_no_more_says_so(here: Ward) -> None:
    value = {"data": {"press": "of_last_year", "subject": "1"}}
    status, said = here.invoke(AMINA.id, "task/fetch", value)
    assert status == 200
    assert "no longer" in str(said)


def test_a_message_that_fails_may_come_again_and_its_writer_is_told(
    here: Ward, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(reception, "handle", broken)
        activity = here.teams.activity(AMINA.id, f"reflect {SECRET}")
        with caplog.at_level(logging.DEBUG):
            assert here.send(activity) == (500, None)
            assert here.send(activity) == (500, None)
            here.door._excuses.settle(5)
    *before, last = [each["summary"] for each in chat_of(here, AMINA.id)]
    assert last == talking.nothing_saved()
    assert before[-1:] != [last]
    assert "an action failed: RuntimeError at teams/" in caplog.text
    assert SECRET not in caplog.text
    assert here.send(activity) == (200, None)


def sorry_for(here: Ward, name: str, data: dict[str, Any]) -> str:
    value = (
        {"data": data}
        if name != "adaptiveCard/action"
        else {"action": {"type": "Action.Execute", "data": data}}
    )
    status, said = here.invoke(AMINA.id, name, value)
    assert status == 200
    return str(said)


@pytest.mark.parametrize("name", ["adaptiveCard/action", "task/fetch", "task/submit"])
@pytest.mark.parametrize(
    ("patch", "words"),
    [
        (lambda patched: patched.setattr(reception, "handle", broken), talking.nothing_saved()),
        (lambda patched: patched.setattr(answers, "answer", broken), talking.not_shown()),
    ],
)
def test_whoever_pressed_is_told_what_became_of_it(
    here: Ward,
    monkeypatch: pytest.MonkeyPatch,
    patch: Callable[[pytest.MonkeyPatch], None],
    words: str,
    name: str,
) -> None:
    with monkeypatch.context() as patched:
        patch(patched)
        said = sorry_for(here, name, {"press": "get_help", "subject": ""})
    assert words in said
    assert SECRET not in said


def test_a_form_that_could_not_be_saved_is_shown_again_with_all_that_was_typed(
    here: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_form(here, LENA.id)
    with monkeypatch.context() as patched:
        patched.setattr(reception, "handle", broken)
        assert here.teams.people.submit(LENA.id, {"words": SECRET}).acknowledged
    assert talking.nothing_saved() in dialog_of(here, LENA.id)
    assert SECRET in dialog_of(here, LENA.id)
    assert here.teams.people.submit(LENA.id, {"words": SECRET}).acknowledged
    assert SECRET in written_by(here, LENA.id)
    here.teams.people.close(LENA.id)


def test_a_busy_database_is_counted_apart(here: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_arguments: Any, **_more: Any) -> Any:
        raise Busy(SECRET)

    counted: list[tuple[str, str]] = []
    with monkeypatch.context() as patched:
        patched.setattr(
            here.door, "_handled", lambda kind, outcome, _seconds: counted.append((kind, outcome))
        )
        assert here.send(here.teams.activity(AMINA.id, "status"))[0] == 200
        patched.setattr(reception, "handle", busy)
        said = sorry_for(here, "adaptiveCard/action", {"press": "get_help", "subject": ""})
        assert here.post(b"", "Bearer rubbish")[0] == 401
    assert talking.nothing_saved() in said
    assert counted == [("said", "answered"), ("press", "busy"), ("other", "refused")]


@on_sqlite
def test_the_bot_learns_where_it_is_and_forgets_where_it_is_no_more(database: Database) -> None:
    with ward(database) as here:
        teams, workspace = here.teams, here.teams.tenant_id

        def named() -> list[str]:
            with database.reading() as session:
                return [room.name for room in rooms.all_of(session, workspace, "teams")]

        def chat() -> chats.Chat | None:
            with database.reading() as session:
                return chats.of(session, workspace, "teams", AMINA.id)

        teams.people.add_to_team(LENA.id, TEAM.id)
        teams.people.settle()
        assert named() == ["General", "Paired Learning"]
        teams.people.uninstall(AMINA.id)
        assert chat() is None
        teams.people.install(AMINA.id)
        found = chat()
        assert found is not None
        assert (found.conversation, found.service_url) == (teams.people.chat(AMINA.id), teams.service_url)
        teams.people.say(AMINA.id, "hello")
        found = chat()
        assert found is not None
        assert found.login == AMINA.email
        teams.people.remove_from_team(LENA.id, TEAM.id)
        teams.people.settle()
        assert named() == []


@on_sqlite
def test_in_a_channel_everybody_hears_only_that_there_is_an_answer(database: Database) -> None:
    with ward(database) as here:
        here.teams.people.add_to_team(LENA.id, TEAM.id)
        root = here.teams.people.mention(AMINA.id, PAIRED.id, "status")
        here.deliver()
        screen = here.teams.people.screen(PRIYA.id)["conversations"]
        (channel,) = [each for each in screen if each["id"] == PAIRED.id]
        said = [each for each in channel["messages"] if each["from"]["is_bot"]]
        assert [(each["summary"], each["reply_to"]) for each in said] == [
            (talking.answered_in_our_chat().paragraphs[0], root)
        ]
        assert here.heard(AMINA.id)[-1].startswith("You have not joined yet.")
        assert GENERAL.id not in {each["id"] for each in screen if each["messages"]}


@on_sqlite
def test_channels_that_nobody_told_of_are_learnt_when_the_bot_is_named_there(database: Database) -> None:
    with ward(database) as here:
        here.teams.tenant.teams_with_bot.add(TEAM.id)  # and the event was lost
        here.teams.faults.add("channels", Fault(status=502))
        for _ in range(3):
            here.teams.people.mention(AMINA.id, PAIRED.id, "status")
        with database.reading() as session:
            known = rooms.all_of(session, here.teams.tenant_id, "teams")
        assert [room.name for room in known] == ["General", "Paired Learning"]
        asked = [entry for entry in here.teams.journal.entries(0) if entry.name == "channels"]
        assert [entry.summary for entry in asked] == ["made to fail", "ok"]
