"""What a reader can press, as Slack's blocks of buttons."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from bot.slack.texts import batches, plain, shortened, within
from programme.words.help import with_help

if TYPE_CHECKING:
    from collections.abc import Iterator

    from programme.words.message import Button, Confirm

BUTTONS_A_BLOCK = 25
_STYLES = {"main": "primary", "danger": "danger"}


def rows(buttons: tuple[Button, ...]) -> list[dict[str, Any]]:
    """The buttons in as many blocks as they need.

    Raises ValueError if a press, a subject or a question is longer than Slack takes.
    """
    drawn = batches(list(_elements(buttons)), BUTTONS_A_BLOCK)
    return [{"type": "actions", "elements": elements} for elements in drawn]


def beside(button: Button) -> dict[str, Any]:
    """One button alone, to stand beside a text. Raises ValueError as `rows` does."""
    return _element(button, button.press)


def rows_with_help(buttons: tuple[Button, ...]) -> list[dict[str, Any]]:
    """The same, with "Get help" among them: everything the bot says ends in this."""
    return rows(with_help(buttons))


def press_of(action_id: str) -> str:
    """The press that an action_id stands for: what comes before the number that keeps two alike apart."""
    return action_id.partition("#")[0]


def _elements(buttons: tuple[Button, ...]) -> Iterator[dict[str, Any]]:
    presses: Counter[str] = Counter()
    for button in buttons:
        presses[button.press] += 1
        count = presses[button.press]
        yield _element(button, button.press if count == 1 else f"{button.press}#{count}")


def _element(button: Button, action_id: str) -> dict[str, Any]:
    element: dict[str, Any] = {
        "type": "button",
        "action_id": within(action_id, 255, "A press"),
        "text": plain(shortened(button.label, 75)),
    }
    if button.subject:
        element["value"] = within(button.subject, 2000, f"The subject of {button.press}")
    if button.style in _STYLES:
        element["style"] = _STYLES[button.style]
    if button.confirm:
        element["confirm"] = _confirm(button, button.confirm)
    return element


def _confirm(button: Button, asked: Confirm) -> dict[str, Any]:
    what = f"The question before {button.press}"
    return {
        "title": plain(shortened(button.label, 100)),
        "text": plain(within(asked.question, 300, what)),
        "confirm": plain(within(asked.yes, 30, what)),
        "deny": plain(within(asked.no, 30, what)),
        **({"style": "danger"} if button.style == "danger" else {}),
    }
