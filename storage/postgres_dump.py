"""A copy of a PostgreSQL database with PostgreSQL's own tools. Passwords go by the environment, never as arguments."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from sqlalchemy import URL, text

from storage.tables import METADATA

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Database


_FOREIGN_KEY = r" FK CONSTRAINT \S+ (\S+) (\S+) "
_FOREIGN_KEYS = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'"


class CannotDump(RuntimeError):
    """Why PostgreSQL's tools cannot do it, in a sentence that says what to do."""


def dump(database: Database, file: Path) -> None:
    """Write the database as it is at this moment, in pg_dump's custom format; others go on working."""
    _fits("pg_dump", database)
    _run(database.url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def version_in(file: Path) -> str:
    """The version of the tables in a dump; empty when it has none. Raises `CannotDump` when it is no dump."""
    said = _run(None, "pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file))
    found = re.search(r"^(\d{4}\S*)$", said, re.MULTILINE)
    return found[1] if found else ""


def restore(database: Database, file: Path) -> None:
    """Put a dump in the place of the tables, all or nothing."""
    _fits("pg_restore", database)
    _drop_what_is_not_in(database, file)
    options = ("--single-transaction", "--clean", "--if-exists", "--no-owner", "--no-privileges")
    _run(database.url, "pg_restore", *options, f"--dbname={_without_password(database.url)}", str(file))


def others_connected(database: Database) -> int:
    """How many other connections the database has."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with database.engine.connect() as connection:
        return int(connection.scalar(text(query)) or 0)


def _drop_what_is_not_in(database: Database, file: Path) -> None:
    """Tables of ours that are younger than the dump would be in the way of the migrations that follow.

    A younger column's foreign key would keep the table that it points to from being put back.
    """
    listed = _run(None, "pg_restore", "--list", str(file))
    tables, keys = set(re.findall(r" TABLE \S+ (\S+) ", listed)), set(re.findall(_FOREIGN_KEY, listed))
    with database.engine.begin() as connection:
        for name in set(METADATA.tables) - tables:
            connection.execute(text(f"DROP TABLE IF EXISTS {name} CASCADE"))
        for table, key in connection.execute(text(_FOREIGN_KEYS)).all():
            if table in METADATA.tables and (table, key) not in keys:
                connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {key}"))


def _fits(tool: str, database: Database) -> None:
    """The tool has to be there and no older than the server."""
    found = re.search(r"\) (\d+)", _run(None, tool, "--version"))
    with database.engine.connect() as connection:
        server = int(str(connection.scalar(text("SHOW server_version_num")))) // 10_000
    if found is None or int(found[1]) < server:
        raise CannotDump(
            f"{tool} is of version {found[1] if found else 'unknown'} and the server of version {server}. "
            f"Install PostgreSQL's client of version {server} or newer and put it first in PATH."
        )


def _run(url: URL | None, tool: str, *arguments: str) -> str:
    path = shutil.which(tool)
    if path is None:
        raise CannotDump(
            f"{tool} is not installed. Install PostgreSQL's client (on Debian: postgresql-client)."
        )
    where = (f"--dbname={_without_password(url)}",) if url is not None and tool == "pg_dump" else ()
    password = {"PGPASSWORD": url.password} if url is not None and isinstance(url.password, str) else {}
    done = subprocess.run(  # noqa: S603 - PostgreSQL's tool, with arguments of our own
        [path, *where, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **password},
    )
    if done.returncode:  # only the first line: those after it can quote what is stored
        raise CannotDump(f"{tool} failed: {(done.stderr.strip() or 'it said nothing').splitlines()[0]}")
    return done.stdout


def _without_password(url: URL) -> str:
    plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return plain.render_as_string(hide_password=False)
