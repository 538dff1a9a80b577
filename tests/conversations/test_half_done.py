"""A listener that fails half-way leaves nothing behind; an event comes again, and everybody else is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from bot.practice_hospital import manifest
from handlers import routes
from handlers.action import Reply
from handlers.turn import Turn
from practice.journal import Entry
from practice.people import BOT_USER_ID, Channel
from practice.rules import Rules
from programme.words.talking import needs_slash
from storage import inbox
from storage.database import Database
from storage.reflections import Reflection
from storage.tables import METADATA
from tests.conversations import acts
from tests.conversations.conftest import (
    COHORT,
    DOCTOR,
    EVERYBODY,
    MANAGER,
    MONDAY,
    OTHER_ACCOUNTS,
    OUR_CHANNEL,
    PEOPLE,
    Cast,
)
from tests.conversations.late import last_event
from tests.conversations.over_http import HttpStage
from tests.conversations.stage import RULES, Stage
from tests.conversations.story import Story
from tests.conversations.test_when_things_fail import SORRY

SOON = replace(RULES, redelivery_seconds=(0.0, 0.0, 0.0))
NEVER = replace(RULES, redelivery_seconds=(600.0,))
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


def last_answer(story: Story) -> Entry:
    return next(each for each in reversed(story.slack.journal.entries(0)) if each.kind == "ack")


def every_row(database: Database) -> list[str]:
    with database.reading() as session:
        tables = {
            table.name: session.execute(text(f'SELECT * FROM "{table.name}"'))  # noqa: S608 - our own tables
            for table in METADATA.sorted_tables
        }
        return sorted(f"{name} {tuple(row)}" for name, rows in tables.items() for row in rows)


@pytest.fixture
def over_http(database: Database) -> Iterator[Cast]:
    """The cast in a Slack that sends requests, sees at once when one is refused, and waits for long."""
    yield from played(HttpStage, database, NEVER)


def test_an_event_that_failed_comes_again_and_is_done_once(over_http: Cast, fails: Failing) -> None:
    story, amina = over_http.story, over_http.amina
    before = every_row(story.database)
    fails(1)
    amina._acts.say(amina.id, amina._acts.dm(amina.id), "hello there")
    assert last_answer(story).summary == "http_service_error"
    assert every_row(story.database) == before
    story.slack.deliveries.forget()  # that is, long before it would come again by itself
    comes_again = last_event(story)
    comes_again()
    assert last_answer(story).summary == "acknowledged"
    comes_again()
    story.deliver()
    assert len(amina.heard("I have not saved that")) == 1
    assert not amina.heard(SORRY)


def played(kind: type[Stage], database: Database, rules: Rules) -> Iterator[Cast]:
    """The cast in a Slack of its own."""
    channel = Channel(OUR_CHANNEL, "paired-learning", (*EVERYBODY, BOT_USER_ID))
    stage = kind([*PEOPLE, *OTHER_ACCOUNTS], [channel], manifest(), rules)
    story = Story(database, stage, MONDAY)
    yield Cast(story, *(story.person(id_) for id_ in EVERYBODY))
    stage.close()


@pytest.fixture(params=[pytest.param(Stage, marks=pytest.mark.long), HttpStage])
def at_either_door(request: pytest.FixtureRequest, database: Database) -> Iterator[Cast]:
    """The cast before the socket, and again before the HTTP door; an event comes again at once."""
    yield from played(request.param, database, SOON)


def test_what_never_comes_again_leaves_nothing_and_the_person_is_told(
    at_either_door: Cast, fails: Failing
) -> None:
    cast = at_either_door
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER | {"permission": "not_yet"})
    cast.priya.types("/pairme status")
    cast.lena.types("/cohort new")
    before = every_row(cast.story.database)
    fails(3)
    cast.lena.types("/cohort-report")
    assert SORRY in cast.lena.last().words
    cast.priya.presses("They said yes")
    assert SORRY in cast.priya.last().words
    summer = {**COHORT, "name": "Summer 2027", "starts_on": "2027-06-01"}
    assert SORRY in next(iter(cast.lena.fills(**summer).values()))
    assert every_row(cast.story.database) == before
    assert cast.lena.fills(**summer) == {}
    cast.priya.presses("They said yes")
    assert cast.priya.heard("We can now match you.")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_event_that_always_fails_is_told_of_once_when_it_will_not_come_again(
    at_either_door: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def poison(turn: Turn) -> Reply:
        tries.append(turn.me.id)
        raise RuntimeError("poison")

    story, amina = at_either_door.story, at_either_door.amina
    with monkeypatch.context() as poisoned:
        poisoned.setattr("handlers.chat.said", poison)
        amina.says("hello there")
        assert story.slack.deliveries.wait_until_settled(5)
    assert len(tries) == 4
    assert len(amina.heard(SORRY)) == 1
    assert story.kept(inbox.Answered) == []
    amina.says("hello again")
    assert "I have not saved that" in amina.last().words


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
