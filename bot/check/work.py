"""Whether the bot is at work: its port, its clock and workers, and what has not arrived."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from datetime import timedelta
from http.client import HTTPException
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.check.finding import note, ok, problem
from storage import heartbeats, vital_signs
from storage.lanes import Gate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.check.finding import Finding
    from storage.database import Database

LATE = timedelta(minutes=2)
LONG = timedelta(days=3)  # what nobody asked for waits over a weekend


def port(host: str, number: int) -> Iterator[Finding]:
    """Whether the port is free, or the bot's own."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as error:
            taken = error
        else:
            yield ok("port", f"{number} on {host} is free.")
            return
    if _answers_as_we_do(host, number):
        yield ok("port", f"{number} on {host} is in use by PairMe, which is running.")
    else:
        yield problem(
            "port",
            f"{number} on {host} cannot be used ({taken.strerror}). Set PORT to a free one, or stop what uses it.",
        )


def signs_of_life(database: Database, now: datetime) -> Iterator[Finding]:
    """When the clock last ticked and a worker last looked."""
    with database.reading() as session:
        seen = vital_signs.last_seen(session)
    for part in (heartbeats.CLOCK, heartbeats.WORKER):
        at = seen.get(part)
        if at is None:
            yield note(part, "has not run here yet. Start it with python -m bot, or as a process of its own.")
        elif now - at > LATE:
            yield problem(
                part, f"was last at work at {at:%Y-%m-%d %H:%M} UTC. Start it, or see what its log says."
            )
        else:
            yield ok(part, "is at work.")


def letters(database: Database, now: datetime) -> Iterator[Finding]:
    """What has not arrived, and why nothing can be sent to a workspace."""
    with database.reading() as session:
        found = vital_signs.letters(session, now)
        shut = session.execute(
            select(Gate.workspace, Gate.trouble).where(Gate.trouble.is_not(None)).order_by(Gate.key)
        ).all()
    for workspace, trouble in shut:
        yield problem("letters", f"nothing can be sent to workspace {workspace}: {trouble}")
    if found.dead:
        yield note("letters", f"{found.dead} dead. See them with: python -m bot letters dead")
    if found.unknown:
        yield note(
            "letters",
            f"{found.unknown} of unknown fate. See them with: python -m bot letters unknown",
        )
    if found.parked:
        yield note(
            "letters", f"{found.parked} parked after trouble. See them with: python -m bot letters parked"
        )
    if found.oldest_at is not None and now - found.oldest_at > LONG:
        yield note(
            "letters",
            f"the oldest has waited since {found.oldest_at:%Y-%m-%d %H:%M} UTC. See them with: python -m bot letters",
        )
    if not (shut or found.dead or found.parked):
        yield ok("letters", f"none is dead or parked; {found.waiting} wait.")


def _answers_as_we_do(host: str, number: int) -> bool:
    there = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - only asked what it is
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with straight.open(f"http://{there}:{number}/health", timeout=3) as answer:
            return bool(answer.read(3) == b"ok")
    except (urllib.error.URLError, HTTPException, TimeoutError, OSError):
        return False
