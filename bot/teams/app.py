"""Teams' door: listen, hand over, answer.

Everything comes as a POST to one address. A press or a form is answered while Teams waits, with what has been
committed; what is typed has no answer of its own, so it is answered by a letter in the outbox.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import logs
from bot.metrics import ANSWERED, BUSY, FAILED, REFUSED
from bot.teams import answers
from bot.teams.call import ANSWER_WITHIN, Call, Misshapen, TooLarge, activity_of, body_of
from bot.teams.excuses import Excuses
from bot.teams.guard import TurnedAway, service_url_of
from bot.teams.inbound import place_of
from bot.teams.line import Organisation
from bot.teams.reception import NotOurs
from programme.words import talking
from storage.database import Busy

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from bot.teams.guard import Guard, Token
    from bot.teams.line import Line
    from bot.teams.reception import Reception

    Handled = Callable[[str, str, float], None]

log = logging.getLogger(__name__)

PATH = "/api/messages"
_NOT_IMPLEMENTED = 501  # the protocol's word for an invoke that a bot knows nothing of


class TeamsDoor:
    """What Teams sends goes in here, and each answer out again."""

    def __init__(self, guard: Guard, reception: Reception, line: Line, handled: Handled) -> None:
        self._guard, self._reception, self._handled = guard, reception, handled
        self._excuses = Excuses(line)

    def routes(self) -> tuple[BaseRoute, ...]:
        """What the HTTP app mounts."""
        return (Route(PATH, self._messages, methods=["POST"]),)

    def close(self) -> None:
        """Ask nobody, and say nothing, any more."""
        self._guard.close()
        self._reception.close()
        self._excuses.close()

    async def _messages(self, request: Request) -> Response:
        """Who it is comes first: nothing is read without a token that names a key of Microsoft's."""
        began = time.perf_counter()
        try:
            token = await self._guard.token(request.headers.get("authorization", ""))
            body = await body_of(request)
        except TurnedAway as away:
            self._handled("other", REFUSED, time.perf_counter() - began)
            return Response(status_code=away.status)
        except TooLarge:
            return Response(status_code=413)
        with logs.request():
            return await run_in_threadpool(self._answered, token, body, began)

    def _answered(self, token: Token, body: bytes, began: float) -> Response:
        """Let in and answered, or turned away, and counted. Raises nothing."""
        call, outcome = None, REFUSED
        try:
            call = self._admitted(token, body)
            told = self._reception.done(call)
            response = JSONResponse(told) if told is not None else Response()
            outcome = ANSWERED
        except TurnedAway as away:
            response = Response(status_code=away.status)
        except Misshapen:
            response = Response(status_code=400)
        except NotOurs:
            response = Response(status_code=_NOT_IMPLEMENTED)
        except Exception as error:  # noqa: BLE001 - the one broad place of this door, which says what became of the act
            response = self._failed(call, error)
            outcome = BUSY if isinstance(error, Busy) else FAILED
        self._handled(call.kind if call else "other", outcome, time.perf_counter() - began)
        return response

    def _admitted(self, token: Token, body: bytes) -> Call:
        """Raises `TurnedAway`, or `Misshapen` for what is signed and yet no activity."""
        bearer = self._guard.bearer(token)
        activity = activity_of(body)
        at = Organisation(self._guard.admit(bearer, activity), service_url_of(activity))
        return Call(activity, at, time.monotonic() + ANSWER_WITHIN)

    def _failed(self, call: Call | None, error: Exception) -> Response:
        """What waits for an answer is told; anything else is refused, so that it may come again."""
        log.error("an action failed: %s", logs.told(error))
        if call is None:
            return Response(status_code=500)
        words = talking.not_shown() if call.is_done else talking.nothing_saved()
        if call.act is not None and call.is_invoke:
            return JSONResponse(
                answers.sorry(call.act, words, self._reception.knows(call), is_done=call.is_done)
            )
        if not call.is_invoke and place_of(call.activity).kind == "direct":
            self._excuses.say(call.at, place_of(call.activity).id, words)
        return Response(status_code=500)
