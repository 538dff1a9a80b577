"""The log: one line for each thing that happened, without anything that a person wrote or is called.

Lines of JSON on standard error, or lines for the eye where that is a terminal. Ours say what we wrote for the
log. A library's say only which library, where in it, and how grave: its words can quote what went through it.
No line has a traceback, because an exception's message can quote a text: its class and the place where it was
raised stand instead.
"""

from __future__ import annotations

import logging
import secrets
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from structlog import contextvars, dev, processors, stdlib

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from structlog.typing import EventDict, Processor

log = logging.getLogger(__name__)

OURS = frozenset({"bot", "handlers", "scheduler", "storage", "programme", "practice"})
_ROOT = Path(__file__).parents[1]


def set_up(process: str) -> None:
    """Log to standard error from now on, as this process; what nobody catches is logged too."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _StandardError)]:
        root.removeHandler(handler)
    root.addHandler(_StandardError(process))
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_a_thread
    sys.unraisablehook = _uncaught_where_nobody_can


@contextmanager
def request() -> Iterator[None]:
    """Every line inside carries `request`, the same short random id: one request, tick or delivery."""
    with contextvars.bound_contextvars(request=secrets.token_hex(4)):
        yield


def told(error: BaseException) -> str:
    """An exception without its message: "KeyError at handlers/join.py:42"."""
    return f"{type(error).__name__} at {_raised_at(error.__traceback__)}"


class _StandardError(logging.StreamHandler[TextIO]):
    """Where the lines go."""

    def __init__(self, process: str) -> None:
        super().__init__(sys.stderr)
        self.addFilter(_is_worth_a_line)
        self.setFormatter(_formatter(process, is_terminal=sys.stderr.isatty()))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say that a line is missing; the library would print its arguments."""
        where = f"{_short(record.pathname)}:{record.lineno}"
        with suppress(OSError, ValueError):
            self.stream.write(f'{{"event": "a log line could not be written", "where": "{where}"}}\n')


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Below a warning, libraries write down what people say; whatever their own level is set to."""
    return _is_ours(record) or record.levelno >= logging.WARNING


def _is_ours(record: logging.LogRecord) -> bool:
    """By the file, because a library can be given a logger of ours."""
    return _is_our_file(record.pathname)


def _is_our_file(path: str) -> bool:
    return Path(path).is_relative_to(_ROOT) and Path(path).relative_to(_ROOT).parts[0] in OURS


def _formatter(process: str, *, is_terminal: bool) -> stdlib.ProcessorFormatter:
    def with_process(_logger: Any, _method: str, line: EventDict) -> EventDict:
        return {**line, "process": process}

    drawn: Processor = dev.ConsoleRenderer() if is_terminal else processors.JSONRenderer()
    return stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            contextvars.merge_contextvars,
            processors.TimeStamper(fmt="iso", utc=True),
            stdlib.add_log_level,
            stdlib.add_logger_name,
            with_process,
        ],
        processors=[
            _without_words,
            _without_traceback,
            stdlib.ProcessorFormatter.remove_processors_meta,
            drawn,
        ],
    )


def _without_words(_logger: Any, _method: str, line: EventDict) -> EventDict:
    record: logging.LogRecord = line["_record"]
    if not _is_ours(record):
        line["event"] = "a library has something to say"
        line["where"] = f"{_short(record.pathname)}:{record.lineno}"
    return line


def _without_traceback(_logger: Any, _method: str, line: EventDict) -> EventDict:
    line.pop("stack_info", None)
    raised = line.pop("exc_info", None)
    if isinstance(raised, tuple) and raised[1] is not None:
        line["error"] = told(raised[1])
    return line


def _raised_at(trace: TracebackType | None) -> str:
    """The innermost place of ours that the exception came through, or the innermost of all."""
    places = []
    while trace is not None:
        places.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    ours = [place for place in places if _is_our_file(place[0])]
    name, number = (ours or places or [("an unknown place", 0)])[-1]
    return f"{_short(name)}:{number}"


def _short(path: str) -> str:
    """Folder and file are enough to find it; the whole path tells about the machine."""
    return "/".join(Path(path).parts[-2:])


def _uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    log.critical("nobody caught %s", told(error))


def _uncaught_in_a_thread(unhandled: threading.ExceptHookArgs) -> None:
    if unhandled.exc_value is not None and not isinstance(unhandled.exc_value, SystemExit):
        log.critical("nobody caught %s in a thread", told(unhandled.exc_value))


def _uncaught_where_nobody_can(unraisable: Any) -> None:
    if unraisable.exc_value is not None:
        log.error("nobody could catch %s", told(unraisable.exc_value))
