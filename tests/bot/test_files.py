"""The token goes to Slack with the request for a file, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot import house as wiring
from bot.slack.files import MOST_BYTES, text_of
from tests.bot.test_install import free_port

TOKEN = "xoxb-secret"


class Host:
    """A web server that writes down which token it was shown."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.begin()
        self.app = Starlette(
            routes=[Route("/api/files.info", self._info, methods=["POST"]), Route("/{name}", self._file)]
        )

    def begin(self) -> None:
        """Nobody has come yet."""
        self.tokens: list[str] = []
        self.leads_to = ""
        self.content = b"email,group\n"

    async def _info(self, _request: Request) -> Response:
        return JSONResponse({"ok": True, "file": {"url_private_download": f"{self.url}/list.csv"}})

    async def _file(self, request: Request) -> Response:
        self.tokens.append(request.headers.get("authorization", ""))
        if self.leads_to and request.path_params["name"] == "list.csv":
            return RedirectResponse(self.leads_to)
        return PlainTextResponse(self.content)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Host, Host]]:
    slack, stranger = Host(), Host()
    with ExitStack() as stack:
        for host in (slack, stranger):
            stack.enter_context(wiring.served(host.app, "127.0.0.1", host.port))
        yield slack, stranger


@pytest.fixture
def hosts(served: tuple[Host, Host]) -> tuple[Host, Host]:
    for host in served:
        host.begin()
    return served


def text(slack: Host, **file: Any) -> str:
    client = WebClient(TOKEN, base_url=f"{slack.url}/api/", timeout=3)
    return text_of(client, file or {"url_private_download": f"{slack.url}/list.csv"})


def test_a_file_is_fetched_with_the_token(hosts: tuple[Host, Host]) -> None:
    slack, _ = hosts
    assert text(slack) == "email,group\n"
    assert text(slack, id="F1") == "email,group\n"
    assert slack.tokens == [f"Bearer {TOKEN}"] * 2


def test_a_redirect_to_another_host_is_not_followed_with_the_token(hosts: tuple[Host, Host]) -> None:
    slack, stranger = hosts
    slack.leads_to = f"{stranger.url}/elsewhere.csv"
    assert text(slack) == ""
    assert stranger.tokens == []


def test_a_redirect_within_slack_is_followed(hosts: tuple[Host, Host]) -> None:
    slack, _ = hosts
    slack.leads_to = f"{slack.url}/moved.csv"
    assert text(slack) == "email,group\n"


@pytest.mark.parametrize(
    "file", [{"url_private_download": "http://127.0.0.1:9/list.csv"}, {"name": "without an id"}]
)
def test_a_file_that_cannot_be_fetched_is_empty(hosts: tuple[Host, Host], file: dict[str, str]) -> None:
    assert text(hosts[0], **file) == ""


def test_a_file_that_is_too_large_is_empty(hosts: tuple[Host, Host]) -> None:
    hosts[0].content = b"x" * (MOST_BYTES + 1)
    assert text(hosts[0]) == ""
