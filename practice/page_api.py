"""What the page asks and does. Every address but the page's own scripts and styles needs the page's token."""

from __future__ import annotations

import base64
import binascii
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from practice.desk import Outcome
from practice.file_addresses import file_response
from practice.guard import has_page_token
from practice.page_side import Side, slack_side
from practice.page_watch import PageWatch
from practice.people_act import Acts
from practice.refusal import NotPossible
from practice.workspace import Workspace

PAGE_FILES = Path(__file__).parent / "page"
_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_FURTHEST = timedelta(days=366)
_PRIVATE = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
_STRUCTURED = frozenset({"values", "value", "option", "number", "content"})


@dataclass(frozen=True)
class Page:
    """What stands on the page besides the screens: its title, whose panes are open at first, and tips."""

    title: str = "The practice hospital"
    panes: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()


class PageApi:
    """The page's addresses. `push` moves the hospital's clock, `start_over` begins again; None where it cannot.

    `also` are other platforms whose people sit on the same page.
    """

    def __init__(
        self,
        slack: Workspace,
        acts: Acts,
        page: Page,
        push: Callable[[timedelta], None] | None,
        start_over: Callable[[], None],
        also: Sequence[Side] = (),
    ) -> None:
        self._slack, self._page = slack, page
        self._sides = (slack_side(slack, acts), *also)
        self._push, self._start_over = push, start_over

    def routes(self) -> Sequence[BaseRoute]:
        """All of them."""
        return [
            Route("/", self._guarded(self._index)),
            Route("/practice/members", self._guarded(self._members)),
            Route("/practice/screen/{user}", self._guarded(self._screen)),
            Route("/practice/journal", self._guarded(self._journal)),
            Route("/practice/act", self._guarded(self._act), methods=["POST"]),
            Route("/practice/push", self._guarded(self._pushed), methods=["POST"]),
            Route("/practice/start-over", self._guarded(self._started_over), methods=["POST"]),
            Route("/files/{file_id}/{name}", self._guarded(self._file)),
            WebSocketRoute("/practice/watch", PageWatch(self._slack, self._sides).endpoint),
            Route("/{name}", self._script_or_style),
        ]

    def _guarded(
        self, answer: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def guarded(request: Request) -> Response:
            if not has_page_token(request, self._slack.app.page_token):
                return PlainTextResponse("This address needs the page's token.", 403)
            return await answer(request)

        return guarded

    async def _index(self, _request: Request) -> Response:
        return FileResponse(PAGE_FILES / "index.html", headers=_PRIVATE)

    async def _script_or_style(self, request: Request) -> Response:
        path = PAGE_FILES / request.path_params["name"]
        if path.suffix not in _KINDS or path.parent != PAGE_FILES or not path.is_file():
            return PlainTextResponse("There is nothing here.", 404)
        return FileResponse(path, media_type=_KINDS[path.suffix], headers={"Cache-Control": "no-cache"})

    async def _members(self, _request: Request) -> Response:
        slack = self._slack
        members = [one for side in self._sides for one in side.shown_members()]
        with slack.lock:
            channels = [
                {"id": place.id, "name": place.name}
                for place in slack.conversations.values()
                if place.kind == "channel"
            ]
        return JSONResponse(
            {
                "now": slack.now().isoformat(),
                "members": members,
                "channels": channels,
                "suggested_panes": list(self._page.panes),
                "can_push": self._push is not None,
                "title": self._page.title,
                "tips": list(self._page.tips),
            }
        )

    async def _screen(self, request: Request) -> Response:
        user = request.path_params["user"]
        side = self._side_of(user)
        if side is None:
            return JSONResponse({"error": f"there is nobody with the id {user}"}, 404)
        return JSONResponse(side.acts.screen(user))

    def _side_of(self, user: object) -> Side | None:
        return next((side for side in self._sides if isinstance(user, str) and side.has(user)), None)

    async def _journal(self, request: Request) -> Response:
        platform = request.query_params.get("platform", self._sides[0].platform)
        side = next((side for side in self._sides if side.platform == platform), None)
        if side is None:
            return JSONResponse({"error": f"there is no platform {platform}"}, 404)
        after = request.query_params.get("after", "0")
        entries = side.journal.entries(int(after) if after.isdigit() else 0)
        return JSONResponse({"entries": [entry.as_json() for entry in entries]})

    async def _act(self, request: Request) -> Response:
        given = await _body(request)
        verb, side = given.pop("verb", ""), self._side_of(given.get("user")) or self._sides[0]
        if verb not in side.verbs:
            return _refused(f"there is no verb {verb}", 400)
        act = getattr(side.acts, verb)
        try:
            named = _arguments(act, given)
        except (TypeError, binascii.Error) as error:
            return _refused(str(error), 400)
        try:
            outcome = await run_in_threadpool(act, **named)
        except NotPossible as refused:
            return _refused(str(refused))
        return JSONResponse({"ok": True, "outcome": _outcome(outcome)})

    async def _pushed(self, request: Request) -> Response:
        if self._push is None:
            return _refused("this clock cannot be pushed", 404)
        given = await _body(request)
        try:
            step = timedelta(days=float(given.get("days", 0)), hours=float(given.get("hours", 0)))
        except (TypeError, ValueError, OverflowError):
            return _refused("days and hours are numbers", 400)
        if not timedelta() < step <= _FURTHEST:
            return _refused("the clock goes forward, a year at most", 400)
        await run_in_threadpool(self._push, step)
        return JSONResponse({"ok": True, "now": self._slack.now().isoformat()})

    async def _started_over(self, _request: Request) -> Response:
        await run_in_threadpool(self._start_over)
        return JSONResponse({"ok": True})

    async def _file(self, request: Request) -> Response:
        with self._slack.lock:
            file = self._slack.files.get(request.path_params["file_id"])
        if file is None:
            return PlainTextResponse("There is no such file.", 404)
        return file_response(file)


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _arguments(act: Callable[..., object], given: Mapping[str, Any]) -> dict[str, Any]:
    """What a verb is called with. Raises TypeError or binascii.Error when it cannot be called so."""
    named: dict[str, Any] = _decoded(given)
    inspect.signature(act).bind(**named)
    texts = [value for key, value in named.items() if key not in _STRUCTURED]
    if not all(isinstance(value, str | None) for value in texts):
        raise TypeError("every argument but values, value, option, number and content is text")
    if not isinstance(named.get("values", {}), dict):
        raise TypeError("values is an object of fields by block_id")
    return named


def _decoded(given: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same JSON with the content of files decoded."""
    if isinstance(given, list):
        return [_decoded(one) for one in given]
    if not isinstance(given, Mapping):
        return given
    made = {key: _decoded(value) for key, value in given.items() if key != "content_base64"}
    if "content_base64" in given:
        made["content"] = base64.b64decode(given["content_base64"], validate=True)
    return made


def _outcome(outcome: object) -> dict[str, Any]:
    if isinstance(outcome, Outcome):
        return {
            "acknowledged": outcome.acknowledged,
            "error": outcome.error,
            "field_errors": dict(outcome.field_errors),
        }
    return {"acknowledged": True, "error": "", "field_errors": {}, **({"ts": outcome} if outcome else {})}


def _refused(why: str, status: int = 200) -> Response:
    return JSONResponse({"ok": False, "error": why}, status)
