"""The log is lines for a machine or for the eye, and nothing that a person wrote or is called gets into them."""

from __future__ import annotations

import importlib.util
import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import logs

SECRET = "what the night team knew"
ours = logging.getLogger("handlers.join")


def fail() -> None:
    known: dict[str, str] = {}
    try:
        known[SECRET]
    except KeyError as error:
        raise ValueError(SECRET) from error


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[dict[str, Any]]]:
    """What has been logged since last asked."""
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    logs.set_up("worker")

    def read() -> list[dict[str, Any]]:
        told = [json.loads(line) for line in said.getvalue().splitlines()]
        said.seek(0)
        said.truncate()
        return told

    return read


@pytest.fixture
def as_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own files count as the bot's."""
    monkeypatch.setattr(logs, "OURS", logs.OURS | {"tests"})


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Any]:
    """A module from somewhere else, which talks."""
    path = tmp_path / "somebody" / "elses.py"
    path.parent.mkdir()
    path.write_text("def says(log, level, *words, **more):\n    log.log(level, *words, **more)\n")
    spec = importlib.util.spec_from_file_location("somebody_elses", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("as_ours")
def test_a_line_says_when_where_how_grave_which_process_and_which_request(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    with logs.request():
        ours.warning("letter %s, attempt %s", 7, 2)
        ours.warning("letter %s, attempt %s", 7, 3)
    ours.info("between requests")
    first, second, third = lines()
    assert first["timestamp"].endswith("Z")
    assert len(first["request"]) == 8
    assert (
        first.items()
        >= {
            "event": "letter 7, attempt 2",
            "level": "warning",
            "logger": "handlers.join",
            "process": "worker",
        }.items()
    )
    assert second["request"] == first["request"]
    assert "request" not in third


def test_requests_at_once_keep_their_own_ids(lines: Callable[[], list[dict[str, Any]]]) -> None:
    both = threading.Barrier(2)

    def act() -> None:
        with logs.request():
            both.wait(5)
            ours.warning("acted")
            both.wait(5)

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({line["request"] for line in lines()}) == 2


@pytest.mark.usefixtures("as_ours")
def test_an_exception_is_its_class_and_its_place(lines: Callable[[], list[dict[str, Any]]]) -> None:
    try:
        fail()
    except ValueError:
        ours.exception("it failed", stack_info=True)
    (line,) = lines()
    assert line["error"].startswith("ValueError at bot/test_logs.py:")
    assert not line.keys() & {"exc_info", "exception", "stack", "stack_info"}
    assert SECRET not in str(line)


def test_a_library_says_only_where_it_is_and_how_grave(
    lines: Callable[[], list[dict[str, Any]]], library: Any
) -> None:
    """Even when it was given a logger of ours, as Bolt is."""
    for log in (logging.getLogger("slack_sdk.web"), logging.getLogger("bot.slack.bolt")):
        log.setLevel(logging.DEBUG)
        for level in (logging.DEBUG, logging.INFO):
            library.says(log, level, SECRET)
        assert lines() == []
        try:
            fail()
        except ValueError:
            library.says(log, logging.ERROR, f"{SECRET} %s", SECRET, exc_info=True, stack_info=True)
        (line,) = lines()
        assert line["where"] == "somebody/elses.py:2"
        assert line["level"] == "error"
        assert line["error"].startswith("ValueError at bot/test_logs.py:")
        assert SECRET not in str(line)
        log.setLevel(logging.NOTSET)


@pytest.mark.usefixtures("as_ours")
def test_a_line_that_cannot_be_put_together_does_not_show_its_arguments(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    record = ours.makeRecord(ours.name, logging.WARNING, __file__, 7, "letter %d", (SECRET,), None)
    (handler,) = [each for each in logging.getLogger().handlers if isinstance(each, logs._StandardError)]
    handler.handle(record)
    (line,) = lines()
    assert line["event"] == "a log line could not be written"
    assert line["where"] == "bot/test_logs.py:7"


def test_what_nobody_catches_is_a_line_without_its_message(lines: Callable[[], list[dict[str, Any]]]) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    try:
        fail()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    told = lines()
    assert [line["level"] for line in told] == ["critical", "critical"]
    assert all("ValueError" in line["event"] for line in told)
    assert SECRET not in str(told)


def test_on_a_terminal_a_line_is_for_the_eye(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(logs, "OURS", logs.OURS | {"tests"})
    logs.set_up("all")
    try:
        fail()
    except ValueError:
        ours.exception("it failed")
    said = screen.getvalue()
    assert "it failed" in said
    assert "ValueError at bot/test_logs.py" in said
    assert SECRET not in said
    assert len(said.splitlines()) == 1


def test_to_set_up_twice_does_not_say_everything_twice(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("worker")
    logs.set_up("clock")
    ours.warning("once")
    assert [json.loads(line)["process"] for line in capsys.readouterr().err.splitlines()] == ["clock"]
