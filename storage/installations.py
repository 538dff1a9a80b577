"""The workspaces that have installed the bot by OAuth, each with its token, encrypted.

A workspace that removes the bot loses its tokens at once and its rows after `departures.KEPT`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Encrypted, Row, held
from storage.tenants import Tenant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

ASKED_EVERY = timedelta(days=1)
"""The platform tells of a removal a few times and then no more, so a token that we may have missed it for is tried."""


class Installation(Row):
    """One workspace. Without a `token` it has removed the bot, at `removed_at`.

    `token_at` is since when we have this token; what the platform tells of an earlier time is about another.
    `expires_at`, `refresh_token` and `renewing_until` are of tokens that expire: the last is a lease, so that one
    machine at a time renews, and a pause when that has failed. `trouble` is a sentence for the operator. `asked_at` is when the platform last said
    whether the token lives.
    """

    __tablename__ = "installations"

    workspace: Mapped[str] = mapped_column(primary_key=True)
    platform: Mapped[str]
    app_id: Mapped[str]
    bot_user_id: Mapped[str]
    bot_id: Mapped[str]
    name: Mapped[str]
    token: Mapped[str | None] = mapped_column(Encrypted)
    refresh_token: Mapped[str | None] = mapped_column(Encrypted)
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    scopes: Mapped[str]
    installed_by: Mapped[str]
    installed_at: Mapped[datetime]
    token_at: Mapped[datetime]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    removed_at: Mapped[datetime | None] = mapped_column(index=True)
    renewing_until: Mapped[datetime | None]
    trouble: Mapped[str | None]


@dataclass(frozen=True)
class Access:
    """What a request needs of an installation."""

    token: str = field(repr=False)
    bot_user_id: str
    bot_id: str


@dataclass(frozen=True)
class Grant:
    """What a platform hands over when a workspace installs the bot. `expires_at` only for tokens that expire."""

    workspace: str
    platform: str
    app_id: str
    bot_user_id: str
    bot_id: str
    name: str
    token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: datetime | None
    scopes: str
    installed_by: str


_ACCESS = select(Installation.token, Installation.bot_user_id, Installation.bot_id).where(
    Installation.workspace == bindparam("workspace"), Installation.token.is_not(None)
)


def access(session: Session, workspace: str) -> Access | None:
    """The way in to a workspace; None when the bot is not installed there."""
    row = session.execute(_ACCESS, {"workspace": workspace}).one_or_none()
    return Access(row.token, row.bot_user_id, row.bot_id) if row is not None else None


def is_there(workspace: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether the workspace named in this column still has the bot, or never needed an installation of its own.

    One that has removed the bot, but is joined with a tenant of another platform, goes on there.
    """
    has_left = exists().where(Installation.workspace == workspace, Installation.removed_at.is_not(None))
    return ~has_left | exists().where(Tenant.workspace == workspace)


def save(session: Session, grant: Grant, now: datetime) -> None:
    """Keep what was granted at `now`, in place of any earlier installation; what the workspace holds stays."""
    values = {name: getattr(grant, name) for name in Grant.__dataclass_fields__}
    fresh = {"installed_at": now, "token_at": now, "asked_at": now}
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(Installation).values(**values, **fresh).on_conflict_do_nothing())
    row = locked(session, grant.workspace)
    if row is None:  # the line above has just seen to it
        raise LookupError(grant.workspace)
    nothing = {"removed_at": None, "renewing_until": None, "trouble": None}
    for name, value in {**values, **fresh, **nothing}.items():
        setattr(row, name, value)
    session.flush()


def locked(session: Session, workspace: str) -> Installation | None:
    """The installation, nobody else's until the transaction ends."""
    return session.scalar(held(select(Installation).where(Installation.workspace == workspace)))


def everybody(session: Session) -> Sequence[Installation]:
    """Every workspace that we know, with and without the bot, by its id."""
    return session.scalars(select(Installation).order_by(Installation.workspace)).all()


def is_silent(session: Session, now: datetime) -> bool:
    """Whether `next_to_ask` would find somebody."""
    return session.scalar(_silent(now).with_only_columns(Installation.workspace)) is not None


def next_to_ask(session: Session, now: datetime) -> tuple[str, str] | None:
    """A workspace and its token of which the platform has not been heard for `ASKED_EVERY`; it counts as asked now."""
    row = session.scalar(held(_silent(now), skip_held=True))
    if row is None or row.token is None:
        return None
    row.asked_at = now
    return row.workspace, row.token


def _silent(now: datetime) -> Select[Installation]:
    query = select(Installation).where(
        Installation.asked_at <= now - ASKED_EVERY, Installation.token.is_not(None)
    )
    return query.order_by(Installation.asked_at).limit(1)
