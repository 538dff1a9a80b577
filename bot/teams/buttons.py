"""What a reader can press, as actions of a card.

Three kinds, because only an Action.Submit opens a dialog and only an Action.Execute has the card replaced by what is
answered; in a dialog there is nothing but Action.Submit, which comes back as `task/submit`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from bot.teams.texts import paragraph, shortened
from programme.words.help import GET_HELP, with_help

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from programme.words.message import Button, Confirm, Message

Where = Literal["message", "dialog"]
Drawn = dict[str, Any]

A_ROW = 6
"""Teams shows six actions of a set. Source: learn.microsoft.com/microsoftteams/platform, "Cards reference"."""

_WIDE, _AROUND = 46, 5
"""The letters that a phone of 360 pixels shows in a row, and those whose room the edges of a button take."""

NOTHING: Drawn = {}
OPEN_CHAT = "Open a chat"
_TITLE = 75
_STYLES = {"main": "positive", "danger": "destructive"}
_CHAT = "https://teams.microsoft.com/l/chat/0/0?users="


def rows(actions: Iterable[Drawn]) -> list[Drawn]:
    """The actions in as many rows as a phone needs; two of the same words never stand in one row."""
    sets: list[list[Drawn]] = [[]]
    for action in actions:
        if not _has_room(sets[-1], action["title"]):
            sets.append([])
        sets[-1].append(action)
    return [{"type": "ActionSet", "actions": row} for row in sets if row]


def _has_room(row: Sequence[Drawn], title: str) -> bool:
    titles = [action["title"] for action in row]
    wide = sum(len(each) + _AROUND for each in (*titles, title))
    return not row or (len(row) < A_ROW and title not in titles and wide <= _WIDE)


def drawn(
    buttons: tuple[Button, ...], where: Where, *, beside_form: bool, links: Iterable[Drawn] = ()
) -> list[Drawn]:
    """The buttons, then the links, and "Get help" last: everything the bot says ends in this.

    Beside a form they must not wait for its boxes to be filled in.
    """
    more = {"associatedInputs": "none"} if beside_form else {}
    helped = with_help(buttons)
    own, help_ = helped[: len(buttons)], helped[len(buttons) :]
    return [
        *(_button(button, where, more) for button in own),
        *links,
        *(_button(button, where, more) for button in help_),
    ]


def chat_link(people: Iterable[str], logins: Mapping[str, str]) -> list[Drawn]:
    """A link that opens a chat with those of them whose login is known.

    Source: learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams.
    """
    known = [quote(logins[person], safe="") for person in people if logins.get(person)]
    if not known:
        return []
    return [opened(OPEN_CHAT, _CHAT + ",".join(known))]


def opened(title: str, address: str) -> Drawn:
    """A link."""
    return {"type": "Action.OpenUrl", "title": title, "url": address}


def read_here(message: Message) -> Drawn:
    """What "Get help" says, opened below the boxes of a dialog: nothing that was typed is sent away or lost."""
    body = [element for text in message.paragraphs for element in paragraph(text)]
    return {
        "type": "Action.ShowCard",
        "title": GET_HELP.label,
        "card": {"type": "AdaptiveCard", "body": body},
    }


def executed(title: str, verb: str, data: Drawn, **more: str) -> Drawn:
    """An act whose answer can take the card's place; an old client sends the same as a message."""
    plain = {"title": title, **more, "data": data}
    return {
        "type": "Action.Execute",
        "verb": verb,
        **plain,
        "fallback": {"type": "Action.Submit", **plain},
    }


def submitted(title: str, data: Drawn, **more: str) -> Drawn:
    """An act that opens a dialog, or is done in one."""
    return {"type": "Action.Submit", "title": title, **more, "data": data}


def on_form(buttons: tuple[Button, ...], where: Where, boxes: Mapping[str, str]) -> list[Drawn]:
    """The buttons that a form has itself, beside its lines and under its boxes.

    What is answered takes the form's place, so none of them opens a dialog over it. What stands in the boxes comes
    along, and `boxes` say by their names of which kind they are, for whoever reads it.
    """
    also = {"boxes": dict(boxes)} if boxes else {}
    return [_button(replace(button, opens_form=False), where, {}, also) for button in buttons]


def _button(button: Button, where: Where, more: Drawn, also: Drawn = NOTHING) -> Drawn:
    if button.confirm is None:
        return _press(button, button.label, where, more, also)
    return _asked_first(button, button.confirm, where, more, also)


def _press(button: Button, label: str, where: Where, more: Drawn, also: Drawn) -> Drawn:
    data = {"press": button.press, "subject": button.subject, **also}
    title, look = shortened(label, _TITLE), {**_style(button), **more}
    if where == "dialog":
        return submitted(title, data, **look)
    if button.opens_form:
        return submitted(title, {"msteams": {"type": "task/fetch"}, **data}, **look)
    return executed(title, button.press, data, **look)


def _asked_first(button: Button, asked: Confirm, where: Where, more: Drawn, also: Drawn) -> Drawn:
    """The button opens the question; who does not want it after all presses the same button again."""
    card = {
        "type": "AdaptiveCard",
        "body": paragraph(asked.question),
        "actions": [_press(button, asked.yes, where, more, also)],
    }
    return {
        "type": "Action.ShowCard",
        "title": shortened(button.label, _TITLE),
        **_style(button),
        "card": card,
    }


def _style(button: Button) -> dict[str, str]:
    return {"style": _STYLES[button.style]} if button.style in _STYLES else {}
