"""In which scene each story is played, and when: quickly in one at most, and in the long run in all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from storage.database import Database
from tests.conversations import theatre
from tests.conversations.cast import MONDAY, Cast
from tests.conversations.parts import SLACK, TEAMS
from tests.conversations.scene import ASTRIDE, Scene
from tests.conversations.scene import scene as scene_called
from tests.conversations.story import Story

SCENES = (SLACK, TEAMS, ASTRIDE)
SQLITE, POSTGRES = "sqlite", "postgres"
WHO_COMES_FIRST = (
    "test_half_done",
    "test_introductions",
    "test_locked",
    "test_nothing_in_the_log",
    "test_repeats",
    "test_restored",
    "test_two_workspaces",
    "test_when_things_fail",
)
QUICK_ON_POSTGRES = ("test_repeats",)
TURNS = (SLACK, *[""] * 7, TEAMS, *[""] * 7)
"""Every eighth story is played quickly, in Slack or in Teams; astride has stories of its own for that."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every eighth story is played in one scene on SQLite; all scenes and PostgreSQL are for the long run.

    The quickest of the stories about who comes first are played on PostgreSQL too, where people are in Slack.
    """
    needless = []
    for item in items:
        played = _played(item)
        if played is None or item.path.parent != Path(__file__).parent:
            continue
        if not _says_something(item, *played):
            needless.append(item)
        elif not _is_quick(item, *played):
            item.add_marker(pytest.mark.long)
    if needless:
        items[:] = [item for item in items if item not in needless]
        config.hook.pytest_deselected(items=needless)


def _played(item: pytest.Item) -> tuple[str, str] | None:
    """The scene and the database of one story."""
    params = _params(item)
    return (params["scene"], params.get("database", SQLITE)) if "scene" in params else None


def _says_something(item: pytest.Item, scene: str, database: str) -> bool:
    """On PostgreSQL words are the same in every scene."""
    return database == SQLITE or scene not in SCENES[1:] or item.path.stem in WHO_COMES_FIRST


def _is_quick(item: pytest.Item, scene: str, database: str) -> bool:
    """What names its scenes says itself which of them takes long."""
    if database == POSTGRES:
        is_about_order = item.path.stem in QUICK_ON_POSTGRES or "at_once" in item.name
        return is_about_order and scene not in SCENES[1:]
    names_its_scenes = any("scene" in mark.args[0] for mark in item.iter_markers("parametrize"))
    return names_its_scenes or scene == _turn(item)


def _turn(item: pytest.Item) -> str:
    """The one scene in which a story is played quickly, or none: the same on every machine."""
    others = [value for name, value in sorted(_params(item).items()) if name not in ("scene", "database")]
    name = f"{item.path.stem} {getattr(item, 'originalname', item.name)} {others}"
    return TURNS[crc32(name.encode()) % len(TURNS)]


def _params(item: pytest.Item) -> dict[str, Any]:
    return dict(getattr(getattr(item, "callspec", None), "params", {}))


def pytest_sessionfinish() -> None:
    """The stages stand until the last story."""
    theatre.close()


@pytest.fixture(params=SCENES)
def scene(request: pytest.FixtureRequest) -> Scene:
    """Where it is played."""
    return scene_called(request.param, theatre.stage)


@pytest.fixture
def cast(database: Database, scene: Scene) -> Iterator[Cast]:
    """A Monday morning, two weeks before a cohort could start."""
    story = Story(database, scene, MONDAY)
    yield Cast(story)
    story.close()
