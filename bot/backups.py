"""`python -m bot backup`, `restore` and `restored`."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.house import CannotStart
from bot.opening import tables, tables_of_any_version
from storage import backup, postgres_dump, restoring, schema
from storage.database import CLOCK_PATIENCE, Database
from storage.only_one import only_one
from storage.postgres_dump import CannotDump
from storage.sqlite_copy import Damaged
from storage.vault import Vault

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from bot.settings import Settings

_AFTERWARDS = (
    "Start PairMe again. For two weeks it looks in Slack for what it may have said since the backup, "
    "and does not say it twice. See what waits for the leads with: python -m bot letters"
)


def back_up(settings: Settings, typed: Namespace) -> int:
    """Write a backup."""
    file = Path(typed.file)
    if file.exists() and not typed.yes:
        raise CannotStart(f"{file} is there already. To replace it add --yes.")
    with _told(file), tables_of_any_version(settings) as database:
        backup.back_up(database, file)
    size = file.stat().st_size / 1_000_000
    print(
        f"Written to {file} ({size:.1f} MB). What people wrote in it opens only with PAIRME_KEYS: keep those apart."
    )
    return 0


def restore(settings: Settings, typed: Namespace) -> int:
    """Put a backup in the database's place."""
    file = Path(typed.file)
    if not file.is_file():
        raise CannotStart(f"There is no file {file}.")
    database = Database(settings.database_url, Vault(settings.keys) if settings.keys else None)
    try:
        _refuse_a_folder_that_is_missing(database)
        with _told(file), only_one(database):
            _refuse_what_is_in_use(database, is_sure=typed.yes)
            kept = backup.restore(database, settings.keys, file, datetime.now(UTC))
    finally:
        database.close()
    print(f"{file} is in place, at version {schema.HEAD}.")
    if kept is not None:
        print(f"What was there before is in {kept}. It holds people's data: delete it when all is well.")
    print(_AFTERWARDS)
    return 0


def was_restored(settings: Settings, _typed: Namespace) -> int:
    """The database has been put back by other means than `restore`."""
    with tables(settings) as database, only_one(database):
        _refuse_while_others_are_connected(database)
        with database.writing(CLOCK_PATIENCE) as session:
            restoring.mark(session, datetime.now(UTC))
    print(_AFTERWARDS)
    return 0


def _refuse_a_folder_that_is_missing(database: Database) -> None:
    if database.is_sqlite and not Path(database.url.database or "").absolute().parent.is_dir():
        raise CannotStart(
            f"The folder of {database.url.database} is not there. Make it, or change DATABASE_URL."
        )


def _refuse_what_is_in_use(database: Database, *, is_sure: bool) -> None:
    _refuse_while_others_are_connected(database)
    if backup.holds_something(database) and not is_sure:
        raise CannotStart(
            "The database is not empty. To replace it add --yes; what is there now is kept in a file."
        )


def _refuse_while_others_are_connected(database: Database) -> None:
    """On PostgreSQL; on SQLite `only_one` does that."""
    if database.is_sqlite:
        return
    database.check()
    others = postgres_dump.others_connected(database)
    if others:
        raise CannotStart(
            f"{others} other connections to the database are open. Stop web, worker and clock on every machine first."
        )


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """What goes wrong with a file becomes a sentence."""
    try:
        yield
    except (Damaged, CannotDump, backup.TooNew, backup.WrongKeys) as trouble:
        raise CannotStart(str(trouble)) from trouble
    except OSError as trouble:
        raise CannotStart(f"{trouble.filename or file}: {trouble.strerror}.") from trouble
