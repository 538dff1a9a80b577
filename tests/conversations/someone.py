"""Somebody in a story: what they do, and what they hear. Where they are is said in `in_slack` and `in_teams`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, ClassVar

from handlers.action import Account, Kind, Reply
from tests.conversations import directly
from tests.conversations.heard import Act, Handed, Heard
from tests.conversations.parts import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conversations.story import Story

OTHER_CHAT = "other_chat"
"""The box for people who are on another platform."""
PEOPLE = frozenset({"line_manager", "supervisors", "appraiser", "rota", "avoid"})
"""The boxes beside it."""


class Someone(ABC):
    """A person in a story. What begins with `act_of` can be done later, or at once with what others do."""

    platform: ClassVar[str]
    has_administrators: ClassVar[bool]

    def __init__(self, story: Story, part: Part) -> None:
        self.story, self.part, self.name = story, part, part.name
        self.id = part.ids[self.platform]

    @property
    def account(self) -> Account:
        """As the platform tells of them."""
        return directly.account_of(self, self.part)

    # What they do.

    def types(self, command: str, where: str = "") -> None:
        """A command, such as `/pairme status`, in the chat with the bot or in a channel."""
        self.act_of_typing(command, where)()
        self.story.deliver()

    def fills(self, **values: Any) -> dict[str, str]:
        """The form in front of them, and sends it; what stands beside its fields is returned."""
        errors: dict[str, str] = self.act_of_sending(**values)()
        self.story.deliver()
        return errors

    def presses(self, label: str, **typed: Any) -> None:
        """The newest button that says this, in a form first, then in a message, then at home.

        In a form they have `typed` something into its boxes before.
        """
        act = self.act_in_form(label, **typed) if typed else self._newest(label)
        assert act is not None, (
            f"{self.id} sees no button {label}. They see: {[h.buttons for h in self.hears_all()]}"
        )
        act()
        self.story.deliver()

    def presses_beside(self, words: str, label: str) -> None:
        """In the form in front of them, the button of the entry that says these words."""
        self.act_in_form(label, beside=words)()
        self.story.deliver()

    def presses_under(self, heard: Heard, label: str) -> None:
        """The button of one message, as it stands there now."""
        self.act_of_press(heard, label)()
        self.story.deliver()

    def says(self, words: str, under: Heard | None = None) -> str:
        """In their own chat with the bot, or under a message."""
        said: str = self.act_of_saying(words, under)()
        self.story.deliver()
        return said

    def tries(self, kind: Kind, act: str, subject: str = "", /, *, of: str = "", **values: Any) -> Reply:
        """What their own screen would not let them do, done all the same; `of` is another workspace."""
        reply = self.acts(kind, act, subject, of=of, **values)
        self.story.deliver()
        return reply

    def acts(self, kind: Kind, act: str, subject: str = "", /, *, of: str = "", **values: Any) -> Reply:
        """The same, and the letters wait: for two who act at once."""
        given = {name: _given(value) for name, value in values.items()}
        return directly.done(self, kind, act, subject, of=of, values=given)

    @abstractmethod
    def act_of_typing(self, command: str, where: str = "") -> Act:
        """The typing of a command."""

    @abstractmethod
    def act_of_sending(self, **values: Any) -> Callable[[], dict[str, str]]:
        """The sending of the form in front of them; gives what stands beside its fields then."""

    @abstractmethod
    def act_of_press(self, heard: Heard, label: str) -> Act:
        """The press of a button under a message."""

    @abstractmethod
    def act_in_form(self, label: str, *, beside: str = "", **typed: Any) -> Act:
        """The press of a button in the form in front of them, once that was typed; its yes too where it asks first."""

    @abstractmethod
    def act_of_saying(self, words: str, under: Heard | None = None) -> Callable[[], str]:
        """Words in their own chat; gives the id of the message."""

    @abstractmethod
    def says_in(self, place: str, words: str) -> None:
        """In a channel or in a conversation of several people."""

    @abstractmethod
    def sends_a_file(self, name: str, words: str = "") -> None:
        """A picture, in their own chat with the bot."""

    @abstractmethod
    def hands_in(self, content: str | bytes) -> str:
        """A list of people, by the form in front of them if it can; what is wrong with it is returned."""

    @abstractmethod
    def edits(self, said: str, words: str) -> None:
        """One of their own messages in the chat with the bot."""

    @abstractmethod
    def deletes(self, said: str) -> None:
        """The same, away."""

    @abstractmethod
    def closes(self) -> None:
        """The form in front of them."""

    @abstractmethod
    def presses_at_home(self, label: str, number: int = 0) -> None:
        """The button on their home page; the `number`th of those that say this."""

    @abstractmethod
    def loses_the_bot(self) -> None:
        """It is taken from them, and cannot write to them any more."""

    @abstractmethod
    def gets_the_bot(self, *, is_told: bool = True) -> None:
        """It is installed for them, of which it `is_told` mostly."""

    @abstractmethod
    def is_gone(self) -> AbstractContextManager[None]:
        """Their account has been switched off for as long as the block lasts."""

    # What they see and hear.

    @abstractmethod
    def has_a_form(self) -> bool:
        """Whether a form is open."""

    @abstractmethod
    def title(self) -> str:
        """The title of the form in front of them."""

    @abstractmethod
    def filled(self, field: str) -> Any:
        """What stands in one box of the form in front of them: a string, or several."""

    def filled_people(self, *fields: str) -> list[Someone]:
        """The people in these boxes of the form in front of them, and those of another platform in the box for all."""
        boxes = [*fields, *([OTHER_CHAT] if self.story.scene.is_astride else [])]
        named = {
            each for field in boxes for given in _listed(self.filled(field)) for each in given.split(", ")
        }
        return [
            each
            for each in self.story.everybody
            if (each.id if each.platform == self.platform else each.part.email) in named
        ]

    @abstractmethod
    def sees(self) -> str:
        """The words of what stands over everything: a form, or what it was answered."""

    @abstractmethod
    def reads(self) -> str:
        """What has come to stand in front of them by what they did last: over everything, or as a message."""

    @abstractmethod
    def sees_buttons(self) -> list[str]:
        """The buttons there."""

    @abstractmethod
    def looks_home(self) -> str:
        """The words on their home page."""

    @abstractmethod
    def hears_all(self) -> list[Heard]:
        """Everything in their conversations, in order of time."""

    @abstractmethod
    def fetches(self, heard: Heard) -> tuple[str, str]:
        """The name and the content of the file that goes with a message."""

    @abstractmethod
    def picture(self) -> str:
        """What the newest chart says to somebody who cannot see it."""

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

    # What comes again, or late.

    @abstractmethod
    def last_act(self) -> Handed:
        """The last command, press or form of theirs that the platform handed over."""

    @abstractmethod
    def last_said(self) -> Handed:
        """The last message of theirs that the platform handed over."""

    @abstractmethod
    def held_back(self) -> AbstractContextManager[list[Act]]:
        """What they say meanwhile is not handed over; it is listed, to arrive later."""

    @abstractmethod
    def _newest(self, label: str) -> Act | None:
        """The press of the newest button that says this, if there is one."""


def _listed(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list | tuple) else (value,)


def _given(value: Any) -> str | tuple[str, ...]:
    """As a door would hand it over: people by their ids."""
    found = tuple(each.id if isinstance(each, Someone) else str(each) for each in _listed(value))
    return found if isinstance(value, list | tuple) else found[0]


def split_by_platform(me: Someone, values: Mapping[str, Any]) -> dict[str, Any]:
    """People by their ids; those of another platform by their e-mail addresses in the box that is for all of them."""
    made: dict[str, Any] = {}
    far: list[str] = []
    for name, value in values.items():
        people = [each for each in _listed(value) if isinstance(each, Someone)]
        near = [each.id for each in people if each.platform == me.platform]
        far += [each.part.email for each in people if each.platform != me.platform]
        if not people:
            made[name] = value
        elif near:
            made[name] = near if isinstance(value, list | tuple) else near[0]
    is_asked = me.story.scene.is_astride and not PEOPLE.isdisjoint(values)
    return {**made, OTHER_CHAT: ", ".join(far)} if is_asked else made
