"""Forms with entries to read and to press, drawn as dialogs and as cards of Teams."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.teams import acts
from bot.teams.acts import act_of
from bot.teams.render import activity, dialog, form_card, packed, replaced, unpacked
from practice.teams.cards import activity_problems, invoke_problems
from programme.words.message import Button, Confirm, Field, Form, Line, Message
from tests.golden.looks import typed_problems
from tests.golden.samples_of_forms import FORMS

LOCK, LOOK = Button("Lock", "lock", "104/1"), Button("Look", "look", "104/1", opens_form=True)
PAGE = Form("review", "Pairs", (), "", close="Close", lines=(Line("Amina *and* Priya", (LOCK, LOOK)),))
WHO = Field("who", "Who", "person")
SWAP = replace(PAGE, fields=(WHO, Field("why", "Why", "text", required=False)), submit="Show")
PRIYA = "bbbbbbbb-0000-4000-8000-000000000002"


def body(form: Form, **how: Any) -> list[dict[str, Any]]:
    """The elements of the dialog, once the checkers have nothing to say about it, nor about the card."""
    answer = dialog(form, form_id="a1", **how)
    assert invoke_problems("task/fetch", answer) == []
    assert invoke_problems("adaptiveCard/action", replaced(form_card(form, form_id="a1", **how))) == []
    assert activity_problems(activity(Message((), form=form), letter_key="T1/a")) == []
    assert typed_problems(answer) == []
    elements: list[dict[str, Any]] = answer["task"]["value"]["card"]["content"]["body"]
    return elements


def sent(data: dict[str, Any]) -> acts.Act:
    """A press or a form that comes back from a dialog."""
    act = act_of({"type": "invoke", "name": "task/submit", "value": {"data": data}})
    assert act is not None
    return act


def test_an_entry_stands_in_a_box_of_its_own_with_its_buttons() -> None:
    entry, last = body(PAGE)
    said, row = entry["items"]
    assert said["inlines"][0]["text"] == "Amina *and* Priya"
    assert [(each["type"], each["title"]) for each in row["actions"]] == [
        ("Action.Submit", "Lock"),
        ("Action.Submit", "Look"),
    ]
    assert row["actions"][0]["data"] == {"press": "lock", "subject": "104/1"}
    assert [each["title"] for each in last["actions"]] == ["Get help"]
    assert entry["separator"] is True


def test_on_a_card_the_answer_takes_the_place_of_the_form_and_no_dialog_opens_over_it() -> None:
    card = form_card(PAGE, form_id="a1")
    entry = next(each for each in card["body"] if each["type"] == "Container")
    assert [each["type"] for each in entry["items"][-1]["actions"]] == ["Action.Execute"] * 2


def test_entries_stand_above_the_boxes_and_buttons_after_the_one_that_sends() -> None:
    *above, last = body(replace(SWAP, note="Nobody knows yet.", buttons=(Button("Back", "review", "104"),)))
    assert [each["type"] for each in above] == ["TextBlock", "Container", "Input.ChoiceSet", "Input.Text"]
    assert [each["title"] for each in last["actions"]] == ["Show", "Back", "Get help"]
    assert "associatedInputs" not in last["actions"][1]
    assert last["actions"][2]["associatedInputs"] == "none"


def test_a_button_of_a_form_brings_what_stands_in_the_boxes() -> None:
    entry = body(SWAP)[0]
    data = entry["items"][-1]["actions"][0]["data"]
    act = sent({**data, "who": PRIYA.upper(), "why": "They asked"})
    assert (act.press, act.subject) == ("lock", "104/1")
    assert acts.values(act) == {"who": PRIYA, "why": "They asked"}
    assert acts.people_chosen(act) == [PRIYA]


@pytest.mark.parametrize("boxes", [None, "who", 7, ["who"], {"who": 7}])
def test_a_button_that_names_boxes_in_an_odd_way_brings_what_can_be_read(boxes: object) -> None:
    act = sent({"press": "lock", "subject": "1", "boxes": boxes, "who": "Priya"})
    assert acts.values(act) == ({"who": "Priya"} if isinstance(boxes, dict) else {})


def test_no_button_waits_for_a_box_and_the_door_says_what_is_empty() -> None:
    assert "isRequired" not in body(SWAP)[1]
    data = {"form": "review", "subject": "", "form_id": "a1", "again": packed(SWAP)}
    assert acts.left_empty(sent(data)) == {"who": "Please choose a person."}
    assert acts.left_empty(sent({**data, "who": PRIYA})) == {}


def test_without_a_button_on_the_form_the_client_says_it() -> None:
    plain = replace(SWAP, lines=(Line("Amina and Priya"),))
    assert body(plain)[1]["isRequired"] is True
    data = {"form": "review", "subject": "", "form_id": "a1", "again": packed(plain)}
    assert acts.left_empty(sent(data)) == {}


def test_what_destroys_opens_its_question_first_and_still_brings_the_boxes() -> None:
    forbid = Button("Forbid", "forbid", "1", "danger", Confirm("Take them apart?", "Forbid"))
    (entry, *_) = body(replace(SWAP, lines=(Line("Amina and Priya", (forbid,)),)))
    (asks,) = entry["items"][-1]["actions"]
    (yes,) = asks["card"]["actions"]
    assert (asks["type"], yes["title"], yes["data"]["press"]) == ("Action.ShowCard", "Forbid", "forbid")
    assert yes["data"]["boxes"] == {"who": "person", "why": "text"}


def test_a_form_that_sends_nothing_is_not_packed() -> None:
    assert "again" not in str(dialog(PAGE, form_id="a1"))


def test_a_form_comes_back_with_its_entries_so_that_errors_stand_among_them() -> None:
    back = unpacked(packed(SWAP))
    assert back == SWAP
    assert body(SWAP, errors={"who": "Please choose a person."})[1]["type"] == "Container"


def test_a_dialog_with_entries_is_tall() -> None:
    page = FORMS["form.page_of_matches"]
    assert dialog(page, form_id="a1")["task"]["value"]["height"] == "large"
    assert dialog(FORMS["form.lines_only"], form_id="a1")["task"]["value"]["height"] == "small"


def test_boxes_that_nothing_sends_are_refused() -> None:
    with pytest.raises(ValueError, match="form review has boxes, and nothing that sends them"):
        dialog(replace(SWAP, submit=""), form_id="a1")


def test_what_is_larger_than_teams_takes_is_refused_and_says_what_is_large() -> None:
    huge = replace(SWAP, lines=(Line("x" * 2900),) * 10)
    sentence = r"form review is \d+ bytes more than Teams takes: its lines say 29\d{3} bytes, its boxes \d+"
    for draw in (dialog, form_card):
        with pytest.raises(ValueError, match=sentence):
            draw(huge, form_id="a1")
    with pytest.raises(ValueError, match=sentence):
        activity(Message((), form=huge))


def test_a_box_cannot_take_the_word_for_the_boxes() -> None:
    with pytest.raises(ValueError, match="review has a box called boxes"):
        dialog(replace(SWAP, fields=(Field("boxes", "Boxes", "text"),)), form_id="a1")
