"""What Teams has taken from the bot, for whoever counts it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class TeamsAccepted(NamedTuple):
    """One message of the bot's that appeared. `at` is of the monotonic clock, `ts` its id.

    Nothing of the bot's own can be hidden in a message of Teams, so messages are told apart by their `words`:
    the summary, the text, and each line of the cards, in the order in which they are read.
    """

    at: float
    workspace: str
    conversation: str
    ts: str
    words: tuple[str, ...]


def words_of(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Every line that an activity says."""
    own = [said[name] for name in ("summary", "text") if said.get(name)]
    cards = [one.get("content") for one in said.get("attachments") or () if isinstance(one, Mapping)]
    return (*own, *_lines(cards))


def _lines(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _lines(one)
    elif isinstance(part, Mapping):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for inside in part.values():
            yield from _lines(inside)
