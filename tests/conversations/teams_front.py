"""What stands in front of somebody on Teams: a dialog over everything, or else the newest card with boxes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practice.refusal import NotPossible
from practice.teams.app import PracticeTeams
from tests.conversations import teams_screen
from tests.conversations.heard import Act, Heard
from tests.conversations.teams_screen import Part


class Front:
    """The screen of one person, and where on it they are."""

    def __init__(self, teams: PracticeTeams, user: str) -> None:
        self.teams, self.user = teams, user
        self._left_alone: set[str] = set()
        self._filled_in = ""
        self._noticed = 0

    def screen(self) -> Mapping[str, Any]:
        """Everything that their Teams shows."""
        return self.teams.people.screen(self.user)

    def dialog(self) -> Mapping[str, Any] | None:
        """The dialog, if one is open."""
        dialog: Mapping[str, Any] | None = self.screen()["dialog"]
        return dialog

    def cards(self) -> list[tuple[str, Part]]:
        """Every card in their conversations, each with the id of its message."""
        return [
            (message["id"], card)
            for conversation in self.screen()["conversations"]
            for message in conversation["messages"]
            for card in message["cards"]
        ]

    def card_below(self) -> tuple[str, Part] | None:
        """The newest card with boxes that was not left alone, or what has taken the place of the last one."""
        there = [each for each in self.cards() if each[0] not in self._left_alone]
        found = [each for each in there if teams_screen.inputs_of(each[1]) or each[0] == self._filled_in]
        return found[-1] if found else None

    def card(self) -> Part | None:
        """The card of the dialog, or else the one below."""
        dialog, below = self.dialog(), self.card_below()
        if dialog:
            return dict(dialog["card"] or {})
        return below[1] if below else None

    def opened(self) -> list[Part]:
        """The buttons of the dialog whose own cards are open."""
        dialog = self.dialog()
        return teams_screen.opened_in(dialog["card"], dialog["opened"]) if dialog else []

    def lines(self) -> list[str]:
        """The words of all that."""
        card = self.card()
        return teams_screen.lines_of([*([card] if card else []), *(each["card"] for each in self.opened())])

    def fills_in(self, message: str) -> None:
        """What takes this card's place stands in front of them from now on."""
        self._filled_in = message

    def closes(self) -> None:
        """What a button has opened in the dialog, or the dialog; a card in the chat is left alone."""
        opened, below = self.opened(), self.card_below()
        if opened:
            self.teams.people.press_in_dialog(self.user, opened[-1]["title"])
        elif self.dialog():
            self.teams.people.close(self.user)
        elif below:
            self._left_alone.add(below[0])
            self._filled_in = ""

    def turns_to_the_chat(self) -> None:
        """A dialog lies over everything, so it is closed first; what came up before has been seen."""
        if self.dialog():
            self.teams.people.close(self.user)
        self._noticed = len(self.screen()["notices"])

    def notices(self) -> list[str]:
        """The lines that have come up since."""
        return [each["text"] for each in self.screen()["notices"][self._noticed :]]

    def presses_in_the_dialog(self, label: str, number: int = 0) -> None:
        """The `number`th button of that name there; where it asks first, its yes too."""
        self._press_in_form(label, number, {})

    def press_in_form(self, label: str, beside: str, typed: Mapping[str, Any]) -> Act:
        """The button of that name, in the entry that says `beside`, in the dialog or on the card, once that was typed."""
        card = self.card() or {}
        assert label in teams_screen.titles_of(card), (
            f"{self.user} sees no button {label}. They see: {teams_screen.titles_of(card)}"
        )
        number = teams_screen.number_beside(card, beside, label) if beside else 0
        return lambda: self._press_in_form(label, number, typed)

    def _press_in_form(self, label: str, number: int, typed: Mapping[str, Any]) -> None:
        card = self.card() or {}
        action = [each for each in teams_screen.buttons_of(card) if each["title"] == label][number]
        yes = [each["title"] for each in action.get("card", {}).get("actions", ())]
        if yes:
            self._touch(label, number, {})
            label, number = yes[0], 0
        self._touch(label, number, typed)

    def _touch(self, label: str, number: int, typed: Mapping[str, Any]) -> None:
        people, below = self.teams.people, self.card_below()
        if self.dialog() and typed:
            people.submit(self.user, typed, label, number)
        elif self.dialog():
            people.press_in_dialog(self.user, label, number)
        else:
            assert below is not None, f"{self.user} has no form in front of them"
            self.fills_in(below[0])
            people.submit_card(self.user, people.chat(self.user), below[0], typed, label, number)


class Press:
    """One button under one message; where it asks first, the question is open in front of them from now on.

    Pressed again, the button may have gone meanwhile, because the same was done elsewhere.
    """

    def __init__(self, front: Front, heard: Heard, label: str, number: int = 0) -> None:
        self._front, self._heard, self._number = front, heard, number
        action = heard.buttons[label]
        self._label, self._was_pressed = label, False
        if action["type"] == "Action.ShowCard":
            self._press()
            self._label, self._number = action["card"]["actions"][0]["title"], 0

    def __call__(self) -> None:
        """Press it."""
        is_first, self._was_pressed = not self._was_pressed, True
        self._front.turns_to_the_chat()
        try:
            self._press()
        except NotPossible:
            if is_first:
                raise

    def _press(self) -> None:
        people, user = self._front.teams.people, self._front.user
        people.press(user, self._heard.place, self._heard.id, self._label, self._number)
