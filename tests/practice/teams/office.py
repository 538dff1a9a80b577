"""A small practice Teams with a bot to try it on: a plain HTTP server that keeps what it hears and says what it is told."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from practice.running import running
from practice.teams.app import PracticeTeams
from practice.teams.people import TeamsChannel, TeamsMember, TeamsTeam
from practice.teams.rules import TeamsRules
from practice.teams.tokens import SCOPE

AMINA = TeamsMember("0a7e1f00-0000-4000-8000-00000000a11a", "Amina Yusuf", "amina.yusuf@example.org")
PRIYA = TeamsMember("0a7e1f00-0000-4000-8000-00000000b11a", "Priya Nair", "priya.nair@example.org")
OMAR = TeamsMember(
    "0a7e1f00-0000-4000-8000-00000000c11a",
    "Omar Said",
    "omar.said@example.org",
    is_guest=True,
    is_installed=False,
)
LENA = TeamsMember(
    "0a7e1f00-0000-4000-8000-00000000d11a", "Lena Hart", "lena.hart@example.org", is_installed=False
)
WARD = TeamsTeam(
    "19:ward@thread.tacv2",
    "Ward",
    (TeamsChannel("19:ward@thread.tacv2", "General"), TeamsChannel("19:rounds@thread.tacv2", "Rounds")),
    (AMINA.id, PRIYA.id, LENA.id),
)
ROUNDS = WARD.channels[1].id
OFFICE = TeamsTeam(
    "19:office@thread.tacv2",
    "Office",
    (TeamsChannel("19:office@thread.tacv2", "General"),),
    (OMAR.id,),
    has_bot=False,
)

Answer = Callable[[dict[str, Any]], tuple[int, Any]]


@dataclass
class Clock:
    """The hospital's time; it stands still until it is pushed."""

    at: datetime = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def push(self, **step: float) -> None:
        self.at += timedelta(**step)


@dataclass
class Bot:
    """What the bot has heard, with the tokens, and what it answers."""

    url: str = ""
    heard: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    answer: Answer = lambda _activity: (200, None)

    def says(self, body: Any, status: int = 200) -> None:
        """Answer this from now on."""
        self.answer = lambda _activity: (status, body)

    @property
    def last(self) -> dict[str, Any]:
        return self.heard[-1]


@dataclass
class Office:
    """The running server, the bot, and the bot's line to the connector."""

    teams: PracticeTeams
    bot: Bot
    clock: Clock
    http: httpx.Client

    def token(self, **changes: str) -> httpx.Response:
        """Ask for a token; `changes` make the question wrong."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.teams.client_id,
            "client_secret": self.teams.client_secret,
            "scope": SCOPE,
            **changes,
        }
        tenant = form.pop("tenant", self.teams.tenant_id)
        return self.http.post(f"{self.teams.login_url}/{tenant}/oauth2/v2.0/token", data=form)

    def sign_in(self) -> None:
        """Carry a good token from now on."""
        self.http.headers["Authorization"] = f"Bearer {self.token().json()['access_token']}"

    def call(self, how: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        """Call the connector."""
        return self.http.request(how, f"{self.teams.service_url}v3/{path}", json=body)

    def get(self, path: str, **asked: str) -> httpx.Response:
        """Ask the connector."""
        return self.http.get(f"{self.teams.service_url}v3/{path}", params=asked)

    def create(self, named: str) -> httpx.Response:
        """Open a 1:1 chat."""
        body = {"isGroup": False, "members": [{"id": named}], "tenantId": self.teams.tenant_id}
        return self.call("POST", "conversations", body)

    def post(self, conversation: str, activity: Mapping[str, Any]) -> httpx.Response:
        """Say something."""
        return self.call("POST", f"conversations/{conversation}/activities", activity)

    def said(self, user: TeamsMember, activity: Mapping[str, Any]) -> str:
        """Say something in somebody's chat; its id."""
        return str(self.post(self.teams.people.chat(user.id), activity).json()["id"])

    def put(self, conversation: str, activity_id: str, activity: Mapping[str, Any]) -> httpx.Response:
        """Say it otherwise."""
        return self.call("PUT", f"conversations/{conversation}/activities/{activity_id}", activity)

    def messages(self, user: TeamsMember, conversation: str = "") -> list[dict[str, Any]]:
        """What stands in a conversation on somebody's screen; in their chat with the bot where none is named."""
        screen = self.teams.people.screen(user.id)
        wanted = conversation or self.teams.people.chat(user.id)
        found: list[dict[str, Any]] = next(
            one["messages"] for one in screen["conversations"] if one["id"] == wanted
        )
        return found

    def notices(self, user: TeamsMember) -> list[str]:
        """What Teams itself says to somebody."""
        return [one["text"] for one in self.teams.people.screen(user.id)["notices"]]


@contextlib.contextmanager
def listening() -> Iterator[Bot]:
    """A bot at an address of its own."""
    bot = Bot()

    class Hears(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            activity = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            bot.tokens.append(self.headers["Authorization"].removeprefix("Bearer "))
            bot.heard.append(activity)
            status, body = bot.answer(activity)
            said = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_said: object) -> None:
            """Nothing is logged."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 64

    server = Server(("127.0.0.1", 0), Hears)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    bot.url = f"http://127.0.0.1:{server.server_port}/api/messages"
    try:
        yield bot
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def open_office(rules: TeamsRules | None = None) -> Iterator[Office]:
    """A Teams of its own, for tests that need other rules."""
    clock = Clock()
    with listening() as bot, httpx.Client(trust_env=False) as http:
        teams = PracticeTeams(
            members=(AMINA, PRIYA, OMAR, LENA),
            teams=(WARD, OFFICE),
            now=clock,
            rules=rules or TeamsRules(),
            deliver_to=bot.url,
        )
        with running(teams):
            office = Office(teams, bot, clock, http)
            office.sign_in()
            yield office
