"""The practice hospital's Slack, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute

from practice.answers import ResponseUrlAddress
from practice.desk import Desk
from practice.envelopes import Deliveries
from practice.events import emitter
from practice.faults import Faults
from practice.file_addresses import FileAddresses
from practice.guard import LoopbackOnly
from practice.installation import install
from practice.journal import Journal
from practice.loop import Loop
from practice.page_api import Page, PageApi
from practice.people import Channel, Member
from practice.people_act import Acts
from practice.rules import Rules
from practice.signed_post import SignedPost
from practice.socket import Sockets
from practice.web_api import WebApi
from practice.workspace import Workspace

__all__ = ["Page", "PracticeSlack"]


class PracticeSlack:
    """A local Slack for one app. `people` acts for its people, `journal` has all that was said, `faults` makes calls fail.

    Envelopes go over Socket Mode, or with `deliver_to` as signed POSTs to that address.
    When the page starts over, `reset` comes first and `start_over` after it, to begin the bot's side again.
    `now` gives aware UTC and stamps messages; deadlines keep to the monotonic clock.
    """

    def __init__(
        self,
        *,
        members: Sequence[Member],
        channels: Sequence[Channel],
        manifest: Mapping[str, Any],
        now: Callable[[], datetime],
        push: Callable[[timedelta], None] | None = None,
        start_over: Callable[[], None] | None = None,
        page: Page = Page(),  # noqa: B008 - frozen
        rules: Rules = Rules(),  # noqa: B008 - frozen
        deliver_to: str | None = None,
    ) -> None:
        app = install(manifest, members, page.title)
        self.bot_token, self.app_token = app.bot_token, app.app_token
        self.signing_secret, self.page_token = app.signing_secret, app.page_token
        self.team_id, self.bot_user_id, self.bot_id = app.team_id, app.bot_user_id, app.bot_id
        self.journal, self.faults, self._loop = Journal(now), Faults(), Loop()
        self.workspace = Workspace(
            members=members, channels=channels, app=app, now=now, rules=rules, journal=self.journal
        )
        self.sockets = Sockets(app.app_id, self._loop, rules, self.journal)
        self._posts = SignedPost(deliver_to, app.signing_secret, rules.ack_seconds) if deliver_to else None
        carrier = self._posts or self.sockets
        self.deliveries = Deliveries(carrier, self._loop, rules, self.journal)
        self.workspace.emit = emitter(
            app, self.deliveries, self.workspace.count, lambda: int(now().timestamp())
        )
        self.people = Acts(Desk(self.workspace, self.deliveries))
        self._begin_again = start_over
        self.app = self._routes(PageApi(self.workspace, self.people, page, push, self._start_over))

    def reset(self) -> None:
        """Forget all messages, forms, files and the journal; people, channels, tokens and sockets stay."""
        self.deliveries.forget()
        with self.workspace.lock:
            self.workspace.reset()
        self.journal.clear()

    def _start_over(self) -> None:
        self.reset()
        if self._begin_again:
            self._begin_again()

    def settle_at(self, base_url: str) -> None:
        """The address under which the server is reached; links and response URLs begin with it."""
        self.workspace.base_url = base_url

    def hang_up(self) -> None:
        """Let go of whoever still waits for the bot; the server is about to stop."""
        self.deliveries.forget()
        self.sockets.hang_up()
        if self._posts:
            self._posts.close()

    def _open_socket(self) -> str:
        base = self.workspace.base_url.replace("http", "ws", 1)
        return f"{base}/socket?ticket={self.sockets.ticket()}"

    def _routes(self, page: PageApi) -> Starlette:
        api = WebApi(self.workspace, self.faults, self._loop, self._open_socket)
        answers = ResponseUrlAddress(self.workspace)
        return Starlette(
            routes=[
                Route("/api/{method}", api.endpoint, methods=["GET", "POST"]),
                WebSocketRoute("/socket", self.sockets.endpoint),
                Route("/response/{key}", answers.endpoint, methods=["POST"]),
                *FileAddresses(self.workspace).routes(),
                *page.routes(),
            ],
            middleware=[Middleware(LoopbackOnly)],
        )
