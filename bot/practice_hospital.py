"""The practice hospital: the real bot against a local Slack, and beside it a local Teams, with made-up people."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry
from slack_bolt.adapter.socket_mode import SocketModeHandler
from sqlalchemy import select
from starlette.routing import Mount

from bot import house as wiring
from bot import practice_slack
from bot.clock import Clock
from bot.crowd import join_in
from bot.http import web_app
from bot.metrics import Counters
from bot.practice_slack import CHANNEL, LEADS, manifest
from bot.slack import farewell
from bot.slack.app import SlackDoor
from bot.synthetic import people as synthetic_people
from practice.installation import TEAM_ID
from practice.running import running
from scheduler import due
from storage import lanes, tables
from storage.only_one import only_one
from storage.people import Person
from storage.vault import new_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.applications import Starlette
    from starlette.routing import BaseRoute

    from bot.house import Bot
    from bot.practice_teams import TeamsHalf
    from bot.settings import Settings
    from bot.synthetic import SyntheticPerson
    from practice.running import Served
    from storage.database import Database

__all__ = ["CHANNEL", "LEADS", "Hospital", "manifest", "open_hospital"]

SEED = 7
KEY_FILE = "pairme-practice.keys"
QUIET_WITHIN = 20.0  # seconds
PACE = timedelta(seconds=1)
PUSH_WITHIN = 60.0  # a thing that fails stays due, and must not hold the clock for ever


@contextmanager
def open_hospital(settings: Settings) -> Iterator[Hospital]:
    """Everything running, from an empty database, until the block ends.

    Raises `CannotStart` when the port is taken or the database belongs to somebody real.
    """
    settings = replace(settings, keys=settings.keys or (_own_key(),))
    database = wiring.opened(settings)
    try:
        with only_one(database):
            _emptied(database)
            hospital = Hospital(database, Clock())
            app = web_app(database, hospital.now, hospital.counters.registry)
            with _served(hospital, app, settings.port) as server, ExitStack() as running_parts:
                hospital.start(settings, server, app, running_parts)
                yield hospital
    finally:
        database.close()


class Hospital:
    """The local Slack, the local Teams and the bot, with what the page can ask of us: push the clock, start over.

    `teams` is None where the extra that the Teams door needs is not installed; then everybody sits in Slack.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self.address = ""
        self.cast = synthetic_people(SEED, clock.now().date())
        self.database, self._clock = database, clock
        self.teams = _teams_half(self.cast, clock)
        side = self.teams.side if self.teams else None
        self.slack = practice_slack.made(clock, self.cast, self.push, self.start_over, side)
        self.counters = Counters(CollectorRegistry())
        self.bot: Bot | None = None

    @property
    def served(self) -> Served:
        """What stands on the server besides the bot."""
        return self.teams.beside(self.slack) if self.teams else self.slack

    def today(self) -> date:
        """The day that the pushed clock shows."""
        return self._clock.now().date()

    def now(self) -> datetime:
        """What the pushed clock shows."""
        return self._clock.now()

    def start(self, settings: Settings, server: running, app: Starlette, parts: ExitStack) -> None:
        """Connect the bot to both and begin to tick; `parts` end in the opposite order. `app` gets its addresses."""
        self.address = f"{server.url}/?token={self.slack.page_token}"
        settings = replace(settings, bot_token=self.slack.bot_token, api_url=server.api_url)
        if self.teams:
            settings = self.teams.settings(settings, server.url)
        bot = wiring.bot(settings, self._clock, self.database, self.counters)
        for sender in bot.senders.values():
            sender.gap = timedelta(0)  # sixty people are asked on one morning, and nobody wants to wait
            sender.pace = min(sender.pace, PACE)  # nobody here is written to 1,800 times in an hour
        if self.teams:
            app.routes[:0] = self._open_teams(self.teams, bot, parts)
        self._open_slack(settings, bot, parts)
        bot.post.start()
        parts.callback(bot.post.stop)
        bot.ticker.start()
        parts.callback(bot.ticker.stop)
        self.bot = bot
        if self.teams:
            self.teams.teams.people.announce()

    def _open_teams(self, half: TeamsHalf, bot: Bot, parts: ExitStack) -> tuple[BaseRoute, ...]:
        half.join(self.database, self._clock.now())
        if bot.teams is None:
            return ()
        parts.callback(bot.teams.close)
        door = bot.teams.door(bot.house, self._clock.now, self.counters)
        parts.callback(door.close)
        return (*door.routes(), *bot.teams.downloads(bot.house, self._clock.now))

    def _open_slack(self, settings: Settings, bot: Bot, parts: ExitStack) -> None:
        door = SlackDoor(
            client=wiring.slack_client(settings),
            signing_secret="",
            house=bot.house,
            now=self._clock.now,
            handled=self.counters.handled,
        )
        socket = SocketModeHandler(door.app, self.slack.app_token)
        parts.callback(farewell.close, socket)
        socket.connect()  # type: ignore[no-untyped-call]

    def push(self, step: timedelta) -> None:
        """Move the clock forward, stopping wherever something is due, so that all of it comes at its own time."""
        until = self._clock.now() + step
        join_in(self.database, TEAM_ID, self.cast, self._clock.now())
        self._tick_and_send()  # what waits now is not to be found late by the time it is then
        give_up_at = time.monotonic() + PUSH_WITHIN
        while (at := self._next_due()) is not None and at <= until and time.monotonic() < give_up_at:
            self._clock.move_to(at)
            self._tick_and_send()
        self._clock.move_to(until)
        self._tick_and_send()

    def start_over(self) -> None:
        """Forget everything that was said and stored; the clock shows the machine's time again."""
        self.slack.reset()
        if self.teams:
            self.teams.teams.reset()
        tables.empty(self.database)
        self._clock.reset()
        if self.teams:
            self.teams.join(self.database, self._clock.now())
            self.teams.teams.people.announce()

    def _next_due(self) -> datetime | None:
        with self.database.reading() as session:
            return due.next_due_at(session)

    def _tick_and_send(self) -> None:
        """Do what is due and let it arrive."""
        if self.bot is None:
            return
        self.bot.ticker.tick()
        self.bot.post.wake()
        give_up_at = time.monotonic() + QUIET_WITHIN
        while self._waits() and time.monotonic() < give_up_at:
            time.sleep(0.02)

    def _waits(self) -> bool:
        """Whether a letter is being sent, which holds its lane, or can be after the pause that follows another."""
        with self.database.reading() as session:
            free_at = lanes.next_free_at(session)
        return free_at is not None and free_at < self._clock.now() + lanes.LEASE + 2 * PACE


def _teams_half(cast: Sequence[SyntheticPerson], clock: Clock) -> TeamsHalf | None:
    if find_spec("microsoft_teams") is None or find_spec("microsoft_teams.apps") is None:
        return None
    from bot.practice_teams import TeamsHalf  # noqa: PLC0415 - it needs what the extra brings

    return TeamsHalf(cast, clock.now)


def _served(hospital: Hospital, app: Starlette, port: int) -> running:
    """The server; what the local platforms do not know of their own stands before them."""
    served = hospital.served
    app.routes.append(Mount("/", app=served.app))
    try:
        return running(served, port=port, app=app)
    except OSError as error:
        raise wiring.CannotStart(wiring.port_taken("127.0.0.1", port, error)) from error


def _emptied(database: Database) -> None:
    """This version's tables with nothing in them; a database with real people in it is refused."""
    wiring.with_tables(database, make_new=True)
    with database.reading() as session:
        strangers = session.scalar(select(Person.id).where(Person.workspace != TEAM_ID).limit(1))
    if strangers is not None:
        raise wiring.CannotStart(
            "DATABASE_URL names a database with real people in it, and the practice hospital starts from an empty one. "
            "Set SLACK_BOT_TOKEN to run for real, or leave DATABASE_URL out to practise."
        )
    tables.empty(database)


def _own_key() -> str:
    """The practice hospital's own key, made at the first start, readable by its owner alone."""
    path = Path(KEY_FILE)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(new_key(), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
