"""What fails half-way leaves nothing behind, and the person is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from handlers import routes
from handlers.action import Reply
from handlers.turn import Turn
from programme.words.talking import needs_slash
from storage import inbox
from storage.database import Database
from storage.reflections import Reflection
from storage.tables import METADATA
from tests.conversations import acts
from tests.conversations.cast import DOCTOR, MANAGER, Cast
from tests.conversations.parts import SLACK, TEAMS
from tests.conversations.scene import ASTRIDE
from tests.conversations.test_when_things_fail import SORRY
from tests.conversations.theatre import SLACK_OVER_HTTP

_DOORS = [
    pytest.param(SLACK, marks=pytest.mark.long),
    SLACK_OVER_HTTP,
    TEAMS,
    pytest.param(ASTRIDE, marks=pytest.mark.long),
]
Failing = Callable[[int], None]


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """The next so many actions fail when everything has been written and nothing is committed."""
    left, remember = [0], inbox.remember

    def remember_and_fail(*args: Any) -> None:
        remember(*args)
        if left[0]:
            left[0] -= 1
            raise RuntimeError("half-way")

    monkeypatch.setattr(inbox, "remember", remember_and_fail)
    return lambda times: left.__setitem__(0, times)


def every_row(database: Database) -> list[str]:
    with database.reading() as session:
        tables = {
            table.name: session.execute(text(f'SELECT * FROM "{table.name}"'))  # noqa: S608 - our own tables
            for table in METADATA.sorted_tables
        }
        return sorted(f"{name} {tuple(row)}" for name, rows in tables.items() for row in rows)


@pytest.mark.parametrize("scene", _DOORS, indirect=True)
def test_what_never_comes_again_leaves_nothing_and_the_person_is_told(cast: Cast, fails: Failing) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER | {"permission": "not_yet"})
    cast.priya.types("/pairme status")
    cast.lena.types("/cohort new")
    before = every_row(cast.story.database)
    fails(3)
    cast.story.may_fail = True
    cast.lena.types("/cohort-report")
    assert SORRY in cast.lena.last().words
    cast.priya.presses("They said yes")
    assert SORRY in cast.priya.reads()
    summer = {**cast.cohort, "name": "Summer 2027", "starts_on": "2027-06-01"}
    assert SORRY in next(iter(cast.lena.fills(**summer).values()))
    assert every_row(cast.story.database) == before
    assert cast.lena.fills(**summer) == {}
    cast.priya.presses("They said yes")
    assert cast.priya.heard("We can now match you.")


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_of_two_that_wait_for_each_other_both_are_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL ends one of the two; the router does it again."""
    with cast.story.database.engine.connect() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f"ALTER DATABASE {name} SET deadlock_timeout = '50ms'"))
        connection.commit()
    cast.story.database.engine.dispose()
    for word in ("one", "other"):
        cast.amina.tries("form", "reflection", words=word)
    both, tries = threading.Barrier(2), list[str]()

    def takes(first: int, second: int) -> Callable[[Turn], Reply]:
        def handler(turn: Turn) -> Reply:
            tries.append(turn.action.name)
            turn.session.execute(_MARK, {"id": first})
            if len(tries) <= both.parties:
                both.wait(2)
            turn.session.execute(_MARK, {"id": second})
            return Reply(needs_slash(turn.action.name))

        return handler

    monkeypatch.setattr(
        "handlers.router.PRESSES", {**routes.PRESSES, "there": takes(1, 2), "back": takes(2, 1)}
    )
    acts.at_once(
        cast.story,
        lambda: cast.amina.acts("press", "there"),
        lambda: cast.priya.acts("press", "back"),
    )
    assert len(tries) > both.parties
    with cast.story.database.reading() as session:
        shared = session.scalars(text("SELECT cohort_id FROM reflections ORDER BY id")).all()
        pair_ids = session.scalars(text("SELECT said_id FROM reflections ORDER BY id")).all()
    assert (shared, pair_ids) == ([None, None], ["xx", "xx"])


_MARK = text("UPDATE reflections SET said_id = coalesce(said_id, '') || 'x' WHERE id = :id")


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_an_action_whose_connection_broke_is_done_once_on_another(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks, remember = [True], inbox.remember

    def break_then_remember(session: Any, *args: Any) -> None:
        if breaks.pop() if breaks else False:
            mine = session.connection().connection.dbapi_connection.info.backend_pid
            with cast.story.database.reading() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
        remember(session, *args)

    monkeypatch.setattr(inbox, "remember", break_then_remember)
    cast.amina.types("/reflect")
    assert cast.amina.fills(words="The porters know it first.") == {}
    assert "Saved as your reflection." in cast.amina.sees()
    assert breaks == []
    assert [each.words for each in cast.story.kept(Reflection)] == ["The porters know it first."]
