"""The bot against a real Slack, a real Teams or both: all in one process, or one of the processes of a larger installation."""

from __future__ import annotations

import logging
import os
import threading
from contextlib import ExitStack
from http.client import HTTPException
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.error import URLError

from prometheus_client import CollectorRegistry
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError

from bot import about
from bot import house as wiring
from bot.clock import Clock, SharedClock
from bot.http import web_app
from bot.metrics import Counters
from bot.slack import farewell
from bot.slack.app import SlackDoor
from bot.slack.install import Install
from bot.slack.upkeep import FORGETS_EVERY, RENEWS_EVERY, Upkeep
from programme.site import stale
from storage import rotation
from storage.only_one import only_one

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.routing import BaseRoute

    from bot.house import Bot
    from bot.settings import Settings
    from storage.database import Database

ALL = frozenset({"web", "worker", "clock"})
STOPS_WITHIN = 9.0  # seconds
AT_ONCE = 30  # acts, as many as there are connections to the database
_REFUSED = {
    "invalid_auth": "is not a token that Slack knows",
    "not_authed": "is not a token that Slack knows",
    "account_inactive": "belongs to an app that has been removed",
    "token_revoked": "has been revoked",
    "token_expired": "has expired",
}


def run(settings: Settings, parts: frozenset[str], say: Callable[[str], None]) -> None:
    """Run these parts until SIGTERM or SIGINT. Raises `CannotStart`, or what the storage or the files say."""
    stopping = wiring.asked_to_stop()
    with ExitStack() as stack:
        last_call = _last_call()
        stack.callback(last_call.cancel)
        database = wiring.opened(settings)
        stack.callback(database.close)
        _fits(settings, parts, database.is_sqlite)
        stack.enter_context(only_one(database))
        rotation.check(wiring.with_tables(database, make_new=parts == ALL))
        counters = Counters(CollectorRegistry())
        bot = wiring.bot(settings, _clock(database, stack), database, counters)
        if bot.teams is not None:
            stack.callback(bot.teams.close)
        if "web" in parts:
            _open_doors(settings, bot, counters, stack, say)
        if "worker" in parts:
            bot.post.start()
            stack.callback(bot.post.stop)
        if "clock" in parts:
            _start_clock(settings, bot, stack)
        _warn_of_helplines(bot, say)
        say(f"PairMe is running ({', '.join(sorted(parts))}). Stop it with Ctrl+C.")
        if "web" in parts:
            threading.Thread(target=_load_the_solver, name="loading", daemon=True).start()
        stopping.wait()
        say("PairMe is stopping.")
        last_call.start()


def _load_the_solver() -> None:
    """Before somebody waits for it: the first matching would spend a second on this, with the database held."""
    import_module("scipy.optimize")


def _last_call() -> threading.Timer:
    """Leaves when stopping takes too long: hosts kill what has not stopped ten seconds after SIGTERM.

    To leave in the middle loses nothing and repeats nothing: it is the same as a power cut.
    """
    timer = threading.Timer(STOPS_WITHIN, os._exit, (0,))
    timer.daemon = True
    return timer


def _warn_of_helplines(bot: Bot, say: Callable[[str], None]) -> None:
    """Helplines close and numbers change, so somebody at the site has to have looked in the last six months."""
    unchecked = stale(bot.house.site.signposts, bot.clock.now().date())
    if unchecked:
        names = ", ".join(signpost.name for signpost in unchecked)
        say(f"Please check these helplines and write the day into your site's file (PAIRME_SITE): {names}.")


def _fits(settings: Settings, parts: frozenset[str], is_sqlite: bool) -> None:
    if parts != ALL and is_sqlite:
        raise wiring.CannotStart(
            "SQLite is for one process: use python -m bot. For web, worker and clock set DATABASE_URL to a PostgreSQL."
        )
    is_without_slack = not settings.has_slack or settings.is_socket
    if "web" in parts and not is_without_slack and not settings.signing_secret:
        raise wiring.CannotStart("SLACK_SIGNING_SECRET is missing.")


def _clock(database: Database, stack: ExitStack) -> Clock:
    """One machine has its own time; several have the database's, so that they agree."""
    if database.is_sqlite:
        return Clock()
    shared = SharedClock(database)
    shared.start()
    stack.callback(shared.stop)
    return shared


def _start_clock(settings: Settings, bot: Bot, stack: ExitStack) -> None:
    stack.callback(bot.ticker.stop)
    if settings.is_oauth:
        upkeep = Upkeep(bot.house.database, wiring.oauth(settings), bot.clock.now)
        bot.ticker.also(RENEWS_EVERY, upkeep.renew)
        bot.ticker.also(FORGETS_EVERY, upkeep.forget)
        stack.callback(upkeep.stop)
    bot.ticker.start()


def _open_doors(
    settings: Settings, bot: Bot, counters: Counters, stack: ExitStack, say: Callable[[str], None]
) -> None:
    slack = _checked_door(settings, bot, counters) if settings.has_slack else None
    if slack is not None:
        stack.callback(slack.close)
    over_http = None if slack is None or settings.is_socket else slack.app
    pages = (*_installing(settings, bot), *about.routes(bot.house.site.hospital))
    also = (*pages, *_teams_routes(bot, counters, stack))
    app = web_app(bot.house.database, bot.clock.now, counters.registry, over_http, also)
    stack.enter_context(wiring.served(app, settings.host, settings.port))
    say(f"Health: http://{settings.host}:{settings.port}/ready")
    if settings.is_oauth:
        say(f"To add PairMe to a workspace: {settings.public_url}/slack/install")
    if bot.teams is not None:
        say(f"Teams posts to {settings.public_url}/api/messages")
    if slack is not None and settings.is_socket:
        from slack_bolt.adapter.socket_mode import SocketModeHandler  # noqa: PLC0415 - not needed over HTTP

        handler = SocketModeHandler(slack.app, settings.app_token, concurrency=AT_ONCE)
        _in_a_sentence("SLACK_APP_TOKEN", settings, handler.connect)
        stack.callback(farewell.close, handler)


def _installing(settings: Settings, bot: Bot) -> tuple[BaseRoute, ...]:
    if not settings.is_oauth:
        return ()
    return tuple(Install(bot.house.database, wiring.oauth(settings), bot.clock.now).routes())


def _teams_routes(bot: Bot, counters: Counters, stack: ExitStack) -> tuple[BaseRoute, ...]:
    """Teams' own door, and the pages that its messages point to."""
    if bot.teams is None:
        return ()
    door = bot.teams.door(bot.house, bot.clock.now, counters)
    stack.callback(door.close)
    return (*door.routes(), *bot.teams.downloads(bot.house, bot.clock.now))


def _checked_door(settings: Settings, bot: Bot, counters: Counters) -> SlackDoor:
    made: list[SlackDoor] = []
    _in_a_sentence(
        "SLACK_BOT_TOKEN",
        settings,
        lambda: made.append(
            SlackDoor(
                client=wiring.slack_client(settings),
                signing_secret=settings.signing_secret,
                house=bot.house,
                now=bot.clock.now,
                handled=counters.handled,
            )
        ),
    )
    return made[0]


def _in_a_sentence(token: str, settings: Settings, call: Callable[[], object]) -> None:
    """Make a call to Slack that checks a token; what goes wrong becomes `CannotStart`, and is not logged too."""
    logging.disable(logging.ERROR)
    try:
        call()
    except (SlackApiError, BoltError) as error:
        cause = error if isinstance(error, SlackApiError) else error.__cause__ or error.__context__
        code = str(cause.response.get("error", "")) if isinstance(cause, SlackApiError) else str(error)
        told = _REFUSED.get(code, f"was refused ({code})")
        raise wiring.CannotStart(f"{token} {told}. Copy it again from your Slack app's page.") from error
    except (URLError, HTTPException, TimeoutError, OSError) as error:
        raise wiring.CannotStart(
            f"Slack cannot be reached at {settings.api_url}. Check the network and SLACK_API_URL."
        ) from error
    finally:
        logging.disable(logging.NOTSET)
