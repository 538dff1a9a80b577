from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bot.slack.modals import modal
from practice.blocks import check_view
from programme.words.message import Field, FieldKind, Form, Option

NAMES = tuple(Option(f"Resident doctor number {number}", f"P{number}") for number in range(60))


def drawn(form: Form) -> dict[str, Any]:
    """The view, once the checker has nothing to say about it."""
    view = modal(form)
    assert check_view(view) == []
    return view


def asked(kind: FieldKind, **keys: Any) -> dict[str, Any]:
    """The element of a form with just this box."""
    form = Form("reflect", "Reflect", (Field("answer", "Your answer", kind, **keys),), "Keep it")
    element: dict[str, Any] = drawn(form)["blocks"][0]["element"]
    assert element.pop("action_id") == "answer"
    return element


LEARNED = Field("learned", "What did you learn?", "long_text", hint="One line is enough.", max_length=500)
WARD = Field("ward", "Where", "text", required=False)
REFLECT = Form(
    "reflect", "Reflect", (LEARNED, WARD), "Keep it", subject="pair 7", note="Only you see *this*."
)


def test_a_form_becomes_a_view_that_remembers_what_it_is_about() -> None:
    view = drawn(REFLECT)
    assert (view["callback_id"], view["title"]["text"]) == ("reflect", "Reflect")
    assert (view["submit"]["text"], view["close"]["text"]) == ("Keep it", "Cancel")
    assert view["private_metadata"] == "pair 7"


def test_a_form_has_its_note_above_and_get_help_below() -> None:
    note, learned, ward, last = drawn(REFLECT)["blocks"]
    assert note["text"] == {"type": "plain_text", "text": "Only you see *this*.", "emoji": False}
    assert (learned["block_id"], learned["optional"]) == ("learned", False)
    assert learned["hint"]["text"] == "One line is enough."
    assert (ward["block_id"], ward["optional"], "hint" in ward) == ("ward", True, False)
    assert [button["action_id"] for button in last["elements"]] == ["get_help"]


def test_text_boxes_take_one_line_or_several_and_no_more_than_they_may() -> None:
    assert asked("text") == {"type": "plain_text_input", "multiline": False, "max_length": 3000}
    long = asked("long_text", max_length=500, value="We met.")
    assert long == {
        "type": "plain_text_input",
        "multiline": True,
        "max_length": 500,
        "initial_value": "We met.",
    }
    assert asked("text", max_length=9000)["max_length"] == 3000


def test_few_answers_stand_open_and_many_go_into_a_menu() -> None:
    assert [asked("choice", options=NAMES[:count])["type"] for count in (4, 5)] == [
        "radio_buttons",
        "static_select",
    ]
    several = [asked("choices", options=NAMES[:count])["type"] for count in (10, 11)]
    assert several == ["checkboxes", "multi_static_select"]


@pytest.mark.parametrize("count", [3, 60])
def test_what_was_chosen_before_is_chosen_already(count: int) -> None:
    one = asked("choice", options=NAMES[:count], value="P2")
    assert one["initial_option"] == one["options"][2]
    several = asked("choices", options=NAMES[:count], value=("P2", "P0", "gone"))
    assert several["initial_options"] == [several["options"][0], several["options"][2]]


def test_a_choice_that_is_no_longer_offered_is_not_chosen() -> None:
    assert "initial_option" not in asked("choice", options=NAMES[:3], value="gone")
    assert "initial_options" not in asked("choices", options=NAMES[:3], value="gone")


def test_a_long_name_among_the_answers_is_shortened_and_its_value_is_not() -> None:
    offered = asked("choice", options=(Option("x" * 80, "P1"),))["options"][0]
    assert (offered["text"]["text"], offered["value"]) == ("x" * 74 + "…", "P1")


def test_pickers_begin_with_what_was_picked() -> None:
    assert asked("date", value="2027-03-15") == {"type": "datepicker", "initial_date": "2027-03-15"}
    assert asked("time", value="14:30") == {"type": "timepicker", "initial_time": "14:30"}
    assert asked("person", value="U1") == {"type": "users_select", "initial_user": "U1"}
    assert asked("people", value=("U1", "U2")) == {
        "type": "multi_users_select",
        "initial_users": ["U1", "U2"],
    }
    channel = asked("channel", value="C1")
    assert channel["initial_conversation"] == "C1"
    assert channel["filter"] == {"include": ["public", "private"], "exclude_bot_users": True}


def test_pickers_may_begin_empty() -> None:
    kinds: tuple[FieldKind, ...] = ("date", "time", "person", "people")
    assert [asked(kind).keys() for kind in kinds] == [{"type"}] * 4


def test_a_file_is_one_csv() -> None:
    assert asked("file") == {"type": "file_input", "filetypes": ["csv"], "max_files": 1}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": "x" * 25}, "title of reflect has 25 characters and Slack takes 24"),
        ({"submit": "x" * 25}, "submit of reflect has 25"),
        ({"close": "x" * 25}, "close of reflect has 25"),
        ({"subject": "x" * 3001}, "subject of reflect has 3001"),
        ({"fields": (WARD,) * 100}, "form reflect needs 101 blocks and Slack takes 100"),
        ({"fields": (Field("answer", "x" * 2001, "text"),)}, r"label of reflect\.answer has 2001"),
        (
            {"fields": (Field("answer", "Where", "text", hint="x" * 2001),)},
            r"hint of reflect\.answer has 2001",
        ),
        (
            {"fields": (Field("answer", "Where", "text", value="x" * 3001),)},
            r"value of reflect\.answer has 3001",
        ),
        ({"fields": (Field("answer", "Who", "choice"),)}, r"reflect\.answer offers 0 answers"),
        (
            {"fields": (Field("answer", "Who", "choices", options=NAMES * 2),)},
            r"reflect\.answer offers 120 answers",
        ),
        (
            {"fields": (Field("answer", "Who", "choice", options=(Option("A", "x" * 151),)),)},
            r"value that reflect\.answer offers has 151",
        ),
    ],
)
def test_what_slack_has_no_room_for_is_refused_by_name(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        modal(dataclasses.replace(REFLECT, **{"note": "", **change}))
