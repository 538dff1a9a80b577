"""When something fails, nothing is half-done and the person is told so in words."""

from __future__ import annotations

import logging
import threading

import pytest

from handlers.action import Action, Place
from handlers.router import handle
from storage.database import Busy
from storage.inbox import Answered
from tests.conversations.cast import DOCTOR, MONDAY, Cast

SORRY = "that did not work and nothing was saved"


def break_the_database(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Busy("The database was busy, so nothing was saved.")

    cast.story.may_fail = True
    monkeypatch.setattr(cast.story.database, "writing", busy)
    monkeypatch.setattr(cast.story, "deliver", lambda: None)


def test_a_command_that_fails_says_that_nothing_was_saved(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:
        break_the_database(cast, broken)
        cast.amina.types("/pairme my secret words")
    assert SORRY in cast.amina.last().words
    assert "secret" not in caplog.text


def test_a_form_that_fails_keeps_what_was_typed_and_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.opens_a_cohort()
    cast.amina.types("/pairme")
    with monkeypatch.context() as broken:
        break_the_database(cast, broken)
        errors = cast.amina.fills(**DOCTOR)
    assert SORRY in next(iter(errors.values()))
    assert cast.amina.fills(**DOCTOR) == {}


def test_a_button_that_fails_says_so_to_whoever_pressed_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.are_introduced()
    with monkeypatch.context() as broken:
        break_the_database(cast, broken)
        cast.amina.presses("Tell me when and where")
    assert SORRY in cast.amina.reads()


def test_the_same_action_delivered_twice_is_done_once_and_answered_the_same(cast: Cast) -> None:
    cast.opens_a_cohort()
    person, place = cast.amina.account, Place("D1", "direct")
    action = Action("command/1", "command", person, place, MONDAY, name="cohort", text="people")
    first, second = (handle(action, cast.story.bot.house) for _ in range(2))
    assert first == second
    with cast.story.database.reading() as session:
        assert session.query(Answered).filter(Answered.key.endswith("command/1")).count() == 1


def test_the_same_action_delivered_at_once_by_two_machines_is_done_once(cast: Cast) -> None:
    person, place = cast.amina.account, Place("D1", "direct")
    action = Action("command/2", "command", person, place, MONDAY, name="pairme", text="help")
    replies = []
    threads = [
        threading.Thread(target=lambda: replies.append(handle(action, cast.story.bot.house)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(replies) == 6
    assert all(reply == replies[0] for reply in replies)


def test_no_words_names_or_tokens_reach_the_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        cast.are_introduced()
        cast.amina.says("what the night team knew")
    tokens = [secret for stage in cast.story.scene.stages for secret in stage.secrets]
    for secret in ("what the night team knew", "Amina", "Paediatric registrar", *tokens):
        ours = [record.getMessage() for record in caplog.records if record.name.split(".")[0] in _OURS]
        assert not any(secret in line for line in ours), secret


_OURS = {"bot", "handlers", "scheduler", "storage", "programme"}
