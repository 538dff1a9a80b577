from __future__ import annotations

from typing import Any

import pytest

from practice.refusal import NotPossible
from practice.teams.card_parts import chosen, pressables, sending
from tests.practice.teams.drawn import buttons, card, execute, opening, text_input

SEND = {"type": "Action.Submit", "title": "Save", "data": {}}


def titles(drawn: dict[str, Any], *opened: str) -> list[str]:
    return [one.title for one in pressables(drawn, frozenset(opened))]


def row(*actions: dict[str, Any]) -> dict[str, Any]:
    return {"type": "ActionSet", "actions": list(actions)}


def asking(title: str, *inside: dict[str, Any]) -> dict[str, Any]:
    """A button that opens a card with these parts and one button."""
    inner = {"type": "AdaptiveCard", "body": list(inside), "actions": [SEND]}
    return {"type": "Action.ShowCard", "title": title, "card": inner}


def test_buttons_are_found_wherever_a_card_has_them() -> None:
    inside = {"type": "Container", "items": [{"type": "ActionSet", "actions": [execute("In a container")]}]}
    column = {"type": "Column", "items": [{"type": "ActionSet", "actions": [execute("In a column")]}]}
    tapped = {"type": "Container", "items": [], "selectAction": execute("By a tap")}
    typed = {**text_input("note"), "inlineAction": execute("Beside a box")}
    columns = {"type": "ColumnSet", "columns": [column]}
    drawn = card(inside, columns, tapped, typed, actions=[execute("At the foot")])

    assert titles(drawn) == ["In a container", "In a column", "By a tap", "Beside a box", "At the foot"]


def test_what_cannot_be_seen_cannot_be_pressed() -> None:
    hidden = {"type": "ActionSet", "isVisible": False, "actions": [execute("Hidden")]}

    assert titles(card(hidden, {"type": "ActionSet", "actions": [execute("Shown")]})) == ["Shown"]


def test_a_card_behind_a_button_is_there_once_it_is_open() -> None:
    drawn = buttons(asking("Leave", row(asking("Why?"))))

    assert titles(drawn) == ["Leave"]
    assert titles(drawn, "0") == ["Leave", "Why?", "Save"]
    assert titles(drawn, "0", "0.0") == ["Leave", "Why?", "Save", "Save"]


def test_a_button_sends_the_inputs_of_its_own_card_and_those_above() -> None:
    drawn = card(text_input("above"), row(asking("More", text_input("below")), SEND))
    found = pressables(drawn, frozenset({"0"}))

    assert [[one["id"] for one in button.inputs] for button in found] == [
        ["above"],
        ["above", "below"],
        ["above"],
    ]


def test_the_button_of_a_form_is_the_first_that_sends_its_inputs() -> None:
    other = {**execute("Get help"), "associatedInputs": "none"}
    drawn = card(text_input("note"), row(opening(), other, SEND))

    assert sending(pressables(drawn, frozenset())).title == "Save"
    with pytest.raises(NotPossible, match="no button that sends"):
        sending(pressables(buttons(SEND), frozenset()))


def test_a_button_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(NotPossible, match='"No", but Yes'):
        chosen(pressables(buttons(execute("Yes")), frozenset()), "No")
    with pytest.raises(NotPossible, match="nothing to press"):
        chosen(pressables(buttons(execute("Yes")), frozenset()), "Yes", 1)
