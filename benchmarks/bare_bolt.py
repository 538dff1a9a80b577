"""The least that Bolt can do, to compare with: `socket` connects, `http` answers every command with nothing."""

from __future__ import annotations

import os
import sys
import threading
from datetime import UTC, datetime

from slack_bolt import App
from slack_sdk import WebClient


def main() -> None:
    """Until it is killed."""
    client = WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = App(
        client=client, signing_secret=os.environ.get("SLACK_SIGNING_SECRET"), process_before_response=True
    )
    app.command("/pairme")(lambda ack: ack())
    (_connect if sys.argv[1] == "socket" else _serve)(app)


def _connect(app: App) -> None:
    from slack_bolt.adapter.socket_mode import SocketModeHandler  # noqa: PLC0415 - a bare start loads no more

    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()  # type: ignore[no-untyped-call]


def _serve(app: App) -> None:
    from prometheus_client import CollectorRegistry  # noqa: PLC0415 - a bare start loads no more

    from bot.house import served  # noqa: PLC0415 - as above
    from bot.http import web_app  # noqa: PLC0415 - as above
    from storage.database import Database  # noqa: PLC0415 - as above

    database, registry = Database(os.environ["DATABASE_URL"]), CollectorRegistry()
    bare = web_app(database, lambda: datetime.now(UTC), registry, app)
    with served(bare, "127.0.0.1", int(os.environ["PORT"])):
        threading.Event().wait()


if __name__ == "__main__":
    main()
