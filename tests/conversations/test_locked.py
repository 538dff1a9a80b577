"""A command, a button and a form are answered within three seconds, however long the database is locked."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from bot.practice_hospital import manifest
from practice.people import BOT_USER_ID, Channel
from storage.cohorts import Cohort
from storage.database import Database
from storage.sign_ups import SignUp
from tests.conversations import acts
from tests.conversations.conftest import (
    DOCTOR,
    EVERYBODY,
    MONDAY,
    OTHER_ACCOUNTS,
    OUR_CHANNEL,
    PEOPLE,
    Cast,
)
from tests.conversations.over_http import HttpStage
from tests.conversations.story import Story
from tests.conversations.test_when_things_fail import SORRY

log = logging.getLogger(__name__)

SLACK_WAITS = 3.0
EVERYTHING = "LOCK TABLE people IN ACCESS EXCLUSIVE MODE"
ONE_ROW = "SELECT id FROM cohorts FOR UPDATE"
_DOORS = [
    pytest.param("sqlite", "socket"),
    pytest.param("postgres", "http"),
    pytest.param("sqlite", "http", marks=pytest.mark.long),
    pytest.param("postgres", "socket", marks=pytest.mark.long),
]
everywhere = pytest.mark.parametrize(("database", "door"), _DOORS, indirect=True)


@pytest.fixture(scope="module")
def http_stage() -> Iterator[HttpStage]:
    """A Slack that sends requests."""
    channel = Channel(OUR_CHANNEL, "paired-learning", (*EVERYBODY, BOT_USER_ID))
    made = HttpStage([*PEOPLE, *OTHER_ACCOUNTS], [channel], manifest())
    yield made
    made.close()


@pytest.fixture
def door(request: pytest.FixtureRequest, database: Database) -> Iterator[Cast]:
    """Everybody, before one of the two doors."""
    stage = request.getfixturevalue("http_stage" if request.param == "http" else "stage")
    story = Story(database, stage, MONDAY)
    yield Cast(story, *(story.person(id_) for id_ in EVERYBODY))
    story.close()


@contextmanager
def locked(database: Database, seconds: float, what: str = EVERYTHING) -> Iterator[None]:
    """Somebody else writes (SQLite: all of it; PostgreSQL: `what`) for that long."""
    other = Database(database.url.render_as_string(hide_password=False))
    has_it, may_go = threading.Event(), threading.Event()

    def hold() -> None:
        with other.writing() as session:
            if not other.is_sqlite:
                session.execute(text(what))
            has_it.set()
            may_go.wait(seconds)

    holder = threading.Thread(target=hold)
    holder.start()
    assert has_it.wait(5)
    try:
        yield
    finally:
        holder.join()
        other.close()


def a_command_a_button_and_a_form(cast: Cast) -> list[Callable[[], Any]]:
    """Lena looks who has joined, Amina has her permission, Ben joins."""
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR | {"permission": "not_yet"})
    cast.amina.types("/pairme status")
    cast.ben.types("/pairme")
    people = cast.story.slack.people
    return [
        lambda: people.command(cast.lena.id, "/cohort", "people"),
        acts.act_of_press(cast.amina, cast.amina.last(), "They said yes"),
        acts.act_of_sending(cast.ben, **DOCTOR),
    ]


def all_at_once(three: list[Callable[[], Any]]) -> list[Any]:
    """The outcomes, all there before Slack would have stopped waiting."""

    def timed(act: Callable[[], Any]) -> tuple[float, Any]:
        began = time.monotonic()
        return act(), time.monotonic() - began

    with ThreadPoolExecutor(len(three)) as hands:
        done = list(hands.map(timed, three))
    log.info("answered after %s seconds", [round(seconds, 2) for _, seconds in done])
    assert all(seconds < SLACK_WAITS for _, seconds in done), done
    return [outcome for outcome, _ in done]


def permissions(cast: Cast) -> dict[str, bool]:
    names = {cast.amina.id: "amina", cast.ben.id: "ben"}
    with cast.story.database.reading() as session:
        rows = session.execute(
            text("SELECT p.platform_id, s.permission FROM sign_ups s JOIN people p ON p.id = s.person_id")
        )
        return {names[platform_id]: bool(permission) for platform_id, permission in rows}


@everywhere
def test_all_three_are_done_and_answered_while_the_database_is_locked_for_two_seconds(door: Cast) -> None:
    three = a_command_a_button_and_a_form(door)
    with locked(door.story.database, 2.0):
        outcomes = all_at_once(three)
    assert all(outcome.acknowledged for outcome in outcomes)
    assert door.lena.last().words.startswith("Spring 2027")
    assert permissions(door) == {"amina": True, "ben": True}


@everywhere
@pytest.mark.long
def test_all_three_are_told_that_nothing_was_saved_when_it_stays_locked(door: Cast) -> None:
    three = a_command_a_button_and_a_form(door)
    with locked(door.story.database, 4.0):
        _, _, form = all_at_once(three)
    assert SORRY in door.lena.last().words
    assert SORRY in door.amina.last().words
    assert SORRY in next(iter(form.field_errors.values()))
    time.sleep(0.3)
    assert permissions(door) == {"amina": False}
    assert all(act().acknowledged for act in three)
    assert permissions(door) == {"amina": True, "ben": True}


@pytest.mark.parametrize(("database", "door"), [("postgres", "http"), ("postgres", "socket")], indirect=True)
@pytest.mark.long
def test_a_row_that_somebody_holds_is_waited_for_no_longer(door: Cast) -> None:
    three = a_command_a_button_and_a_form(door)
    with locked(door.story.database, 4.0, ONE_ROW):
        _, _, form = all_at_once(three)
    assert SORRY in door.amina.last().words
    assert SORRY in next(iter(form.field_errors.values()))
    assert permissions(door) == {"amina": False}
    assert len(door.story.kept(Cohort)) == len(door.story.kept(SignUp)) == 1
