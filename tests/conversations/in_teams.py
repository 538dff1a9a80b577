"""Somebody in a story who is on Teams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from practice.desk import Outcome
from programme.words.talking import MY_REFLECTIONS
from tests.conversations import teams_screen
from tests.conversations.heard import Act, Handed, Heard
from tests.conversations.parts import TEAMS, Part
from tests.conversations.someone import Someone, split_by_platform
from tests.conversations.story import Story
from tests.conversations.teams_files import fetched
from tests.conversations.teams_front import Front, Press

if TYPE_CHECKING:
    from tests.conversations.teams_stage import TeamsStage

MOST_PASTED = 8000


class InTeams(Someone):
    """Commands are typed as words, and forms stand in cards; only a button opens a dialog over everything."""

    platform = TEAMS
    has_administrators = False

    def __init__(self, story: Story, part: Part, stage: TeamsStage) -> None:
        super().__init__(story, part)
        self._stage, self._acts = stage, stage.teams.people
        self._front = Front(stage.teams, self.id)

    @property
    def chat(self) -> str:
        """Their own conversation with the bot."""
        return self._acts.chat(self.id)

    def act_of_typing(self, command: str, where: str = "") -> Act:
        """Words in the chat, or to the bot by name in a channel."""
        if where:
            return self._settled(lambda: self._acts.mention(self.id, where, command.removeprefix("/")))
        return self._settled(lambda: self._acts.say(self.id, command))

    def act_of_sending(self, **values: Any) -> Callable[[], dict[str, str]]:
        """The dialog, or else the newest card that has boxes."""
        boxes, typed = self._boxes(), split_by_platform(self, values)
        unknown = sorted(set(typed) - set(boxes))
        assert not unknown, f"The form has no box {', '.join(unknown)}, but {', '.join(boxes)}"
        below = self._front.card_below()
        if self._front.dialog() or below is None:
            return lambda: self._errors(self._acts.submit(self.id, typed))
        place, (message, _) = self.chat, below

        def send() -> dict[str, str]:
            self._front.fills_in(message)
            return self._errors(self._acts.submit_card(self.id, place, message, typed))

        return send

    def act_of_press(self, heard: Heard, label: str) -> Act:
        """A button under a message."""
        return Press(self._front, heard, label)

    def act_in_form(self, label: str, *, beside: str = "", **typed: Any) -> Act:
        """In the dialog, or else on the newest card that has boxes or has taken the place of one."""
        return self._front.press_in_form(label, beside, split_by_platform(self, typed))

    def act_of_saying(self, words: str, under: Heard | None = None) -> Callable[[], str]:
        """In the chat, or as a reply that quotes a message there."""
        quoted = under.id if under else None
        return self._settled(lambda: self._acts.say(self.id, words, quoted))

    def says_in(self, place: str, words: str) -> None:
        """In a channel, to everybody but the bot."""
        self._acts.post(self.id, place, words)
        self.story.deliver()

    def sends_a_file(self, name: str, words: str = "") -> None:
        """An attachment."""
        self._acts.upload(self.id, name, b"a picture", words)
        self.story.deliver()

    def hands_in(self, content: str | bytes) -> str:
        """Pasted into the box where it fits there, or else as an attachment."""
        if isinstance(content, str) and 0 < len(content) < MOST_PASTED and self.has_a_form():
            return self.fills(list=content).get("list", "")
        file = content if isinstance(content, bytes) else content.encode()
        self._settled(lambda: self._acts.upload(self.id, "list.csv", file))()
        self.story.deliver()
        return self.last().words

    def edits(self, said: str, words: str) -> None:
        """One of their own messages."""
        self._takes_a_moment()
        self._acts.edit(self.id, self.chat, said, words)
        self.story.deliver()

    def deletes(self, said: str) -> None:
        """The same, away."""
        self._takes_a_moment()
        self._acts.delete(self.id, self.chat, said)
        self.story.deliver()

    def closes(self) -> None:
        """The dialog; a card in the chat is left alone."""
        self._front.closes()

    def presses_at_home(self, label: str, number: int = 0) -> None:
        """In what the word `home` is answered with, or among the reflections that can be looked at from there."""
        home = self._home()
        found = [heard for heard in home if label in heard.buttons]
        if found:
            self.presses_under(found[0], label)
            return
        self._looks_at_reflections(home)
        self._front.presses_in_the_dialog(label, number)
        self.story.deliver()

    def loses_the_bot(self) -> None:
        """They take it away, and no team of theirs has it."""
        self._acts.uninstall(self.id)
        self._stage.leaves_the_team(self)
        self.story.deliver()

    def gets_the_bot(self, *, is_told: bool = True) -> None:
        """Somebody installs it for them."""
        if is_told:
            self._acts.install(self.id)
        else:
            self._stage.teams.tenant.installed.add(self.id)
        self.story.deliver()

    @contextmanager
    def is_gone(self) -> Iterator[None]:
        """The account is switched off."""
        self._acts.switch_off(self.id)
        try:
            yield
        finally:
            self._acts.switch_on(self.id)

    def has_a_form(self) -> bool:
        """Whether a dialog or a card has boxes to fill in."""
        card = self._front.card()
        return card is not None and bool(teams_screen.inputs_of(card))

    def title(self) -> str:
        """The dialog's, or the card's first line."""
        dialog = self._front.dialog()
        return str(dialog["title"]) if dialog else self._front.lines()[0]

    def filled(self, field: str) -> Any:
        """What stands in one box of the form in front of them."""
        boxes = self._boxes()
        assert field in boxes, f"The form has no box {field}, but {', '.join(boxes)}"
        return teams_screen.value_of(boxes[field])

    def sees(self) -> str:
        """The dialog, or else the card that they have just filled in or that has come last with boxes."""
        return "\n".join(self._front.lines())

    def reads(self) -> str:
        """The dialog, or a line that comes up and goes, or else the newest message."""
        if self._front.dialog():
            return self.sees()
        return "\n".join([*self._front.notices(), self.last().words])

    def sees_buttons(self) -> list[str]:
        """The buttons there."""
        card = self._front.card()
        return teams_screen.titles_of(card) if card else []

    def looks_home(self) -> str:
        """What the word `home` is answered with, and the reflections that can be looked at from there."""
        home = self._home()
        words = "\n".join(heard.words for heard in home)
        if not self._looks_at_reflections(home):
            return words
        reflections = self.sees()
        self._front.closes()
        return f"{words}\n{reflections}"

    def hears_all(self) -> list[Heard]:
        """Their chat with the bot, and the channels of their teams."""
        return teams_screen.heard_in(self._front.screen(), self.id)

    def fetches(self, heard: Heard) -> tuple[str, str]:
        """By the link under the message, or by taking what is offered in the chat."""
        return fetched(self._stage.teams, self.id, heard)

    def picture(self) -> str:
        """The line above the newest chart; the table below it has the chart's own numbers."""
        return teams_screen.chart_in_words([card for _, card in self._front.cards()])

    def last_act(self) -> Handed:
        """The newest thing of theirs that the bot had to answer."""
        return self._stage.last_of(self, "message", "invoke")

    def last_said(self) -> Handed:
        """The newest message of theirs."""
        return self._stage.last_of(self, "message")

    def held_back(self) -> AbstractContextManager[list[Act]]:
        """What they say waits between Teams and the bot."""
        return self._stage.held_back(self.story)

    def _newest(self, label: str) -> Act | None:
        if self._front.dialog() and label in self.sees_buttons():
            return self.act_in_form(label)
        found = (heard for heard in reversed(self.hears_all()) if label in heard.buttons)
        heard = next(found, None)
        return self.act_of_press(heard, label) if heard else None

    def _settled(self, act: Callable[[], str]) -> Callable[[], str]:
        """The act, after which what the bot says at once has been said."""

        def done() -> str:
            self._front.turns_to_the_chat()
            said = act()
            self._stage.settle()
            return said

        return done

    def _takes_a_moment(self) -> None:
        """Teams stamps what is written in milliseconds, and nobody changes a message within one."""
        self.story.clock.move_to(self.story.clock.now() + timedelta(milliseconds=1))

    def _errors(self, outcome: Outcome) -> dict[str, str]:
        """What the client says itself, or else what the form says that has come back."""
        if outcome.field_errors or not self.has_a_form():
            return dict(outcome.field_errors)
        return teams_screen.errors_of(self._front.card() or {})

    def _home(self) -> list[Heard]:
        before = {heard.id for heard in self.hears_all()}
        self.types("home")
        return [heard for heard in self.hears_all() if heard.id not in before and heard.is_by_bot]

    def _looks_at_reflections(self, home: list[Heard]) -> bool:
        """Whether there are any: they stand in a dialog, because what the bot says in a chat stays there."""
        found = [heard for heard in home if MY_REFLECTIONS in heard.buttons]
        for heard in found:
            self.presses_under(heard, MY_REFLECTIONS)
        return bool(found)

    def _boxes(self) -> dict[str, teams_screen.Part]:
        """Those of the form in front of them."""
        assert self.has_a_form(), (
            f"{self.id} has no form open. They see: {self.last().words if self.hears_all() else 'nothing'}"
        )
        return teams_screen.inputs_of(self._front.card() or {})
