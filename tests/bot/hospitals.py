"""Two hospitals' Slacks, and a bot over HTTP that either can install; nothing of it is made up but the people."""

from __future__ import annotations

import contextlib
import copy
import http.client
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import yaml
from prometheus_client import CollectorRegistry
from slack_sdk.signature import SignatureVerifier

from bot import house as wiring
from bot.clock import Clock
from bot.house import Bot
from bot.http import web_app
from bot.settings import read
from bot.slack.app import SlackDoor
from bot.slack.install import Install
from bot.slack.profiles import Profiles
from bot.slack.upkeep import Upkeep
from practice.app import Page, PracticeSlack
from practice.credentials import Credentials
from practice.installation import bot_user_of
from practice.people import Channel, Member
from practice.rules import Rules
from practice.running import running
from practice.several import SeveralSlacks
from storage.database import Database

NORTH, SOUTH = "T0NORTH", "T0SOUTH"
LENA = Member("U00000LENA", "Lena Hart", "lena@example.org", is_admin=True)
KEY = "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA="
AMINAS = {NORTH: "Amina Yusuf", SOUTH: "Amina Okafor"}


@dataclass(frozen=True)
class Seen:
    """What a browser shows."""

    status: int
    words: str
    headers: Mapping[str, str]


class Browser:
    """Somebody's browser: it keeps cookies and follows no redirect by itself."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def goes(self, url: str, method: str = "GET") -> Seen:
        """Look at an address."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=15)
        with contextlib.closing(connection):
            sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            connection.request(method, path, headers=sent if self.cookies else {})
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Seen(answer.status, answer.read().decode(), headers)

    def asks_slack(self, public_url: str) -> str:
        """Press the button; the address of Slack's own page."""
        begun = self.goes(f"{public_url}/slack/install", "POST")
        assert begun.status == 303, begun
        return begun.headers["location"]

    def allows(self, public_url: str, team: str, **choice: str) -> str:
        """Press the button, choose a workspace and allow it; the address that Slack leads back to."""
        asked = self.asks_slack(public_url)
        led = self.goes(f"{asked}&{urlencode({'team': team, **choice})}")
        assert led.status == 302, led
        return led.headers["location"]

    def installs(self, public_url: str, team: str) -> Seen:
        """All of it."""
        return self.goes(self.allows(public_url, team))


class Hospitals:
    """Both Slacks. The bot is expected at `port`."""

    def __init__(self, port: int, *, rotates: bool = False, token_seconds: float = 43_200.0) -> None:
        self._token_seconds = token_seconds
        self.public_url = f"http://127.0.0.1:{port}"
        self.clock = Clock()
        self.credentials = Credentials()
        made = manifest(self.public_url, rotates=rotates)
        self.several = SeveralSlacks([self._slack(team, made) for team in (NORTH, SOUTH)])
        self.north, self.south = self.several.slacks.values()

    def _slack(self, team: str, made: Any) -> PracticeSlack:
        amina = Member("U0000AMINA", AMINAS[team], "amina@example.org")
        return PracticeSlack(
            members=(amina, LENA),
            channels=(Channel(f"C{team[1:]}", "ward", (amina.id, LENA.id, bot_user_of(team))),),
            manifest=made,
            now=self.clock.now,
            page=Page(f"Hospital {team}"),
            rules=Rules(upload_settles_seconds=0.0, redelivery_seconds=(), token_seconds=self._token_seconds),
            deliver_to=f"{self.public_url}/slack/events",
            team_id=team,
            credentials=self.credentials,
            is_installed=False,
        )

    def environment(self, api_url: str) -> dict[str, str]:
        """What a bot for both is told."""
        return {
            "SLACK_CLIENT_ID": self.credentials.client_id,
            "SLACK_CLIENT_SECRET": self.credentials.client_secret,
            "SLACK_SIGNING_SECRET": self.credentials.signing_secret,
            "SLACK_API_URL": api_url,
            "PUBLIC_URL": self.public_url,
            "PAIRME_KEYS": KEY,
        }

    def post(self, body: Mapping[str, str] | dict[str, Any], *, is_json: bool = False) -> tuple[int, str]:
        """Something that Slack would send, signed."""
        written = json.dumps(body) if is_json else urlencode(body)
        now = str(int(time.time()))
        signature = SignatureVerifier(self.credentials.signing_secret).generate_signature(
            timestamp=now, body=written
        )
        parts = urlsplit(self.public_url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=15)
        with contextlib.closing(connection):
            kind = "application/json" if is_json else "application/x-www-form-urlencoded"
            headers = {
                "Content-Type": kind,
                "X-Slack-Signature": str(signature),
                "X-Slack-Request-Timestamp": now,
            }
            connection.request("POST", "/slack/events", written, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


@dataclass(frozen=True)
class Open:
    """Both Slacks and the bot, running in this process; its clock and its workers are pushed by the test."""

    hospitals: Hospitals
    server: running
    bot: Bot
    database: Database
    upkeep: Upkeep
    clock: Clock

    @property
    def public_url(self) -> str:
        """Where the bot is."""
        return self.hospitals.public_url

    def installs(self, *teams: str) -> None:
        """Somebody installs the bot there; a second passes, so that a removal is later than that."""
        for team in teams:
            assert Browser().installs(self.public_url, team).status == 200
        self.passes(2)

    def passes(self, seconds: float) -> None:
        """Time passes, for the bot and for both Slacks."""
        self.clock.move_to(self.clock.now() + timedelta(seconds=seconds))

    def delivers(self) -> None:
        """Send what waits, whatever the pauses."""
        while self.bot.post.send_one():
            self.passes(2)


@contextlib.contextmanager
def opened(database: Database, port: int, *, rotates: bool = False) -> Iterator[Open]:
    """Everything running until the block ends."""
    hospitals = Hospitals(port, rotates=rotates)
    with running(hospitals.several) as server:
        settings = read(hospitals.environment(server.api_url))
        bot = wiring.bot(settings, hospitals.clock, database)
        door = SlackDoor(
            client=wiring.slack_client(settings),
            signing_secret=settings.signing_secret,
            house=bot.house,
            now=hospitals.clock.now,
            profiles=Profiles(budget=5.0),
        )
        oauth = wiring.oauth(settings)
        routes = Install(database, oauth, hospitals.clock.now).routes()
        app = web_app(database, hospitals.clock.now, CollectorRegistry(), door.app, routes)
        with wiring.served(app, "127.0.0.1", port):
            upkeep = Upkeep(database, oauth, hospitals.clock.now)
            yield Open(hospitals, server, bot, database, upkeep, hospitals.clock)
        door.close()


def reflects(slack: PracticeSlack, user: str, words: str) -> None:
    """Write a reflection and put the form away, so that only what is stored can show it."""
    assert slack.people.command(user, "/reflect").acknowledged
    form = slack.people.screen(user)["views"][-1]["id"]
    outcome = slack.people.submit(user, form, {"words": words})
    assert outcome.acknowledged, outcome
    assert not outcome.field_errors
    for view in reversed(slack.people.screen(user)["views"]):
        slack.people.close(user, view["id"])


def home(slack: PracticeSlack, user: str) -> str:
    """What somebody's home shows now."""
    slack.people.open_home(user)
    assert slack.people.settle()
    return str(slack.people.screen(user))


def manifest(public_url: str, *, rotates: bool = False) -> Any:
    """The packaged manifest, with this address and perhaps with tokens that expire."""
    written = (files("bot.slack") / "manifest-http.yaml").read_text(encoding="utf-8")
    made = copy.deepcopy(yaml.safe_load(written.replace("https://pairme.example.org", public_url)))
    made["settings"]["token_rotation_enabled"] = rotates
    return made


def query(url: str) -> dict[str, str]:
    """What an address carries."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
