"""The least that Microsoft's SDK can do, to compare with: `echo` says again what was typed, `silent` says nothing.

Both check every token as the SDK does, and are served as PairMe is.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import urllib.parse
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

os.environ["PYTHON_DOTENV_DISABLED"] = "1"

from microsoft_teams.api.activities.message.message import MessageActivity
from microsoft_teams.api.auth.cloud_environment import PUBLIC
from microsoft_teams.apps import ActivityContext, App, FastAPIAdapter
from prometheus_client import CollectorRegistry
from starlette.routing import Mount

from bot.house import served
from bot.http import web_app
from storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Handler = Callable[[ActivityContext[MessageActivity]], Awaitable[None]]


def main() -> None:
    """Until it is killed."""
    adapter = FastAPIAdapter()
    app = App(
        client_id=os.environ["TEAMS_CLIENT_ID"],
        tenant_id=os.environ["TEAMS_TENANT_ID"],
        token=lambda scope, tenant: _token(scope, tenant),  # noqa: PLW0108 - a cache is no function to the checker
        cloud=replace(PUBLIC, openid_metadata_url=os.environ["TEAMS_OPENID_URL"]),
        http_server_adapter=adapter,
    )
    app.on_message({"echo": _echo, "silent": _silent}[sys.argv[1]])
    asyncio.run(app.initialize())
    database, registry = Database(os.environ["DATABASE_URL"]), CollectorRegistry()
    bare = web_app(database, lambda: datetime.now(UTC), registry, also=(Mount("/", adapter.app),))
    with served(bare, "127.0.0.1", int(os.environ["PORT"])):
        threading.Event().wait()


async def _echo(context: ActivityContext[MessageActivity]) -> None:
    await context.send(context.activity.text or "")


async def _silent(_context: ActivityContext[MessageActivity]) -> None:
    pass


@cache
def _token(scope: str | list[str], tenant: str | None) -> str:
    """From the local Teams: the SDK's own way takes no address but Microsoft's."""
    asked = {
        "grant_type": "client_credentials",
        "client_id": os.environ["TEAMS_CLIENT_ID"],
        "client_secret": os.environ["TEAMS_CLIENT_SECRET"],
        "scope": scope if isinstance(scope, str) else " ".join(scope),
    }
    url = f"{os.environ['TEAMS_LOGIN_URL']}/{tenant or os.environ['TEAMS_TENANT_ID']}/oauth2/v2.0/token"
    with urllib.request.urlopen(url, urllib.parse.urlencode(asked).encode()) as answer:  # noqa: S310 - loopback
        return str(json.load(answer)["access_token"])


if __name__ == "__main__":
    main()
