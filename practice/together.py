"""Local platforms of several kinds on one server, as an organisation uses them side by side."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from practice.app import PracticeSlack
from practice.guard import LoopbackOnly
from practice.teams.app import PracticeTeams


class Together:
    """A practice Slack, which also has the page, and a practice Teams; served by `practice.running.running`."""

    def __init__(self, slack: PracticeSlack, teams: PracticeTeams) -> None:
        self._both = (slack, teams)
        # The Slack's addresses take whatever is left, so they come last.
        self.app = Starlette(
            routes=[*teams.app.routes, Mount("/", slack.app)], middleware=[Middleware(LoopbackOnly)]
        )

    def settle_at(self, base_url: str) -> None:
        """The address under which the server is reached."""
        for each in self._both:
            each.settle_at(base_url)

    def begin(self) -> None:
        """The server runs, in the event loop that runs now."""
        for each in self._both:
            each.begin()

    def hang_up(self) -> None:
        """Let go of whoever still waits for the bot; the server is about to stop."""
        for each in self._both:
            each.hang_up()
