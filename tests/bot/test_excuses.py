"""A sentence for whoever did something that has no proper answer."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import house as wiring
from bot.slack import excuses
from tests.bot.test_install import free_port

PRESSED = {"type": "block_actions", "user": {"id": "U1"}, "channel": {"id": "C1"}}


def test_without_a_token_a_button_is_answered_at_slacks_address_for_late_answers() -> None:
    said: list[dict[str, Any]] = []

    async def late(request: Request) -> Response:
        said.append(await request.json())
        return PlainTextResponse("ok")

    port = free_port()
    app = Starlette(routes=[Route("/late", late, methods=["POST"])])
    with wiring.served(app, "127.0.0.1", port):
        body = {**PRESSED, "response_url": f"http://127.0.0.1:{port}/late"}
        assert excuses.said(body, "Not here any more.", WebClient()).status == 200
    assert said == [{"text": "Not here any more.", **excuses.TO_THE_ACTOR}]


def test_an_excuse_that_slack_does_not_take_is_lost(caplog: pytest.LogCaptureFixture) -> None:
    body = {**PRESSED, "response_url": f"http://127.0.0.1:{free_port()}/late"}
    assert excuses.said(body, "Not here any more.", WebClient()).status == 200
    assert "an excuse could not be said" in caplog.text
    assert "U1" not in caplog.text
