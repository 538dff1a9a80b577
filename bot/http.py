"""The one HTTP app: Slack's door where it comes over HTTP, and whether all is well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltRequest
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from storage import outbox, schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import App, BoltResponse
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from storage.database import Database

LATE = timedelta(minutes=2)
MOST_BYTES = 1_000_000


def web_app(
    database: Database,
    ticked_at: Callable[[], datetime | None],
    slack: App | None = None,
    also: tuple[BaseRoute, ...] = (),
) -> Starlette:
    """Health, readiness, and Slack's events when they come over HTTP."""
    routes: list[BaseRoute] = [
        Route("/health", _health),
        Route("/ready", _ready(database, ticked_at)),
    ]
    if slack is not None:
        routes.append(Route("/slack/events", _slack(slack), methods=["POST"]))
    return Starlette(routes=[*routes, *also])


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


def _ready(database: Database, ticked_at: Callable[[], datetime | None]) -> Callable[[Request], Any]:
    def look() -> dict[str, Any]:
        try:
            schema.check(database)
            with database.reading() as session:
                oldest = outbox.oldest_waiting_at(session)
        except (SQLAlchemyError, schema.Unmigrated) as error:
            return {"ready": False, "database": type(error).__name__}
        ticked = ticked_at()
        is_late = ticked is not None and datetime.now(UTC) - ticked > LATE
        return {
            "ready": not is_late,
            "database": "ok",
            "migrations": schema.HEAD,
            "last_tick": ticked.isoformat() if ticked else None,
            "oldest_waiting_letter": oldest.isoformat() if oldest else None,
        }

    async def ready(_request: Request) -> Response:
        found = await run_in_threadpool(look)
        return JSONResponse(found, status_code=200 if found["ready"] else 503)

    return ready


def _slack(app: App) -> Callable[[Request], Any]:
    async def events(request: Request) -> Response:
        if (
            int(request.headers.get("content-length", MOST_BYTES + 1)) > MOST_BYTES
        ):  # Slack always says how much
            return PlainTextResponse("too large", status_code=413)
        body = await request.body()
        try:
            asked = BoltRequest(
                body=body.decode("utf-8", errors="replace"),
                query=request.url.query,
                headers=dict(request.headers),
            )
        except (ValueError, TypeError, AttributeError):  # Bolt reads the body before it checks who signed it
            return PlainTextResponse("not in Slack's shape", status_code=400)
        return _response(await run_in_threadpool(app.dispatch, asked))

    return events


def _response(answer: BoltResponse) -> Response:
    response = Response(answer.body, status_code=answer.status)
    for name, values in answer.headers.items():
        response.headers[name] = values if isinstance(values, str) else values[0]
    return response
