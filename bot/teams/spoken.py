"""What somebody typed in Teams, as they see it: without markup, without the bot's own name, without what they quote.

Teams sends a message as `text` and, nearly always, once more as an attachment of HTML, which alone is unambiguous:
in `text` an ampersand can be escaped or not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

_AT = re.compile(r"<at\b[^<>]*>([^<]*)</at>", re.IGNORECASE)
_QUOTED = re.compile(r"<quoted\b[^<>]*>(?:</quoted>)?", re.IGNORECASE)
_MOST_HTML = 100_000  # characters; Teams takes 28 KB
_SPACES = re.compile(r"[^\S\n]+")
_LINES = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "pre"})


@dataclass(frozen=True)
class Spoken:
    """The words, and the id of the message that they answer to (empty: none)."""

    words: str
    quoted: str = ""


def spoken(activity: Mapping[str, Any]) -> Spoken:
    """What a message says."""
    written, others = _html(activity), _others(activity)
    found = _read(written, others) if written is not None else None
    if found is None:
        named = _AT.sub(lambda at: _name(at[1], others), str(activity.get("text") or ""))
        found = Spoken(_tidy(_QUOTED.sub("", named).replace("&nbsp;", " ")))
    return found if found.quoted else replace(found, quoted=_quoted_by_entity(activity))


def _read(written: str, others: frozenset[str]) -> Spoken | None:
    """What HTML says; None for what no client writes and the parser does not take."""
    reader = _Reader(others)
    head, mark, tail = written.rpartition(">")
    try:
        reader.feed(
            head + mark + tail.replace("<", "&lt;")
        )  # the parser would look for the end of each tag again
        reader.close()
    except AssertionError:  # so it calls a declaration that it does not know
        return None
    return Spoken(_tidy("".join(reader.words)), reader.quoted)


def _html(activity: Mapping[str, Any]) -> str | None:
    for attachment in activity.get("attachments") or ():
        content = attachment.get("content") if attachment.get("contentType") == "text/html" else None
        if isinstance(content, str) and len(content) <= _MOST_HTML:
            return content
    return None


def _quoted_by_entity(activity: Mapping[str, Any]) -> str:
    """Newer clients name the message that is quoted beside the text."""
    for entity in activity.get("entities") or ():
        if entity.get("type") == "quotedReply":
            told = entity.get("quotedReply")
            return str(told.get("messageId") or "") if isinstance(told, dict) else ""
    return ""


def _others(activity: Mapping[str, Any]) -> frozenset[str]:
    """The names of those who are mentioned, but the bot's own."""
    own = (activity.get("recipient") or {}).get("id")
    mentions = [each for each in activity.get("entities") or () if each.get("type") == "mention"]
    told = [each.get("mentioned") for each in mentions]
    return frozenset(
        str(each.get("name")) for each in told if isinstance(each, dict) and each.get("id") != own
    )


def _name(mentioned: str, others: frozenset[str]) -> str:
    return mentioned if mentioned.strip() in others else ""


def _tidy(text: str) -> str:
    lines = (_SPACES.sub(" ", line).strip() for line in text.replace("\xa0", " ").splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects what is not quoted; an emoji by the character that stands for it, the bot's own name not at all."""

    def __init__(self, others: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.quoted = ""
        self._others = others
        self._apart: list[str] = []  # the tags that are open inside a quotation or a mention
        self._mentioned: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        told = {name: value or "" for name, value in attrs}
        kind = told.get("itemtype", "")
        if self._apart:
            self._apart += [tag] if tag == self._apart[0] else []
        elif tag == "blockquote" and kind.endswith("/Reply"):
            self._apart, self.quoted = [tag], self.quoted or told.get("itemid", "")
        elif tag == "at" or kind.endswith("/Mention"):
            self._apart, self._mentioned = [tag], []
        elif tag == "emoji" or kind.endswith("/Emoji"):
            self.words.append(told.get("alt", ""))
        elif tag in _LINES:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        if not self._apart:
            self.words += ["\n"] if tag in _LINES - {"br"} else []
        elif tag == self._apart[0]:
            self._apart.pop()
            if not self._apart and self._mentioned is not None:
                self.words.append(_name("".join(self._mentioned), self._others))
                self._mentioned = None

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._apart:
            self.words.append(data)
        elif self._mentioned is not None:
            self._mentioned.append(data)
