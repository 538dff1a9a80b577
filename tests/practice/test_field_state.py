from __future__ import annotations

from typing import Any

import pytest

from practice.field_state import Known, NotAccepted, Value, carried_over, filled, initial_values

KNOWN = Known({"U0AMINA", "U0PRIYA"}, {"C0WARD"})
OPTIONS = [{"text": {"type": "plain_text", "text": one.upper()}, "value": one} for one in ("a", "b", "c")]


def field(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "it", **more}


ACCEPTED: list[tuple[dict[str, Any], Value, str, Any]] = [
    (field("plain_text_input"), "Hello", "value", "Hello"),
    (field("plain_text_input"), "", "value", None),
    (field("email_text_input"), "a@example.org", "value", "a@example.org"),
    (field("url_text_input"), "https://example.org/x", "value", "https://example.org/x"),
    (field("number_input", is_decimal_allowed=True), "-3.5", "value", "-3.5"),
    (field("static_select", options=OPTIONS), "b", "selected_option", OPTIONS[1]),
    (field("static_select", option_groups=[{"options": OPTIONS}]), "c", "selected_option", OPTIONS[2]),
    (field("radio_buttons", options=OPTIONS), ["a"], "selected_option", OPTIONS[0]),
    (field("multi_static_select", options=OPTIONS), ["a", "c"], "selected_options", [OPTIONS[0], OPTIONS[2]]),
    (field("checkboxes", options=OPTIONS), "b", "selected_options", [OPTIONS[1]]),
    (field("checkboxes", options=OPTIONS), [], "selected_options", []),
    (field("datepicker"), "2027-03-15", "selected_date", "2027-03-15"),
    (field("timepicker"), "08:30", "selected_time", "08:30"),
    (field("datetimepicker"), "1800000000", "selected_date_time", 1_800_000_000),
    (field("users_select"), "U0AMINA", "selected_user", "U0AMINA"),
    (field("multi_users_select"), ["U0AMINA", "U0PRIYA"], "selected_users", ["U0AMINA", "U0PRIYA"]),
    (field("conversations_select"), "C0WARD", "selected_conversation", "C0WARD"),
    (field("multi_conversations_select"), ["C0WARD"], "selected_conversations", ["C0WARD"]),
    (field("channels_select"), "C0WARD", "selected_channel", "C0WARD"),
    (field("multi_channels_select"), ["C0WARD"], "selected_channels", ["C0WARD"]),
]
REFUSED: list[tuple[dict[str, Any], Value, str]] = [
    (field("plain_text_input", max_length=3), "long", "3 characters at most"),
    (field("plain_text_input", min_length=3), "no", "3 characters at least"),
    (field("email_text_input"), "nobody", "valid email"),
    (field("url_text_input"), "example", "valid URL"),
    (field("number_input"), "three", "a number"),
    (field("number_input", is_decimal_allowed=False), "3.5", "a whole number"),
    (field("number_input", is_decimal_allowed=False, min_value="1"), "0", "at least 1"),
    (field("number_input", is_decimal_allowed=False, max_value="9"), "10", "at most 9"),
    (field("static_select", options=OPTIONS), "d", "not one of the options"),
    (field("static_select", options=OPTIONS), ["a", "b"], "one only"),
    (field("multi_static_select", options=OPTIONS, max_selected_items=1), ["a", "b"], "at most 1"),
    (field("datepicker"), "15/03/2027", "valid date"),
    (field("timepicker"), "half past", "valid time"),
    (field("datetimepicker"), "soon", "valid date and time"),
    (field("users_select"), "U0GHOST", "Nobody here"),
    (field("conversations_select"), "C0ELSE", "no such conversation"),
]


@pytest.mark.parametrize(("element", "value", "key", "state"), ACCEPTED)
def test_a_value_stands_where_slack_puts_it(
    element: dict[str, Any], value: Value, key: str, state: object
) -> None:
    assert filled(element, value, KNOWN) == {"type": element["type"], key: state}


@pytest.mark.parametrize(("element", "value", "complaint"), REFUSED)
def test_slacks_client_does_not_take_everything(
    element: dict[str, Any], value: Value, complaint: str
) -> None:
    with pytest.raises(NotAccepted, match=complaint):
        filled(element, value, KNOWN)


def test_a_new_form_keeps_what_was_entered_in_the_same_field() -> None:
    def block(name: str, kind: str = "plain_text_input") -> dict[str, Any]:
        return {"type": "input", "block_id": name, "element": field(kind)}

    before = initial_values([block("one"), block("two"), block("three")])
    for fields in before.values():
        fields["it"]["value"] = "Entered"
    after = carried_over([block("one"), block("two", "datepicker"), block("four")], before)
    assert after["one"]["it"]["value"] == "Entered"
    assert after["two"]["it"] == {"type": "datepicker", "selected_date": None}
    assert after["four"]["it"]["value"] is None


def test_a_button_has_no_state() -> None:
    assert initial_values([{"type": "actions", "block_id": "b", "elements": [field("button")]}]) == {}
