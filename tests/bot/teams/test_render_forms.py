from __future__ import annotations

import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.teams.fitting import size
from bot.teams.render import activity, dialog, form_card, packed, replaced, unpacked
from practice.teams.cards import activity_problems, invoke_problems
from programme.words.message import Button, Field, Form, Message, Option
from tests.golden.looks import typed_problems

WAYS = (Option("By video", "video"), Option("In person", "person"))
FORM = Form(
    "plan",
    "Your first meeting",
    (
        Field("on_date", "Date", "date"),
        Field("at_time", "Time", "time", value="12:30"),
        Field("place", "Where", "text", "Somewhere with coffee works well", max_length=120),
        Field("way", "How", "choice", options=WAYS),
        Field("days", "Days", "choices", "Choose 1 or 2", options=WAYS, required=False),
        Field("words", "Anything else?", "long_text", required=False),
    ),
    "Save",
    subject="7",
    note="Both of you see this.",
)
ROOMS = (Option("Paired Learning", "19:abc@thread.tacv2"),)


def drawn(form: Form, **how: Any) -> list[dict[str, Any]]:
    """The elements of the dialog, once the checkers have nothing to say about it, nor about the card."""
    answer = dialog(form, form_id="a1", **how)
    in_card = replaced(form_card(form, form_id="a1", **how))
    assert invoke_problems("task/fetch", answer) == []
    assert invoke_problems("adaptiveCard/action", in_card) == []
    assert typed_problems(answer) == []
    elements: list[dict[str, Any]] = answer["task"]["value"]["card"]["content"]["body"]
    return elements


def every(elements: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for element in elements:
        yield element
        yield from every(element.get("items", []))


def inputs(form: Form, **how: Any) -> dict[str, dict[str, Any]]:
    return {element["id"]: element for element in every(drawn(form, **how)) if "id" in element}


def one(field: Field, **how: Any) -> dict[str, Any]:
    return inputs(replace(FORM, fields=(field,)), **how)[field.name]


def test_a_form_is_a_dialog_with_its_boxes_and_a_button_that_sends_it() -> None:
    *_, row = drawn(FORM)
    send, help_ = row["actions"]
    assert (send["type"], send["title"], send["style"]) == ("Action.Submit", "Save", "positive")
    assert send["data"] == {"form": "plan", "subject": "7", "form_id": "a1", "again": packed(FORM)}
    assert help_["data"] == {"press": "get_help", "subject": ""}
    value = dialog(FORM, form_id="a1")["task"]["value"]
    assert (value["title"], value["height"], value["width"]) == ("Your first meeting", "large", "medium")


def test_each_kind_of_box_is_the_one_that_teams_has_for_it() -> None:
    boxes = inputs(FORM)
    assert {name: box["type"] for name, box in boxes.items()} == {
        "on_date": "Input.Date",
        "at_time": "Input.Time",
        "place": "Input.Text",
        "way": "Input.ChoiceSet",
        "days": "Input.ChoiceSet",
        "words": "Input.Text",
    }
    assert boxes["place"]["maxLength"] == 120
    assert boxes["words"]["isMultiline"] is True
    assert boxes["at_time"]["value"] == "12:30"


def test_what_must_be_filled_in_says_so_in_words() -> None:
    boxes = inputs(FORM)
    assert boxes["on_date"]["errorMessage"] == "Please choose a date."
    assert boxes["place"]["errorMessage"] == "Please fill this in."
    assert "isRequired" not in boxes["days"]


def test_a_hint_stands_below_its_box_but_above_a_list_of_answers() -> None:
    elements = drawn(FORM)
    place = next(at for at, element in enumerate(elements) if element.get("id") == "place")
    assert elements[place + 1]["text"] == "Somewhere with coffee works well"
    assert elements[place + 1]["isSubtle"] is True
    assert inputs(FORM)["days"]["label"] == "Days. Choose 1 or 2"


def test_few_answers_stand_open_and_many_are_in_a_menu() -> None:
    many = tuple(Option(f"Ward {number}", str(number)) for number in range(5))
    assert one(Field("ward", "Ward", "choice", options=many))["style"] == "compact"
    assert one(Field("ward", "Ward", "choice", options=many[:4]))["style"] == "expanded"
    assert one(Field("ward", "Ward", "choices", options=many))["isMultiSelect"] is True


def test_an_answer_that_would_be_read_as_markdown_is_in_a_menu() -> None:
    odd = (Option("The *best* one", "1"), Option("The other", "2"))
    assert one(Field("cohort", "Which?", "choice", options=odd))["style"] == "compact"


def test_people_are_looked_for_in_the_whole_organisation() -> None:
    person = one(Field("lead", "Lead", "person", value="a1"))
    assert person["choices.data"]["dataset"] == "graph.microsoft.com/users"
    assert (person["isMultiSelect"], person["value"]) == (False, "a1")
    people = one(Field("avoid", "Not with", "people", value=("a1", "b2")))
    assert (people["isMultiSelect"], people["value"]) == (True, "a1,b2")


def test_a_channel_is_one_of_those_that_are_known() -> None:
    field = Field("channel", "Channel", "channel", value="19:gone@thread.tacv2")
    box = one(field, rooms=ROOMS)
    assert box["choices"] == [{"title": "Paired Learning", "value": "19:abc@thread.tacv2"}]
    assert "value" not in box
    assert one(replace(field, value="19:abc@thread.tacv2"), rooms=ROOMS)["value"] == "19:abc@thread.tacv2"


def test_without_a_channel_the_form_says_what_to_do() -> None:
    elements = drawn(replace(FORM, fields=(Field("channel", "Channel", "channel"),)))
    said = [element["text"] for element in elements if element["type"] == "TextBlock"]
    assert said[1:] == [
        "Channel",
        "I am not in a channel yet. Add me to a team first, then open this form again.",
    ]


def test_a_list_can_be_pasted_because_a_dialog_takes_no_file() -> None:
    box = one(Field("list", "The list", "file"))
    assert (box["type"], box["isMultiline"]) == ("Input.Text", True)


def test_a_dialog_is_as_tall_as_its_boxes_need() -> None:
    def height(*fields: Field) -> str:
        return str(dialog(replace(FORM, fields=fields), form_id="a1")["task"]["value"]["height"])

    assert height(Field("place", "Where", "text")) == "small"
    assert height(Field("words", "In your own words", "long_text")) == "medium"
    assert height(*FORM.fields[:3]) == "medium"
    assert height(*FORM.fields) == "large"


def test_errors_stand_with_their_boxes_and_what_was_typed_is_kept() -> None:
    typed = {"place": "Theatre *3*", "way": "video", "days": ("video", "person"), "at_time": ""}
    elements = drawn(FORM, errors={"on_date": "Please choose a date.", "place": "Where?"}, values=typed)
    assert elements[0]["text"] == "Please look again at: Date, Where."
    marked = {box["items"][1]["id"]: box for box in elements if box["type"] == "Container"}
    assert {name: box["items"][0]["text"] for name, box in marked.items()} == {
        "on_date": "Please choose a date.",
        "place": "Where?",
    }
    assert {box["style"] for box in marked.values()} == {"attention"}
    assert {box["items"][1]["spacing"] for box in marked.values()} == {"Small"}
    kept = {element["id"]: element.get("value") for element in every(elements) if "id" in element}
    assert kept == {
        "on_date": None,
        "at_time": None,
        "place": "Theatre *3*",
        "way": "video",
        "days": "video,person",
        "words": None,
    }


def test_an_error_about_no_box_in_particular_stands_at_the_top() -> None:
    elements = drawn(FORM, errors={"": "The pairs have been made meanwhile."})
    assert elements[0]["text"] == "The pairs have been made meanwhile."


def test_more_than_a_box_takes_is_kept_all_the_same() -> None:
    box = one(FORM.fields[2], values={"place": "x" * 200})
    assert (len(box["value"]), box["maxLength"]) == (200, 200)


def test_in_a_card_the_answer_replaces_the_card_and_other_buttons_do_not_wait_for_the_boxes() -> None:
    message = Message((), form=FORM, buttons=(Button("Not now", "not_now"),))
    posted = activity(message, letter_key="T1/answer/1")
    assert activity_problems(posted) == []
    assert posted["summary"] == "Your first meeting"
    card = posted["attachments"][0]["content"]
    assert card["body"][0]["text"] == "Your first meeting"
    send, *others = card["body"][-1]["actions"]
    assert (send["type"], send["verb"]) == ("Action.Execute", "form")
    assert send["data"]["form_id"] == "T1/answer/1"
    assert send["fallback"]["data"] == send["data"]
    assert [(other["title"], other["associatedInputs"]) for other in others] == [
        ("Not now", "none"),
        ("Get help", "none"),
    ]


def test_help_is_read_in_the_dialog_so_that_nothing_typed_is_lost() -> None:
    answer = dialog(FORM, form_id="a1", help_=Message(("Call 999.", "Ring us on extension 5.")))
    assert invoke_problems("task/fetch", answer) == []
    send, help_ = answer["task"]["value"]["card"]["content"]["body"][-1]["actions"]
    assert (send["title"], help_["type"], help_["title"]) == ("Save", "Action.ShowCard", "Get help")
    assert [line["text"] for line in help_["card"]["body"]] == ["Call 999.", "Ring us on extension 5."]


@pytest.mark.parametrize("name", ["form", "subject", "form_id", "again", "press", "msteams"])
def test_a_box_cannot_take_a_name_of_ours(name: str) -> None:
    with pytest.raises(ValueError, match=f"plan has a box called {name}"):
        dialog(replace(FORM, fields=(Field(name, "Name", "text"),)), form_id="a1")


def test_a_value_with_a_comma_is_refused_because_several_come_back_joined_by_commas() -> None:
    odd = (Option("Both", "a,b"),)
    with pytest.raises(ValueError, match="days offers a value with a comma"):
        dialog(replace(FORM, fields=(Field("days", "Days", "choices", options=odd),)), form_id="a1")


def test_a_form_comes_back_as_it_was_but_for_what_stood_in_it() -> None:
    back = unpacked(packed(FORM))
    assert back is not None
    assert back == replace(FORM, fields=tuple(replace(field, value="") for field in FORM.fields))


def test_what_is_no_form_of_ours_is_not_unpacked() -> None:
    zipped = urlsafe_b64encode(zlib.compress(b'{"name": 7}')).decode()
    for text in ("", "é", "not base64!", "AAAA", packed(FORM)[:-12], zipped):
        assert unpacked(text) is None


def test_a_little_text_that_holds_a_great_deal_is_not_unpacked() -> None:
    huge = replace(FORM, note=" " * 1_000_000)
    assert len(packed(huge)) < 16_000
    assert unpacked(packed(huge)) is None
    assert unpacked("A" * 100_000) is None


LABEL = st.text(min_size=1, max_size=60).filter(str.strip)
OPTIONS = st.lists(
    st.builds(Option, LABEL, st.text("abcdef-", min_size=1, max_size=12)),
    min_size=1,
    max_size=20,
    unique_by=(lambda option: option.label, lambda option: option.value),
)
KINDS = st.sampled_from(["text", "long_text", "choice", "choices", "person", "people", "channel", "file"])
FIELDS = st.lists(
    st.builds(
        Field,
        st.text("abcxyz_", min_size=2, max_size=6),
        LABEL,
        KINDS,
        st.text(max_size=60),
        st.booleans(),
        OPTIONS.map(tuple),
        st.text("abcdef-", max_size=12),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda field: field.name,
)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(FIELDS, st.dictionaries(st.text("abcxyz_", min_size=2, max_size=6), LABEL, max_size=3))
def test_any_form_is_drawn_so_that_the_checker_accepts_it(
    fields: list[Field], errors: dict[str, str]
) -> None:
    form = replace(FORM, fields=tuple(fields))
    drawn(form, errors=errors, rooms=ROOMS)
    assert size(dialog(form, form_id="a1", errors=errors)) < 28 * 1024
