"""All the checks, one after the other; one that fails does not keep the next from being made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.check import database as stored
from bot.check import files, slack, teams, work
from bot.check.finding import PROBLEM, ok, problem
from storage import installations, tenants
from storage.database import Database
from storage.vault import UnreadableText, Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from bot.check.finding import Finding
    from bot.settings import Settings

INSTALL_AGAIN = "Ask that workspace to install PairMe again."


def check(settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Everything that can be found, in the order in which one would mend it."""
    yield from files.settings(settings)
    yield from files.private(Path(".env"), "settings file")
    yield from files.keys(settings)
    yield from files.site(settings, now().date())
    yield from files.programme(settings)
    database = Database(settings.database_url, Vault(settings.keys) if settings.keys else None)
    try:
        yield from _database(database, settings, now)
    finally:
        database.close()
    yield from work.port(settings.host, settings.port)


def _database(database: Database, settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    can_be_read = True
    for finding in stored.reachable(database):
        can_be_read = can_be_read and finding.verdict == "OK"
        yield finding
    if not can_be_read:
        yield from _platforms(None, settings, now)
        return
    yield from _guarded("database", lambda: stored.kind(database))
    fits = True
    for finding in _guarded("migrations", lambda: stored.migrations(database)):
        fits = fits and finding.verdict != PROBLEM
        yield finding
    yield from _guarded("time", lambda: stored.time(database, now))
    if fits:
        yield from _guarded("writing", lambda: stored.writable(database))
        if settings.keys:
            yield from _guarded("keys", lambda: stored.opens(database))
        if not settings.is_practice:
            yield from _guarded("processes", lambda: work.signs_of_life(database, now()))
        yield from _guarded("letters", lambda: work.letters(database, now()))
    yield from _platforms(database if fits else None, settings, now)


def _platforms(
    database: Database | None, settings: Settings, now: Callable[[], datetime]
) -> Iterator[Finding]:
    if settings.has_slack:
        yield from _slack(database, settings, now)
    if settings.has_teams:
        yield from _teams(database, settings, now)


def _slack(database: Database | None, settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    if settings.is_oauth:
        if database is not None:
            yield from _guarded("Slack", lambda: _installations(database, settings, now))
        return
    yield from slack.bot_token(settings.bot_token, settings.api_url, "SLACK_BOT_TOKEN", slack.MEND_TOKEN, now)
    if settings.is_socket:
        yield from slack.app_token(settings.app_token, settings.api_url)


def _installations(database: Database, settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Each workspace that has installed the bot."""
    with database.reading() as session:
        known = [(each.workspace, each.token, each.trouble) for each in installations.everybody(session)]
    for workspace, token, trouble in known:
        if trouble:
            yield problem("Slack", f"workspace {workspace}: {trouble}")
        if token:
            called = f"the token of workspace {workspace}"
            yield from slack.bot_token(token, settings.api_url, called, INSTALL_AGAIN, now)
    installed = sum(token is not None for _, token, _ in known)
    yield ok(
        "Slack",
        f"{installed} workspaces have installed PairMe. Install it at {settings.public_url}/slack/install.",
    )


def _teams(database: Database | None, settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    yield from teams.installed()
    yield from teams.registration(
        settings.teams_tenant_id,
        settings.teams_client_id,
        settings.teams_client_secret,
        settings.teams_login_url,
        now,
    )
    if database is not None:
        yield from _guarded("Teams", lambda: _other_tenants(database, settings, now))
    yield from teams.keys(settings.teams_openid_url)
    yield from teams.public_url(settings.public_url, settings.teams_login_url)


def _other_tenants(database: Database, settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Each tenant that an operator has added."""
    with database.reading() as session:
        known = [(each.id, each.client_id, each.secret) for each in tenants.everybody(session)]
    for tenant, client_id, secret in known:
        if secret is not None:
            yield from teams.registration(tenant, client_id, secret, settings.teams_login_url, now)


def _guarded(about: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What is found; a database that fails in the middle is a finding too, without what was asked of it."""
    try:
        yield from look()
    except (SQLAlchemyError, UnreadableText, OSError) as error:
        yield problem(
            about, f"this could not be checked ({type(error).__name__}). See what the database's log says."
        )
