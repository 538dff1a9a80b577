"""Files that are handed over: in the chat, or behind a link with a page that has one button."""

from __future__ import annotations

from dataclasses import dataclass, replace

from programme.words.message import Message

DAYS = 7
"""As long as a link works."""

DOWNLOAD = "Download"
CODE = "Code from your chat with PairMe"


@dataclass(frozen=True)
class Sheet:
    """What a page says; `wrong` is what went wrong with what was typed into it."""

    title: str
    paragraphs: tuple[str, ...]
    wrong: str = ""


def uploaded(name: str) -> str:
    """Said above the file itself."""
    return f"I have put {name} in your files."


def declined(name: str) -> Message:
    """The reader does not want a file among theirs."""
    return Message(
        (f"I have not put {name} in your files. If you want it later, you can ask me for it again.",)
    )


def used() -> Message:
    """The same offer was answered before, or is too old."""
    return Message(("I no longer have this file. If you still need it, please ask me for it again.",))


def not_uploaded(name: str) -> Message:
    """The file could not be put where its reader has made room for it."""
    return Message(
        (f"I could not put {name} in your files. Please allow it again in a minute, or ask me for it again.",)
    )


def behind_link(message: Message, code: str) -> Message:
    """The message without its file, which is fetched through a link; with a `code` it is for one reader, once."""
    if code:
        words = f"The file is behind the link. It can be downloaded once, with this code: {code}"
    else:
        words = f"The file is behind the link, for {DAYS} days."
    return replace(message, paragraphs=(*message.paragraphs, words), file=None)


def link_title(title: str) -> str:
    """What the link is called."""
    return f"{DOWNLOAD}: {title}"


def page(name: str) -> Sheet:
    """Before anything has been pressed; a personal file has no `name` here."""
    if name:
        return Sheet("Download a file", (f"PairMe has this file for you: {name}",))
    return Sheet(
        "Download your file",
        ("PairMe has a file for you. It can be downloaded once, with the code from your chat.",),
    )


def wrong_code(tries_left: int) -> Sheet:
    """The code does not fit."""
    tries = "1 more time" if tries_left == 1 else f"{tries_left} more times"
    return replace(page(""), wrong=f"That is not the code. You can try {tries}.")


def no_code() -> Sheet:
    """The box for the code is empty."""
    return replace(page(""), wrong="Enter the code from your chat with PairMe.")


def too_many_codes() -> Sheet:
    """The last try was wrong as well."""
    return Sheet(
        "This link has been closed",
        ("There were too many wrong codes. To get the file, please ask PairMe for it again.",),
    )


def gone() -> Sheet:
    """Fetched, too old, or never there."""
    return Sheet(
        "This link can no longer be used",
        (
            f"A link works for {DAYS} days, and one to a personal file works once.",
            "To get the file, please ask PairMe for it again.",
        ),
    )


def busy() -> Sheet:
    """It was nobody's fault."""
    return Sheet("Something went wrong", ("Nothing has happened to the file. Please try again in a minute.",))
