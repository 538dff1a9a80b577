"""What a person can do in Slack. Each verb returns when the bot has acknowledged or the deadline has passed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from practice import commands, form_acts, presses, talk
from practice.desk import Desk, Outcome
from practice.field_state import Value
from practice.filling_in import FieldValue
from practice.screen import screen

NOTHING: Mapping[str, FieldValue] = MappingProxyType({})


class Acts:
    """The verbs, callable from any thread but the server's own. All raise NotPossible where Slack's client would not let the person."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def command(self, user: str, command: str, text: str = "", channel: str | None = None) -> Outcome:
        """Type a slash command; in the direct message with the bot where no channel is named."""
        return commands.run(self._desk, user, command, text, channel)

    def press(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        block_id: str | None = None,
        option: Value | None = None,
    ) -> Outcome:
        """Press a button in a message, or choose `option` (by value) in a select."""
        return presses.in_message(self._desk, user, channel, ts, action_id, block_id, option)

    def press_view(
        self,
        user: str,
        view_id: str,
        action_id: str,
        value: Value | None = None,
        block_id: str | None = None,
        values: Mapping[str, FieldValue] = NOTHING,
    ) -> Outcome:
        """Press a button, or choose `value`, in a form or on the home, once `values` stand in its boxes by block_id."""
        return presses.in_view(self._desk, user, view_id, action_id, block_id, value, values)

    def submit(self, user: str, view_id: str, values: Mapping[str, FieldValue]) -> Outcome:
        """Fill in fields by block_id and send the form. A file is {"name", "content"}; unset fields stay as they are."""
        return form_acts.submit(self._desk, user, view_id, values)

    def close(self, user: str, view_id: str) -> Outcome:
        """Close the topmost form."""
        return form_acts.close(self._desk, user, view_id)

    def open_home(self, user: str) -> None:
        """Look at the app's home tab."""
        talk.open_home(self._desk, user)

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Write a message; its ts."""
        return talk.say(self._desk, user, channel, text, thread_ts)

    def upload(self, user: str, channel: str, name: str, content: bytes, text: str = "") -> str:
        """Write a message with a file; its ts."""
        return talk.upload(self._desk, user, channel, name, content, text)

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Change an own message."""
        talk.edit(self._desk, user, channel, ts, text)

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Delete an own message."""
        talk.delete(self._desk, user, channel, ts)

    def read(self, user: str, channel: str) -> None:
        """Look at a conversation, so that nothing in it is unread."""
        with self._desk.slack.lock:
            self._desk.place(user, channel)
            self._desk.slack.changed(user)

    def dm(self, user: str) -> str:
        """The id of the person's direct message with the bot."""
        with self._desk.slack.lock:
            self._desk.member(user)
            return self._desk.slack.dm(user).id

    def screen(self, user: str) -> dict[str, Any]:
        """Everything that this person's Slack shows."""
        with self._desk.slack.lock:
            return screen(self._desk.slack, user)

    def settle(self, seconds: float = 5.0) -> bool:
        """Wait until no event is un-acknowledged; False when `seconds` were not enough."""
        return self._desk.deliveries.wait_until_settled(seconds)
