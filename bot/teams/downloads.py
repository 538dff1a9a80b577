"""Files behind a link: a page with one button.

Scanners open the addresses that they find in messages, so that a look hands nothing over and changes nothing.
"""

from __future__ import annotations

import logging
import mimetypes
import secrets
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from bot import logs
from bot.pages import HEADERS, page, shown
from programme.words import handing_over
from storage import handed_files
from storage.database import Busy
from storage.vault import UnreadableText

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.requests import Request

    from programme.words.handing_over import Sheet
    from storage.database import Database
    from storage.handed_files import HandedFile

log = logging.getLogger(__name__)

MOST_BYTES = 1000
"""Of what somebody types into the page."""


@dataclass(frozen=True)
class _File:
    """What is handed over."""

    name: str
    content: str = field(repr=False)


@dataclass(frozen=True)
class _Shown:
    """A page instead; `button` is whether it has its button, beside a box for the code where it `needs_code`."""

    sheet: Sheet
    status: int = 200
    button: bool = False
    needs_code: bool = False


_GONE = _Shown(handing_over.gone(), 404)


class Downloads:
    """The one address, `/file/{secret}`."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now

    def routes(self) -> tuple[Route, ...]:
        """To be mounted under PUBLIC_URL."""
        return (Route("/file/{secret}", self._asked, methods=["GET", "POST"]),)

    async def _asked(self, request: Request) -> Response:
        secret = request.path_params["secret"]
        try:
            if request.method != "POST":
                return _drawn(await run_in_threadpool(self._look, secret))
            typed = await _typed(request)
            return _drawn(await run_in_threadpool(self._fetch, secret, typed))
        except (Busy, SQLAlchemyError, UnreadableText) as error:
            log.error("a file could not be handed over: %s", logs.told(error))  # noqa: TRY400 - a trace may hold a text
            return _drawn(_Shown(handing_over.busy(), 503))

    def _look(self, secret: str) -> _Shown:
        with self._database.reading() as session:
            kept = handed_files.by_secret(session, secret, self._now())
            if kept is None:
                return _GONE
            name = "" if kept.needs_code else kept.name
            return _Shown(handing_over.page(name), button=True, needs_code=kept.needs_code)

    def _fetch(self, secret: str, typed: str) -> _File | _Shown:
        with self._database.writing() as session:
            kept = handed_files.by_secret(session, secret, self._now())
            if kept is None:
                return _GONE
            if not kept.needs_code:
                return _File(kept.name, kept.content)
            if not typed:
                return _Shown(handing_over.no_code(), 400, button=True, needs_code=True)
            if _fits(kept, typed):
                session.delete(kept)
                return _File(kept.name, kept.content)
            kept.wrong_codes += 1
            left = handed_files.MOST_WRONG_CODES - kept.wrong_codes
            if left > 0:
                return _Shown(handing_over.wrong_code(left), 403, button=True, needs_code=True)
            session.delete(kept)
            return _Shown(handing_over.too_many_codes(), 403)


def _fits(kept: HandedFile, typed: str) -> bool:
    return secrets.compare_digest(handed_files.hashed(typed), kept.code_hash or "")


async def _typed(request: Request) -> str:
    """The figures of the code, however they were typed; nothing of what is too long for one."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return ""
    written = parse_qs(body.decode("ascii", errors="replace")).get("code", [""])[0]
    return "".join(each for each in written if each.isdigit())


def _drawn(outcome: _File | _Shown) -> Response:
    if isinstance(outcome, _File):
        kind = mimetypes.guess_type(outcome.name)[0] or "application/octet-stream"
        named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(outcome.name, safe='')}"}
        return Response(outcome.content.encode(), media_type=kind, headers={**HEADERS, **named})
    sheet = outcome.sheet
    form = _form(outcome) if outcome.button else ""
    return shown(page(sheet.title, *sheet.paragraphs, more=form), outcome.status)


def _form(outcome: _Shown) -> str:
    """The button, and the box with what was wrong with it."""
    wrong = outcome.sheet.wrong
    error = f'<p class="error" id="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    about = ' aria-describedby="wrong" aria-invalid="true" autofocus' if wrong else ""
    box = (
        f'<label for="code">{handing_over.CODE}</label>{error}'
        f'<div><input id="code" name="code" inputmode="numeric" autocomplete="off" maxlength="20"{about}></div>'
    )
    return f'<form method="post">{box if outcome.needs_code else ""}<button>{handing_over.DOWNLOAD}</button></form>'
