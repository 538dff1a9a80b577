from __future__ import annotations

import pytest

from practice.refusal import NotPossible
from practice.teams.desk import WENT_WRONG
from practice.teams.rules import TeamsRules
from tests.practice.teams.drawn import (
    buttons,
    card,
    dialog,
    execute,
    form,
    message,
    opening,
    replaced,
    text_input,
)
from tests.practice.teams.office import AMINA, PRIYA, ROUNDS, Office, open_office

SAVED = card({"type": "TextBlock", "text": "Saved.", "wrap": True})


def asked(office: Office, drawn: dict[str, object]) -> tuple[str, str]:
    """Where a card stands in Amina's chat."""
    return office.teams.people.chat(AMINA.id), office.said(AMINA, message(drawn))


def test_a_press_is_an_invoke_and_its_answer_takes_the_place_of_the_card(office: Office) -> None:
    where = asked(office, buttons({**execute("Yes"), "id": "button 1"}))
    office.bot.says(replaced(SAVED))

    assert office.teams.people.press(AMINA.id, *where, "Yes").acknowledged
    heard = office.bot.last
    assert (heard["type"], heard["name"], heard["replyToId"]) == ("invoke", "adaptiveCard/action", where[1])
    assert heard["value"] == {
        "action": {
            "type": "Action.Execute",
            "id": "button 1",
            "verb": "met",
            "data": {"press": "met", "subject": "7"},
        },
        "trigger": "manual",
    }
    assert office.messages(AMINA)[0]["cards"] == [SAVED]
    with pytest.raises(NotPossible, match="nothing to press"):
        office.teams.people.press(AMINA.id, *where, "Yes")


def test_in_a_channel_only_who_pressed_sees_the_other_card(office: Office) -> None:
    said = office.post(ROUNDS, message(buttons(execute("Yes")))).json()["id"]
    office.bot.says(replaced(SAVED))
    office.teams.people.press(AMINA.id, ROUNDS, said, "Yes")

    assert office.bot.last["conversation"]["id"] == f"{ROUNDS};messageid={said}"
    assert office.messages(AMINA, ROUNDS)[0]["cards"] == [SAVED]
    assert office.messages(PRIYA, ROUNDS)[0]["cards"] == [buttons(execute("Yes"))]


def test_what_the_bot_writes_anew_everybody_sees(office: Office) -> None:
    said = office.post(ROUNDS, message(buttons(execute("Yes")))).json()["id"]
    office.bot.says(replaced(SAVED))
    office.teams.people.press(AMINA.id, ROUNDS, said, "Yes")
    office.put(ROUNDS, said, message())

    assert office.messages(AMINA, ROUNDS)[0]["cards"] == [card()]


def test_an_answer_in_words_leaves_the_card(office: Office) -> None:
    where = asked(office, buttons(execute("Yes")))
    office.bot.says(
        {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Later."}
    )
    office.teams.people.press(AMINA.id, *where, "Yes")

    assert office.notices(AMINA) == ["Later."]
    assert office.messages(AMINA)[0]["cards"] == [buttons(execute("Yes"))]


@pytest.mark.parametrize("answer", [None, {}, {"statusCode": 400}, "Saved"])
def test_a_bad_answer_is_something_that_went_wrong(office: Office, answer: object) -> None:
    where = asked(office, buttons(execute("Yes")))
    office.bot.says(answer)
    outcome = office.teams.people.press(AMINA.id, *where, "Yes")

    assert (outcome.acknowledged, outcome.error) == (False, WENT_WRONG)
    assert office.notices(AMINA) == [WENT_WRONG]
    assert [entry.name for entry in office.teams.journal.broken()] == ["adaptiveCard/action"]


def test_a_bot_that_fails_is_something_that_went_wrong(office: Office) -> None:
    where = asked(office, buttons(execute("Yes")))
    office.bot.says(None, status=500)

    assert office.teams.people.press(AMINA.id, *where, "Yes").error == WENT_WRONG
    assert office.teams.journal.broken()[0].summary == "status 500"


def test_two_buttons_of_one_title_are_told_apart_by_number(office: Office) -> None:
    where = asked(office, buttons(execute("Change", "first"), execute("Change", "second")))
    office.bot.says(replaced(SAVED))
    office.teams.people.press(AMINA.id, *where, "Change", number=1)

    assert office.bot.last["value"]["action"]["verb"] == "second"


def test_a_question_opens_first_and_its_button_comes_before_the_one_that_opened_it(office: Office) -> None:
    inner = card({"type": "TextBlock", "text": "Sure?", "wrap": True}, actions=[execute("Leave", "leave")])
    del inner["version"], inner["fallbackText"]
    where = asked(office, buttons({"type": "Action.ShowCard", "title": "Leave", "card": inner}))
    office.bot.says(replaced(SAVED))

    office.teams.people.press(AMINA.id, *where, "Leave")
    assert not office.bot.heard
    assert office.messages(AMINA)[0]["opened"] == ["0/0"]
    office.teams.people.press(AMINA.id, *where, "Leave")
    assert office.bot.last["value"]["action"]["verb"] == "leave"


def test_a_link_is_noted_and_the_bot_is_not_told(office: Office) -> None:
    link = {"type": "Action.OpenUrl", "title": "Chat", "url": "https://teams.microsoft.com/l/chat/0/0"}
    where = asked(office, buttons(link))

    assert office.teams.people.press(AMINA.id, *where, "Chat").acknowledged
    assert office.notices(AMINA) == ["Opens https://teams.microsoft.com/l/chat/0/0"]
    assert not office.bot.heard


def test_a_card_with_inputs_sends_them_with_its_own_data(office: Office) -> None:
    send = execute("Save", "form")
    where = asked(
        office, card(text_input("note", isRequired=True, errorMessage="Write something."), send_row(send))
    )
    office.bot.says(replaced(SAVED))

    outcome = office.teams.people.submit_card(AMINA.id, *where, {})
    assert dict(outcome.field_errors) == {"note": "Write something."}
    assert not office.bot.heard
    office.teams.people.submit_card(AMINA.id, *where, {"note": "Good"})
    data = office.bot.last["value"]["action"]["data"]
    assert data == {"press": "form", "subject": "7", "note": "Good"}


def test_a_button_that_sends_no_inputs_does_not_wait_for_them(office: Office) -> None:
    help_button = {**execute("Get help", "help"), "associatedInputs": "none"}
    where = asked(office, card(text_input("note", isRequired=True), send_row(execute("Save"), help_button)))
    office.bot.says(replaced(SAVED))
    office.teams.people.press(AMINA.id, *where, "Get help")

    assert office.bot.last["value"]["action"]["data"] == {"press": "help", "subject": "7"}


def test_a_bare_submit_is_a_message_with_a_value_and_no_text(office: Office) -> None:
    submit = {"type": "Action.Submit", "title": "Yes", "data": {"press": "met", "subject": "7"}}
    where = asked(office, buttons(submit))
    office.teams.people.press(AMINA.id, *where, "Yes")

    heard = office.bot.last
    assert (heard["type"], heard["value"]) == ("message", {"press": "met", "subject": "7"})
    assert "text" not in heard
    assert heard["replyToId"] == where[1]
    assert office.messages(AMINA)[0]["cards"] == [buttons(submit)]


def test_a_bare_submit_that_is_not_taken_went_wrong(office: Office) -> None:
    where = asked(office, buttons({"type": "Action.Submit", "title": "Yes", "data": {"press": "met"}}))
    office.bot.says(None, status=500)

    assert office.teams.people.press(AMINA.id, *where, "Yes").error == WENT_WRONG


def test_nothing_can_be_filled_in_for_a_button_that_sends_nothing(office: Office) -> None:
    where = asked(office, card(text_input("note"), send_row({**execute("Help"), "associatedInputs": "none"})))

    with pytest.raises(NotPossible, match="sends no inputs"):
        office.teams.people.submit_card(AMINA.id, *where, {"note": "Good"}, title="Help")


def test_a_message_that_is_not_there_or_has_no_card_cannot_be_pressed(office: Office) -> None:
    chat, said = office.teams.people.chat(AMINA.id), office.teams.people.say(AMINA.id, "Hello")

    with pytest.raises(NotPossible, match="has no card"):
        office.teams.people.press(AMINA.id, chat, said, "Yes")
    with pytest.raises(NotPossible, match="sees no message"):
        office.teams.people.press(AMINA.id, chat, "1", "Yes")
    with pytest.raises(NotPossible, match="is not in"):
        office.teams.people.press(PRIYA.id, chat, said, "Yes")


def test_an_old_client_does_the_fallback_instead() -> None:
    with open_office(TeamsRules(has_execute=False)) as office:
        where = asked(office, buttons(execute("Yes")))
        office.teams.people.press(AMINA.id, *where, "Yes")
        assert (office.bot.last["type"], office.bot.last["value"]["press"]) == ("message", "met")

        bare = {key: value for key, value in execute("Yes").items() if key != "fallback"}
        where = asked(office, buttons(bare))
        with pytest.raises(NotPossible, match="cannot do"):
            office.teams.people.press(AMINA.id, *where, "Yes")


def test_a_dialog_opens_from_a_button_only(office: Office) -> None:
    where = asked(office, buttons(opening("Write")))
    office.bot.says(dialog(form(text_input("note"))))
    office.teams.people.say(AMINA.id, "write")
    assert office.teams.people.screen(AMINA.id)["dialog"] is None

    assert office.teams.people.press(AMINA.id, *where, "Write").acknowledged
    heard = office.bot.last
    assert (heard["name"], heard["replyToId"]) == ("task/fetch", where[1])
    assert heard["value"] == {
        "data": {"msteams": {"type": "task/fetch"}, "press": "write", "subject": "7"},
        "context": {"theme": "default"},
    }
    shown = office.teams.people.screen(AMINA.id)["dialog"]
    assert (shown["title"], shown["card"]) == ("Reflect", form(text_input("note")))
    assert office.teams.people.screen(PRIYA.id)["dialog"] is None


def send_row(*actions: dict[str, object]) -> dict[str, object]:
    return {"type": "ActionSet", "actions": list(actions)}
