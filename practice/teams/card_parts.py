"""What a person can touch on a card: its buttons, and the inputs that go with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from practice.refusal import NotPossible
from practice.teams.conversation import Json

Part = Mapping[str, Any]
_NESTED = ("body", "items", "columns", "rows", "cells", "actions")


@dataclass(frozen=True)
class Pressable:
    """A button that can be seen, where it is, and the inputs whose values it sends."""

    action: Part
    path: str
    inputs: tuple[Part, ...]

    @property
    def title(self) -> str:
        """What stands on it."""
        return str(self.action.get("title", ""))

    @property
    def kind(self) -> str:
        """Its type without "Action."."""
        return str(self.action.get("type", "")).removeprefix("Action.")

    @property
    def opens_dialog(self) -> bool:
        """Whether it asks the bot for a dialog."""
        data = self.action.get("data")
        hint = data.get("msteams") if isinstance(data, Mapping) else None
        return self.kind == "Submit" and isinstance(hint, Mapping) and hint.get("type") == "task/fetch"

    @property
    def is_answered_here(self) -> bool:
        """Whether what it sends is answered where it stands."""
        return self.kind in {"Execute", "Submit"} and not self.opens_dialog

    @property
    def takes_along(self) -> bool:
        """Whether it names what was filled in beside it, and does something else than send that."""
        data = self.action.get("data")
        return isinstance(data, Mapping) and bool(data.get("boxes"))

    @property
    def sends_inputs(self) -> bool:
        """Whether what was filled in goes along, and is checked before."""
        return str(self.action.get("associatedInputs", "auto")).lower() != "none"


def pressables(card: Json, opened: frozenset[str] | set[str]) -> list[Pressable]:
    """Every button that can be seen; `opened` are the paths of the ShowCards that are open."""
    return list(_pressables(card, opened, "", ()))


def chosen(found: Sequence[Pressable], title: str, number: int = 0) -> Pressable:
    """The `number`th button of this title, those behind an open ShowCard first. Raises NotPossible."""
    named = [one for one in found if one.title == title]
    if number >= len(named):
        offered = ", ".join(one.title for one in found) or "nothing"
        raise NotPossible(f'there is nothing to press called "{title}", but {offered}')
    return sorted(named, key=lambda one: -one.path.count("."))[number]


def sending(found: Sequence[Pressable]) -> Pressable:
    """The first button that sends what was filled in, rather than one that only takes it along. Raises NotPossible."""
    takes = [one for one in found if one.inputs and one.sends_inputs and one.is_answered_here]
    if not takes:
        raise NotPossible("there is no button that sends what was filled in")
    return min(takes, key=lambda one: one.takes_along)


def _pressables(
    card: Part, opened: frozenset[str] | set[str], path: str, above: tuple[Part, ...]
) -> Iterator[Pressable]:
    inputs = (*above, *_inputs(card))
    for number, action in enumerate(_actions(card)):
        here = f"{path}{number}"
        yield Pressable(action, here, inputs)
        if action.get("type") == "Action.ShowCard" and here in opened:
            yield from _pressables(action["card"], opened, f"{here}.", inputs)


def _inputs(card: Part) -> Iterator[Part]:
    return (part for part in _parts(card) if str(part.get("type", "")).startswith("Input."))


def _actions(card: Part) -> Iterator[Part]:
    for part in _parts(card):
        if str(part.get("type", "")).startswith("Action."):
            yield part
        for single in ("selectAction", "inlineAction"):
            if isinstance(part.get(single), Mapping):
                yield part[single]


def _parts(part: Part) -> Iterator[Part]:
    """Everything that is shown in a part, but for the card behind a ShowCard."""
    if part.get("isVisible") is False:
        return
    yield part
    for key in _NESTED:
        inside = part.get(key)
        for one in inside if isinstance(inside, list) else ():
            if isinstance(one, Mapping):
                yield from _parts(one)
