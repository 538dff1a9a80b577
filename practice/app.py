"""The practice hospital's Slack, put together: one workspace. Several are in `practice.several`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute

from practice.accepted import Accepted
from practice.administration import Administration
from practice.answers import ResponseUrlAddress
from practice.chance import Chance, Odds
from practice.credentials import Credentials
from practice.desk import Desk
from practice.envelopes import Deliveries
from practice.events import emitter
from practice.faults import Faults, no_fault
from practice.file_addresses import FileAddresses
from practice.guard import LoopbackOnly
from practice.installation import TEAM_ID, installation
from practice.journal import Journal
from practice.loop import Loop
from practice.oauth import OAuth
from practice.page_api import Page, PageApi
from practice.page_side import Side
from practice.people import Channel, Member
from practice.people_act import Acts
from practice.rules import Rules
from practice.signed_post import SignedPost
from practice.socket import Sockets
from practice.web_api import WebApi
from practice.workspace import Workspace

__all__ = ["Page", "PracticeSlack"]


class PracticeSlack:
    """A local Slack for one app.

    `people` acts for its people, `admin` handles the app's installation, `journal` has all that was said,
    `faults` makes calls fail, `limits` counts what came too fast.
    Envelopes go over Socket Mode, or with `deliver_to` as signed POSTs to that address.
    The app is installed from the start, unless it is to come by OAuth: then `is_installed` is false.
    When the page starts over, `reset` comes first and `start_over` after it, to begin the bot's side again.
    `also` are other platforms whose people sit on the same page.
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
        team_id: str = TEAM_ID,
        credentials: Credentials | None = None,
        is_installed: bool = True,
        also: Sequence[Side] = (),
    ) -> None:
        credentials = credentials or Credentials()
        app = installation(manifest, members, team_id=team_id, team_name=page.title, credentials=credentials)
        self.credentials, self.page_token = credentials, app.page_token
        self.app_token, self.signing_secret = credentials.app_token, credentials.signing_secret
        self.team_id, self.bot_user_id, self.bot_id = app.team_id, app.bot_user_id, app.bot_id
        self.journal, self.faults, self._loop = Journal(now, rules.journal_entries), Faults(), Loop()
        self.workspace = Workspace(
            members=members, channels=channels, app=app, now=now, rules=rules, journal=self.journal
        )
        self.limits = self.workspace.limits
        self.sockets = Sockets(app.app_id, self._loop, rules, self.journal)
        self._posts = SignedPost(deliver_to, self.signing_secret, rules.ack_seconds) if deliver_to else None
        self.deliveries = Deliveries(self._posts or self.sockets, self._loop, rules, self.journal)
        self.workspace.emit = emitter(self.workspace, self.deliveries)
        self.people = Acts(Desk(self.workspace, self.deliveries))
        self.admin = Administration(self.workspace)
        if is_installed:
            self.admin.install()
        self._begin_again = start_over
        self.oauth = OAuth(self.workspace)
        self.api = WebApi(self.workspace, self.faults, self.oauth, self._open_socket)
        self.app = self._routes(PageApi(self.workspace, self.people, page, push, self._start_over, also))

    @property
    def bot_token(self) -> str:
        """The bot token given out last; "" where the app is not installed."""
        return self.workspace.tokens.newest

    def accepted(self, after: int = 0) -> list[Accepted]:
        """Every message of the bot's that was taken, in order, but for the first `after`. Safe from any thread."""
        return self.workspace.accepted[after:]

    def by_chance(self, seed: int | str, odds: Odds) -> Chance:
        """Let calls and events go wrong by chance from now on; what is given back counts what did."""
        chance = Chance(seed, odds)
        self.faults.chance, self.deliveries.chance = chance.for_call, chance
        return chance

    def calm(self) -> None:
        """Nothing goes wrong by chance any more."""
        self.faults.chance, self.deliveries.chance = no_fault, None

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

    def begin(self) -> None:
        """The server runs, in the event loop that runs now."""
        self._loop.adopt()

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
        answers = ResponseUrlAddress(self.workspace)
        return Starlette(
            routes=[
                Route("/api/{method}", self.api.endpoint, methods=["GET", "POST"]),
                Route("/oauth/v2/authorize", self.oauth.authorize),
                WebSocketRoute("/socket", self.sockets.endpoint),
                Route("/response/{key}", answers.endpoint, methods=["POST"]),
                *FileAddresses(self.workspace).routes(),
                *page.routes(),
            ],
            middleware=[Middleware(LoopbackOnly)],
        )
