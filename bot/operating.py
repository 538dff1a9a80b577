"""The operator's commands, which work beside a running bot and end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot import backups, letters, tenants
from bot.check.finding import PROBLEM
from bot.check.installation import check
from bot.commands import ACTS
from bot.house import CannotStart, opened
from bot.opening import tables
from storage import schema
from storage.rotation import rotate

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator

    from bot.settings import Settings
    from storage.database import Database


def migrate(settings: Settings, _typed: Namespace) -> int:
    """Bring the tables to this version."""
    database = opened(settings)
    try:
        schema.migrate(database)
    finally:
        database.close()
    print(f"The database is at version {schema.HEAD}.")
    return 0


def rotate_keys(settings: Settings, _typed: Namespace) -> int:
    """Encrypt everything anew."""
    with tables(settings) as database:
        number = rotate(database)
    print(f"{number} texts are encrypted with the first key. The others can be taken out of PAIRME_KEYS.")
    return 0


def check_all(settings: Settings, _typed: Namespace) -> int:
    """Print what is found, a line each; 1 when anything is wrong."""
    number = 0
    for finding in check(settings, lambda: datetime.now(UTC)):
        number += finding.verdict == PROBLEM
        print(finding, flush=True)
    print(f"{number} to mend." if number else "Nothing to mend.")
    return 1 if number else 0


def show_letters(settings: Settings, typed: Namespace) -> int:
    """List letters, or do something with one."""
    if typed.what in ACTS and not settings.keys:
        raise CannotStart("Only the list can be had of the practice hospital's letters: its key is its own.")
    with tables(settings) as database:
        try:
            for line in _about_letters(database, typed):
                print(line)
        except letters.CannotDo as refusal:
            raise CannotStart(str(refusal)) from refusal
    return 0


def _about_letters(database: Database, typed: Namespace) -> Iterator[str]:
    if typed.what == "retry":
        yield letters.retry(database, typed.id, datetime.now(UTC), is_missing=typed.missing)
    elif typed.what == "drop":
        yield letters.drop(database, typed.id, datetime.now(UTC), is_sure=typed.yes)
    else:
        yield from letters.table(database, typed.what, typed.most)


COMMANDS: dict[str, Callable[[Settings, Namespace], int]] = {
    "migrate": migrate,
    "rotate": rotate_keys,
    "check": check_all,
    "letters": show_letters,
    "backup": backups.back_up,
    "restore": backups.restore,
    "restored": backups.was_restored,
    "teams-package": tenants.pack,
    "teams-tenant": tenants.tenant,
    "join": tenants.join,
}
