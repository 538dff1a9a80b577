"""What Slack sends becomes an action: only what a person did, and only their own words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.slack import inbound
from handlers.action import Account, MessageRef
from tests.conversations.story import at

AMINA = Account("T1", "slack", "U1", "Amina")
NOW = at("2027-03-16 10:00")


def event(**more: Any) -> dict[str, Any]:
    said = {
        "type": "message",
        "channel_type": "im",
        "channel": "D1",
        "ts": "1.1",
        "user": "U1",
        "text": "hello",
    }
    return {"event_id": "Ev1", "event": said | more}


def changed(new: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    return event(
        subtype="message_changed",
        message={"user": "U1", "ts": "1.0"} | new,
        previous_message={"user": "U1", "ts": "1.0"} | old,
    )


def test_what_somebody_says_in_the_chat_is_an_action() -> None:
    action = inbound.said(event(), AMINA, NOW)
    assert action is not None
    assert (action.kind, action.text, action.origin) == ("said", "hello", MessageRef("D1", "1.1"))
    assert action.key == "event/Ev1"


def test_when_something_was_said_and_when_it_was_changed_are_slacks_own_stamps() -> None:
    said = inbound.said(event(ts="1806314400.000205"), AMINA, NOW)
    edited = inbound.said(changed({"text": "new"}, {"text": "old"}), AMINA, NOW)
    assert said is not None
    assert edited is not None
    assert said.written_at == said.done_at == at("2027-03-29 10:00") + timedelta(microseconds=205)
    assert (edited.written_at, edited.done_at) == (at("1970-01-01 00:00:01"), at("1970-01-01 00:00:01.1"))


def test_a_message_without_a_text_has_no_words() -> None:
    action = inbound.said(event(text=None), AMINA, NOW)
    assert action is not None
    assert action.text == ""


def test_a_message_in_a_thread_names_the_message_above_it() -> None:
    action = inbound.said(event(thread_ts="0.9"), AMINA, NOW)
    assert action is not None
    assert action.thread == "0.9"


def test_an_edit_is_about_the_message_that_was_edited() -> None:
    action = inbound.said(changed({"text": "new"}, {"text": "old"}), AMINA, NOW)
    assert action is not None
    assert (action.kind, action.text, action.origin) == ("changed", "new", MessageRef("D1", "1.0"))


def test_a_deletion_carries_no_words() -> None:
    deleted = event(
        subtype="message_deleted", deleted_ts="1.0", previous_message={"user": "U1", "text": "old"}
    )
    action = inbound.said(deleted, AMINA, NOW)
    assert action is not None
    assert (action.kind, action.text, action.origin) == ("deleted", "", MessageRef("D1", "1.0"))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(event(channel_type="mpim"), id="in a group conversation"),
        pytest.param(event(channel_type="channel"), id="in a channel"),
        pytest.param(event(bot_id="B1"), id="said by the bot itself"),
        pytest.param(
            changed({"bot_id": "B1", "text": "a"}, {"bot_id": "B1", "text": "b"}), id="changed by the bot"
        ),
        pytest.param(
            changed({"text": "same", "attachments": []}, {"text": "same"}), id="a link was unfolded"
        ),
        pytest.param(
            changed({"subtype": "tombstone", "text": ""}, {"text": "a"}), id="a deleted head of a thread"
        ),
        pytest.param(event(subtype="channel_join"), id="said by Slack"),
    ],
)
def test_nothing_else_is(body: dict[str, Any]) -> None:
    assert inbound.said(body, AMINA, NOW) is None


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("5 &lt; 6 &amp; 7", "5 < 6 & 7"),
        ("<tel:9434765919|943 476 5919>", "943 476 5919"),
        ("<mailto:a@example.org|a@example.org>", "a@example.org"),
        ("<https://example.org>", "https://example.org"),
        ("<@U1|Amina> and <#C1|ward>", "Amina and ward"),
        ("&lt;not a link&gt;", "<not a link>"),
    ],
)
def test_words_are_read_as_the_person_sees_them(sent: str, read: str) -> None:
    assert inbound.plain_text(sent) == read


def test_every_kind_of_box_gives_its_value() -> None:
    options = [{"value": "a"}, {"value": "b"}]
    state = {
        "text": {"type": "plain_text_input", "value": "words"},
        "empty": {"type": "plain_text_input", "value": None},
        "one": {"type": "radio_buttons", "selected_option": {"value": "a"}},
        "none": {"type": "static_select", "selected_option": None},
        "several": {"type": "checkboxes", "selected_options": options},
        "day": {"type": "datepicker", "selected_date": "2027-03-16"},
        "hour": {"type": "timepicker", "selected_time": "12:30"},
        "person": {"type": "users_select", "selected_user": "U2"},
        "people": {"type": "multi_users_select", "selected_users": ["U2", "U3"]},
        "channel": {"type": "conversations_select", "selected_conversation": "C1"},
        "list": {"type": "file_input", "files": [{"id": "F1"}]},
    }
    view = {
        "id": "V1",
        "hash": "h",
        "callback_id": "form",
        "private_metadata": "7",
        "state": {"values": {name: {name: box} for name, box in state.items()}},
    }
    action = inbound.form({"view": view}, AMINA, NOW, {}, "a,b")
    assert action.values == {
        "text": "words",
        "one": "a",
        "several": ("a", "b"),
        "day": "2027-03-16",
        "hour": "12:30",
        "person": "U2",
        "people": ("U2", "U3"),
        "channel": "C1",
        "list": "a,b",
    }
    assert (action.subject, action.name, action.key) == ("7", "form", "form/V1/h")
    assert inbound.people_chosen({"view": view}) == ["U2", "U2", "U3"]


def test_a_button_in_an_ephemeral_message_has_no_message_to_replace_later() -> None:
    body = {
        "trigger_id": "1",
        "actions": [{"action_id": "answer_prompt#2", "value": "7:yes"}],
        "channel": {"id": "C1"},
        "container": {"type": "message", "message_ts": "1.0", "is_ephemeral": True},
    }
    action = inbound.press(body, AMINA, NOW)
    assert (action.name, action.subject, action.origin) == ("answer_prompt", "7:yes", None)


def test_a_button_on_a_form_carries_what_stands_in_the_boxes_whatever_their_blocks_are_called() -> None:
    state = {
        "other": {"other": {"type": "users_select", "selected_user": "U2"}},
        "why#": {"why": {"type": "plain_text_input", "value": "They asked"}},
        "list": {"list": {"type": "file_input", "files": []}},
    }
    body = {
        "trigger_id": "1",
        "actions": [{"action_id": "swap", "value": "104/17"}],
        "container": {"type": "view", "view_id": "V1"},
        "view": {"type": "modal", "state": {"values": state}},
    }
    priya = Account("T1", "slack", "U2", "Priya")
    action = inbound.press(body, AMINA, NOW, {"U2": priya})
    assert action.values == {"other": "U2", "why": "They asked"}
    assert (action.chosen, inbound.people_chosen(body)) == ({"U2": priya}, ["U2"])
    assert (action.origin, action.place.kind) == (None, "home")
    assert inbound.blocks_of(body) == {"other": "other", "why": "why#", "list": "list"}
