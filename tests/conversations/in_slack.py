"""Somebody in a story who is on Slack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from practice.app import PracticeSlack
from practice.envelopes import Answer, Envelope
from tests.conversations.heard import Act, Handed, Heard
from tests.conversations.parts import SLACK, Part
from tests.conversations.slack_screen import (
    buttons_of,
    by_block,
    entry_of,
    field_of,
    heard_in,
    title_of,
    value_of,
    words_of,
)
from tests.conversations.someone import Someone, split_by_platform
from tests.conversations.story import Story


class InSlack(Someone):
    """Commands, forms over everything, a home of one's own."""

    platform = SLACK
    has_administrators = True

    def __init__(self, story: Story, part: Part, slack: PracticeSlack) -> None:
        super().__init__(story, part)
        self.slack = slack
        self._acts = slack.people

    def act_of_typing(self, command: str, where: str = "") -> Act:
        """A slash command."""
        word, _, text = command.partition(" ")
        return lambda: self._acts.command(self.id, word, text, where or None)

    def act_of_sending(self, **values: Any) -> Callable[[], dict[str, str]]:
        """The topmost form."""
        view, typed = self._form(), split_by_platform(self, values)

        def send() -> dict[str, str]:
            errors = self._acts.submit(self.id, view["id"], by_block(view, typed)).field_errors
            return {field_of(view, block): words for block, words in errors.items()}

        return send

    def act_of_press(self, heard: Heard, label: str) -> Act:
        """A button under a message."""
        action_id, block_id = heard.buttons[label]
        return lambda: self._acts.press(self.id, heard.place, heard.id, action_id, block_id)

    def act_in_form(self, label: str, *, beside: str = "", **typed: Any) -> Act:
        """In the topmost form."""
        view = self._form()
        shown = buttons_of(entry_of(view["blocks"], beside) if beside else view["blocks"])
        assert label in shown, f"{self.id} sees no button {label} {beside}. They see: {list(shown)}"
        (action_id, block_id), given = shown[label], split_by_platform(self, typed)
        return lambda: self._acts.press_view(
            self.id, view["id"], action_id, block_id=block_id, values=by_block(view, given)
        )

    def act_of_saying(self, words: str, under: Heard | None = None) -> Callable[[], str]:
        """In the direct message, or in a thread there."""
        thread = under.id if under else None
        return lambda: self._acts.say(self.id, self._acts.dm(self.id), words, thread)

    def says_in(self, place: str, words: str) -> None:
        """In a channel or in a conversation of several people."""
        self._acts.say(self.id, place, words)
        self.story.deliver()

    def sends_a_file(self, name: str, words: str = "") -> None:
        """An upload."""
        self._acts.upload(self.id, self._acts.dm(self.id), name, b"a picture", words)
        self.story.deliver()

    def hands_in(self, content: str | bytes) -> str:
        """A file in the form's box."""
        return self.fills(list={"name": "list.csv", "content": content}).get("list", "")

    def edits(self, said: str, words: str) -> None:
        """One of their own messages."""
        self._acts.edit(self.id, self._acts.dm(self.id), said, words)
        self.story.deliver()

    def deletes(self, said: str) -> None:
        """The same, away."""
        self._acts.delete(self.id, self._acts.dm(self.id), said)
        self.story.deliver()

    def closes(self) -> None:
        """The topmost form."""
        self._acts.close(self.id, self._form()["id"])

    def presses_at_home(self, label: str, number: int = 0) -> None:
        """The home tab is looked at first."""
        self._acts.open_home(self.id)
        home = self._screen()["home"]
        found = [
            (element["action_id"], block["block_id"])
            for block in home["blocks"]
            if block["type"] == "actions"
            for element in block["elements"]
            if element["text"]["text"] == label
        ]
        action_id, block_id = found[number]
        self._acts.press_view(self.id, home["id"], action_id, block_id=block_id)
        self.story.deliver()

    def loses_the_bot(self) -> None:
        """A bot of Slack's is there for everybody or for nobody."""
        raise NotImplementedError

    def gets_the_bot(self, *, is_told: bool = True) -> None:
        """Likewise."""
        raise NotImplementedError

    @contextmanager
    def is_gone(self) -> Iterator[None]:
        """The account is deleted, as Slack calls it."""
        members = self.slack.workspace.members
        there = members[self.id]
        members[self.id] = replace(there, is_deleted=True)
        try:
            yield
        finally:
            members[self.id] = there

    def has_a_form(self) -> bool:
        """Whether a form is open."""
        return any(view.get("submit") for view in self._screen()["views"])

    def title(self) -> str:
        """The topmost form's."""
        return title_of(self._form())

    def filled(self, field: str) -> Any:
        """What stands in one box of the topmost form."""
        return value_of(self._form(), field)

    def sees(self) -> str:
        """The words of all forms that are open."""
        return "\n".join(words_of(view["blocks"]) for view in self._screen()["views"])

    def reads(self) -> str:
        """The topmost view where there is one, or else the newest message."""
        views = self._screen()["views"]
        return words_of(views[-1]["blocks"]) if views else self.last().words

    def sees_buttons(self) -> list[str]:
        """The buttons of the topmost form."""
        return list(buttons_of(self._form()["blocks"]))

    def looks_home(self) -> str:
        """The words on the home tab."""
        self._acts.open_home(self.id)
        self.story.deliver()
        home = self._screen()["home"]
        return words_of(home["blocks"]) if home else ""

    def hears_all(self) -> list[Heard]:
        """Every conversation they are in."""
        return heard_in(self._screen(), self.id)

    def fetches(self, heard: Heard) -> tuple[str, str]:
        """An upload."""
        (name,) = heard.files
        (file,) = (each for each in self.slack.workspace.files.all() if each.name == name)
        return name, (file.content or b"").decode()

    def picture(self) -> str:
        """The alternative text of the picture, which is one."""
        (file,) = (each for each in self.slack.workspace.files.all() if each.name == "chart.png")
        assert (file.content or b"").startswith(b"\x89PNG")
        return file.alt_text

    def last_act(self) -> Handed:
        """The newest envelope of theirs that is no event."""
        kept = self.slack.journal.entries(0)
        entry = next(each for each in reversed(kept) if each.kind == "envelope" and each.user == self.id)
        kind: Any = entry.summary
        answers = (each for each in kept if each.n > entry.n and each.kind == "ack")
        first = next(each for each in answers if (each.name, each.user) == (entry.name, entry.user))
        return HandedOver(self, Envelope(kind, entry.detail, entry.name, entry.user), dict(first.detail))

    def last_said(self) -> Handed:
        """The newest event of theirs, under its own id."""
        kept = self.slack.journal.entries(0)
        entry = next(
            each
            for each in reversed(kept)
            if each.kind == "event" and each.detail["event"].get("user") == self.id
        )
        return SaidAgain(self, entry.detail, entry.name)

    @contextmanager
    def held_back(self) -> Iterator[list[Act]]:
        """Events wait in a list."""
        workspace, late = self.slack.workspace, list[Act]()
        emit = workspace.emit

        def arrives(kind: Any, event: Any) -> None:
            envelope = emit(kind, event)
            assert envelope is not None
            self.slack.deliveries.outcome(envelope)
            self.story.deliver()

        def keep(kind: Any, event: Any) -> None:
            late.append(lambda: arrives(kind, event))

        workspace.emit = keep
        try:
            yield late
        finally:
            workspace.emit = emit

    def _newest(self, label: str) -> Act | None:
        views = self._screen()["views"]
        if views and label in buttons_of(views[-1]["blocks"]):
            return self.act_in_form(label)
        found = (heard for heard in reversed(self.hears_all()) if label in heard.buttons)
        heard = next(found, None)
        return self.act_of_press(heard, label) if heard else None

    def _form(self) -> dict[str, Any]:
        views = self._screen()["views"]
        assert views, (
            f"{self.id} has no form open. They see: {self.last().words if self.hears_all() else 'nothing'}"
        )
        return dict(views[-1])

    def _screen(self) -> Mapping[str, Any]:
        return self._acts.screen(self.id)


class HandedOver(Handed):
    """A command, a press or a form."""

    def __init__(self, whose: InSlack, envelope: Envelope, answer: Mapping[str, Any]) -> None:
        self._whose, self.envelope, self.answer = whose, envelope, dict(answer)

    def again(self) -> Any:
        """In another envelope."""
        old, deliveries = self.envelope, self._whose.slack.deliveries
        envelope = deliveries.send(Envelope(old.kind, old.payload, old.name, old.user))
        answer = deliveries.outcome(envelope)
        assert answer.acknowledged, answer.failure
        self._whose.story.deliver()
        return dict(answer.payload)


class SaidAgain(Handed):
    """An event under its own id."""

    answer: Any = None

    def __init__(self, whose: InSlack, payload: Mapping[str, Any], name: str) -> None:
        self._whose, self._payload, self._name = whose, payload, name

    def again(self) -> Answer:
        """In another envelope."""
        deliveries = self._whose.slack.deliveries
        answer = deliveries.outcome(deliveries.event(self._payload, self._name, self._whose.id))
        self._whose.story.deliver()
        return answer
