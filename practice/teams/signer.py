"""Stands between Microsoft's Agents Playground, which signs nothing, and a bot that takes nothing unsigned.

`python -m practice.teams.signer` prints the settings for the bot, and passes on what the Playground sends, signed
as Teams would. For a look by hand on one machine: it answers on loopback only.
"""

from __future__ import annotations

import argparse
import signal
import threading
from datetime import UTC, datetime
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from practice.guard import LoopbackOnly
from practice.running import running
from practice.teams.app import PracticeTeams

PORT = 3979
BOT = "http://127.0.0.1:3000"
PATIENCE = 15.0  # seconds, as long as Teams waits


def signer(teams: PracticeTeams, bot: str) -> Starlette:
    """The addresses of a practice Teams, and one more where activities come in to be signed."""

    async def pass_on(request: Request) -> Response:
        activity = of_our_tenant(await request.json(), teams.tenant_id)
        signed = {"Authorization": f"Bearer {teams.bearer(activity)}"}
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            answer = await client.post(f"{bot}/api/messages", json=activity, headers=signed)
        return Response(answer.content, answer.status_code, media_type=answer.headers.get("content-type"))

    return Starlette(
        routes=[Route("/api/messages", pass_on, methods=["POST"]), Mount("/", app=teams.app)],
        middleware=[Middleware(LoopbackOnly)],
    )


def of_our_tenant(activity: dict[str, Any], tenant: str) -> dict[str, Any]:
    """The same activity, from this tenant: the Playground has one of its own."""
    channel_data = {**(activity.get("channelData") or {}), "tenant": {"id": tenant}}
    conversation = {**(activity.get("conversation") or {}), "tenantId": tenant}
    return {**activity, "channelData": channel_data, "conversation": conversation}


def settings(teams: PracticeTeams, bot: str) -> dict[str, str]:
    """What the bot's environment must say."""
    return {
        "TEAMS_CLIENT_ID": teams.client_id,
        "TEAMS_CLIENT_SECRET": teams.client_secret,
        "TEAMS_TENANT_ID": teams.tenant_id,
        "TEAMS_LOGIN_URL": teams.login_url,
        "TEAMS_OPENID_URL": teams.openid_url,
        "PUBLIC_URL": bot,
        "DATABASE_URL": "sqlite:///playground.db",
    }


def main() -> None:
    """Serve until Ctrl+C."""
    parser = argparse.ArgumentParser(prog="python -m practice.teams.signer", description=__doc__)
    parser.add_argument("--bot", default=BOT, help="where the bot listens (%(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="where to listen (%(default)s)")
    typed = parser.parse_args()
    teams = PracticeTeams(members=[], now=lambda: datetime.now(UTC))
    stopping = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: stopping.set())
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    with running(teams, port=typed.port, app=signer(teams, typed.bot)) as server:
        print("Settings for the bot, beside PAIRME_KEYS:")
        for name, value in settings(teams, typed.bot).items():
            print(f"{name}={value}")
        print(f"Point the Playground to {server.url}/api/messages", flush=True)
        stopping.wait()


if __name__ == "__main__":
    main()
