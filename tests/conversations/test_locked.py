"""A command, a button and a form are answered while people wait, however long the database is locked."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from storage.cohorts import Cohort
from storage.database import Database
from storage.sign_ups import SignUp
from tests.conversations.cast import DOCTOR, Cast
from tests.conversations.heard import Act
from tests.conversations.parts import SLACK, TEAMS
from tests.conversations.scene import ASTRIDE
from tests.conversations.test_when_things_fail import SORRY
from tests.conversations.theatre import SLACK_OVER_HTTP

log = logging.getLogger(__name__)

EVERYTHING = "LOCK TABLE people IN ACCESS EXCLUSIVE MODE"
ONE_ROW = "SELECT id FROM cohorts FOR UPDATE"
_DOORS = [
    pytest.param("sqlite", SLACK),
    pytest.param("postgres", SLACK_OVER_HTTP, marks=pytest.mark.long),
    pytest.param("sqlite", SLACK_OVER_HTTP, marks=pytest.mark.long),
    pytest.param("postgres", SLACK, marks=pytest.mark.long),
    pytest.param("sqlite", TEAMS, marks=pytest.mark.long),
    pytest.param("postgres", TEAMS, marks=pytest.mark.long),
    pytest.param("sqlite", ASTRIDE, marks=pytest.mark.long),
]
everywhere = pytest.mark.parametrize(("database", "scene"), _DOORS, indirect=True)


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


def a_command_a_button_and_a_form(cast: Cast) -> list[Act]:
    """Lena looks who has joined, Amina has her permission, Ben joins."""
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR | {"permission": "not_yet"})
    cast.amina.types("/pairme status")
    cast.ben.types("/pairme")
    return [
        cast.lena.act_of_typing("/cohort people"),
        cast.amina.act_of_press(cast.amina.last(), "They said yes"),
        cast.ben.act_of_sending(**DOCTOR),
    ]


def all_at_once(cast: Cast, three: list[Act]) -> dict[str, str]:
    """Each is done before its reader's client would have stopped waiting; what stands beside the form is given."""

    def timed(act: Act) -> tuple[Any, float]:
        began = time.monotonic()
        return act(), time.monotonic() - began

    with ThreadPoolExecutor(len(three)) as hands:
        done = list(hands.map(timed, three))
    log.info("answered after %s seconds", [round(seconds, 2) for _, seconds in done])
    assert all(seconds < cast.story.scene.patience for _, seconds in done), done
    errors: dict[str, str] = done[-1][0]
    return errors


def permissions(cast: Cast) -> dict[str, bool]:
    names = {cast.amina.id: "amina", cast.ben.id: "ben"}
    with cast.story.database.reading() as session:
        rows = session.execute(
            text("SELECT p.platform_id, s.permission FROM sign_ups s JOIN people p ON p.id = s.person_id")
        )
        return {names[platform_id]: bool(permission) for platform_id, permission in rows}


@everywhere
def test_all_three_are_done_and_answered_while_the_database_is_locked_for_two_seconds(cast: Cast) -> None:
    three = a_command_a_button_and_a_form(cast)
    with locked(cast.story.database, 2.0):
        assert all_at_once(cast, three) == {}
    cast.story.deliver()
    assert cast.lena.last().words.startswith("Spring 2027")
    assert permissions(cast) == {"amina": True, "ben": True}


@everywhere
@pytest.mark.long
def test_all_three_are_told_that_nothing_was_saved_when_it_stays_locked(cast: Cast) -> None:
    three = a_command_a_button_and_a_form(cast)
    cast.story.may_fail = True
    with locked(cast.story.database, 4.0):
        errors = all_at_once(cast, three)
    assert SORRY in cast.lena.last().words
    assert SORRY in cast.amina.reads()
    assert SORRY in next(iter(errors.values()))
    time.sleep(0.3)
    assert permissions(cast) == {"amina": False}
    for act in three:
        act()
    assert permissions(cast) == {"amina": True, "ben": True}


@pytest.mark.parametrize(
    ("database", "scene"),
    [("postgres", SLACK_OVER_HTTP), ("postgres", SLACK), ("postgres", TEAMS)],
    indirect=True,
)
@pytest.mark.long
def test_a_row_that_somebody_holds_is_waited_for_no_longer(cast: Cast) -> None:
    three = a_command_a_button_and_a_form(cast)
    cast.story.may_fail = True
    with locked(cast.story.database, 4.0, ONE_ROW):
        errors = all_at_once(cast, three)
    assert SORRY in cast.amina.reads()
    assert SORRY in next(iter(errors.values()))
    assert permissions(cast) == {"amina": False}
    assert len(cast.story.kept(Cohort)) == len(cast.story.kept(SignUp)) == 1
