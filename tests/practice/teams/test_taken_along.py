"""Buttons that take what is filled in along, and do something else than send it."""

from __future__ import annotations

from typing import Any

import pytest

from practice.teams.card_parts import pressables, sending
from practice.teams.cards import card_problems
from tests.practice.teams.cards_planted import DIALOG, FORM, box, text
from tests.practice.teams.drawn import buttons, dialog, message, opening
from tests.practice.teams.office import AMINA, Office


def button(title: str, **boxes: str) -> dict[str, Any]:
    data = {"press": "back", "subject": "7", **({"boxes": boxes} if boxes else {})}
    return {"type": "Action.Submit", "title": title, "data": data}


def asked(*actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A dialog with one box, these buttons, and the one that sends it."""
    send = {"type": "Action.Submit", "title": "Save", "data": FORM}
    return {**DIALOG, "body": [box("note", "Text", **more)], "actions": [*actions, send]}


def test_a_button_that_names_what_it_takes_is_good() -> None:
    assert card_problems(asked(button("Back", note="text")), "dialog") == []


@pytest.mark.parametrize(
    ("card", "problem"),
    [
        (asked(button("Back")), "waits for the inputs"),
        (asked(button("Back", place="text")), "names the inputs place and takes note"),
        (asked({**button("Back", note="text"), "associatedInputs": "none"}), "and takes none"),
        (
            asked(button("Back", note="text"), isRequired=True, errorMessage="Please."),
            "nobody can press before note is filled in",
        ),
        ({**DIALOG, "body": [text("Pairs")], "actions": [button("Back", note="text")]}, "takes none"),
    ],
)
def test_a_button_that_takes_otherwise_than_it_says_is_a_mistake(card: dict[str, Any], problem: str) -> None:
    (found,) = card_problems(card, "dialog")
    assert problem in found


def test_what_is_filled_in_is_sent_with_the_forms_own_button() -> None:
    found = pressables(asked(button("Back", note="text")), set())
    assert sending(found).title == "Save"


def test_one_of_several_buttons_of_the_same_words_takes_what_is_typed(office: Office) -> None:
    entries = [
        {
            "type": "Container",
            "items": [
                text(name),
                {"type": "ActionSet", "actions": [{**button("Lock", note="text"), "data": {"press": name}}]},
            ],
        }
        for name in ("first", "second")
    ]
    card = {**DIALOG, "body": [*entries, box("note", "Text")], "actions": []}
    said = office.said(AMINA, message(buttons(opening("Look"))))
    office.bot.says(dialog(card))
    office.teams.people.press(AMINA.id, office.teams.people.chat(AMINA.id), said, "Look")
    office.teams.people.submit(AMINA.id, {"note": "Mine"}, "Lock", 1)
    assert office.bot.last["value"]["data"] == {"press": "second", "note": "Mine"}
