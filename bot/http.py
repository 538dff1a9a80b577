"""The one HTTP app: Slack's door where it comes over HTTP, and how the bot is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from slack_bolt import BoltRequest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import readiness
from bot.look import Look
from bot.metrics import FromDatabase

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from slack_bolt import App, BoltResponse
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from storage.database import Database

MOST_BYTES = 1_000_000
PATIENCE = 1.5  # seconds; whoever probes waits for two at least
NO_DATABASE = b"pairme_database_up 0.0\n"


def web_app(
    database: Database,
    now: Callable[[], datetime],
    registry: CollectorRegistry,
    slack: App | None = None,
    also: tuple[BaseRoute, ...] = (),
) -> Starlette:
    """Health, readiness, metrics, and Slack's events when they come over HTTP.

    `registry` has what this process counts.
    """
    routes: list[BaseRoute] = [
        Route("/health", _health),
        Route("/ready", _ready(database, now)),
        Route("/metrics", _metrics(registry, FromDatabase(database, now))),
    ]
    if slack is not None:
        routes.append(Route("/slack/events", _slack(slack), methods=["POST"]))
    return Starlette(routes=[*routes, *also])


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


def _ready(database: Database, now: Callable[[], datetime]) -> Callable[[Request], Any]:
    started_at = now()
    look = Look(lambda: readiness.checks(database, now(), started_at), PATIENCE)

    async def ready(_request: Request) -> Response:
        found = await look.seen() or readiness.NO_ANSWER
        reasons = list(readiness.reasons(found))
        answer = {
            "ready": not reasons,
            "reasons": reasons,
            "checks": {part: asdict(check) for part, check in found.items()},
        }
        return JSONResponse(answer, status_code=503 if reasons else 200)

    return ready


def _metrics(counted: CollectorRegistry, from_database: FromDatabase) -> Callable[[Request], Any]:
    stored = CollectorRegistry()
    stored.register(from_database)
    look = Look(lambda: generate_latest(stored), PATIENCE)

    async def metrics(_request: Request) -> Response:
        found = await look.seen()
        return Response(generate_latest(counted) + (found or NO_DATABASE), media_type=CONTENT_TYPE_LATEST)

    return metrics


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
