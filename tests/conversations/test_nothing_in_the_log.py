"""Whatever people write and whatever fails, the log has no text, no name, no id of a person and no token in it."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot import logs
from tests.conversations.cast import DOCTOR, Cast

Log = Callable[[], list[dict[str, Any]]]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

WORDS = "what the night team knew"
TALKATIVE = (
    "",
    "slack_bolt",
    "slack_sdk",
    "bot.slack.bolt",
    "asyncio",
    "apscheduler",
    "microsoft_teams",
    "httpx",
    "httpcore",
    "sqlalchemy",
    "uvicorn",
)


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[Log]:
    """Everything logged and printed so far, from a log in which everybody may say everything they want to.

    Each line is read, and none may hold a secret.
    """
    levels = {name: logging.getLogger(name).level for name in (*TALKATIVE, *logs.OURS)}
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    handlers = list(logging.getLogger().handlers)

    def open_wide() -> None:
        if not any(isinstance(each, logs._StandardError) for each in logging.getLogger().handlers):
            logs.set_up("all")
        for name in TALKATIVE:
            logging.getLogger(name).setLevel(logging.DEBUG)

    def lines() -> list[dict[str, Any]]:
        open_wide()
        told = capsys.readouterr()
        assert told.out == ""
        return [json.loads(line) for line in told.err.splitlines()]

    yield lines
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    for handler in [each for each in logging.getLogger().handlers if each not in handlers]:
        logging.getLogger().removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def secrets_of(cast: Cast) -> list[str]:
    told = [WORDS, DOCTOR["role"], *(secret for each in cast.story.scene.stages for secret in each.secrets)]
    for person in cast.story.everybody:
        told += [person.id, person.name, *person.name.split(), person.part.email]
    return told


def holds_none(lines: list[dict[str, Any]], cast: Cast) -> None:
    for line in lines:
        said = json.dumps(line, ensure_ascii=False)
        for secret in secrets_of(cast):
            assert secret not in said, (secret, line)


def does_everything(cast: Cast) -> None:
    """A command, a form, a button."""
    cast.amina.types(f"/pairme {WORDS}")
    cast.amina.types("/reflect")
    if cast.amina.has_a_form():
        cast.amina.fills(words=WORDS)
    cast.amina.presses("Tell me when and where")


def test_a_story_leaves_nothing_of_itself(cast: Cast, log: Log) -> None:
    cast.are_introduced()
    log()
    does_everything(cast)
    cast.amina.says(WORDS)
    cast.amina.looks_home()
    holds_none(log(), cast)


def test_acts_that_fail_with_what_was_said_are_told_by_class_and_place(
    cast: Cast, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.are_introduced()
    cast.amina.types("/reflect")
    cast.story.may_fail = True
    log()

    def fail(*given: object, **more: object) -> None:
        known: dict[str, str] = {}
        try:
            known[str(given)]
        except KeyError as error:
            raise ValueError(f"{given} {more} {secrets_of(cast)}") from error

    monkeypatch.setattr("handlers.router._in_one_transaction", fail)
    does_everything(cast)
    told = log()
    failed = [line for line in told if line["event"].startswith("an action failed")]
    assert len(failed) == 4
    assert len({line["request"] for line in failed}) == len(failed)
    assert all(line["event"].startswith("an action failed: ValueError at ") for line in failed)
    holds_none(told, cast)


def test_a_tick_and_a_delivery_that_fail_with_a_text_do_not_tell_it(
    cast: Cast, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.are_introduced()
    log()

    def fail(*what: object, **more: object) -> None:
        raise ValueError(f"{WORDS} {secrets_of(cast)} {what} {more}")

    bot = cast.story.bot
    monkeypatch.setattr("bot.engine.deliver_one", fail)
    monkeypatch.setattr(bot.post, "_pause", lambda _idle: 0.0)
    bot.post._one_guarded(1.0)
    bot.ticker._guarded(lambda: fail(cast.amina.last()))()
    told = log()
    assert [line["event"].partition(":")[0] for line in told] == ["a delivery failed", "a tick failed"]
    holds_none(told, cast)
