"""What Slack makes of typed text before the bot gets it (docs.slack.dev/messaging/formatting-message-text)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from practice.workspace import Workspace

_ALREADY = re.compile(r"<(?:[@#][UCDG][A-Z0-9]+(?:\|[^>]*)?|https?://[^>]+|mailto:[^>]+)>")
_URL = re.compile(r"https?://[^\s<>]+")
_EMAIL = re.compile(r"(?<![\w:|.@/])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def as_said(slack: Workspace, text: str) -> str:
    """A message: & < > as entities, links marked, `@Name` and `#channel` as <@U…> and <#C…|name>."""
    return _marked(slack, text, lambda user, _handle: f"<@{user}>", _link_email)


def as_command_text(slack: Workspace, text: str) -> str:
    """The text of a command whose `should_escape` is on; names carry their handle: <@U…|handle>."""
    return _marked(slack, text, lambda user, handle: f"<@{user}|{handle}>", lambda part: part)


def _marked(
    slack: Workspace, text: str, person: Callable[[str, str], str], emails: Callable[[str], str]
) -> str:
    names = _names(slack, person)
    pattern = _any_of(names)
    marked, end = [], 0
    for ready in _ALREADY.finditer(text):
        marked += [_plain(text[end : ready.start()], names, pattern, emails), ready.group()]
        end = ready.end()
    return "".join([*marked, _plain(text[end:], names, pattern, emails)])


def _plain(
    text: str, names: Mapping[str, str], pattern: re.Pattern[str], emails: Callable[[str], str]
) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = emails(_URL.sub(lambda url: f"<{url.group()}>", safe))
    return pattern.sub(lambda found: names[found.group().casefold()], linked)


def _link_email(text: str) -> str:
    return _EMAIL.sub(lambda found: f"<mailto:{found.group()}|{found.group()}>", text)


def _names(slack: Workspace, person: Callable[[str, str], str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for member in slack.members.values():
        mark = person(member.id, member.handle)
        names[f"@{member.handle}".casefold()] = mark
        names[f"@{member.name}".casefold()] = mark
    for place in slack.conversations.values():
        if place.kind == "channel":
            names[f"#{place.name}".casefold()] = f"<#{place.id}|{place.name}>"
    return names


def _any_of(names: Mapping[str, str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    whole = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?<![\w<|])(?:{whole})(?!\w)", re.IGNORECASE)
