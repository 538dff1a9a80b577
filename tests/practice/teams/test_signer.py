"""The signer: what the Playground sends without a signature reaches the bot with one, from a tenant it serves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot import house
from bot.settings import read
from practice.running import running
from practice.teams.app import PracticeTeams
from practice.teams.signer import settings, signer


def test_an_activity_is_signed_and_moved_to_the_tenant_of_the_bot() -> None:
    heard: list[tuple[str, dict[str, Any]]] = []

    async def bot(request: Request) -> JSONResponse:
        heard.append((request.headers["authorization"], await request.json()))
        return JSONResponse({"statusCode": 200})

    teams = PracticeTeams(members=[], now=lambda: datetime.now(UTC))
    with house.served(
        Starlette(routes=[Route("/api/messages", bot, methods=["POST"])]), "127.0.0.1", 0
    ) as port:
        address = f"http://127.0.0.1:{port}"
        with running(teams, app=signer(teams, address)) as server:
            said = {
                "type": "message",
                "serviceUrl": "http://localhost:56150/_connector",
                "conversation": {"id": "1"},
            }
            answer = httpx.post(f"{server.url}/api/messages", json=said)
    assert answer.json() == {"statusCode": 200}
    ((authorization, activity),) = heard
    assert activity["conversation"] == {"id": "1", "tenantId": teams.tenant_id}
    claims = jwt.decode(authorization.removeprefix("Bearer "), options={"verify_signature": False})
    assert claims["serviceurl"] == said["serviceUrl"]
    assert claims["aud"] == teams.client_id


def test_the_settings_that_it_prints_open_the_door() -> None:
    teams = PracticeTeams(members=[], now=lambda: datetime.now(UTC))
    teams.settle_at("http://127.0.0.1:3979")
    key = "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA="
    assert read({**settings(teams, "http://127.0.0.1:3000"), "PAIRME_KEYS": key}).has_teams
