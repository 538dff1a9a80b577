"""One platform on the page: its people, what each of their screens shows, what they can do, and what was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from practice.journal import Journal
from practice.people_act import Acts
from practice.workspace import Workspace


class Screens(Protocol):
    """The verbs of a platform's people; the page calls those that its side names."""

    def screen(self, user: str) -> dict[str, Any]:
        """Everything that one person's screen shows."""


@dataclass(frozen=True)
class Side:
    """`members` gives everybody as JSON, with at least id, name, title and is_bot.

    A watcher is told whose screens look different now, from any thread.
    """

    platform: str
    acts: Screens
    verbs: frozenset[str]
    members: Callable[[], Sequence[Mapping[str, Any]]]
    journal: Journal
    watchers: list[Callable[[frozenset[str]], None]]

    def has(self, user: str) -> bool:
        """Whether this person is here."""
        return any(one["id"] == user for one in self.members())

    def shown_members(self) -> list[dict[str, Any]]:
        """Everybody, with the word for the platform."""
        return [{**one, "platform": self.platform} for one in self.members()]


_SLACK_VERBS = frozenset(
    ("command", "press", "press_view", "submit", "close", "open_home", "say", "edit", "delete", "read")
)
_SHOWN = ("id", "name", "email", "title", "is_admin", "is_guest", "is_bot", "tz")


def slack_side(slack: Workspace, acts: Acts) -> Side:
    """The people of a practice Slack."""

    def members() -> list[dict[str, Any]]:
        return [{key: getattr(one, key) for key in _SHOWN} for one in slack.members.values()]

    return Side("slack", acts, _SLACK_VERBS, members, slack.journal, slack.watchers)
