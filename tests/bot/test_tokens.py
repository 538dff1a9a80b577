"""Clients by workspace: made once for a token, and gone with it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from slack_sdk import WebClient

from bot.slack.tokens import Clients, NotInstalled, OneToken


@dataclass
class Written:
    """Tokens that a test changes."""

    tokens: dict[str, str] = field(default_factory=dict)

    def of(self, workspace: str) -> str:
        if workspace not in self.tokens:
            raise NotInstalled(workspace)
        return self.tokens[workspace]


def test_a_client_is_made_once_for_a_token() -> None:
    written = Written({"T1": "xoxb-1", "T2": "xoxb-2"})
    clients = Clients(written, WebClient)
    first = clients.of("T1")
    assert clients.of("T1") is first
    assert clients.of("T2").token == "xoxb-2"
    written.tokens["T1"] = "xoxb-new"
    assert clients.of("T1").token == "xoxb-new"


def test_a_workspace_that_left_has_no_client_and_its_token_is_forgotten() -> None:
    written = Written({"T1": "xoxb-1"})
    clients = Clients(written, WebClient)
    clients.of("T1")
    written.tokens.clear()
    with pytest.raises(NotInstalled):
        clients.of("T1")
    assert clients._made == {}


def test_one_token_opens_the_one_workspace_there_is() -> None:
    assert OneToken("xoxb-1").of("T1") == "xoxb-1"
