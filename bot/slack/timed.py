"""Bolt, timed: from what Slack sent to what it is answered, and every line of the log between them has one id."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from slack_bolt import App

from bot import logs
from bot.metrics import ANSWERED, BUSY, FAILED, REFUSED
from storage.database import Busy

if TYPE_CHECKING:
    from slack_bolt import BoltRequest, BoltResponse

Handled = Callable[[str, str, float], None]
"""Told the kind, the outcome and the seconds: `bot.metrics.Counters.handled`."""

ANSWER_BY = "answer_by"
"""In a request's context: when its answer has to be on its way, by `time.monotonic`."""
_TIME = 2.6  # seconds; Slack waits for three, the way there and back included
_OUTCOME = "outcome"
_EVENTS = {"message": "said", "app_home_opened": "home"}
_TYPES = {"block_actions": "press", "view_submission": "form"}


class TimedApp(App):
    """An `App` that tells `handled` of everything it has answered."""

    def __init__(self, handled: Handled, **options: Any) -> None:
        super().__init__(**options)
        self._handled = handled

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer."""
        began, outcome = time.perf_counter(), FAILED
        req.context[ANSWER_BY] = time.monotonic() + _TIME
        with logs.request():
            try:
                response = super().dispatch(req)
                outcome = REFUSED if response.status in (401, 403) else req.context.get(_OUTCOME, ANSWERED)
            finally:
                self._handled(kind_of(req.body), outcome, time.perf_counter() - began)
        return response


def note_failure(context: Any, error: Exception) -> None:
    """For the error listener: what became of this request."""
    context[_OUTCOME] = BUSY if isinstance(error, Busy) else FAILED


def kind_of(body: Mapping[str, Any]) -> str:
    """What somebody did, by one of the few names that are counted; the sender of the body is not known yet."""
    if "command" in body:
        return "command"
    event = body.get("event")
    if isinstance(event, Mapping):
        return _EVENTS.get(str(event.get("type")), "other")
    return _TYPES.get(str(body.get("type")), "other")


def uncounted(_kind: str, _outcome: str, _seconds: float) -> None:
    """Where nobody counts."""
