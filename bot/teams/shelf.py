"""Files that wait to be handed over: each letter's file on the shelf, and the secret that takes it down."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage import handed_files
from storage.database import CLOCK_PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from programme.words.message import File
    from storage.database import Database

OFFERED = "offer/"
"""Before the secret of a file that is offered in a chat: no address can hold a slash there, so that no link opens it."""


@dataclass(frozen=True)
class Link:
    """A file's page, and the code that the page asks for; empty where it asks for none."""

    address: str = field(repr=False)
    code: str = field(repr=False)


class Shelf:
    """A letter's file is kept once. Each time the letter leaves it gets a new secret, which stands nowhere here."""

    def __init__(self, database: Database, public_url: str, now: Callable[[], datetime]) -> None:
        self._database, self._public_url, self._now = database, public_url, now

    def keep(self, workspace: str, file: File) -> str:
        """Put it there, under a secret that nobody is told; gives its number."""
        return self._kept(workspace, file, secrets.token_urlsafe(), None)

    def offer(self, workspace: str, number: str, file: File) -> str:
        """The secret for a card in a chat."""
        secret = secrets.token_urlsafe()
        self._renewed(workspace, number, file, OFFERED + secret, None)
        return secret

    def link(self, workspace: str, number: str, file: File) -> Link:
        """The link for a file that cannot be handed over in a chat."""
        secret, code = (
            secrets.token_urlsafe(),
            f"{secrets.randbelow(1_000_000):06}" if file.is_personal else None,
        )
        self._renewed(workspace, number, file, secret, code)
        return Link(f"{self._public_url}/file/{secret}", code or "")

    def _renewed(self, workspace: str, number: str, file: File, secret: str, code: str | None) -> None:
        """With this secret from now on; a file that is no longer there is kept again."""
        with self._database.writing(CLOCK_PATIENCE) as session:
            is_there = number and handed_files.renew(
                session, workspace, int(number), secret=secret, code=code, now=self._now()
            )
        if not is_there:
            self._kept(workspace, file, secret, code)

    def _kept(self, workspace: str, file: File, secret: str, code: str | None) -> str:
        with self._database.writing(CLOCK_PATIENCE) as session:
            kept = handed_files.keep(
                session,
                workspace=workspace,
                name=file.name,
                content=file.content,
                secret=secret,
                code=code,
                now=self._now(),
            )
            return str(kept.id)
