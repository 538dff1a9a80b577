"""Forms with entries to read and to press, drawn as Slack's modals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.slack.modals import modal
from practice.blocks import check_view
from programme.words.message import Button, Confirm, Field, Form, Line, Option
from tests.golden.samples_of_forms import FORMS
from tests.practice.second_opinions import BLOCKKIT, SLACKBLOCKS

LOCK, LOOK = Button("Lock", "lock", "104/1"), Button("Look", "look", "104/1")
PAGE = Form("review", "Pairs", (), "", close="Close", lines=(Line("Amina and Priya", (LOCK,)),))
NAME = Field("name", "Name", "text", value="Amina")


def blocks(form: Form, taken: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """What is drawn, once the checker has nothing to say about it."""
    view = modal(form, taken)
    assert check_view(view) == []
    drawn: list[dict[str, Any]] = view["blocks"]
    return drawn


def labels(block: dict[str, Any]) -> list[str]:
    return [element["text"]["text"] for element in block["elements"]]


def test_one_button_stands_beside_its_entry_and_several_below_it() -> None:
    one, several, below, last = blocks(replace(PAGE, lines=(*PAGE.lines, Line("Ben, Tom", (LOCK, LOOK)))))
    assert one["text"]["text"] == "Amina and Priya"
    assert (one["accessory"]["action_id"], one["accessory"]["value"]) == ("lock", "104/1")
    assert "accessory" not in several
    assert labels(below) == ["Lock", "Look"]
    assert labels(last) == ["Get help"]


def test_an_entry_is_shown_as_it_is_written() -> None:
    (said, _) = blocks(replace(PAGE, lines=(Line("*Amina* <@U1>\nPriya"),)))
    assert said["text"] == {"type": "plain_text", "text": "*Amina* <@U1>\nPriya", "emoji": False}


def test_entries_stand_above_the_boxes_and_buttons_under_them_before_get_help() -> None:
    whole = replace(PAGE, note="Nobody knows yet.", fields=(NAME,), submit="Save", buttons=(LOOK,))
    drawn = blocks(whole)
    assert [block["type"] for block in drawn] == ["section", "section", "input", "actions"]
    assert labels(drawn[-1]) == ["Look", "Get help"]


def test_a_form_that_sends_nothing_has_no_button_for_it() -> None:
    view = modal(PAGE)
    assert "submit" not in view
    assert view["close"]["text"] == "Close"


def test_boxes_that_nothing_sends_are_refused() -> None:
    with pytest.raises(ValueError, match="form review has boxes, and nothing that sends them"):
        modal(replace(PAGE, fields=(NAME,)))


def test_what_destroys_is_asked_about_beside_an_entry_too() -> None:
    forbid = Button("Forbid", "forbid", "1", "danger", Confirm("Take them apart?", "Forbid"))
    (said, _) = blocks(replace(PAGE, lines=(Line("Amina and Priya", (forbid,)),)))
    assert said["accessory"]["confirm"]["text"]["text"] == "Take them apart?"


def test_a_box_of_the_form_before_it_does_not_keep_what_was_typed_there() -> None:
    form = replace(PAGE, fields=(NAME,), submit="Save")
    first = blocks(form)[1]
    second = blocks(form, (first["block_id"],))[1]
    third = blocks(form, (second["block_id"],))[1]
    assert [each["element"]["action_id"] for each in (first, second, third)] == ["name"] * 3
    assert first["block_id"] != second["block_id"] != third["block_id"]


def test_too_many_entries_are_refused_by_the_form() -> None:
    lines = (Line("Amina and Priya", (LOCK, LOOK)),) * 50
    with pytest.raises(ValueError, match="form review needs 101 blocks and Slack takes 100"):
        modal(replace(PAGE, lines=lines))


@pytest.mark.parametrize("name", FORMS)
def test_two_other_checkers_take_it_too(name: str) -> None:
    view = modal(FORMS[name])
    assert (BLOCKKIT.opinion(view), SLACKBLOCKS.opinion(view)) == ("missed", "missed")


def test_the_largest_page_has_room_to_spare() -> None:
    assert len(blocks(FORMS["form.page_of_matches"])) < 100


def test_a_menu_in_the_new_form_begins_with_what_the_form_says() -> None:
    options = tuple(Option(f"P{number}", str(number)) for number in range(6))
    asked = Field("other", "Who", "choice", options=options, value="3")
    drawn = blocks(replace(PAGE, fields=(asked,), submit="Save"), ("other",))[1]
    assert drawn["element"]["initial_option"]["value"] == "3"
