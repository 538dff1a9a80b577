"""Plain words made to fit Slack: escaped, split over blocks, or refused by name when they are ours to shorten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTION_TEXT = 3000
_FORMATTING = frozenset("*_~`:<>&\n")

Thing = TypeVar("Thing")


def plain(text: str) -> dict[str, Any]:
    """A text that Slack shows as it is written: no bold, no mentions, no emoji out of `:colons:`."""
    return {"type": "plain_text", "text": text, "emoji": False}


def bold(text: str) -> dict[str, Any]:
    """A text in bold, or as it is when it holds a character that Slack would read as formatting."""
    if _FORMATTING & set(text):
        return plain(text)
    return {"type": "mrkdwn", "text": f"*{text}*", "verbatim": True}


def escaped(text: str) -> str:
    """For where Slack reads control sequences, so that a typed `<!channel>` rings nobody.

    Source: docs.slack.dev/messaging/formatting-message-text, "Escaping text".
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pieces(text: str, longest: int = SECTION_TEXT) -> list[str]:
    """The text in parts of at most `longest` characters: cut at line ends, else at spaces, else anywhere."""
    found: list[str] = []
    rest = text.strip()
    while len(rest) > longest:
        at = max(rest.rfind("\n", 0, longest + 1), 0) or max(rest.rfind(" ", 0, longest + 1), 0) or longest
        found.append(rest[:at].rstrip())
        rest = rest[at:].strip()
    return [*found, rest] if rest else found


def joined(parts: list[str], longest: int = SECTION_TEXT) -> list[str]:
    """Fewer and longer parts, with a blank line where two have become one."""
    together: list[str] = []
    for part in parts:
        if together and len(together[-1]) + 2 + len(part) <= longest:
            together[-1] += f"\n\n{part}"
        else:
            together.append(part)
    return together


def shortened(text: str, longest: int) -> str:
    """The text, with an ellipsis where it had to stop; for what is said in full elsewhere."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def within(text: str, longest: int, what: str) -> str:
    """The text itself. ValueError, naming `what` but not the text, if Slack has no room for it."""
    if len(text) > longest:
        raise ValueError(f"{what} has {len(text)} characters and Slack takes {longest}.")
    return text


def batches(things: Sequence[Thing], size: int) -> list[Sequence[Thing]]:
    """The things in their order, `size` at a time; the last batch may be smaller."""
    return [things[at : at + size] for at in range(0, len(things), size)]
