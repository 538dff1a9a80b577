"""What the parts of one card say about each other: ids, inputs and the buttons that gather them.

A button gathers the inputs of the card that it stands on and of the cards around that, and sends nothing while one
of them that must be filled is empty. So a button that does not send the form says `associatedInputs` none, or names
in `boxes` the inputs that it takes along, none of which must be filled: or nobody could press it before they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from practice.shapes import no_repeats
from practice.teams.cards_actions import RESERVED

Part = Mapping[str, Any]
_NOT_PARTS = ("data", "choices", "choices.data", "fallback", "requires", "card")


def parts(card: Part) -> Iterator[Part]:
    """Every element and button of a card, however deep, but not those of the cards that it can show."""
    for key, value in card.items():
        if key not in _NOT_PARTS:
            yield from _within(value)


def _within(value: object) -> Iterator[Part]:
    if isinstance(value, Mapping):
        yield value
        yield from parts(value)
    elif isinstance(value, list):
        for each in value:
            yield from _within(each)


def shown_by(card: Part) -> list[Part]:
    """The cards that this one's buttons of type Action.ShowCard show."""
    return [part["card"] for part in parts(card) if part.get("type") == "Action.ShowCard"]


def inputs(card: Part) -> list[Part]:
    """What can be filled in on this card itself."""
    return [part for part in parts(card) if str(part.get("type")).startswith("Input.")]


def gatherers(card: Part) -> list[Part]:
    """This card's buttons that can take what was filled in with them."""
    return [part for part in parts(card) if part.get("type") in ("Action.Submit", "Action.Execute")]


def _all_parts(card: Part) -> list[Part]:
    return [*parts(card), *(part for inner in shown_by(card) for part in parts(inner))]


def ids_differ(card: Part, where: str) -> Iterator[str]:
    """Two elements with one id: the values of two inputs would fall into one."""
    ids = [part["id"] for part in _all_parts(card) if "id" in part]
    yield from no_repeats(ids, where, "id")
    for part in _all_parts(card):
        if str(part.get("type")).startswith("Input.") and part["id"] in RESERVED:
            yield f"{where} has an input called {part['id']!r}, which its buttons use for themselves."


def targets_exist(card: Part, where: str) -> Iterator[str]:
    """A button that shows or hides what is not there does nothing."""
    known = {part["id"] for part in _all_parts(card) if "id" in part}
    for part in _all_parts(card):
        for target in part.get("targetElements", ()):
            name = target if isinstance(target, str) else target["elementId"]
            if name not in known:
                yield f"{where} shows or hides {name!r:.80}, which is not on it."


def inputs_are_sent(card: Part, where: str) -> Iterator[str]:
    """What is filled in must go somewhere: with the form's own button, or with one that names what it takes."""
    yield from _sent(card, where, ())


def _sent(card: Part, where: str, around: tuple[Part, ...]) -> Iterator[str]:
    own, buttons = inputs(card), gatherers(card)
    below = [button for inner in shown_by(card) for button in gatherers(inner)]
    if own and not any(_takes(button) for button in [*buttons, *below]):
        yield f"{where} has inputs and no button that sends them."
    for button in buttons:
        yield from _taken(button, (*around, *own), where)
    for inner in shown_by(card):
        yield from _sent(inner, f"{where} (shown)", (*around, *own))


def _taken(button: Part, gathered: tuple[Part, ...], where: str) -> Iterator[str]:
    """What a button that does not send the form says of the inputs that go with it."""
    data, named = button["data"], set(button["data"].get("boxes", ()))
    if "form" in data or (not named and not (gathered and _takes(button))):
        return
    title = f"{where} has a button {button['title']!r:.80} that"
    there = {one["id"] for one in gathered} if _takes(button) else set()
    must = sorted(one["id"] for one in gathered if one.get("isRequired"))
    if not named:
        yield f"{title} waits for the inputs; say associatedInputs none."
    elif named != there:
        yield f"{title} names the inputs {', '.join(sorted(named))} and takes {', '.join(sorted(there)) or 'none'}."
    elif must:
        yield f"{title} nobody can press before {', '.join(must)} is filled in."


def _takes(button: Part) -> bool:
    return bool(button.get("associatedInputs", "auto") == "auto")
