"""What a person can do in Teams. Each verb returns when the bot has answered or the deadline has passed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practice.desk import Outcome
from practice.refusal import NotPossible
from practice.teams import dialogs, file_acts, installs, presses, talk, team_acts
from practice.teams.desk import Desk
from practice.teams.inputs import FieldValue
from practice.teams.people import TeamsChannel
from practice.teams.screen import screen


class TeamsActs:
    """The verbs, callable from any thread but the server's own. `user` is an object id.

    All raise NotPossible where Teams' client would not let the person. An Outcome that is acknowledged with
    `field_errors`, by input id, was kept back by the client itself: the bot has not heard of it.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def install(self, user: str) -> None:
        """Add the bot to one's own apps."""
        installs.install(self._desk, user)

    def uninstall(self, user: str) -> None:
        """Take the bot away from one's own apps."""
        installs.uninstall(self._desk, user)

    def add_to_team(self, user: str, team: str) -> None:
        """A member of a team adds the bot to it."""
        installs.add_to_team(self._desk, user, team)

    def remove_from_team(self, user: str, team: str) -> None:
        """A member of a team takes the bot out of it."""
        installs.remove_from_team(self._desk, user, team)

    def join_team(self, user: str, team: str) -> None:
        """Become a member of a team."""
        team_acts.join(self._desk, user, team)

    def leave_team(self, user: str, team: str) -> None:
        """Be a member of a team no longer."""
        team_acts.leave(self._desk, user, team)

    def add_channel(self, user: str, team: str, channel: TeamsChannel) -> None:
        """Make a channel in a team."""
        team_acts.add_channel(self._desk, user, team, channel)

    def rename_channel(self, user: str, channel: str, name: str) -> None:
        """Give a channel another name."""
        team_acts.rename_channel(self._desk, user, channel, name)

    def delete_channel(self, user: str, channel: str) -> None:
        """Take a channel away."""
        team_acts.delete_channel(self._desk, user, channel)

    def announce(self) -> None:
        """Tell the bot of everybody, and every team, that has it: nobody has told it of the start."""
        installs.announce(self._desk)

    def block(self, user: str) -> None:
        """Block the bot; it is not told."""
        self._turn(user, self._desk.teams.blocked, is_on=True)

    def unblock(self, user: str) -> None:
        """Let the bot write again."""
        self._turn(user, self._desk.teams.blocked, is_on=False)

    def switch_off(self, user: str) -> None:
        """An administrator switches the account off: it is on no roster, and its chat is not found."""
        self._turn(user, self._desk.teams.switched_off, is_on=True)

    def switch_on(self, user: str) -> None:
        """The account is good again."""
        self._turn(user, self._desk.teams.switched_off, is_on=False)

    def remove_chat(self, user: str) -> None:
        """Remove the 1:1 chat: the bot does not find it any more by its old name, and a new one gets another."""
        with self._desk.teams.lock:
            self._desk.chat(user)
            self._desk.teams.forget_chat(user)
            self._desk.teams.changed(user)

    def chat(self, user: str) -> str:
        """The id of the person's 1:1 chat with the bot, as activities name it."""
        with self._desk.teams.lock:
            self._desk.member(user)
            return self._desk.teams.chat(user).id

    def say(self, user: str, text: str, quote: str | None = None) -> str:
        """Write in the 1:1 chat, perhaps under a message that is quoted; its id."""
        return talk.say(self._desk, user, text, quote or "")

    def upload(self, user: str, name: str, content: bytes, text: str = "") -> str:
        """Write in the 1:1 chat with a file; its id."""
        return talk.upload(self._desk, user, name, content, text)

    def mention(self, user: str, channel: str, text: str, thread: str | None = None) -> str:
        """Write "@bot text" in a channel, perhaps under a message; its id."""
        return talk.in_channel(self._desk, user, channel, text, thread or "", is_mention=True)

    def post(self, user: str, channel: str, text: str, thread: str | None = None) -> str:
        """Write in a channel without naming the bot, which does not hear it; its id."""
        return talk.in_channel(self._desk, user, channel, text, thread or "", is_mention=False)

    def edit(self, user: str, conversation: str, activity_id: str, text: str) -> None:
        """Change an own message."""
        talk.edit(self._desk, user, conversation, activity_id, text)

    def delete(self, user: str, conversation: str, activity_id: str) -> None:
        """Delete an own message."""
        talk.delete(self._desk, user, conversation, activity_id)

    def press(self, user: str, conversation: str, activity_id: str, title: str, number: int = 0) -> Outcome:
        """Press the `number`th button called `title` on a card: it sends, opens or shows, as its type says."""
        return presses.press(self._desk, user, conversation, activity_id, title, number)

    def submit_card(
        self,
        user: str,
        conversation: str,
        activity_id: str,
        values: Mapping[str, FieldValue],
        title: str = "",
        number: int = 0,
    ) -> Outcome:
        """Fill in the inputs of a card by id, and press the `number`th `title` or the first button that sends them."""
        return presses.submit_card(self._desk, user, conversation, activity_id, values, title, number)

    def press_in_dialog(self, user: str, title: str, number: int = 0) -> Outcome:
        """Press the `number`th button called `title` in the dialog."""
        return dialogs.press(self._desk, user, title, number)

    def submit(
        self, user: str, values: Mapping[str, FieldValue], title: str = "", number: int = 0
    ) -> Outcome:
        """Fill in the dialog by id, and press the `number`th `title` or the first button that sends it."""
        return dialogs.submit(self._desk, user, values, title, number)

    def close(self, user: str) -> None:
        """Close the dialog; the bot is not told."""
        dialogs.close(self._desk, user)

    def accept_file(self, user: str, conversation: str, activity_id: str) -> Outcome:
        """Let the bot put its file into one's own store."""
        return file_acts.decide(self._desk, user, conversation, activity_id, "accept")

    def decline_file(self, user: str, conversation: str, activity_id: str) -> Outcome:
        """Do not take the bot's file."""
        return file_acts.decide(self._desk, user, conversation, activity_id, "decline")

    def read(self, user: str, conversation: str) -> None:
        """Look at a conversation, so that nothing in it is unread."""
        with self._desk.teams.lock:
            self._desk.place(user, conversation)
            self._desk.teams.changed(user)

    def again(self, number: int = 1) -> tuple[int, Any]:
        """Deliver once more, unchanged, what was delivered last (or `number`th from the end); status and JSON."""
        try:
            answer = self._desk.deliveries.again(number)
        except IndexError:
            raise NotPossible("so much has not been delivered") from None
        return answer.status, answer.body

    def screen(self, user: str) -> dict[str, Any]:
        """Everything that this person's Teams shows."""
        with self._desk.teams.lock:
            return screen(self._desk.teams, user)

    def settle(self, seconds: float = 5.0) -> bool:
        """Wait until nothing is on its way to the bot; False when `seconds` were not enough."""
        return self._desk.deliveries.wait_until_settled(seconds)

    def _turn(self, user: str, people: set[str], *, is_on: bool) -> None:
        with self._desk.teams.lock:
            self._desk.member(user)
            people.difference_update({user})
            people.update({user} if is_on else ())
            self._desk.teams.changed(user)
