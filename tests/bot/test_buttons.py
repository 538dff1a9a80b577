from __future__ import annotations

from typing import Any

import pytest

from bot.slack.buttons import press_of, rows_with_help
from practice.blocks import check_message
from programme.words.message import Button, Confirm

HELP = {
    "type": "button",
    "action_id": "get_help",
    "text": {"type": "plain_text", "text": "Get help", "emoji": False},
}


def drawn(*buttons: Button) -> list[list[dict[str, Any]]]:
    """The buttons of each block, once the checker has nothing to say about them."""
    blocks = rows_with_help(buttons)
    assert check_message({"text": "Hello", "blocks": blocks}) == []
    return [block["elements"] for block in blocks]


def test_a_button_carries_its_press_subject_and_style() -> None:
    [[first, second, last]] = drawn(
        Button("Find a time", "find_time", "pair 7", "main"), Button("Not now", "not_now")
    )
    assert (first["action_id"], first["value"], first["style"]) == ("find_time", "pair 7", "primary")
    assert second.keys() == {"type", "action_id", "text"}
    assert last == HELP


def test_get_help_comes_once_and_stays_where_the_message_put_it() -> None:
    [both] = drawn(Button("Talk to a person", "get_help", "pair 7"), Button("Later", "later"))
    assert [button["action_id"] for button in both] == ["get_help", "later"]


def test_get_help_is_there_without_other_buttons() -> None:
    assert drawn() == [[HELP]]


def test_25_buttons_and_get_help_stand_in_two_blocks_and_each_is_told_apart() -> None:
    first, second = drawn(*(Button(f"Choose {number}", "choose", str(number)) for number in range(25)))
    ids = [button["action_id"] for button in first]
    assert ids[:3] == ["choose", "choose#2", "choose#3"]
    assert {press_of(each) for each in ids} == {"choose"}
    assert second == [HELP]


def test_what_destroys_is_confirmed_first() -> None:
    leave = Button("Leave", "leave", style="danger", confirm=Confirm("Leave the programme?", "Leave", "Stay"))
    button = drawn(leave)[0][0]
    shown = {key: button["confirm"][key]["text"] for key in ("title", "text", "confirm", "deny")}
    assert shown == {"title": "Leave", "text": "Leave the programme?", "confirm": "Leave", "deny": "Stay"}
    assert button["style"] == button["confirm"]["style"] == "danger"


@pytest.mark.parametrize(
    "asked", [Confirm("x" * 301, "Leave"), Confirm("Leave?", "x" * 31), Confirm("Leave?", "Leave", "x" * 31)]
)
def test_a_question_too_long_to_ask_is_refused_by_its_press(asked: Confirm) -> None:
    with pytest.raises(ValueError, match="question before leave has 3"):
        rows_with_help((Button("Leave", "leave", confirm=asked),))


def test_a_subject_too_long_to_carry_is_refused_by_its_press() -> None:
    with pytest.raises(ValueError, match="subject of leave has 2001"):
        rows_with_help((Button("Leave", "leave", "x" * 2001),))


def test_a_long_name_on_a_button_is_shortened() -> None:
    label = drawn(Button("Meet " + "x" * 75, "meet"))[0][0]["text"]["text"]
    assert (len(label), label[-1]) == (75, "…")
