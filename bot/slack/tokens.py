"""Which token opens which workspace, and the clients that carry it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from storage import installations

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk import WebClient

    from storage.database import Database


class NotInstalled(LookupError):
    """The bot is not installed in this workspace, or not any more."""


class Tokens(Protocol):
    """The bot's token in each workspace."""

    def of(self, workspace: str) -> str:
        """The token as it is now. Raises `NotInstalled`."""


@dataclass(frozen=True)
class OneToken:
    """One workspace, with its token in the environment."""

    token: str = field(repr=False)

    def of(self, workspace: str) -> str:  # noqa: ARG002 - there is only one
        """The token."""
        return self.token


@dataclass(frozen=True)
class StoredTokens:
    """Every workspace that has installed the bot; read each time, so that a removal counts at once everywhere."""

    database: Database

    def of(self, workspace: str) -> str:
        """The token, from one indexed row."""
        with self.database.reading() as session:
            access = installations.access(session, workspace)
        if access is None:
            raise NotInstalled(workspace)
        return access.token


class Clients:
    """One client for each workspace, made anew when its token changes."""

    def __init__(self, tokens: Tokens, make: Callable[[str], WebClient]) -> None:
        self._tokens, self._make = tokens, make
        self._made: dict[str, WebClient] = {}
        self._lock = threading.Lock()

    def of(self, workspace: str) -> WebClient:
        """The client with this workspace's token. Raises `NotInstalled`."""
        try:
            token = self._tokens.of(workspace)
        except NotInstalled:
            with self._lock:
                self._made.pop(workspace, None)  # so that the old token does not stay in memory
            raise
        with self._lock:
            client = self._made.get(workspace)
            if client is None or client.token != token:
                client = self._made[workspace] = self._make(token)
        return client
