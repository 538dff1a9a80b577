"""The operator's commands about Microsoft tenants: serve another one, join one to a Slack workspace, pack the app."""

from __future__ import annotations

import re
import sys
import uuid
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.house import CannotStart, site_of
from bot.opening import tables
from bot.teams.package import manifest, packed
from storage import joining, tenants
from storage.tables import delete_workspace

if TYPE_CHECKING:
    from argparse import Namespace

    from sqlalchemy.orm import Session

    from bot.settings import Settings

_TEAM = re.compile("[TE][0-9A-Z]{6,}")


def pack(settings: Settings, typed: Namespace) -> int:
    """Write the app package of one registration."""
    if not settings.public_url.startswith("https://"):
        raise CannotStart("PUBLIC_URL is missing: the https address at which people and Teams reach PairMe.")
    made = manifest(
        _client_of(settings, typed.tenant), settings.public_url, files_in_chat=site_of(settings).files_in_chat
    )
    path = Path(typed.file)
    try:
        path.write_bytes(packed(made))
    except OSError as error:
        raise CannotStart(f"{path} cannot be written ({error.strerror}).") from error
    print(f"{path} is ready. Upload it in the Teams admin centre: Teams apps, Manage apps, Upload new app.")
    print(f"The bot's messaging endpoint in Azure is {settings.public_url}/api/messages")
    return 0


def tenant(settings: Settings, typed: Namespace) -> int:
    """Add, list or remove a tenant."""
    with tables(settings) as database, database.writing() as session:
        if typed.what == "list":
            _list(session, settings)
        elif typed.what == "add":
            _add(session, settings, _guid("TENANT_ID", typed.id), _guid("CLIENT_ID", typed.client))
        else:
            _remove(session, settings, _guid("TENANT_ID", typed.id), and_all=typed.delete)
    return 0


def join(settings: Settings, typed: Namespace) -> int:
    """Make one workspace of a Slack workspace and a tenant."""
    tenant_id = _guid("TENANT_ID", typed.tenant)
    if not _TEAM.fullmatch(typed.slack):
        raise CannotStart(
            "WORKSPACE must be like T0123ABCD. It stands in the address of your Slack: app.slack.com/client/T0123ABCD."
        )
    with tables(settings) as database:
        try:
            with database.writing() as session:
                _know_our_own(session, settings)
                number = joining.join(session, tenant_id, typed.slack)
        except joining.CannotJoin as refusal:
            raise CannotStart(str(refusal)) from refusal
    came = f" {number} people who had written to PairMe in Teams came along." if number else ""
    print(f"{typed.slack} and {tenant_id} are one workspace now.{came}")
    return 0


def _client_of(settings: Settings, tenant_id: str) -> str:
    if not tenant_id or tenant_id == settings.teams_tenant_id:
        if not settings.has_teams:
            raise CannotStart("TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET and TEAMS_TENANT_ID are missing.")
        return settings.teams_client_id
    with tables(settings) as database, database.reading() as session:
        known = tenants.of(session, _guid("TENANT_ID", tenant_id))
        if known is None:
            raise CannotStart(f"The tenant {tenant_id} is not known. See: python -m bot teams-tenant list")
        return known.client_id


def _list(session: Session, settings: Settings) -> None:
    _know_our_own(session, settings)
    for each in tenants.everybody(session):
        joined = f"joined to {each.workspace}" if each.workspace != each.id else "a workspace of its own"
        where = "registration in the environment" if each.secret is None else "registration here"
        print(f"{each.id}  client {each.client_id}  {where}  {joined}")


def _add(session: Session, settings: Settings, tenant_id: str, client_id: str) -> None:
    if tenant_id == settings.teams_tenant_id:
        raise CannotStart(
            "This tenant stands in the environment. Change TEAMS_CLIENT_ID and TEAMS_CLIENT_SECRET there."
        )
    taken = next((each for each in tenants.everybody(session) if each.client_id == client_id), None)
    if taken is not None and taken.id != tenant_id:
        raise CannotStart(f"The registration {client_id} is the one of {taken.id}. Each tenant has its own.")
    tenants.keep(session, tenant_id, client_id, _secret(), datetime.now(UTC))
    print(
        f"{tenant_id} is served from now on. Pack its app: python -m bot teams-package --tenant {tenant_id}"
    )


def _remove(session: Session, settings: Settings, tenant_id: str, *, and_all: bool) -> None:
    known = tenants.of(session, tenant_id)
    if known is None:
        raise CannotStart(f"The tenant {tenant_id} is not known. See: python -m bot teams-tenant list")
    if tenant_id == settings.teams_tenant_id:
        raise CannotStart("This tenant stands in the environment. Take TEAMS_TENANT_ID out there first.")
    joined_to = known.workspace if known.workspace != tenant_id else ""
    if and_all and joined_to:
        raise CannotStart(f"This tenant is joined to {joined_to}, and what is there belongs to both.")
    session.delete(known)
    session.flush()
    if and_all:
        delete_workspace(session, tenant_id)
        print(
            f"{tenant_id} is not served any more, and all that its people wrote is deleted. Backups still have it."
        )
        return
    print(f"{tenant_id} is not served any more. What its people wrote stays.")
    if joined_to:
        print(f"If you add it again, join it again: python -m bot join {joined_to} {tenant_id}")


def _know_our_own(session: Session, settings: Settings) -> None:
    """The tenant of the environment has a row too, which it gets when the bot starts; this may be before."""
    if settings.has_teams and tenants.of(session, settings.teams_tenant_id) is None:
        tenants.keep(session, settings.teams_tenant_id, settings.teams_client_id, None, datetime.now(UTC))


def _secret() -> str:
    """Asked for, so that it stands in no history of commands; or the first line of what is piped in."""
    given = getpass("The registration's client secret: ") if sys.stdin.isatty() else sys.stdin.readline()
    if not given.strip():
        raise CannotStart(
            "The client secret is missing. Copy it from Entra: App registrations, Certificates and secrets."
        )
    return given.strip()


def _guid(name: str, written: str | None) -> str:
    try:
        return str(uuid.UUID(written or ""))
    except ValueError as error:
        raise CannotStart(f"{name} must be like 12345678-90ab-cdef-1234-567890abcdef.") from error
