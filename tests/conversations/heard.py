"""What somebody in a story hears, and what they have done that can come again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Act = Callable[[], Any]


@dataclass
class Heard:
    """One message as a reader sees it: all of its words, its buttons, its picture's words.

    `id` is the platform's; `order` puts messages of several conversations in the order in which they were said.
    `buttons` say by their labels what a press of them needs. `links` are addresses by their labels.
    """

    place: str
    id: str
    order: str
    words: str
    buttons: dict[str, Any]
    is_private: bool
    is_mine: bool
    is_by_bot: bool
    files: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    thread: str = ""
    has_threads: bool = True

    @property
    def has_file(self) -> bool:
        """Whether a file goes with it, or stands behind a link of it."""
        return bool(self.files) or any(label.startswith("Download") for label in self.links)

    def stands_under(self, other: Heard) -> bool:
        """Whether a reader finds it where the other is: in its thread, or in a chat that has none."""
        return self.place == other.place and (self.thread == other.id or not self.has_threads)


class Handed(ABC):
    """An act that the platform has handed over, to be handed over again."""

    answer: Any

    @abstractmethod
    def again(self) -> Any:
        """What is answered this time."""
