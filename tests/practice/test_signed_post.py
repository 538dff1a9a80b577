from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from practice.rules import Rules
from tests.practice.hospital import AMINA, BUTTON, Hospital, modal, open_hospital


@contextlib.contextmanager
def bot_over_http(rules: Rules | None = None) -> Iterator[tuple[Hospital, list[Request]]]:
    """A bot with a request URL, and the requests that it got. `hospital.app` is what listens there."""
    listener = socket.create_server(("127.0.0.1", 0))
    requests: list[Request] = []
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
    with open_hospital(rules=rules, deliver_to=address) as hospital:
        handler: Any = SlackRequestHandler(hospital.app)

        async def endpoint(request: Request) -> Response:
            requests.append(request)
            return await handler.handle(request)  # type: ignore[no-any-return]

        with served(Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])]), listener):
            yield hospital, requests


@contextlib.contextmanager
def served(app: Starlette, listener: socket.socket) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, log_level="error"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def test_a_command_is_posted_as_a_form_signed_and_answered() -> None:
    with bot_over_http() as (hospital, requests):
        hospital.app.command("/pairme")(lambda ack, command: ack(text=f"You said {command['text']}"))
        outcome = hospital.slack.people.command(AMINA.id, "/pairme", "status & more")
        assert outcome.acknowledged
        assert hospital.texts(AMINA.id) == ["You said status &amp; more"]
        headers = requests[0].headers
        assert headers["content-type"] == "application/x-www-form-urlencoded"
        assert headers["x-slack-signature"].startswith("v0=")
        assert abs(int(headers["x-slack-request-timestamp"]) - time.time()) < 5


def test_a_bot_with_another_secret_refuses_and_the_person_sees_a_failure() -> None:
    with bot_over_http() as (hospital, _):
        stranger = App(
            client=WebClient(hospital.slack.bot_token, base_url=hospital.server.api_url),
            signing_secret="another",
            process_before_response=True,
        )
        hospital.app.dispatch = stranger.dispatch  # type: ignore[method-assign]
        outcome = hospital.slack.people.command(AMINA.id, "/pairme")
        assert (outcome.acknowledged, outcome.error) == (False, "http_service_error")


def test_presses_and_forms_are_posted_as_a_payload() -> None:
    with bot_over_http() as (hospital, requests):

        @hospital.app.action("yes")
        def yes(ack: Any, body: dict[str, Any], client: Any) -> None:
            client.views_open(trigger_id=body["trigger_id"], view=modal())
            ack()

        hospital.app.view("reflect")(
            lambda ack: ack(response_action="errors", errors={"note": "Say a little more."})
        )
        people, channel = hospital.slack.people, hospital.slack.people.dm(AMINA.id)
        ts = hospital.client.chat_postMessage(channel=channel, text="Met?", blocks=[BUTTON])["ts"]
        assert people.press(AMINA.id, channel, ts, "yes").acknowledged
        view_id = hospital.forms(AMINA.id)[0]["id"]
        outcome = people.submit(AMINA.id, view_id, {"note": "Ok"})
        assert outcome.field_errors == {"note": "Say a little more."}
        kinds = {request.headers["content-type"] for request in requests}
        assert "application/x-www-form-urlencoded" in kinds


def test_an_event_is_posted_as_json_and_comes_again_after_an_error() -> None:
    rules = Rules(redelivery_seconds=(0.0, 0.0))
    with bot_over_http(rules) as (hospital, requests):
        heard: list[str] = []

        @hospital.app.event("message")
        def hear(event: dict[str, Any]) -> None:
            heard.append(event["text"])
            if len(heard) == 1:
                raise ConnectionError("the database is away")

        people = hospital.slack.people
        people.say(AMINA.id, people.dm(AMINA.id), "Hello")
        assert people.settle()
        assert heard == ["Hello", "Hello"]
        first, second = requests
        assert "x-slack-retry-num" not in first.headers
        assert (second.headers["x-slack-retry-num"], second.headers["x-slack-retry-reason"]) == (
            "1",
            "http_error",
        )
        assert first.headers["content-type"] == "application/json"


def test_a_bot_that_is_slow_or_away_fails_as_slack_says() -> None:
    with bot_over_http(Rules(ack_seconds=0.1)) as (hospital, _):
        hospital.app.command("/pairme")(lambda: time.sleep(0.3))
        slow = hospital.slack.people.command(AMINA.id, "/pairme")
        assert slow.error == "operation_timeout"
    with open_hospital(deliver_to="http://127.0.0.1:9/slack/events") as hospital:
        assert hospital.slack.people.command(AMINA.id, "/pairme").error == "dispatch_failed"


def test_an_answer_that_is_not_json_is_text() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"

    async def endpoint(request: Request) -> Response:
        form = (await request.body()).decode()
        return Response("Plain words" if "pairme" in form else json.dumps([1]), media_type="text/plain")

    app = Starlette(routes=[Route("/", endpoint, methods=["POST"])])
    with open_hospital(deliver_to=address) as hospital, served(app, listener):
        assert hospital.slack.people.command(AMINA.id, "/pairme").acknowledged
        assert hospital.texts(AMINA.id) == ["Plain words"]
