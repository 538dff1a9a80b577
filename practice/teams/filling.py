"""What a press sends: the button's own data, and what was filled in beside it."""

from __future__ import annotations

from collections.abc import Mapping

from practice.refusal import NotPossible
from practice.teams.card_parts import Pressable
from practice.teams.conversation import Json
from practice.teams.desk import Desk
from practice.teams.inputs import FieldValue, filled


def collected(desk: Desk, button: Pressable, values: Mapping[str, FieldValue]) -> tuple[Json, dict[str, str]]:
    """The data that goes to the bot, and the errors beside inputs that keep it from going."""
    data = button.action.get("data")
    own = dict(data) if isinstance(data, Mapping) else {}
    if not button.sends_inputs:
        if values:
            raise NotPossible(f'"{button.title}" sends no inputs')
        return own, {}
    sent, errors = filled(button.inputs, values, desk.is_person)
    return {**own, **sent}, errors


def as_done(button: Pressable, *, has_execute: bool) -> Pressable:
    """What the client does for this button: an old one does the fallback of what it does not know."""
    if button.kind == "Submit" or (button.kind == "Execute" and has_execute):
        return button
    fallback = button.action.get("fallback")
    if not isinstance(fallback, Mapping):
        raise NotPossible(f"this client cannot do {button.action.get('type')}")
    return Pressable(fallback, button.path, button.inputs)


def toggle(opened: set[str], name: str) -> None:
    """A ShowCard opens, and whatever was open beside it closes; or it closes itself."""
    was_open = name in opened
    opened.difference_update({one for one in opened if one.count(".") >= name.count(".")})
    if not was_open:
        opened.add(name)
