"""Several workspaces on one server, as slack.com is to an app that many hospitals install."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from practice.accepted import Accepted
from practice.app import PracticeSlack
from practice.call import read
from practice.chance import Chance, Odds
from practice.guard import LoopbackOnly


class SeveralSlacks:
    """One address of the Web API for all; the token, or the code of OAuth, says which workspace is meant.

    Whatever belongs to one workspace (response URLs, uploads, files) is below `/{team_id}`.
    All hold the same credentials. The app is reached by `deliver_to`: app tokens and sockets are not for several.
    """

    def __init__(self, slacks: Sequence[PracticeSlack]) -> None:
        if not slacks or len({slack.team_id for slack in slacks}) < len(slacks):
            raise ValueError("several workspaces each have a team id of their own")
        if len({slack.credentials for slack in slacks}) > 1:
            raise ValueError("one app has the same credentials in every workspace")
        self.slacks = {slack.team_id: slack for slack in slacks}
        self.credentials = slacks[0].credentials
        self._first = slacks[0]
        self.app = Starlette(
            routes=[
                Route("/api/{method}", self._call, methods=["GET", "POST"]),
                Route("/oauth/v2/authorize", self._authorize),
                *(Mount(f"/{slack.team_id}", slack.app) for slack in slacks),
            ],
            middleware=[Middleware(LoopbackOnly)],
        )

    def accepted(self) -> list[Accepted]:
        """Every message of the bot's that was taken in any workspace, in order."""
        return list(heapq.merge(*(slack.accepted() for slack in self.slacks.values())))

    def by_chance(self, seed: int | str, odds: Odds) -> dict[str, Chance]:
        """Let things go wrong in every workspace, each by draws of its own; what did, by team id."""
        return {team: slack.by_chance(f"{seed} {team}", odds) for team, slack in self.slacks.items()}

    def calm(self) -> None:
        """Nothing goes wrong by chance any more."""
        for slack in self.slacks.values():
            slack.calm()

    def settle_at(self, base_url: str) -> None:
        """The address under which the server is reached."""
        for team, slack in self.slacks.items():
            slack.settle_at(f"{base_url}/{team}")

    def begin(self) -> None:
        """The server runs, in the event loop that runs now."""
        for slack in self.slacks.values():
            slack.begin()

    def hang_up(self) -> None:
        """Let go of whoever still waits for the bot; the server is about to stop."""
        for slack in self.slacks.values():
            slack.hang_up()

    async def _call(self, request: Request) -> Response:
        """A token that nobody knows is refused by the first workspace, and stands in its journal."""
        call = await read(request)
        apis = (slack.api for slack in self.slacks.values())
        return await next((api for api in apis if api.knows(call)), self._first.api).answer(call)

    async def _authorize(self, request: Request) -> Response:
        team = request.query_params.get("team")
        if not team:
            return HTMLResponse(self._choice(request))
        slack = self.slacks.get(team)
        if slack is None:
            return PlainTextResponse("invalid_team_for_non_distributed_app", 400)
        return await slack.oauth.authorize(request)

    def _choice(self, request: Request) -> str:
        asked = dict(request.query_params)
        links = "".join(
            f"<li><a href='?{escape(urlencode({**asked, 'team': team}))}'>{escape(slack.workspace.app.team_name)}</a></li>"
            for team, slack in self.slacks.items()
        )
        return f"<!DOCTYPE html><html lang='en'><title>Install</title><h1>Choose a workspace</h1><ul>{links}</ul></html>"
