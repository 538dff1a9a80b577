from __future__ import annotations

import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from practice.refusal import NotPossible
from practice.rules import Rules
from tests.practice.hospital import (
    AMINA,
    BUTTON,
    PRIYA,
    WARD,
    Hospital,
    modal,
    open_hospital,
    text_field,
)


def offer(hospital: Hospital, view: dict[str, Any]) -> None:
    """Let /pairme open this form."""

    @hospital.app.command("/pairme")
    def pairme(ack: Any, body: dict[str, Any], client: Any) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()


def opened(hospital: Hospital, view: dict[str, Any]) -> str:
    """The id of this form, opened for Amina by a command."""
    offer(hospital, view)
    assert hospital.slack.people.command(AMINA.id, "/pairme").acknowledged
    return str(hospital.forms(AMINA.id)[-1]["id"])


def answering(hospital: Hospital, **answer: Any) -> list[dict[str, Any]]:
    """Let the bot answer a submission so; the bodies that it gets."""
    bodies: list[dict[str, Any]] = []

    @hospital.app.view("reflect")
    def submitted(ack: Any, body: dict[str, Any]) -> None:
        bodies.append(body)
        ack(**answer)

    return bodies


def test_a_form_sent_closes_and_carries_its_values(connected: Hospital) -> None:
    bodies = answering(connected)
    view_id = opened(connected, modal(private_metadata="pair 7"))
    outcome = connected.slack.people.submit(AMINA.id, view_id, {"note": "It went well"})
    assert (outcome.acknowledged, outcome.error, outcome.field_errors) == (True, "", {})
    assert connected.forms(AMINA.id) == []
    view = bodies[0]["view"]
    assert bodies[0]["type"] == "view_submission"
    assert (view["id"], view["callback_id"], view["private_metadata"]) == (view_id, "reflect", "pair 7")
    assert view["state"]["values"] == {
        "note": {"value": {"type": "plain_text_input", "value": "It went well"}}
    }
    assert view["hash"]
    assert bodies[0]["response_urls"] == []


def test_errors_come_back_beside_the_fields_and_the_form_stays(connected: Hospital) -> None:
    answering(connected, response_action="errors", errors={"note": "Say a little more."})
    view_id = opened(connected, modal())
    outcome = connected.slack.people.submit(AMINA.id, view_id, {"note": "Ok"})
    assert (outcome.acknowledged, outcome.field_errors) == (True, {"note": "Say a little more."})
    form = connected.forms(AMINA.id)[0]
    assert form["field_errors"] == {"note": "Say a little more."}
    assert form["state"]["note"]["value"]["value"] == "Ok"


def test_errors_for_a_field_that_is_not_there_are_a_rule_broken(connected: Hospital) -> None:
    answering(connected, response_action="errors", errors={"nose": "Say a little more."})
    view_id = opened(connected, modal())
    outcome = connected.slack.people.submit(AMINA.id, view_id, {"note": "Ok"})
    assert outcome.error == "invalid_errors"
    assert connected.notices(AMINA.id) == ["We had some trouble connecting. Try again?"]
    assert [entry.summary for entry in connected.slack.journal.broken()] == ["invalid_errors"]


def test_an_update_puts_another_form_in_its_place(connected: Hospital) -> None:
    answering(connected, response_action="update", view=modal("Thank you", blocks=[BUTTON]))
    view_id = opened(connected, modal())
    before = connected.forms(AMINA.id)[0]["hash"]
    connected.slack.people.submit(AMINA.id, view_id, {"note": "Ok"})
    form = connected.forms(AMINA.id)[0]
    assert (form["id"], form["title"]["text"]) == (view_id, "Thank you")
    assert form["hash"] != before


def test_a_push_lays_a_form_on_top_and_sending_it_uncovers_the_one_below(connected: Hospital) -> None:
    answering(connected, response_action="push", view=modal("More", callback_id="more"))
    connected.app.view("more")(lambda ack: ack())
    first = opened(connected, modal())
    connected.slack.people.submit(AMINA.id, first, {"note": "Ok"})
    below, above = connected.forms(AMINA.id)
    assert (below["id"], above["title"]["text"]) == (first, "More")
    with pytest.raises(NotPossible, match="in front"):
        connected.slack.people.submit(AMINA.id, first, {"note": "Ok"})
    connected.slack.people.submit(AMINA.id, above["id"], {"note": "Ok"})
    assert [form["id"] for form in connected.forms(AMINA.id)] == [first]


def test_a_clear_closes_the_whole_stack(connected: Hospital) -> None:
    answering(connected, response_action="push", view=modal("More", callback_id="more"))
    connected.app.view("more")(lambda ack: ack(response_action="clear"))
    first = opened(connected, modal())
    connected.slack.people.submit(AMINA.id, first, {"note": "Ok"})
    connected.slack.people.submit(AMINA.id, connected.forms(AMINA.id)[-1]["id"], {"note": "Ok"})
    assert connected.forms(AMINA.id) == []


def test_at_most_three_forms_are_stacked(connected: Hospital) -> None:
    answering(connected, response_action="push", view=modal())
    opened(connected, modal())
    people = connected.slack.people
    for _ in range(2):
        assert people.submit(AMINA.id, connected.forms(AMINA.id)[-1]["id"], {"note": "Ok"}).error == ""
    assert len(connected.forms(AMINA.id)) == 3
    outcome = people.submit(AMINA.id, connected.forms(AMINA.id)[-1]["id"], {"note": "Ok"})
    assert outcome.error == "push_limit_reached"
    assert len(connected.forms(AMINA.id)) == 3


def test_an_unknown_response_action_is_a_rule_broken(connected: Hospital) -> None:
    answering(connected, response_action="explode")
    view_id = opened(connected, modal())
    assert connected.slack.people.submit(AMINA.id, view_id, {"note": "Ok"}).error == "invalid_response_action"


def test_a_form_that_gets_no_answer_stays_and_slack_says_so() -> None:
    with open_hospital(rules=Rules(ack_seconds=0.1)) as hospital, hospital.connected():
        view_id = opened(hospital, modal())
        hospital.app.view("reflect")(lambda: None)
        outcome = hospital.slack.people.submit(AMINA.id, view_id, {"note": "Ok"})
        assert (outcome.acknowledged, outcome.error) == (False, "operation_timeout")
        assert hospital.notices(AMINA.id) == ["We had some trouble connecting. Try again?"]
        assert hospital.forms(AMINA.id)[0]["state"]["note"]["value"]["value"] == "Ok"


def test_a_field_without_its_answer_is_refused_before_the_bot_is_asked(connected: Hospital) -> None:
    bodies = answering(connected)
    long = text_field("note", max_length=10)
    optional = {**text_field("more"), "optional": True}
    view_id = opened(connected, modal(blocks=[long, optional]))
    people = connected.slack.people
    missing = people.submit(AMINA.id, view_id, {})
    assert missing.field_errors == {"note": "Please complete this required field."}
    assert not missing.acknowledged
    too_long = people.submit(AMINA.id, view_id, {"note": "x" * 11})
    assert too_long.field_errors == {"note": "This is too long: 10 characters at most."}
    assert bodies == []
    assert people.submit(AMINA.id, view_id, {"note": "x" * 10}).acknowledged
    assert bodies[0]["view"]["state"]["values"]["more"]["value"]["value"] is None


def test_a_field_that_is_not_there_cannot_be_filled_in(connected: Hospital) -> None:
    view_id = opened(connected, modal())
    with pytest.raises(NotPossible, match="no field nose"):
        connected.slack.people.submit(AMINA.id, view_id, {"nose": "red"})


def test_initial_values_are_sent_as_they_stand(connected: Hospital) -> None:
    bodies = answering(connected)
    options = [{"text": {"type": "plain_text", "text": one}, "value": one} for one in ("a", "b")]
    select = {
        "type": "input",
        "block_id": "choice",
        "label": {"type": "plain_text", "text": "Choice"},
        "element": {
            "type": "static_select",
            "action_id": "one",
            "options": options,
            "initial_option": options[1],
        },
    }
    view_id = opened(connected, modal(blocks=[select, text_field("note", initial_value="As before")]))
    assert connected.slack.people.submit(AMINA.id, view_id, {}).acknowledged
    values = bodies[0]["view"]["state"]["values"]
    assert values["choice"]["one"] == {"type": "static_select", "selected_option": options[1]}
    assert values["note"]["value"]["value"] == "As before"


def file_field(**more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": "list",
        "label": {"type": "plain_text", "text": "The list"},
        "element": {"type": "file_input", "action_id": "file", "filetypes": ["csv"], "max_files": 1, **more},
    }


def test_a_file_in_a_form_is_fetched_by_the_bot(connected: Hospital) -> None:
    bodies = answering(connected)
    view_id = opened(connected, modal(blocks=[file_field()]))
    content = "name\nAmina\n"
    connected.slack.people.submit(AMINA.id, view_id, {"list": {"name": "people.csv", "content": content}})
    file = bodies[0]["view"]["state"]["values"]["list"]["file"]["files"][0]
    assert (file["name"], file["size"], file["user"]) == ("people.csv", len(content), AMINA.id)
    known = connected.client.files_info(file=file["id"])["file"]
    assert known["url_private_download"] == file["url_private_download"]
    with_token = {"Authorization": f"Bearer {connected.slack.bot_token}"}
    assert fetch(file["url_private_download"], with_token) == content
    assert "Sign in" in fetch(file["url_private_download"], {})
    assert "Sign in" in fetch(file["url_private"], {"Authorization": "Bearer xoxb-other"})


def fetch(url: str, headers: dict[str, str]) -> str:
    request = urllib.request.Request(url, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=2) as response:
        found: str = response.read().decode()
        return found


def test_a_file_of_another_kind_or_one_too_many_is_refused(connected: Hospital) -> None:
    view_id = opened(connected, modal(blocks=[file_field()]))
    people = connected.slack.people
    wrong = people.submit(AMINA.id, view_id, {"list": {"name": "people.exe", "content": b"MZ"}})
    assert wrong.field_errors == {"list": "Please choose a file of the type csv."}
    two = [{"name": f"{number}.csv", "content": b"x"} for number in range(2)]
    assert people.submit(AMINA.id, view_id, {"list": two}).field_errors == {"list": "That is too many files."}
    assert people.submit(AMINA.id, view_id, {}).field_errors == {
        "list": "Please complete this required field."
    }


def test_a_closed_form_tells_the_bot_only_if_it_asked(connected: Hospital) -> None:
    closed: list[str] = []

    @connected.app.view_closed("reflect")
    def on_close(ack: Any, body: dict[str, Any]) -> None:
        closed.append(body["view"]["id"])
        ack()

    quiet = opened(connected, modal())
    connected.slack.people.close(AMINA.id, quiet)
    assert (closed, connected.forms(AMINA.id)) == ([], [])
    trigger = connected.slack.workspace.triggers.issue(AMINA.id)
    view = modal(notify_on_close=True)
    telling = connected.client.views_open(trigger_id=trigger, view=view)["view"]["id"]
    connected.slack.people.close(AMINA.id, telling)
    assert closed == [telling]


def test_a_button_in_a_form_can_push_update_and_see_the_values(connected: Hospital) -> None:
    bodies: list[dict[str, Any]] = []

    @connected.app.action("yes")
    def yes(ack: Any, body: dict[str, Any], client: Any) -> None:
        bodies.append(body)
        client.views_push(trigger_id=body["trigger_id"], view=modal("On top"))
        view = modal("Underneath", blocks=[text_field("note"), BUTTON])
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)
        ack()

    view_id = opened(connected, modal(blocks=[text_field("note", initial_value="Kept"), BUTTON]))
    connected.slack.people.press_view(AMINA.id, view_id, "yes")
    below, above = connected.forms(AMINA.id)
    assert (below["title"]["text"], above["title"]["text"]) == ("Underneath", "On top")
    assert bodies[0]["view"]["state"]["values"]["note"]["value"]["value"] == "Kept"
    assert below["state"]["note"]["value"]["value"] == "Kept"


def test_a_field_of_a_form_is_not_pressed(connected: Hospital) -> None:
    view_id = opened(connected, modal())
    with pytest.raises(NotPossible, match="sent with the form"):
        connected.slack.people.press_view(AMINA.id, view_id, "value", "x")


@pytest.fixture
def triggers(connected: Hospital) -> Callable[[], str]:
    """Commands that yield their trigger_id."""
    found: list[str] = []

    @connected.app.command("/pairme")
    def pairme(ack: Any, body: dict[str, Any]) -> None:
        found.append(body["trigger_id"])
        ack()

    def trigger() -> str:
        connected.slack.people.command(AMINA.id, "/pairme", channel=WARD.id)
        return found[-1]

    return trigger


def test_a_form_belongs_to_one_person(connected: Hospital, triggers: Callable[[], str]) -> None:
    connected.client.views_open(trigger_id=triggers(), view=modal())
    assert len(connected.forms(AMINA.id)) == 1
    assert connected.forms(PRIYA.id) == []
    view_id = connected.forms(AMINA.id)[0]["id"]
    with pytest.raises(NotPossible, match="in front"):
        connected.slack.people.submit(PRIYA.id, view_id, {"note": "Mine now"})
