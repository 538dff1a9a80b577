"""Somebody in Teams sits on the page beside somebody in Slack."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from practice.app import Page, PracticeSlack
from practice.running import running
from practice.teams.app import PracticeTeams
from practice.teams.on_page import teams_side
from practice.together import Together
from tests.practice import hospital
from tests.practice.teams.office import PRIYA, ROUNDS, WARD, Bot, Clock, listening


@dataclass
class Desk:
    """The page of both, and the bot behind Teams."""

    slack: PracticeSlack
    teams: PracticeTeams
    bot: Bot
    http: httpx.Client

    def ask(self, path: str) -> Any:
        answer = self.http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def act(self, verb: str, **given: Any) -> Any:
        return self.http.post("/practice/act", json={"user": PRIYA.id, "verb": verb, **given}).json()

    @property
    def screen(self) -> Any:
        return self.ask(f"/practice/screen/{PRIYA.id}")


@contextlib.contextmanager
def opened() -> Iterator[Desk]:
    clock = Clock()
    with listening() as bot:
        teams = PracticeTeams(members=(PRIYA,), teams=(WARD,), now=clock, deliver_to=bot.url)
        slack = PracticeSlack(
            members=(hospital.AMINA,),
            channels=(),
            manifest=hospital.manifest(),
            now=clock,
            page=Page("Larkhill", (hospital.AMINA.id, PRIYA.id)),
            also=(teams_side(teams, {PRIYA.id: "Service manager"}),),
        )
        with (
            running(Together(slack, teams)) as server,
            httpx.Client(
                trust_env=False, base_url=server.url, headers={"X-Practice-Token": slack.page_token}
            ) as http,
        ):
            yield Desk(slack, teams, bot, http)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with opened() as made:
        yield made


def test_the_page_learns_who_sits_where(desk: Desk) -> None:
    known = desk.ask("/practice/members")
    seated = {one["name"]: (one["platform"], one["title"]) for one in known["members"] if not one["is_bot"]}
    assert seated == {
        "Amina Yusuf": ("slack", "Resident doctor"),
        "Priya Nair": ("teams", "Service manager"),
    }
    bots = {one["platform"]: one["name"] for one in known["members"] if one["is_bot"]}
    assert bots == {"slack": "PairMe", "teams": "PairMe"}


def test_somebody_in_teams_writes_and_the_bot_hears_it(desk: Desk) -> None:
    assert desk.act("say", text="pairme")["ok"] is True
    assert (desk.bot.last["text"], desk.bot.last["from"]["aadObjectId"]) == ("pairme", PRIYA.id)
    assert desk.screen["conversations"][0]["messages"][0]["text"] == "pairme"
    assert desk.act("mention", channel=ROUNDS, text="help")["ok"] is True
    assert desk.bot.last["text"].startswith("<at>PairMe</at>")


def test_each_platform_has_its_own_verbs(desk: Desk) -> None:
    assert desk.act("command", command="/pairme") == {"ok": False, "error": "there is no verb command"}
    assert desk.act("screen") == {"ok": False, "error": "there is no verb screen"}
    given = {"user": hospital.AMINA.id, "verb": "mention", "channel": ROUNDS, "text": "help"}
    assert desk.http.post("/practice/act", json=given).status_code == 400


def test_a_file_comes_as_it_was_chosen(desk: Desk) -> None:
    assert desk.act("upload", name="list.csv", content_base64="bmFtZQ==")["ok"] is True
    [file] = desk.screen["conversations"][0]["messages"][0]["files"]
    assert desk.http.get(file["url"]).content == b"name"


def test_each_platform_has_its_own_journal(desk: Desk) -> None:
    desk.act("say", text="pairme")
    said = desk.ask("/practice/journal?platform=teams")["entries"]
    assert ("event", "message") in [(entry["kind"], entry["name"]) for entry in said]
    assert desk.ask("/practice/journal")["entries"] == []
    rest = desk.ask(f"/practice/journal?platform=teams&after={said[-1]['n']}")["entries"]
    assert rest == []
    assert desk.http.get("/practice/journal?platform=post").status_code == 404


def test_a_watching_page_hears_of_both(desk: Desk) -> None:
    address = f"{desk.http.base_url}/practice/watch?token={desk.slack.page_token}".replace("http", "ws", 1)
    with connect(address, proxy=None) as watch:
        desk.teams.people.say(PRIYA.id, "pairme")
        heard: dict[str, Any] = {}
        while "changed" not in heard or "journal" not in heard:
            heard |= json.loads(watch.recv(timeout=2))
    assert heard["changed"] == [PRIYA.id]


def test_teams_addresses_need_a_loopback_host_as_well(desk: Desk) -> None:
    assert desk.http.get("/drive/x/y", headers={"Host": "hospital.example.org"}).status_code == 403
    assert desk.http.get("/drive/x/y").status_code == 404
