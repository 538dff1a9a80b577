"""A copy of a SQLite database, taken with SQLite's own online backup while others write, and put in place again."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BESIDE = ("-wal", "-shm")  # what SQLite keeps beside a file that is open


class Damaged(RuntimeError):
    """A file that is not a whole SQLite database."""


@contextmanager
def copied(source: Path, wanted: Path) -> Iterator[Path]:
    """A checked copy under a name of its own, for its owner alone, which takes the name `wanted` when the block ends.

    When the block fails, the copy is gone. Raises `Damaged`, or OSError as the disk says it.
    """
    unfinished = wanted.with_name(f"{wanted.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy(source, unfinished)
        _close(unfinished)
        yield unfinished
        _close(unfinished)
        _to_disk(unfinished)
        unfinished.replace(wanted)
        _to_disk(wanted.parent)
    finally:
        for path in (unfinished, *_beside(unfinished)):
            path.unlink(missing_ok=True)


def keep_aside(path: Path, aside: Path) -> None:
    """Give a database a second name, so that it outlives what is put in its place. Nobody may be using it."""
    with suppress(Damaged):  # a damaged one is kept too
        _close(path)
    for old, new in zip(_beside(path), _beside(aside), strict=True):
        if old.exists():
            old.rename(new)
    os.link(path, aside)
    aside.chmod(0o600)


def _copy(source: Path, target: Path) -> None:
    """In one step: beside a writer, several steps would each begin again."""
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as from_,
            closing(sqlite3.connect(target)) as to,
        ):
            from_.backup(to)
            found = to.execute("PRAGMA integrity_check(1)").fetchone()[0]
            astray = to.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise Damaged(f"{source} cannot be read as a SQLite database.") from error
    if found != "ok" or astray is not None:
        raise Damaged(f"{source} is a damaged SQLite database.")


def _close(path: Path) -> None:
    """Bring what SQLite keeps beside the file into it."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise Damaged(f"{path} cannot be closed: something else has it open, or it is damaged.") from error


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in _BESIDE]


def _to_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
