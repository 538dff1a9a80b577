"""The practice hospital: the real bot, over real Socket Mode, against a local Slack with made-up people."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from prometheus_client import CollectorRegistry
from slack_bolt.adapter.socket_mode import SocketModeHandler
from sqlalchemy import select
from starlette.routing import Mount

from bot import house as wiring
from bot.clock import Clock
from bot.crowd import account_id, join_in
from bot.http import web_app
from bot.metrics import Counters
from bot.slack import farewell
from bot.slack.app import SlackDoor
from bot.synthetic import people as synthetic_people
from practice.app import Page, PracticeSlack
from practice.installation import TEAM_ID
from practice.people import BOT_USER_ID, Channel, Member
from practice.running import running
from scheduler import due
from storage import lanes, tables
from storage.only_one import only_one
from storage.people import Person
from storage.vault import new_key

if TYPE_CHECKING:
    from bot.house import Bot
    from bot.settings import Settings
    from bot.synthetic import SyntheticPerson
    from storage.database import Database

SEED = 7
KEY_FILE = "pairme-practice.keys"
CHANNEL = "C00000000PL"
LEADS = (
    Member(
        "U000000LENA", "Lena Whitfield", "lena@example.org", "Consultant paediatrician, lead", is_admin=True
    ),
    Member("U0000000TOM", "Tom Adeyemi", "tom@example.org", "Head of operations, lead"),
)
QUIET_WITHIN = 20.0  # seconds
LONGEST_PACE = timedelta(seconds=2)
PUSH_WITHIN = 60.0  # a thing that fails stays due, and must not hold the clock for ever

TIPS = (
    "Everybody here is made up, and nothing leaves this machine.",
    "As Lena (right), type /cohort new. Choose Lena (doctor), Tom (manager) and the channel paired-learning.",
    "As the doctor and as the manager (left and middle), type /pairme and join.",
    "Push the clock a day: the other 58 people join too.",
    "As Lena, type /cohort match, and approve the pairs in your chat with PairMe.",
    "Push the clock past the first day. Answer what PairMe asks, in your own words or with the buttons.",
    "As Lena, type /workshop, and /cohort-report in the channel paired-learning.",
)


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
            with _served(hospital, settings.port) as server:
                hospital.start(replace(settings, bot_token=hospital.slack.bot_token, api_url=server.api_url))
                try:
                    hospital.address = f"{server.url}/?token={hospital.slack.page_token}"
                    yield hospital
                finally:
                    hospital.stop()
    finally:
        database.close()


class Hospital:
    """The local Slack and the bot, with the two things the page can ask of us: push the clock, start over."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.address = ""
        self.cast = synthetic_people(SEED, clock.now().date())
        self.database, self._clock = database, clock
        self.slack = _slack(clock, self.cast, self.push, self.start_over)
        self.counters = Counters(CollectorRegistry())
        self.bot: Bot | None = None
        self._socket: SocketModeHandler | None = None

    def today(self) -> date:
        """The day that the pushed clock shows."""
        return self._clock.now().date()

    def now(self) -> datetime:
        """What the pushed clock shows."""
        return self._clock.now()

    def start(self, settings: Settings) -> None:
        """Connect the bot to the local Slack and begin to tick."""
        self.bot = wiring.bot(settings, self._clock, self.database, self.counters)
        self.bot.sender.gap = timedelta(0)  # sixty people are asked on one morning, and nobody wants to wait
        door = SlackDoor(
            client=wiring.slack_client(settings),
            signing_secret="",
            house=self.bot.house,
            now=self._clock.now,
            handled=self.counters.handled,
        )
        self._socket = SocketModeHandler(door.app, self.slack.app_token)
        self._socket.connect()  # type: ignore[no-untyped-call]
        self.bot.post.start()
        self.bot.ticker.start()

    def stop(self) -> None:
        """Stop ticking, sending and listening."""
        if self.bot is not None:
            self.bot.ticker.stop()
            self.bot.post.stop()
        if self._socket is not None:
            farewell.close(self._socket)

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
        tables.empty(self.database)
        self._clock.reset()

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
        return free_at is not None and free_at < self._clock.now() + lanes.LEASE + LONGEST_PACE


def _served(hospital: Hospital, port: int) -> running:
    over_it = (Mount("/", app=hospital.slack.app),)
    app = web_app(hospital.database, hospital.now, hospital.counters.registry, also=over_it)
    try:
        return running(hospital.slack, port=port, app=app)
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


def _slack(
    clock: Clock,
    cast: Sequence[SyntheticPerson],
    push: Callable[[timedelta], None],
    start_over: Callable[[], None],
) -> PracticeSlack:
    members = [*LEADS, *(_member(person) for person in cast)]
    everybody = tuple(member.id for member in members)
    return PracticeSlack(
        members=members,
        channels=[Channel(CHANNEL, "paired-learning", (*everybody, BOT_USER_ID))],
        manifest=manifest(),
        now=clock.now,
        push=push,
        start_over=start_over,
        page=Page("Larkhill Children's Hospital", (account_id("D01"), account_id("M01"), LEADS[0].id), TIPS),
    )


def manifest() -> Any:
    """The app's manifest for Socket Mode, which the local Slack holds the bot to."""
    return yaml.safe_load((files("bot.slack") / "manifest.yaml").read_text(encoding="utf-8"))


def _member(person: SyntheticPerson) -> Member:
    return Member(account_id(person.code), person.name, person.email, person.role, tz=person.zone)
