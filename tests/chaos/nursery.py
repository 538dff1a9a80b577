"""A process that loads the bot once and then forks real ones from it, each of which is killed soon.

Every child runs `bot.__main__.main` with its own arguments and environment, as `python -m bot` does; only the second
that loading takes is saved. Orders come as lines of JSON and are answered in order. When the orders end, because
whoever gave them is gone, all children end too.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from tests.chaos.broken import BROKEN
from tests.chaos.times import Times, shorten

NEEDED = (
    "apscheduler.schedulers.background",
    "apscheduler.triggers.interval",
    "bot.__main__",
    "bot.running",
    "bot.teams.side",
    "holidays.countries",
    "psycopg",
    "slack_bolt.adapter.socket_mode",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "uvicorn.lifespan.off",
    "uvicorn.loops.asyncio",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)


def main() -> None:
    """Load, shorten the waits, break what is to be broken, and do as told."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=json.loads, default={})
    parser.add_argument("--broken", choices=sorted(BROKEN))
    given = parser.parse_args()
    for name in NEEDED:
        importlib.import_module(name)
    shorten(Times(**given.times))
    if given.broken:
        BROKEN[given.broken]()
    gc.freeze()
    children: set[int] = set()
    try:
        for line in sys.stdin:
            _bury(children)
            sys.stdout.write(json.dumps(_done(json.loads(line), children)) + "\n")
            sys.stdout.flush()
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _done(order: dict[str, Any], children: set[int]) -> Any:
    """Start one and give its number, send one a signal and say whether it lived, or say who lives."""
    if "start" in order:
        child = os.fork()
        if not child:
            _be_a_bot(order["start"], order["environment"], Path(order["folder"]))
        children.add(child)
        return child
    if "signal" in order:
        lives = order["to"] in children
        if lives:
            os.kill(order["to"], order["signal"])
        return lives
    return sorted(children)


def _bury(children: set[int]) -> None:
    """Only whom nobody has buried keeps their number, so a signal never reaches a stranger."""
    children -= {child for child in children if os.waitpid(child, os.WNOHANG)[0]}


def _be_a_bot(arguments: list[str], environment: dict[str, str], folder: Path) -> NoReturn:
    """The process is a bot from here on."""
    status = 1
    try:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for number, replacement in ((0, os.open(os.devnull, os.O_RDONLY)), (1, log), (2, log)):
            os.dup2(replacement, number)
        from bot.__main__ import main as bot  # noqa: PLC0415 - loaded long ago

        status = bot(arguments)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
