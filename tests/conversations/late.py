"""What arrives again, late or out of order, and which row of docs/late.md a test holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from practice.envelopes import Answer, Envelope
from tests.conversations.story import Story

Test = TypeVar("Test", bound=Callable[..., None])
Event = tuple[str, Mapping[str, Any]]

HELD: dict[str, str] = {}
"""Rows by their first cell, each with the test that holds it."""


def holds(*rows: str) -> Callable[[Test], Test]:
    """The rows of docs/late.md that this test holds, by their first cells."""

    def named(test: Test) -> Test:
        for row in rows:
            assert row not in HELD, row
            HELD[row] = test.__name__
        return test

    return named


def last_act(story: Story) -> Envelope:
    """The last command, press or form that the platform handed over, to be handed over again."""
    entry = next(each for each in reversed(story.slack.journal.entries(0)) if each.kind == "envelope")
    kind: Any = entry.summary
    return Envelope(kind, entry.detail, entry.name, entry.user)


def last_answer(story: Story) -> Mapping[str, Any]:
    """What the bot answered to that."""
    name, entries = last_act(story).name, reversed(story.slack.journal.entries(0))
    return next(each for each in entries if each.kind == "ack" and each.name == name).detail


def again(story: Story, act: Envelope) -> Answer:
    """The same act once more."""
    given = story.slack.deliveries.send(Envelope(act.kind, act.payload, act.name, act.user))
    answer = story.slack.deliveries.outcome(given)
    story.deliver()
    return answer


def last_event(story: Story) -> Callable[[], None]:
    """The last thing that somebody said, to be handed over again under its own id."""
    entries = reversed(story.slack.journal.entries(0))
    entry = next(each for each in entries if each.kind == "event" and "bot_id" not in each.detail["event"])

    def comes_again() -> None:
        deliveries = story.slack.deliveries
        deliveries.outcome(deliveries.event(entry.detail, entry.name, entry.user))

    return comes_again


@contextmanager
def held_back(story: Story) -> Iterator[list[Event]]:
    """What people say now is not handed over; it is listed, to arrive later."""
    workspace, events = story.slack.workspace, list[Event]()
    hand_over = workspace.emit
    workspace.emit = lambda kind, event: events.append((kind, event))
    try:
        yield events
    finally:
        workspace.emit = hand_over


def arrive(story: Story, events: list[Event], *order: int) -> None:
    """These events, by their numbers, one after the other."""
    for number in order:
        envelope = story.slack.workspace.emit(*events[number])
        assert envelope is not None
        story.slack.deliveries.outcome(envelope)
        story.deliver()
