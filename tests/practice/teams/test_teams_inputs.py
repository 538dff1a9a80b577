from __future__ import annotations

from typing import Any

import pytest

from practice.refusal import NotPossible
from practice.teams.inputs import REQUIRED, WRONG, filled

PEOPLE = {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
CHOICES = [{"title": "Yes", "value": "yes"}, {"title": "No", "value": "no"}]


def one(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": f"Input.{kind}", "id": "box", "label": "Box", **more}


def sent(shown: dict[str, Any], **values: Any) -> tuple[dict[str, str], dict[str, str]]:
    return filled([shown], values, {"amina", "priya"}.__contains__)


GOOD: tuple[tuple[dict[str, Any], Any, dict[str, str]], ...] = (
    (one("Text"), "Good", {"box": "Good"}),
    (one("Text"), "", {"box": ""}),
    (one("Text", isMultiline=True), "One\nTwo", {"box": "One\nTwo"}),
    (one("Text", regex="^[a-z]+$"), "abc", {"box": "abc"}),
    (one("Number", min=1, max=5), "3", {"box": "3"}),
    (one("Date", min="2027-03-01"), "2027-03-01", {"box": "2027-03-01"}),
    (one("Date"), "", {}),
    (one("Time"), "09:30", {"box": "09:30"}),
    (one("Toggle", valueOn="yes", valueOff="no"), "yes", {"box": "yes"}),
    (one("ChoiceSet", choices=CHOICES), "no", {"box": "no"}),
    (one("ChoiceSet", choices=CHOICES, isMultiSelect=True), ["yes", "no"], {"box": "yes,no"}),
    (one("ChoiceSet", choices=CHOICES), "", {}),
    (one("ChoiceSet", choices=[], **{"choices.data": PEOPLE}), "amina", {"box": "amina"}),
)
IMPOSSIBLE: tuple[tuple[dict[str, Any], Any], ...] = (
    (one("Text", maxLength=3), "Good"),
    (one("Text"), "One\nTwo"),
    (one("Number"), "three"),
    (one("Date"), "1 March"),
    (one("Time"), "half past nine"),
    (one("Time"), "09:30:15"),
    (one("Toggle"), "perhaps"),
    (one("ChoiceSet", choices=CHOICES), "perhaps"),
    (one("ChoiceSet", choices=CHOICES), ["yes", "no"]),
    (one("ChoiceSet", choices=[], **{"choices.data": PEOPLE}), "nobody"),
)
KEPT_BACK: tuple[tuple[dict[str, Any], Any, str], ...] = (
    (one("Text", isRequired=True), "", REQUIRED),
    (one("Text", isRequired=True, errorMessage="Write something."), "", "Write something."),
    (one("Text", regex="^[a-z]+$"), "ABC", WRONG),
    (one("Number", max=5), "6", WRONG),
    (one("Date", min="2027-03-01"), "2027-02-28", WRONG),
    (one("Time", max="17:00"), "17:01", WRONG),
    (one("Toggle", isRequired=True), "false", REQUIRED),
    (one("ChoiceSet", choices=CHOICES, isRequired=True), "", REQUIRED),
)


@pytest.mark.parametrize(("shown", "value", "expected"), GOOD, ids=str)
def test_what_is_filled_in_is_sent_as_text(
    shown: dict[str, Any], value: Any, expected: dict[str, str]
) -> None:
    assert sent(shown, box=value) == (expected, {})


@pytest.mark.parametrize(("shown", "value"), IMPOSSIBLE, ids=str)
def test_what_the_client_has_no_way_to_enter_is_not_possible(shown: dict[str, Any], value: Any) -> None:
    with pytest.raises(NotPossible):
        sent(shown, box=value)


@pytest.mark.parametrize(("shown", "value", "error"), KEPT_BACK, ids=str)
def test_what_the_client_checks_is_told_beside_the_input(
    shown: dict[str, Any], value: Any, error: str
) -> None:
    assert sent(shown, box=value) == ({}, {"box": error})


def test_what_is_not_touched_stays_as_the_card_has_it() -> None:
    assert sent(one("Text", value="As it was")) == ({"box": "As it was"}, {})
    assert sent(one("ChoiceSet", choices=CHOICES, value="yes")) == ({"box": "yes"}, {})
    assert sent(one("Toggle", valueOff="no")) == ({"box": "no"}, {})


def test_an_input_that_is_not_there_cannot_be_filled_in() -> None:
    with pytest.raises(NotPossible, match="there is no input other, but box"):
        sent(one("Text"), other="Good")
