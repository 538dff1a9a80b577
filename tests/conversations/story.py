"""A story: people say, press and fill in; time passes; people hear.

Nothing here that a story uses names a platform. What is behind it is the real door, over a real socket, to a
local Slack; letters go out only when the story lets time pass or somebody has acted.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from bot import house as wiring
from bot.clock import Clock
from bot.house import Bot
from bot.settings import read
from bot.slack.inbound import SLACK
from handlers.action import Account, Action, Kind, Place, Reply
from handlers.router import handle
from practice.people import Member
from scheduler import due
from storage import lanes
from storage.database import Database
from storage.row import Row
from tests.conversations.stage import Stage

SOON = timedelta(seconds=90)
Kept = TypeVar("Kept", bound=Row)
_numbers = itertools.count()


class StoppedClock(Clock):
    """Stands still until it is moved."""

    def __init__(self, instant: datetime) -> None:
        super().__init__()
        self._instant = instant

    def now(self) -> datetime:
        """The instant it was moved to."""
        return self._instant

    def move_to(self, instant: datetime) -> None:
        """Forward only."""
        self._instant = max(self._instant, instant)


@dataclass
class Heard:
    """One message as a reader sees it: all of its words, its buttons, its picture's words."""

    place: str
    kind: str
    ts: str
    words: str
    buttons: dict[str, tuple[str, str]]
    confirms: dict[str, str]
    is_private: bool
    is_mine: bool
    files: list[str] = field(default_factory=list)
    thread: str = ""


class Story:
    """One workspace, the bot in it, and its clock."""

    def __init__(self, database: Database, stage: Stage, starts_at: datetime) -> None:
        self.database, self.stage, self.slack = database, stage, stage.slack
        self.clock = StoppedClock(starts_at)
        stage.clear(self.clock.now)
        self.bot = self._bot({})

    def set(self, **settings: str) -> None:
        """The bot is started again with other settings."""
        self.bot = self._bot(settings)

    def close(self) -> None:
        """Fail if the bot broke a rule of the platform."""
        broken = [entry for entry in self.slack.journal.entries(0) if entry.broken]
        assert not broken, [(entry.name, entry.summary, entry.detail) for entry in broken]

    def _bot(self, settings: Mapping[str, str]) -> Bot:
        key = "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA="
        bot = wiring.bot(
            read({**self.stage.settings, "PAIRME_KEYS": key, **settings}), self.clock, self.database
        )
        self.stage.play(bot.house, self.clock.now)
        return bot

    def person(self, id_: str) -> Someone:
        """Somebody in the workspace."""
        return Someone(self, id_)

    def deliver(self) -> None:
        """Send everything that waits, letting the pauses between letters pass."""
        self.slack.people.settle()
        while True:
            if self.bot.post.send_one():
                continue
            with self.database.reading() as session:
                free_at = lanes.next_free_at(session)
            if free_at is None or free_at > self.clock.now() + SOON:
                return
            self.clock.move_to(free_at)

    def kept(self, kind: type[Kept]) -> list[Kept]:
        """Every row of one kind, as it stands in the database."""
        with self.database.reading() as session:
            return list(session.scalars(select(kind)).all())

    def later(self, **duration: float) -> None:
        """Time passes: everything that falls due happens at its own time."""
        self.until(self.clock.now() + timedelta(**duration))

    def until(self, instant: datetime) -> None:
        """The same, up to an instant."""
        while True:
            with self.database.reading() as session:
                at = due.next_due_at(session)
            if at is None or at > instant:
                break
            self.clock.move_to(at)
            self.bot.ticker.tick()
            self.deliver()
        self.clock.move_to(instant)
        self.deliver()


class Someone:
    """A person in a story."""

    def __init__(self, story: Story, id_: str) -> None:
        self.story, self.id = story, id_
        self._acts = story.slack.people

    def types(self, command: str, where: str = "") -> None:
        """A command, such as `/pairme status`, in the chat with the bot or in a channel."""
        word, _, text = command.partition(" ")
        self._acts.command(self.id, word, text, where or None)
        self.story.deliver()

    def fills(self, **values: Any) -> dict[str, str]:
        """The form in front of them, and sends it; what stands beside its fields is returned."""
        view = self.form()
        outcome = self._acts.submit(self.id, view["id"], values)
        self.story.deliver()
        return dict(outcome.field_errors)

    def filled(self, field: str) -> Any:
        """What stands in one box of the form in front of them: a string, or several."""
        view = self.form()
        assert field in view["state"], f"The form {view['callback_id']} has no box {field}."
        (box,) = view["state"][field].values()
        if box.get("selected_options") is not None:
            return [option["value"] for option in box["selected_options"]]
        if box.get("selected_option"):
            return box["selected_option"]["value"]
        given = (value for key, value in box.items() if key != "type" and value)
        return next(given, "")

    def tries(self, kind: Kind, act: str, subject: str = "", /, *, of: str = "", **values: Any) -> Reply:
        """What their own screen would not let them do, done all the same; `of` is another workspace."""
        reply = self.acts(kind, act, subject, of=of, **values)
        self.story.deliver()
        return reply

    def acts(self, kind: Kind, act: str, subject: str = "", /, *, of: str = "", **values: Any) -> Reply:
        """The same, and the letters wait: for two who act at once."""
        members = self.story.slack.workspace.members
        me = replace(_account(members[self.id], self.story), workspace=of or self.story.slack.team_id)
        chosen = {id_: _account(members[id_], self.story) for id_ in _ids_in(values) if id_ in members}
        action = Action(
            key=f"{kind}/{next(_numbers)}",
            kind=kind,
            person=me,
            place=Place("", "home"),
            at=self.story.clock.now(),
            name=act,
            subject=subject,
            values={key: tuple(value) if isinstance(value, list) else value for key, value in values.items()},
            chosen=chosen,
        )
        return handle(action, self.story.bot.house)

    def form(self) -> dict[str, Any]:
        """The form in front of them."""
        views = self._screen()["views"]
        assert views, (
            f"{self.id} has no form open. They see: {self.last().words if self.hears_all() else 'nothing'}"
        )
        return dict(views[-1])

    def has_a_form(self) -> bool:
        """Whether a form is open."""
        return any(view.get("submit") for view in self._screen()["views"])

    def closes(self) -> None:
        """The form in front of them."""
        self._acts.close(self.id, self.form()["id"])

    def presses(self, label: str) -> None:
        """The newest button that says this, in a form first, then in a message, then at home."""
        for view in reversed(self._screen()["views"]):
            for said, (action_id, _) in _buttons(view["blocks"]).items():
                if said == label:
                    self._acts.press_view(self.id, view["id"], action_id)
                    self.story.deliver()
                    return
        for heard in reversed(self.hears_all()):
            if label in heard.buttons:
                action_id, block_id = heard.buttons[label]
                self._acts.press(self.id, heard.place, heard.ts, action_id, block_id)
                self.story.deliver()
                return
        raise AssertionError(
            f"{self.id} sees no button {label}. They see: {[h.buttons for h in self.hears_all()]}"
        )

    def says(self, words: str, under: Heard | None = None) -> str:
        """In their own chat with the bot, or under a message."""
        place = self._acts.dm(self.id)
        ts = self._acts.say(self.id, place, words, under.ts if under else None)
        self.story.deliver()
        return ts

    def edits(self, ts: str, words: str) -> None:
        """One of their own messages in the chat with the bot."""
        self._acts.edit(self.id, self._acts.dm(self.id), ts, words)
        self.story.deliver()

    def deletes(self, ts: str) -> None:
        """The same, away."""
        self._acts.delete(self.id, self._acts.dm(self.id), ts)
        self.story.deliver()

    def looks_home(self) -> str:
        """The words on their home page."""
        self._acts.open_home(self.id)
        self.story.deliver()
        home = self._screen()["home"]
        return _words(home["blocks"]) if home else ""

    def hears_all(self) -> list[Heard]:
        """Everything in their conversations, in order of time."""
        heard = [
            _heard(conversation, message, self.id)
            for conversation in self._screen()["conversations"]
            for message in conversation["messages"]
            if not message.get("deleted")
        ]
        return sorted(heard, key=lambda each: each.ts)

    def last(self) -> Heard:
        """The newest message that is not their own."""
        return [heard for heard in self.hears_all() if not heard.is_mine][-1]

    def heard(self, words: str, **also: Any) -> list[Heard]:
        """Every message that says this."""
        return [
            each
            for each in self.hears_all()
            if words in each.words and all(getattr(each, name) == value for name, value in also.items())
        ]

    def sees(self) -> str:
        """The words of what stands over everything: a form or a notice."""
        screen = self._screen()
        return "\n".join(_words(view["blocks"]) for view in screen["views"])

    def _screen(self) -> Mapping[str, Any]:
        return self._acts.screen(self.id)


def _account(member: Member, story: Story) -> Account:
    return Account(
        story.slack.team_id,
        SLACK,
        member.id,
        member.name,
        is_admin=member.is_admin,
        is_guest=member.is_guest,
        is_bot=member.is_bot,
    )


def _ids_in(values: Mapping[str, Any]) -> list[str]:
    return [id_ for value in values.values() for id_ in (value if isinstance(value, list) else [value])]


def _heard(conversation: Mapping[str, Any], message: Mapping[str, Any], me: str) -> Heard:
    blocks = message.get("blocks") or []
    files = message.get("files") or []
    words = "\n".join(filter(None, [_words(blocks) or message.get("text", "")]))
    return Heard(
        place=conversation["id"],
        kind=conversation["kind"],
        ts=message["ts"],
        words=words,
        buttons=_buttons(blocks),
        confirms={},
        is_private=bool(message.get("ephemeral")) or conversation["kind"] == "im",
        is_mine=message["from"]["id"] == me,
        files=[file["name"] for file in files],
        thread=message.get("thread_ts") or "",
    )


def _words(blocks: list[Mapping[str, Any]]) -> str:
    found: list[str] = []
    for block in blocks:
        if block["type"] in ("section", "header"):
            found += [block["text"]["text"]] if block.get("text") else []
            found += [one["text"] for one in block.get("fields", [])]
        elif block["type"] == "context":
            found += [one["text"] for one in block["elements"]]
        elif block["type"] == "image":
            found.append(block["alt_text"])
        elif block["type"] == "input":
            found.append(block["label"]["text"])
    return "\n".join(found)


def _buttons(blocks: list[Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    return {
        element["text"]["text"]: (element["action_id"], block.get("block_id", ""))
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    }


def at(text: str) -> datetime:
    """An instant in UTC, written like 2027-03-01 10:00."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
