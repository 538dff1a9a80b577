"""A dialog: opened by the answer to an invoke only, sent, drawn again, closed (Microsoft, "Dialogs", task modules)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practice.desk import Outcome
from practice.refusal import NotPossible
from practice.teams import activities
from practice.teams.card_parts import chosen, pressables, sending
from practice.teams.conversation import Dialog, Json, TeamsMessage
from practice.teams.desk import Desk
from practice.teams.filling import collected, toggle
from practice.teams.inputs import FieldValue


def show(desk: Desk, user: str, conversation: str, under: TeamsMessage, asked: Json) -> Outcome:
    """Ask the bot, and show the dialog that it answers with; without one it closes, or nothing opens."""
    delivered, outcome = desk.ask(user, asked)
    if not outcome.acknowledged:
        return outcome
    answer = delivered.body if isinstance(delivered.body, Mapping) else {}
    task = answer.get("task")
    with desk.teams.lock:
        if isinstance(task, Mapping):
            dialog = _dialog(conversation, under, task)
            if dialog is None:
                return desk.failed(user)
            desk.teams.dialogs[user] = dialog
        elif asked["name"] == "task/fetch":
            return desk.failed(user)
        else:
            desk.teams.dialogs.pop(user, None)
        desk.teams.changed(user)
    return outcome


def submit(desk: Desk, user: str, values: Mapping[str, FieldValue], title: str, number: int = 0) -> Outcome:
    """Fill in the dialog and send it, or press the `number`th button of this title."""
    return _touch(desk, user, values, title, number)


def press(desk: Desk, user: str, title: str, number: int) -> Outcome:
    """Press a button in the dialog; inputs go as they stand."""
    return _touch(desk, user, {}, title, number)


def close(desk: Desk, user: str) -> None:
    """Close the dialog; the bot is not told."""
    with desk.teams.lock:
        _open(desk, user)
        del desk.teams.dialogs[user]
        desk.teams.changed(user)


def _touch(desk: Desk, user: str, values: Mapping[str, FieldValue], title: str, number: int) -> Outcome:
    teams = desk.teams
    with teams.lock:
        dialog = _open(desk, user)
        found = pressables(dialog.card or {}, dialog.opened)
        button = chosen(found, title, number) if title else sending(found)
        if button.kind == "ShowCard":
            toggle(dialog.opened, button.path)
            teams.changed(user)
            return Outcome(acknowledged=True)
        if button.kind == "OpenUrl":
            teams.notice(user, f"Opens {button.action.get('url', '')}")
            return Outcome(acknowledged=True)
        if button.kind != "Submit":
            raise NotPossible(f"a dialog cannot do {button.action.get('type')}")
        data, errors = collected(desk, button, values)
        if errors:
            return Outcome(acknowledged=True, field_errors=errors)
        where = desk.place(user, dialog.conversation)
        value = {"data": data, "context": {"theme": "default"}}
        asked = activities.invoke(teams, where, user, "task/submit", value, dialog.under)
    return show(desk, user, dialog.conversation, dialog.under, asked)


def _open(desk: Desk, user: str) -> Dialog:
    desk.member(user)
    dialog = desk.teams.dialogs.get(user)
    if dialog is None:
        raise NotPossible(f"{user} has no dialog open")
    return dialog


def _dialog(conversation: str, under: TeamsMessage, task: Mapping[str, Any]) -> Dialog | None:
    value = task.get("value")
    if task.get("type") == "message" and isinstance(value, str):
        return Dialog("", conversation, under, text=value)
    if task.get("type") != "continue" or not isinstance(value, Mapping):
        return None
    card = value.get("card")
    content = card.get("content") if isinstance(card, Mapping) else None
    if not isinstance(content, dict):
        return None
    return Dialog(
        str(value.get("title", "")),
        conversation,
        under,
        card=content,
        width=value.get("width"),
        height=value.get("height"),
    )
