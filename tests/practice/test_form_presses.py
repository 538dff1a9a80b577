"""Buttons within an open form: what they carry, and what takes the form's place."""

from __future__ import annotations

from typing import Any

import pytest

from practice.refusal import NotPossible
from tests.practice.hospital import AMINA, BUTTON, Hospital, keeping, modal, refusal, text_field

PAGE: dict[str, Any] = {
    "title": {"type": "plain_text", "text": "Pairs"},
    "type": "modal",
    "callback_id": "review",
}
BESIDE: dict[str, Any] = {
    "type": "section",
    "text": {"type": "plain_text", "text": "Amina and Priya"},
    "block_id": "entry",
}


def page(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A form that sends nothing."""
    return {**PAGE, "blocks": list(blocks) or [BUTTON], **more}


def opened(hospital: Hospital, view: dict[str, Any]) -> str:
    """The id of this form, opened for Amina by a command."""

    @hospital.app.command("/pairme")
    def pairme(ack: Any, body: dict[str, Any], client: Any) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    assert hospital.slack.people.command(AMINA.id, "/pairme").acknowledged
    return str(hospital.forms(AMINA.id)[-1]["id"])


def pressed(hospital: Hospital) -> list[dict[str, Any]]:
    """The bodies of the presses that the bot gets."""
    bodies: list[dict[str, Any]] = []
    hospital.app.action("yes")(keeping(bodies))
    return bodies


def test_a_form_without_submit_can_be_read_and_not_sent(connected: Hospital) -> None:
    view_id = opened(connected, page())
    assert connected.forms(AMINA.id)[0]["submit"] is None
    with pytest.raises(NotPossible, match="nothing that sends it"):
        connected.slack.people.submit(AMINA.id, view_id, {})


def test_a_press_carries_what_is_typed_and_does_not_wait_for_the_rest(connected: Hospital) -> None:
    bodies = pressed(connected)
    view_id = opened(connected, modal(blocks=[text_field("note"), text_field("more"), BUTTON]))
    outcome = connected.slack.people.press_view(AMINA.id, view_id, "yes", values={"note": "Half a wo"})
    assert outcome.acknowledged
    values = bodies[0]["view"]["state"]["values"]
    assert values["note"]["value"]["value"] == "Half a wo"
    assert values["more"]["value"]["value"] is None
    assert connected.forms(AMINA.id)[0]["state"]["note"]["value"]["value"] == "Half a wo"


def test_a_button_beside_an_entry_is_told_apart_by_its_block(connected: Hospital) -> None:
    bodies = pressed(connected)
    elements: Any = BUTTON["elements"]
    (button,) = elements
    other = {**BESIDE, "block_id": "other", "accessory": {**button, "value": "pair 8"}}
    view_id = opened(connected, page({**BESIDE, "accessory": button}, other))
    connected.slack.people.press_view(AMINA.id, view_id, "yes", block_id="other")
    assert bodies[0]["actions"][0]["value"] == "pair 8"
    assert bodies[0]["container"] == {"type": "view", "view_id": view_id}
    assert "message" not in bodies[0]


def test_a_second_answer_to_an_older_look_of_the_form_is_refused(connected: Hospital) -> None:
    bodies = pressed(connected)
    view_id = opened(connected, page())
    for _ in range(2):
        connected.slack.people.press_view(AMINA.id, view_id, "yes")
    first, second = (body["view"]["hash"] for body in bodies)
    assert first == second
    connected.client.views_update(view_id=view_id, hash=first, view=page(BESIDE))
    stale = refusal(connected.client.views_update, view_id=view_id, hash=second, view=page(BUTTON))
    assert stale == "hash_conflict"
    assert [block["type"] for block in connected.forms(AMINA.id)[0]["blocks"]] == ["section"]


def test_what_is_typed_stays_in_a_box_of_the_same_ids_and_goes_with_other_ids(connected: Hospital) -> None:
    pressed(connected)
    view_id = opened(connected, modal(blocks=[text_field("note"), BUTTON]))
    connected.slack.people.press_view(AMINA.id, view_id, "yes", values={"note": "Mine"})
    anew: dict[str, Any] = text_field("note")
    anew["element"] = {**anew["element"], "initial_value": "Yours"}
    for block_id, stands in (("note", "Mine"), ("note#", "Yours")):
        view = modal(blocks=[{**anew, "block_id": block_id}, BUTTON])
        connected.client.views_update(view_id=view_id, view=view)
        assert connected.forms(AMINA.id)[0]["state"][block_id]["value"]["value"] == stands


def test_nobody_types_into_a_box_that_is_not_there(connected: Hospital) -> None:
    view_id = opened(connected, page())
    with pytest.raises(NotPossible, match="no field note"):
        connected.slack.people.press_view(AMINA.id, view_id, "yes", values={"note": "Mine"})
