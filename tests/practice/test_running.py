from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from practice.app import PracticeSlack
from practice.running import running
from tests.practice.hospital import AMINA, Clock, Hospital, eventually, manifest, open_hospital


def plain_slack() -> PracticeSlack:
    return PracticeSlack(members=(AMINA,), channels=(), manifest=manifest(), now=Clock())


def test_it_stops_quickly_and_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    with open_hospital() as hospital, hospital.connected():
        hospital.app.command("/pairme")(lambda ack: ack())
        hospital.slack.people.command(AMINA.id, "/pairme")
    slack = plain_slack()
    with running(slack):
        began = time.monotonic()
    assert time.monotonic() - began < 1.0
    assert set(threading.enumerate()) == before


def test_it_stops_quickly_while_a_person_waits_for_the_bot() -> None:
    with open_hospital() as hospital, hospital.connected():
        hospital.app.command("/pairme")(lambda: None)
        waiter = threading.Thread(target=hospital.slack.people.command, args=(AMINA.id, "/pairme"))
        waiter.start()
        eventually(lambda: [one for one in hospital.slack.journal.entries() if one.name == "/pairme"])
        time.sleep(0.02)
        hospital.slack.hang_up()
        waiter.join(1.0)
        assert not waiter.is_alive()


def test_the_port_can_be_chosen_and_is_held_by_one() -> None:
    with running(plain_slack()) as server:
        assert server.api_url == f"http://127.0.0.1:{server.port}/api/"
        with pytest.raises(OSError, match="in use"):
            running(plain_slack(), port=server.port)


def test_the_same_port_can_be_used_again_at_once() -> None:
    with running(plain_slack()) as server:
        port = server.port
    slack = plain_slack()
    with running(slack, port=port) as server:
        assert WebClient(slack.bot_token, base_url=server.api_url).auth_test()["ok"]


def test_a_larger_app_can_carry_it() -> None:
    async def health(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("up")

    slack = plain_slack()
    larger = Starlette(routes=[Route("/health", health), Mount("/", slack.app)])
    with running(slack, app=larger) as server:
        assert WebClient(slack.bot_token, base_url=server.api_url).auth_test()["ok"]


def test_two_hospitals_have_different_tokens() -> None:
    one, other = plain_slack(), plain_slack()
    for name in ("bot_token", "app_token", "signing_secret", "page_token"):
        assert getattr(one, name) != getattr(other, name)


def test_it_is_imported_without_the_bots_libraries() -> None:
    code = "import sys, practice.app; print(sorted({'slack_sdk', 'slack_bolt', 'bot'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_reset_keeps_people_channels_and_tokens(hospital: Hospital) -> None:
    hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
    token = hospital.slack.bot_token
    hospital.slack.reset()
    assert hospital.texts(AMINA.id) == []
    assert hospital.slack.bot_token == token
    assert hospital.client.users_info(user=AMINA.id)["ok"]
