"""The way to a person: a button that stands under everything the bot says."""

from __future__ import annotations

from programme.words.message import Button

GET_HELP = Button("Get help", "get_help")


def with_help(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """The buttons, and "Get help" last unless one of them asks for help already."""
    if any(button.press == GET_HELP.press for button in buttons):
        return buttons
    return (*buttons, GET_HELP)
