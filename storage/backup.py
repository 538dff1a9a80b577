"""Backups: the database as it was at one moment, in one file, and back again.

SQLite's is a SQLite database, PostgreSQL's is what pg_dump writes.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from storage import postgres_dump, restoring, rotation, schema, sqlite_copy
from storage.database import CLOCK_PATIENCE, Database
from storage.postgres_dump import CannotDump
from storage.vault import UnreadableText, Vault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_OTHER_KEY = "The backup was made with another key: add that key to PAIRME_KEYS."


class TooNew(RuntimeError):
    """The backup was made by a later version of this program."""


class WrongKeys(RuntimeError):
    """The keys do not open what is in the backup."""


def back_up(database: Database, file: Path) -> None:
    """Write the file, in one step at the end and for its owner alone; the bot goes on working.

    Raises `sqlite_copy.Damaged`, `postgres_dump.CannotDump` or OSError; an earlier file is then as it was.
    """
    if database.is_sqlite:
        with sqlite_copy.copied(_path(database), file):
            return
    unfinished = file.with_name(f"{file.name}.part")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        postgres_dump.dump(database, unfinished)
        postgres_dump.version_in(unfinished)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def holds_something(database: Database) -> bool:
    """Whether a restore would replace anything."""
    if database.is_sqlite:
        path = _path(database)
        return path.exists() and path.stat().st_size > 0
    return not schema.is_empty(database)


def restore(database: Database, keys: Sequence[str], file: Path, now: datetime) -> Path | None:
    """Put the backup in the database's place, bring its tables to this version, and mark that it was restored.

    What was there before is kept in a file, which is returned. Nobody may be using the database. Raises what
    `back_up` raises, `TooNew` and `WrongKeys`; each says where the database stands.
    """
    return (_restore_sqlite if database.is_sqlite else _restore_postgres)(database, keys, file, now)


def _restore_sqlite(database: Database, keys: Sequence[str], file: Path, now: datetime) -> Path | None:
    path = _path(database)
    aside = _free(f"{path}.before-{now:%Y%m%d-%H%M%S}") if holds_something(database) else None
    with sqlite_copy.copied(file, path) as unfinished:
        copy = Database(f"sqlite:///{unfinished}", Vault(keys) if keys else None)
        try:
            _refuse_what_is_too_new(_version(copy))
            _make_ready(copy, keys, now)
        except UnreadableText as error:
            raise WrongKeys(f"{_OTHER_KEY} Nothing has been changed.") from error
        finally:
            copy.close()
        if aside is not None:
            database.close()
            sqlite_copy.keep_aside(path, aside)
    return aside


def _restore_postgres(database: Database, keys: Sequence[str], file: Path, now: datetime) -> Path | None:
    _refuse_what_is_too_new(postgres_dump.version_in(file))
    aside = _free(f"{file}.before-{now:%Y%m%d-%H%M%S}") if holds_something(database) else None
    if aside is not None:
        back_up(database, aside)
    where = f"What was there before is in {aside}." if aside is not None else "There was nothing before."
    try:
        postgres_dump.restore(database, file)
        _make_ready(database, keys, now)
    except CannotDump as error:
        raise CannotDump(f"{error} {where}") from error
    except UnreadableText as error:
        raise WrongKeys(f"{_OTHER_KEY} It is in place all the same. {where}") from error
    return aside


def _free(wanted: str) -> Path:
    """A name that no file has, so that nothing that was kept is written over."""
    names = itertools.chain([wanted], (f"{wanted}-{number}" for number in itertools.count(2)))
    return next(path for path in map(Path, names) if not path.exists())


def _refuse_what_is_too_new(version: str) -> None:
    if not version:
        raise sqlite_copy.Damaged("This is not a backup of PairMe: there is no version in it.")
    if _number(version) > _number(schema.HEAD):
        raise TooNew(
            f"The backup is of version {version} and this program of version {schema.HEAD}. Install the newer PairMe."
        )


def _number(version: str) -> int:
    """The number of a version of the tables, such as 3 of "0003_from_0002"."""
    return int(version.partition("_")[0])


def _version(database: Database) -> str:
    """The version of the tables; empty when there is none."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def _make_ready(database: Database, keys: Sequence[str], now: datetime) -> None:
    schema.migrate(database)
    with database.writing(CLOCK_PATIENCE) as session:
        restoring.mark(session, now)
    if keys:
        rotation.check(database)


def _path(database: Database) -> Path:
    return Path(database.url.database or "")
