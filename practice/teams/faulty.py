"""An answer that goes wrong on the way, as a fault wants it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import JSONResponse, Response

from practice.faults import Fault, Faults
from practice.teams.refusal import TeamsRefusal
from practice.web_api import Dropped

TOO_MANY = 429


async def answered(
    faults: Faults, operation: str, act: Callable[[], Awaitable[Response]], note: Callable[[], None]
) -> Response:
    """What the bot gets; `note` is told when the call is made to fail without having been heard."""
    fault = faults.take(operation)
    if fault is not None and not fault.acts:
        note()
        await asyncio.sleep(fault.delay_seconds)
        return failure(fault)
    response = await act()
    if fault is None:
        return response
    await asyncio.sleep(fault.delay_seconds)
    return failure(fault) if fault.after_acting else response


def failure(fault: Fault) -> Response:
    """The fault's own answer, or none at all."""
    if fault.drop:
        return Dropped()
    wait = fault.retry_after if fault.status == TOO_MANY else 0
    return refused(TeamsRefusal(fault.status, fault.error, retry_after=wait))


def refused(refusal: TeamsRefusal) -> Response:
    """The connector's no."""
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else None
    return JSONResponse(refusal.as_answer(), refusal.status, headers=headers)
