"""What somebody did, and what is answered: the two values that pass through a door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from programme.words.message import Form, Message, Page

Kind = Literal["command", "press", "form", "said", "changed", "deleted", "home", "arrived", "departed"]
Value = str | tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """The person who acts, as their platform knows them; `email` where it tells their work address."""

    workspace: str
    platform: str
    id: str
    name: str = ""
    is_admin: bool = False
    is_guest: bool = False
    is_bot: bool = False
    email: str = field(default="", repr=False)


@dataclass(frozen=True)
class Place:
    """The conversation in which it was done; `id` is the platform's."""

    id: str
    kind: Literal["direct", "group", "channel", "home"]


@dataclass(frozen=True)
class MessageRef:
    """One message in one conversation."""

    place: str
    id: str


@dataclass(frozen=True)
class Reach:
    """How the platform lets us write first: the conversation, and the address of the service that carries it."""

    conversation: str
    service_url: str


@dataclass(frozen=True)
class Room:
    """A channel in which the bot may write."""

    id: str
    name: str


@dataclass(frozen=True)
class Action:
    """One thing that one person did.

    `key` is the same when a platform delivers the same act again. `name` is the command, the button's press
    or the form's name; `text` is what was typed after a command or said in the chat; `subject` is what the
    button or form was about; `values` are what stands in the boxes of the form that was sent, or on which a button was
    pressed; `chosen` are the people named in a form, as far as the platform told us of them
    in time; `origin` is the message that was clicked, said, changed or deleted, and
    `thread` the message under which it was said. Of what is said `written_at` is when the message was first
    written and `done_at` when it was written, changed or deleted, both by the platform's clock, because these
    can arrive in any order.

    `is_answered_in_writing` is said of acts that have no answer of their own on their platform: what the handler
    answers becomes a letter to the person's own conversation, unless it replaces the message clicked and the door
    `can_replace` that at once. `reach` is told when it is news. "arrived" is the bot itself: it was installed for this
    person, or in a team whose channels are `rooms`; "departed" is the contrary.
    """

    key: str
    kind: Kind
    person: Account
    place: Place
    at: datetime
    name: str = ""
    text: str = ""
    subject: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    chosen: Mapping[str, Account] = field(default_factory=dict)
    origin: MessageRef | None = None
    thread: str = ""
    written_at: datetime | None = None
    done_at: datetime | None = None
    is_answered_in_writing: bool = False
    can_replace: bool = True
    reach: Reach | None = None
    rooms: tuple[Room, ...] = ()


@dataclass(frozen=True)
class Reply:
    """The answer to the one who acted.

    One of: nothing, a message (which `replaces` the one clicked, or is for the actor's eyes only), a form to
    open, errors by field, a home page. A message that `points_to_letters` says only that letters are on their way, so
    it is left out where it would be a letter beside them.
    """

    message: Message | None = None
    form: Form | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    page: Page | None = None
    replaces: bool = False
    points_to_letters: bool = False
