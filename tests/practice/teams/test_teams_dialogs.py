from __future__ import annotations

from collections.abc import Mapping

import pytest

from practice.refusal import NotPossible
from practice.teams.desk import WENT_WRONG
from tests.practice.teams.drawn import buttons, dialog, form, message, opening, text_input
from tests.practice.teams.office import AMINA, PRIYA, ROUNDS, Office


def opened(office: Office, *inputs: Mapping[str, object]) -> None:
    """Amina has a dialog with these inputs in front of her."""
    said = office.said(AMINA, message(buttons(opening("Write"))))
    office.bot.says(dialog(form(*(inputs or (text_input("note"),)))))
    office.teams.people.press(AMINA.id, office.teams.people.chat(AMINA.id), said, "Write")


def shown(office: Office) -> dict[str, object] | None:
    found: dict[str, object] | None = office.teams.people.screen(AMINA.id)["dialog"]
    return found


def test_a_dialog_that_is_answered_with_nothing_closes(office: Office) -> None:
    opened(office)
    office.bot.says(None)
    assert office.teams.people.submit(AMINA.id, {"note": "Good"}).acknowledged

    heard = office.bot.last
    assert heard["name"] == "task/submit"
    assert heard["value"]["data"] == {"form": "reflect", "subject": "7", "note": "Good"}
    assert shown(office) is None


def test_a_dialog_is_drawn_again_with_what_was_typed(office: Office) -> None:
    opened(office)
    again = form(text_input("note", value="Go"))
    office.bot.says(dialog(again, "Please look again"))
    office.teams.people.submit(AMINA.id, {"note": "Go"})

    found = shown(office)
    assert found is not None
    assert (found["title"], found["card"]) == ("Please look again", again)
    office.bot.says(None)
    office.teams.people.submit(AMINA.id, {})
    assert office.bot.last["value"]["data"]["note"] == "Go"


def test_a_dialog_can_only_say_something(office: Office) -> None:
    opened(office)
    office.bot.says({"task": {"type": "message", "value": "Saved."}})
    office.teams.people.submit(AMINA.id, {})

    found = shown(office)
    assert found is not None
    assert (found["text"], found["card"]) == ("Saved.", None)
    with pytest.raises(NotPossible, match="no button"):
        office.teams.people.submit(AMINA.id, {})


def test_what_the_client_checks_is_not_sent(office: Office) -> None:
    opened(office, text_input("note", isRequired=True, errorMessage="Write something."))
    outcome = office.teams.people.submit(AMINA.id, {"note": ""})

    assert dict(outcome.field_errors) == {"note": "Write something."}
    assert office.bot.last["name"] == "task/fetch"


def test_another_button_of_a_dialog_goes_by_its_title(office: Office) -> None:
    drawn = form(text_input("note"))
    other = {
        "type": "Action.Submit",
        "title": "Get help",
        "data": {"press": "help"},
        "associatedInputs": "none",
    }
    drawn["body"][-1]["actions"].append(other)
    said = office.said(AMINA, message(buttons(opening("Write"))))
    office.bot.says(dialog(drawn))
    office.teams.people.press(AMINA.id, office.teams.people.chat(AMINA.id), said, "Write")
    office.teams.people.press_in_dialog(AMINA.id, "Get help")

    assert office.bot.last["value"]["data"] == {"press": "help"}


def test_a_dialog_does_no_execute_and_is_somebodys_own(office: Office) -> None:
    drawn = form(text_input("note"))
    drawn["body"][-1]["actions"][0]["type"] = "Action.Execute"
    said = office.said(AMINA, message(buttons(opening("Write"))))
    office.bot.says(dialog(drawn))
    office.teams.people.press(AMINA.id, office.teams.people.chat(AMINA.id), said, "Write")

    with pytest.raises(NotPossible, match="cannot do"):
        office.teams.people.submit(AMINA.id, {})
    with pytest.raises(NotPossible, match="no dialog"):
        office.teams.people.submit(PRIYA.id, {})


def test_closing_is_not_told(office: Office) -> None:
    opened(office)
    before = len(office.bot.heard)
    office.teams.people.close(AMINA.id)

    assert shown(office) is None
    assert len(office.bot.heard) == before
    with pytest.raises(NotPossible):
        office.teams.people.close(AMINA.id)


@pytest.mark.parametrize(
    "answer", [None, {"task": {"type": "continue", "value": {}}}, {"task": {"type": "x"}}]
)
def test_nothing_opens_without_a_dialog_in_the_answer(office: Office, answer: object) -> None:
    said = office.said(AMINA, message(buttons(opening("Write"))))
    office.bot.says(answer)
    outcome = office.teams.people.press(AMINA.id, office.teams.people.chat(AMINA.id), said, "Write")

    assert outcome.error == WENT_WRONG
    assert shown(office) is None


def test_a_dialog_stays_when_the_bot_fails_to_take_it(office: Office) -> None:
    opened(office)
    office.bot.says(None, status=500)

    assert office.teams.people.submit(AMINA.id, {"note": "Good"}).error == WENT_WRONG
    assert shown(office) is not None


def test_a_dialog_from_a_channel_belongs_to_the_message_there(office: Office) -> None:
    said = office.post(ROUNDS, message(buttons(opening("Write")))).json()["id"]
    office.bot.says(dialog(form(text_input("note"))))
    office.teams.people.press(PRIYA.id, ROUNDS, said, "Write")
    office.bot.says(None)
    office.teams.people.submit(PRIYA.id, {})

    heard = office.bot.last
    assert (heard["conversation"]["id"], heard["replyToId"]) == (f"{ROUNDS};messageid={said}", said)


def test_in_a_dialog_a_question_opens_and_a_link_is_noted(office: Office) -> None:
    inner = {
        "type": "AdaptiveCard",
        "body": [{"type": "TextBlock", "text": "Sure?", "wrap": True}],
        "actions": [{"type": "Action.Submit", "title": "Yes, delete", "data": {"press": "delete"}}],
    }
    drawn = form(text_input("note"))
    drawn["body"][-1]["actions"] += [
        {"type": "Action.ShowCard", "title": "Delete", "card": inner},
        {"type": "Action.OpenUrl", "title": "More", "url": "https://example.org/more"},
    ]
    said = office.said(AMINA, message(buttons(opening("Write"))))
    office.bot.says(dialog(drawn))
    office.teams.people.press(AMINA.id, office.teams.people.chat(AMINA.id), said, "Write")

    office.teams.people.press_in_dialog(AMINA.id, "More")
    assert office.notices(AMINA) == ["Opens https://example.org/more"]
    office.teams.people.press_in_dialog(AMINA.id, "Delete")
    assert office.bot.last["name"] == "task/fetch"
    office.teams.people.press_in_dialog(AMINA.id, "Yes, delete")
    assert office.bot.last["value"]["data"] == {"press": "delete", "note": ""}


def test_a_person_can_be_picked_who_is_in_the_tenant(office: Office) -> None:
    picker = {
        "type": "Input.ChoiceSet",
        "id": "partner",
        "label": "Who?",
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
    }
    opened(office, picker)
    office.bot.says(None)
    with pytest.raises(NotPossible, match="does not offer"):
        office.teams.people.submit(AMINA.id, {"partner": "nobody"})
    office.teams.people.submit(AMINA.id, {"partner": PRIYA.id})

    assert office.bot.last["value"]["data"]["partner"] == PRIYA.id
