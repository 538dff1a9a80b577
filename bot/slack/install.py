"""Adding PairMe to a workspace: a page with one button, Slack's own page, and the way back.

The way back is taken only by the browser that began, once and within ten minutes: its secret is in a cookie there
and, hashed, in the database here.
"""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot import logs
from bot.pages import HEADERS, shown
from bot.slack import install_pages as pages
from bot.slack.oauth import OrganisationWide, Unreachable, code_of
from storage import install_states, installations
from storage.database import CLOCK_PATIENCE, Busy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.requests import Request

    from bot.slack.oauth import SlackOAuth
    from storage.database import Database

log = logging.getLogger(__name__)

_STALE_CODES = frozenset({"code_already_used", "code_expired", "invalid_code"})


class Install:
    """The two addresses."""

    def __init__(self, database: Database, oauth: SlackOAuth, now: Callable[[], datetime]) -> None:
        self._database, self._oauth, self._now = database, oauth, now
        self._is_secure = oauth.public_url.startswith("https:")
        self._cookie = "__Host-pairme-install" if self._is_secure else "pairme-install"

    def routes(self) -> tuple[Route, ...]:
        """To be mounted beside Slack's door."""
        return (
            Route("/slack/install", self._start, methods=["GET", "POST"]),
            Route("/slack/oauth_redirect", self._back, methods=["GET"]),
        )

    async def _start(self, request: Request) -> Response:
        """A look changes nothing; the button begins."""
        if request.method != "POST":
            return shown(pages.start())
        try:
            state = await run_in_threadpool(self._begin)
        except (Busy, SQLAlchemyError) as error:
            log.error("an installation could not begin: %s", logs.told(error))  # noqa: TRY400 - a trace may hold a secret
            return shown(pages.unreachable(), 503)
        response = RedirectResponse(self._oauth.authorize_url(state), 303, HEADERS)
        response.set_cookie(
            self._cookie,
            state,
            max_age=int(install_states.LIFE.total_seconds()),
            secure=self._is_secure,
            httponly=True,
            samesite="lax",  # sent on the way back from Slack, which is a plain link
        )
        return response

    async def _back(self, request: Request) -> Response:
        if request.method == "HEAD":
            return shown("")
        given, asked = request.query_params, request.cookies.get(self._cookie, "")
        if given.get("error"):
            return self._done(pages.denied() if given["error"] == "access_denied" else pages.refused())
        state = given.get("state", "")
        if not state or not secrets.compare_digest(state.encode(), asked.encode()):
            return shown(pages.stale(), 400)
        page, status = await run_in_threadpool(self._finish, state, given.get("code", ""))
        return self._done(page, status)

    def _begin(self) -> str:
        with self._database.writing() as session:
            return install_states.begin(session, self._now())

    def _finish(self, state: str, code: str) -> tuple[str, int]:
        """Take the token for the code; the page to show and its status."""
        began_at = self._now()
        try:
            with self._database.writing() as session:
                is_good = install_states.redeem(session, state, began_at)
            if not is_good or not code:
                return pages.stale(), 400
            grant = self._oauth.exchange(code, began_at)
            with self._database.writing(CLOCK_PATIENCE) as session:
                installations.save(session, grant, began_at)
        except OrganisationWide:
            return pages.organisation_wide(), 400
        except (Unreachable, Busy, SQLAlchemyError) as error:
            log.error("an installation could not be finished: %s", logs.told(error))  # noqa: TRY400 - as above
            return pages.unreachable(), 503
        except SlackApiError as error:
            return _refusal(code_of(error))
        log.info("workspace %s has installed PairMe", grant.workspace)
        return pages.installed(grant.name, self._opens(grant.app_id, grant.workspace)), 200

    def _opens(self, app_id: str, workspace: str) -> str:
        home = urljoin(self._oauth.api_url, "/app_redirect")
        return f"{home}?{urlencode({'app': app_id, 'team': workspace})}"

    def _done(self, page: str, status: int = 200) -> Response:
        response = shown(page, status)
        response.delete_cookie(self._cookie, secure=self._is_secure, httponly=True, samesite="lax")
        return response


def _refusal(code: str) -> tuple[str, int]:
    if code in _STALE_CODES:
        return pages.stale(), 400
    log.error("Slack refused an installation: %s", code)
    return pages.refused(), 502
