"""The engine alone: letters with sends that do nothing, beside Procrastinate with jobs that do nothing.

Both on one PostgreSQL whose commits are durable, each with four hands in a process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import own_process
from hospitals import Size, fill, hospitals
from sqlalchemy import create_engine, text

from storage.vault import new_key

HERE = Path(__file__).parent
OURS, RIVAL = str(HERE / "empty_sends.py"), str(HERE / "empty_jobs.py")


@dataclass(frozen=True)
class Race:
    """Letters a second by the number of processes, and the rival's jobs a second with one."""

    count: int
    ours: Mapping[int, float]
    rival: float


def run(size: Size, workers: Sequence[int], folder: Path, new_database: Callable[[], str]) -> Race:
    """The one after the other."""
    ours = {count: _ours(size, count, folder, new_database()) for count in workers}
    return Race(size.all_letters, ours, _rivals(size.all_letters, folder, new_database()))


def _ours(size: Size, workers: int, folder: Path, url: str) -> float:
    key = new_key()
    fill(url, key, hospitals(size, 1), size)
    _done([OURS] * workers, (url, key), folder)
    return _rate(
        url,
        "SELECT min(first_tried_at), max(settled_at), count(*) FROM letters WHERE state = 'sent'",
        size.all_letters,
    )


def _rivals(count: int, folder: Path, url: str) -> float:
    _done([RIVAL], (url, f"{count}"), folder)
    return _rate(
        url,
        "SELECT min(at) FILTER (WHERE type = 'started'), max(at), count(*) FILTER (WHERE type = 'succeeded')"
        " FROM procrastinate_events",
        count,
    )


def _done(programs: Sequence[str], arguments: tuple[str, ...], folder: Path) -> None:
    """Run them beside each other until all of them have ended."""
    with ExitStack() as stack:
        for program in [
            stack.enter_context(own_process.running_program((program, *arguments), {}, folder))
            for program in programs
        ]:
            if program.wait(timeout=300):
                raise RuntimeError(own_process.said_in(folder))


def _rate(url: str, query: str, expected: int) -> float:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        began_at, ended_at, count = connection.execute(text(query)).one()
    engine.dispose()
    if count != expected:
        raise RuntimeError(f"{count} of {expected} were done.")
    return float(count / (ended_at - began_at).total_seconds())
