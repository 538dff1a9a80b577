"""The bot registrations of the tenants that are served: which tenant, which workspace, which credentials."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from storage import tenants
from storage.database import Busy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from storage.database import Database

log = logging.getLogger(__name__)

KEPT = timedelta(seconds=10)  # as long as another process may not know of a tenant that an operator has added
NEWS_AFTER = timedelta(minutes=10)  # a tenant has two addresses of the service at times, and takes turns


@dataclass(frozen=True)
class Registration:
    """One tenant's own bot registration; `client_id` is what a token from Microsoft names as its audience."""

    tenant: str
    workspace: str
    client_id: str
    secret: str = field(repr=False)


class Registrations:
    """The one of the environment, and those that an operator has added; read anew at most every ten seconds."""

    def __init__(
        self, database: Database, of_environment: tuple[str, str, str], now: Callable[[], datetime]
    ) -> None:
        """`of_environment` is client id, secret and tenant; a row is kept for it, without the secret."""
        self._database, self._now = database, now
        self._client_id, self._secret, self._tenant = of_environment
        self._reading = threading.Lock()
        self._read_at: datetime | None = None
        self._known: tuple[Registration, ...] = ()
        self._heard: dict[str, tuple[str, datetime]] = {}
        self._keep_own()

    def everybody(self) -> tuple[Registration, ...]:
        """All of them; as they were known before while somebody else reads, or while the database cannot be read."""
        now = self._now()
        is_fresh = self._read_at is not None and timedelta(0) <= now - self._read_at < KEPT
        if not is_fresh and self._reading.acquire(blocking=not self._known):
            try:
                self._known, self._read_at = self._stored(), now
            except (Busy, SQLAlchemyError) as error:
                if not self._known:
                    raise
                log.warning("the tenants could not be read: %s", type(error).__name__)
            finally:
                self._reading.release()
        return self._known

    def of_client(self, client_id: str) -> Registration | None:
        """The one whose client id is an incoming token's audience."""
        return next((each for each in self.everybody() if each.client_id == client_id), None)

    def of_workspace(self, workspace: str) -> Registration | None:
        """The one of the tenant that is this workspace or is joined to it."""
        return next((each for each in self.everybody() if each.workspace == workspace), None)

    def heard_of(self, registration: Registration, service_url: str) -> None:
        """Remember where the platform's service for this tenant is, when that is news."""
        now = self._now()
        known, at = self._heard.get(registration.tenant, ("", None))
        if known == service_url or (at is not None and now - at < NEWS_AFTER):
            return
        with self._database.writing() as session:
            tenant = tenants.of(session, registration.tenant)
            if tenant is not None and tenant.service_url != service_url:
                tenant.service_url = service_url
        self._heard[registration.tenant] = (service_url, now)

    def _keep_own(self) -> None:
        with self._database.reading() as session:
            kept = {each.id: (each.client_id, each.secret) for each in tenants.everybody(session)}
        if kept.get(self._tenant) != (self._client_id, None):
            with self._database.writing() as session:
                tenants.keep(session, self._tenant, self._client_id, None, self._now())

    def _stored(self) -> tuple[Registration, ...]:
        with self._database.reading() as session:
            return tuple(
                Registration(
                    each.id,
                    each.workspace,
                    each.client_id,
                    self._secret if each.secret is None else each.secret,
                )
                for each in tenants.everybody(session)
                if each.secret is not None or each.id == self._tenant
            )
