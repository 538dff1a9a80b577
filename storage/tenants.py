"""Organisations whose Microsoft tenant the bot serves, each with a registration of its own.

A tenant is a workspace of its own, until its operator joins it to another platform's workspace of the same
organisation.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Encrypted, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


class Tenant(Row):
    """One tenant.

    `secret` is None for the one whose registration stands in the environment. `service_url` is where the platform's
    service for this tenant was heard of last.
    """

    __tablename__ = "tenants"

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(index=True)
    client_id: Mapped[str] = mapped_column(unique=True)
    secret: Mapped[str | None] = mapped_column(Encrypted)
    service_url: Mapped[str] = mapped_column(default="", server_default="")
    added_at: Mapped[datetime]


def everybody(session: Session) -> Sequence[Tenant]:
    """Every tenant."""
    return session.scalars(select(Tenant).order_by(Tenant.added_at, Tenant.id)).all()


def of(session: Session, tenant: str) -> Tenant | None:
    """One tenant, held."""
    return session.scalar(select(Tenant).where(Tenant.id == tenant).with_for_update())


def of_workspace(session: Session, workspace: str) -> Tenant | None:
    """The tenant that is this workspace or is joined to it."""
    return session.scalar(select(Tenant).where(Tenant.workspace == workspace).limit(1))


def keep(session: Session, tenant: str, client_id: str, secret: str | None, now: datetime) -> Tenant:
    """Add a tenant, or change its registration; its workspace stays."""
    found = of(session, tenant)
    if found is None:
        found = Tenant(id=tenant, workspace=tenant, added_at=now)
        session.add(found)
    found.client_id, found.secret = client_id, secret
    session.flush()
    return found
