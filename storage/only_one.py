"""One running bot on one SQLite file: several writers would make people wait for longer than Slack does."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database import Database


class AlreadyRunning(RuntimeError):
    """Another bot runs on this file."""


@contextmanager
def only_one(database: Database) -> Iterator[None]:
    """Hold the file until the block, or the process, ends; PostgreSQL takes any number.

    Raises `AlreadyRunning`. Commands beside a running bot, such as `migrate`, do not ask.
    """
    if not database.is_sqlite or not database.url.database:
        yield
        return
    with Path(f"{database.url.database}.lock").open("w", encoding="ascii") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(
                f"Another PairMe is running on {database.url.database}. Stop it first, or use PostgreSQL."
            ) from error
        yield
