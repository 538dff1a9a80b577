"""Plain words as elements of a card: one line, one element.

Nothing that a person typed can format, link or mention. Teams reads TextBlocks and FactSets as Markdown, the runs of
a RichTextBlock never (learn.microsoft.com/adaptive-cards/authoring-cards/text-features), so a line that Markdown
would alter becomes a RichTextBlock. Backslashes are no way out: phones have shown them (microsoft/AdaptiveCards
issue 5590). Nor are line breaks within an element: every client breaks them in its own way
(MicrosoftDocs/msteams-docs issue 4758).
"""

from __future__ import annotations

import re
import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = dict[str, Any]
Look = dict[str, Any]

FACTS_A_SET = 10
LONGEST_LINE, _LONGEST_FACT = 3000, 300
_TITLE: Look = {"size": "Large", "weight": "Bolder"}
_NOTE: Look = {"size": "Small", "isSubtle": True}
_BOLD: Look = {"weight": "Bolder"}
_READ_AS_MARKDOWN = re.compile(
    r"[*_`~\[\]<>{}\\&#|@]"  # formatting, links, entities, mentions, {{DATE(...)}}
    r"|//|\w\.[^\W\d]{2}"  # addresses that some clients find by themselves
    r"|^(?:[-+=]|\d+[.)])"  # lists and headings
)
_BETWEEN_BRACES = re.compile(r"(?<=\{)(?=\{)")


def is_markdown(text: str) -> bool:
    """Whether a client may show this otherwise than as it is written; rather too often than too seldom."""
    return _READ_AS_MARKDOWN.search(text) is not None


def shortened(text: str, longest: int) -> str:
    """The text, with an ellipsis where it had to stop; for what is said in full elsewhere."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def as_sentence(text: str) -> str:
    """The text with an end, so that another sentence can follow."""
    return text if text.endswith((".", "?", "!", ":")) else f"{text}."


def line(text: str, *, spacing: str = "", **look: str | bool) -> Element:
    """One line, which wraps; `look` is what TextBlock and TextRun share: size, weight, color, isSubtle."""
    space = {"spacing": spacing} if spacing else {}
    if is_markdown(text):
        return {"type": "RichTextBlock", "inlines": _runs(text, look), **space}
    return {"type": "TextBlock", "text": text, "wrap": True, **look, **space}


def _runs(text: str, look: Look) -> list[Element]:
    """{{DATE(...)}} is worked out even in a run, but not across two."""
    return [{"type": "TextRun", "text": part, **look} for part in _BETWEEN_BRACES.split(text)]


def paragraph(text: str, *, spacing: str = "", **look: str | bool) -> list[Element]:
    """A paragraph, its lines close to each other; a blank line sets the next one apart."""
    drawn: list[Element] = []
    between = spacing
    for written in text.strip().splitlines():
        parts = textwrap.wrap(written.strip(), LONGEST_LINE, expand_tabs=False, replace_whitespace=False)
        if not parts:
            between = "Default"
        for part in parts:
            drawn.append(line(part, spacing=between, **look))
            between = "Small"
    return drawn


def title(text: str) -> list[Element]:
    """What the message is called, large and bold; a heading to a screen reader."""
    drawn = paragraph(text, **_TITLE)
    return [{**each, "style": "heading"} if each["type"] == "TextBlock" else each for each in drawn]


def note(text: str) -> list[Element]:
    """What is said in passing: small and subtle."""
    return paragraph(text, spacing="Medium", **_NOTE)


def hint(text: str) -> list[Element]:
    """What helps to fill in the box above it."""
    return paragraph(text, spacing="Small", **_NOTE)


def error(text: str) -> list[Element]:
    """What has to be looked at again."""
    return paragraph(text, color="Attention", weight="Bolder")


def facts(written: tuple[tuple[str, str], ...]) -> list[Element]:
    """Names and values side by side; what is long or would be read as Markdown stands in lines of its own."""
    shown = [(name.strip() or "–", value.strip() or "–") for name, value in written]
    return [element for fits, some in groupby(shown, _fits) for element in _facts(list(some), fits=fits)]


def _fits(fact: tuple[str, str]) -> bool:
    return not any(is_markdown(text) or "\n" in text or len(text) > _LONGEST_FACT for text in fact)


def _facts(some: list[tuple[str, str]], *, fits: bool) -> Iterator[Element]:
    if not fits:
        yield from (element for fact in some for element in _fact(*fact))
        return
    shown = [{"title": name, "value": value} for name, value in some]
    for at in range(0, len(shown), FACTS_A_SET):
        yield {"type": "FactSet", "facts": shown[at : at + FACTS_A_SET]}


def _fact(name: str, value: str) -> list[Element]:
    first, *rest = paragraph(value)
    label = _runs(f"{shortened(' '.join(name.split()), _LONGEST_FACT)}: ", _BOLD)
    said = first["inlines"] if first["type"] == "RichTextBlock" else _runs(first["text"], {})
    return [{"type": "RichTextBlock", "inlines": [*label, *said]}, *rest]
