"""What the bot says, as small values in which no platform is named.

Text is plain: a door escapes it and decides how a title or a fact looks.
A `press` is the name of a route; its `subject` says what it is about and comes back with the press.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal[
    "text", "long_text", "choice", "choices", "date", "time", "person", "people", "channel", "file"
]


@dataclass(frozen=True)
class Confirm:
    """The question asked before something is destroyed."""

    question: str
    yes: str
    no: str = "Keep it"


@dataclass(frozen=True)
class Button:
    """One thing that a reader can do; the label says the action.

    `opens_form` is said of a press that is answered with a form or a page, or with words where there is nothing to
    fill in or to look at: some platforms have to know before it is pressed.
    """

    label: str
    press: str
    subject: str = ""
    style: Literal["plain", "main", "danger"] = "plain"
    confirm: Confirm | None = None
    opens_form: bool = False


@dataclass(frozen=True)
class Bar:
    """A number with its name, for a chart."""

    label: str
    value: int


@dataclass(frozen=True)
class Chart:
    """Numbers to be drawn by the door; `summary` says the same in words (it becomes the alt text)."""

    title: str
    summary: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class File:
    """A small text file that goes with a message, such as a calendar entry.

    `is_personal` is what one person may see alone, such as all that is kept about them.
    """

    name: str
    content: str
    title: str
    is_personal: bool = False


@dataclass(frozen=True)
class Message:
    """What is said at one moment: paragraphs, facts, then what the reader can do.

    The first paragraph stands alone: phones and screen readers show it as the notification.
    `form` stands in the message itself, where a platform can open none over it. `chat_with` are people (ids on
    the reader's platform) to whom the message offers a chat, where the platform has a link for that.
    """

    paragraphs: tuple[str, ...]
    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    buttons: tuple[Button, ...] = ()
    chart: Chart | None = None
    file: File | None = None
    note: str = ""
    form: Form | None = None
    chat_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """One answer among several; `value` is what comes back."""

    label: str
    value: str


@dataclass(frozen=True)
class Field:
    """One box of a form.

    `value` is what stands in it at first: one string, or several for "choices" and "people".
    Dates are ISO (2027-03-15), times are HH:MM, people and channels are ids on the reader's platform.
    """

    name: str
    label: str
    kind: FieldKind
    hint: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    value: str | tuple[str, ...] = ""
    max_length: int | None = None


@dataclass(frozen=True)
class Line:
    """One entry of a form's list: what it says, and what can be pressed beside it."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Form:
    """One screen of boxes with one button that sends it; without `submit` there is nothing to send, only to read.

    `note` stands above, then the `lines`, the boxes, and `buttons` under all of it. A press on a form is answered with
    another form, which takes its place where the reply `replaces`.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    submit: str
    subject: str = ""
    note: str = ""
    close: str = "Cancel"
    lines: tuple[Line, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Page:
    """A person's home: several messages one under the other."""

    parts: tuple[Message, ...]
