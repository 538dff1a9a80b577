"""Where the concrete things meet: database, programme, site, clock, workers, doors."""

from __future__ import annotations

import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import uvicorn
from slack_sdk import WebClient

from bot.clock import elapsed
from bot.engine import Post, Ticker
from bot.settings_faults import is_guid
from bot.slack.directory import SlackDirectory
from bot.slack.inbound import SLACK
from bot.slack.oauth import SlackOAuth
from bot.slack.sender import SlackSender
from bot.slack.tokens import OneToken, StoredTokens
from handlers.turn import House
from programme import site as sites
from programme import timeline
from programme.reading import Problems
from scheduler.asking import Times
from scheduler.delivery import Delivery, Uncounted
from scheduler.workroom import Workroom
from storage import schema
from storage.database import Database
from storage.vault import Vault

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from bot.clock import Clock
    from bot.settings import Settings
    from bot.teams.registrations import Registrations
    from bot.teams.side import TeamsSide
    from programme.site import Site
    from programme.timeline import Programme
    from scheduler.delivery import Tally
    from scheduler.people_import import Directory
    from scheduler.sender import Sender

TEAMS = "teams"
PLATFORM_NAMES = {SLACK: "Slack", TEAMS: "Microsoft Teams"}
Read = TypeVar("Read")


class CannotStart(RuntimeError):
    """Why the bot cannot start, in a sentence that says what to do."""


@dataclass(frozen=True)
class Bot:
    """The bot without its doors; `senders` by platform, `teams` where that door is on."""

    house: House
    ticker: Ticker
    post: Post
    clock: Clock
    senders: Mapping[str, Sender]
    teams: TeamsSide | None


def bot(settings: Settings, clock: Clock, database: Database, tally: Tally = Uncounted()) -> Bot:  # noqa: B008 - frozen
    """Everything put together; nothing runs yet. Raises the problems of the site and the programme files."""
    site, programme = site_of(settings), programme_of(settings)
    window = programme.window(site.nation, frozenset(site.closed_on))
    teams = _teams(settings, database, site, clock) if settings.has_teams else None
    senders, directories = _ways_out(settings, database, teams)
    delivery = Delivery(
        database=database,
        senders=senders,
        window=window,
        now=clock.now,
        elapsed=elapsed,
        seed=secrets.randbelow(2**31),
        tally=tally,
    )
    post = Post(delivery, Workroom(database, directories, site, window, clock.now))
    grouped = frozenset(platform for platform, sender in senders.items() if sender.has_groups)
    house = House(
        database=database,
        programme=programme,
        window=window,
        site=site,
        first_leads=settings.leads,
        seed=lambda: secrets.randbelow(2**31),
        letters_wait=post.wake,
        platforms_of=_platforms(settings, teams.registrations if teams else None),
        platform_names=PLATFORM_NAMES,
        has_groups=grouped.__contains__,
    )
    times = Times(programme, window, grouped.__contains__, PLATFORM_NAMES)
    return Bot(house, Ticker(database, times, clock.now, post.wake, tally), post, clock, senders, teams)


def _teams(settings: Settings, database: Database, site: Site, clock: Clock) -> TeamsSide:
    try:
        from bot.teams.side import side  # noqa: PLC0415 - Microsoft's SDK takes half a second and 34 MB, and few need it
    except ModuleNotFoundError as error:
        raise CannotStart(
            f"Microsoft Teams needs {error.name}, which is not installed. Run: pip install '.[teams]'"
        ) from error
    return side(settings, database, site, clock.now)


def _ways_out(
    settings: Settings, database: Database, teams: TeamsSide | None
) -> tuple[dict[str, Sender], dict[str, Directory]]:
    """How letters leave and where accounts are looked up, by platform."""
    senders: dict[str, Sender] = {}
    directories: dict[str, Directory] = {}
    if settings.has_slack:
        tokens = StoredTokens(database) if settings.is_oauth else OneToken(settings.bot_token)
        senders[SLACK] = SlackSender(tokens, settings.api_url)
        directories[SLACK] = SlackDirectory(tokens, settings.api_url)
    if teams is not None:
        senders[TEAMS], directories[TEAMS] = teams.sender, teams.directory
    return senders, directories


def _platforms(settings: Settings, teams: Registrations | None) -> Callable[[str], frozenset[str]]:
    """On which platforms a workspace is reached: a Slack team alone, a tenant alone, or both where they are joined."""

    def platforms_of(workspace: str) -> frozenset[str]:
        is_slack = settings.has_slack and not is_guid(workspace)
        is_teams = teams is not None and teams.of_workspace(workspace) is not None
        return frozenset([SLACK] * is_slack + [TEAMS] * is_teams)

    return platforms_of


def slack_client(settings: Settings) -> WebClient:
    """The client that answers people: short patience, because Slack has little. Without a token for many workspaces."""
    return WebClient(settings.bot_token or None, base_url=settings.api_url, timeout=3)


def oauth(settings: Settings) -> SlackOAuth:
    """The app as Slack knows it, for installations into many workspaces."""
    return SlackOAuth(settings.client_id, settings.client_secret, settings.api_url, settings.public_url)


def opened(settings: Settings) -> Database:
    """The database, reachable; its tables are not looked at yet."""
    vault = Vault(settings.keys) if settings.keys else None
    database = Database(settings.database_url, vault)
    if database.is_sqlite and database.url.database and Path(database.url.database).parent.is_dir():
        Path(database.url.database).touch(mode=0o600)  # it holds names: for its owner alone
    database.check()
    return database


def with_tables(database: Database, *, make_new: bool) -> Database:
    """The same, with this version's tables; `make_new` fills an empty database."""
    if make_new and schema.is_empty(database):
        schema.migrate(database)
    schema.check(database)
    return database


def site_of(settings: Settings) -> Site:
    """The site's configuration."""
    return _read(sites.read, settings.site_file, "site.yaml")


def programme_of(settings: Settings) -> Programme:
    """The programme, read and checked."""
    return _read(timeline.read, settings.programme_file, "default.yaml")


@contextmanager
def served(app: ASGIApp, host: str, port: int) -> Iterator[int]:
    """The app served in a thread until the block ends; gives the port. `CannotStart` when the port is taken."""
    listener = _listening(host, port)
    server = uvicorn.Server(
        uvicorn.Config(app, access_log=False, log_config=None, timeout_graceful_shutdown=5, lifespan="off")
    )
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]), name="http")
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def asked_to_stop() -> threading.Event:
    """Set when the process is asked to stop, by SIGTERM or Ctrl+C."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def port_taken(host: str, port: int, error: OSError) -> str:
    """The sentence for a port that cannot be used."""
    return f"Port {port} on {host} cannot be used ({error.strerror}). Set PORT to a free one, or stop what uses it."


def _listening(host: str, port: int) -> socket.socket:
    listener = socket.socket(proto=socket.IPPROTO_TCP)  # asyncio turns Nagle off only where it reads this
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        raise CannotStart(port_taken(host, port, error)) from error
    return listener


def _read(read: Callable[[str], Read], path: str, packaged: str) -> Read:
    """What a file says; every problem of it is told with the file's name."""
    try:
        return read(_text(path, packaged))
    except Problems as wrong:
        named = (f"{path or packaged}: {problem}" for problem in wrong.problems)
        raise CannotStart("\n".join(named)) from wrong


def _text(path: str, packaged: str) -> str:
    if not path:
        return (files("programme") / packaged).read_text(encoding="utf-8")
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise CannotStart(f"The file {path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise CannotStart(f"The file {path} cannot be read: it is not text in UTF-8.") from error
