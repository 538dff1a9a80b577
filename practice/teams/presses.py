"""A person presses a button on a card in a message (Microsoft, "Card actions", "Universal Actions")."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from practice.desk import Outcome
from practice.refusal import NotPossible
from practice.teams import activities, dialogs
from practice.teams.card_parts import Pressable, chosen, pressables, sending
from practice.teams.conversation import CARD, Json, TeamsConversation, TeamsMessage
from practice.teams.desk import Desk
from practice.teams.filling import as_done, collected, toggle
from practice.teams.inputs import FieldValue

SAID = "application/vnd.microsoft.activity.message"
_OK = 200


class Touch:
    """One press of one person on one card of one message."""

    def __init__(
        self, desk: Desk, user: str, where: TeamsConversation, message: TeamsMessage, place: int
    ) -> None:
        self._desk, self._teams, self._user = desk, desk.teams, user
        self._where, self._message, self._place = where, message, place

    def show(self, button: Pressable) -> Outcome:
        """Open or close the card behind a ShowCard."""
        toggle(self._message.opened.setdefault(self._user, set()), f"{self._place}/{button.path}")
        self._teams.changed(self._user)
        return Outcome(acknowledged=True)

    def execute(self, button: Pressable, values: Json) -> Outcome:
        """An invoke that waits for what to show instead of the card."""
        action = {"type": "Action.Execute", "verb": button.action.get("verb", ""), "data": values}
        if button.action.get("id"):
            action["id"] = button.action["id"]
        asked = self._invoke("adaptiveCard/action", {"action": action, "trigger": "manual"})
        delivered, outcome = self._desk.ask(self._user, asked)
        if not outcome.acknowledged:
            return outcome
        answer = delivered.body if isinstance(delivered.body, Mapping) else {}
        if answer.get("statusCode") != _OK:
            return self._desk.failed(self._user)
        self._answered(answer)
        return outcome

    def submit(self, values: Json) -> Outcome:
        """A message with a value and no text; nobody waits for more than its being taken."""
        with self._teams.lock:
            activity = activities.submitted(self._teams, self._where, self._user, self._message, values)
        delivered = self._desk.deliveries.event(activity)
        if delivered.is_taken or delivered.failure == "late":
            return Outcome(acknowledged=True)
        return self._desk.failed(self._user)

    def fetch(self, values: Json) -> Outcome:
        """An invoke that waits for a dialog."""
        asked = self._invoke("task/fetch", {"data": values, "context": {"theme": "default"}})
        return dialogs.show(self._desk, self._user, self._where.id, self._message, asked)

    def _invoke(self, name: str, value: Json) -> Json:
        with self._teams.lock:
            return activities.invoke(self._teams, self._where, self._user, name, value, under=self._message)

    def _answered(self, answer: Mapping[str, Any]) -> None:
        with self._teams.lock:
            if answer.get("type") == CARD and isinstance(answer.get("value"), dict):
                self._message.shown.setdefault(self._user, {})[self._place] = answer["value"]
                self._message.opened.pop(self._user, None)
            elif answer.get("type") == SAID:
                self._teams.notice(self._user, str(answer.get("value", "")))
            self._teams.changed(self._user)


def press(desk: Desk, user: str, conversation: str, activity_id: str, title: str, number: int) -> Outcome:
    """Press what is called `title`; inputs go as they stand."""
    return _touch(desk, user, conversation, activity_id, lambda found: chosen(found, title, number), {})


def submit_card(
    desk: Desk,
    user: str,
    conversation: str,
    activity_id: str,
    values: Mapping[str, FieldValue],
    title: str,
    number: int = 0,
) -> Outcome:
    """Fill in a card's inputs and send them, or press the `number`th button of this title."""

    def pick(found: Sequence[Pressable]) -> Pressable:
        return chosen(found, title, number) if title else sending(found)

    return _touch(desk, user, conversation, activity_id, pick, values)


def _touch(
    desk: Desk,
    user: str,
    conversation: str,
    activity_id: str,
    pick: Callable[[Sequence[Pressable]], Pressable],
    values: Mapping[str, FieldValue],
) -> Outcome:
    with desk.teams.lock:
        where, message = desk.message(user, conversation, activity_id)
        place, button = _find(message, user, pick)
        touch = Touch(desk, user, where, message, place)
        if button.kind == "ShowCard":
            return touch.show(button)
        if button.kind == "OpenUrl":
            desk.teams.notice(user, f"Opens {button.action.get('url', '')}")
            return Outcome(acknowledged=True)
        button = as_done(button, has_execute=desk.teams.rules.has_execute)
        data, errors = collected(desk, button, values)
    if errors:
        return Outcome(acknowledged=True, field_errors=errors)
    if button.kind == "Execute":
        return touch.execute(button, data)
    return touch.fetch(data) if button.opens_dialog else touch.submit(data)


def _find(
    message: TeamsMessage, user: str, pick: Callable[[Sequence[Pressable]], Pressable]
) -> tuple[int, Pressable]:
    opened = message.opened.get(user, set())
    cards = message.cards(user)
    refused = NotPossible("the message has no card")
    for place, card in cards.items():
        here = {one.partition("/")[2] for one in opened if one.startswith(f"{place}/")}
        try:
            return place, pick(pressables(card, here))
        except NotPossible as error:
            refused = error
    raise refused
