"""The cast of the stories, before the doors of Slack alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.database import Database
from tests.conversations import theatre
from tests.conversations.cast import MONDAY, Cast
from tests.conversations.parts import SLACK
from tests.conversations.scene import Stage, scene
from tests.conversations.story import Story


def played(stage: Stage, database: Database) -> Iterator[Cast]:
    """A Monday morning on this stage, where the bot is refused and fails."""
    story = Story(database, scene(SLACK, lambda _name: stage), MONDAY)
    yield Cast(story)
    for each in story.scene.stages:
        each.rest()


def pytest_sessionfinish() -> None:
    """The stage stands until the last test."""
    theatre.close()


@pytest.fixture
def cast(database: Database) -> Iterator[Cast]:
    """A Monday morning before the socket, where the bot breaks no rule of Slack's."""
    story = Story(database, scene(SLACK, theatre.stage), MONDAY)
    yield Cast(story)
    story.close()
