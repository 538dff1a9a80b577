from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from practice.rules import Rules
from tests.practice.hospital import AMINA, Hospital, eventually, open_hospital, part


@contextlib.contextmanager
def dial(hospital: Hospital) -> Iterator[ClientConnection]:
    """A bot that speaks Socket Mode by hand, past its hello."""
    with connect(address(hospital), proxy=None) as line:
        assert json.loads(line.recv(timeout=2))["type"] == "hello"
        yield line


def address(hospital: Hospital) -> str:
    return str(hospital.client.apps_connections_open(app_token=hospital.slack.app_token)["url"])


def frames(line: ClientConnection, count: int) -> list[dict[str, Any]]:
    """The next envelopes, none of them acknowledged."""
    return [json.loads(line.recv(timeout=2)) for _ in range(count)]


def acknowledge(line: ClientConnection, frame: dict[str, Any]) -> None:
    line.send(json.dumps({"envelope_id": frame["envelope_id"]}))


def test_the_first_frame_is_hello(hospital: Hospital) -> None:
    url = address(hospital)
    with connect(url, proxy=None) as line:
        hello = json.loads(line.recv(timeout=2))
    assert hello["type"] == "hello"
    assert hello["num_connections"] == 1


def test_a_ticket_opens_one_socket(hospital: Hospital) -> None:
    url = address(hospital)
    with connect(url, proxy=None):
        pass
    guessed = f"{hospital.server.url.replace('http', 'ws')}/socket?ticket=guess"
    for spent in (url, guessed):
        with pytest.raises(InvalidStatus, match="403"), connect(spent, proxy=None):
            pass


def test_an_envelope_has_the_shape_of_socket_mode(hospital: Hospital) -> None:
    with dial(hospital) as line:
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
        frame = frames(line, 1)[0]
        acknowledge(line, frame)
        assert hospital.slack.people.settle()
    assert (frame["type"], frame["accepts_response_payload"]) == ("events_api", False)
    assert (frame["retry_attempt"], frame["retry_reason"]) == (0, "")
    assert frame["payload"]["event"]["text"] == "Hello"
    assert frame["payload"]["type"] == "event_callback"


def test_an_event_comes_again_until_it_is_acknowledged() -> None:
    rules = Rules(ack_seconds=0.05, redelivery_seconds=(0.0, 0.02, 0.04))
    with open_hospital(rules=rules) as hospital, dial(hospital) as line:
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
        first, second, third = frames(line, 3)
        assert [frame["retry_attempt"] for frame in (first, second, third)] == [0, 1, 2]
        assert third["retry_reason"] == "timeout"
        assert len({frame["payload"]["event_id"] for frame in (first, second, third)}) == 1
        assert len({frame["envelope_id"] for frame in (first, second, third)}) == 3
        assert not hospital.slack.people.settle(0.0)
        acknowledge(line, third)
        assert hospital.slack.people.settle()
        with pytest.raises(TimeoutError):
            line.recv(timeout=0.15)


def test_slack_gives_up_after_three_redeliveries() -> None:
    rules = Rules(ack_seconds=0.02, redelivery_seconds=(0.0, 0.0, 0.0))
    with open_hospital(rules=rules) as hospital, dial(hospital) as line:
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
        assert len(frames(line, 4)) == 4
        assert hospital.slack.people.settle()
        assert "the event was never acknowledged" in [
            entry.summary for entry in hospital.slack.journal.broken()
        ]


def test_a_listener_that_fails_is_asked_again() -> None:
    rules = Rules(ack_seconds=0.1, redelivery_seconds=(0.0,))
    with open_hospital(rules=rules) as hospital:
        tries: list[str | None] = []

        @hospital.app.event("message")
        def hear(request: Any) -> None:
            tries.append(request.headers.get("x-slack-retry-num", [None])[0])
            if len(tries) == 1:
                raise ConnectionError("the database is away")

        with hospital.connected():
            people = hospital.slack.people
            people.say(AMINA.id, people.dm(AMINA.id), "Hello")
            assert people.settle()
        assert tries == ["0", "1"]


def test_commands_are_never_repeated() -> None:
    with open_hospital(rules=Rules(ack_seconds=0.05)) as hospital, dial(hospital) as line:
        assert not hospital.slack.people.command(AMINA.id, "/pairme").acknowledged
        assert frames(line, 1)[0]["type"] == "slash_commands"
        with pytest.raises(TimeoutError):
            line.recv(timeout=0.15)


def test_an_event_waits_for_a_bot_that_connects_later() -> None:
    rules = Rules(redelivery_seconds=(0.0, 0.2))
    with open_hospital(rules=rules) as hospital:
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
        with dial(hospital) as line:
            frame = frames(line, 1)[0]
            assert (frame["retry_attempt"], frame["retry_reason"]) == (2, "http_error")
            acknowledge(line, frame)
            assert hospital.slack.people.settle()


def test_a_rule_sends_every_event_twice() -> None:
    with open_hospital(rules=Rules(duplicate_events=True)) as hospital, dial(hospital) as line:
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
        first, second = frames(line, 2)
        assert first["payload"] == second["payload"]
        assert first["envelope_id"] != second["envelope_id"]
        for frame in (first, second):
            acknowledge(line, frame)
        assert hospital.slack.people.settle()


def test_the_newest_socket_gets_the_envelopes(hospital: Hospital) -> None:
    with dial(hospital) as old, dial(hospital) as new:
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
        acknowledge(new, frames(new, 1)[0])
        assert hospital.slack.people.settle()
        new.close()
        eventually(lambda: hospital.slack.sockets.connected == 1)
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
        acknowledge(old, frames(old, 1)[0])
        assert hospital.slack.people.settle()


def test_an_acknowledgement_may_come_over_another_socket(hospital: Hospital) -> None:
    with dial(hospital) as old, dial(hospital) as new:
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
        acknowledge(old, frames(new, 1)[0])
        assert hospital.slack.people.settle()


def test_an_acknowledgement_of_nothing_is_a_rule_broken(hospital: Hospital) -> None:
    with dial(hospital) as line:
        acknowledge(line, {"envelope_id": "made up"})
        eventually(hospital.slack.journal.broken)


def test_a_frame_that_is_not_json_is_a_rule_broken(hospital: Hospital) -> None:
    with dial(hospital) as line:
        line.send("hello yourself")
        eventually(hospital.slack.journal.broken)
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
        acknowledge(line, frames(line, 1)[0])
        assert hospital.slack.people.settle()


def test_a_refresh_closes_the_old_socket_at_once(hospital: Hospital) -> None:
    with dial(hospital) as line:
        hospital.slack.sockets.refresh()
        assert frames(line, 1)[0] == {"type": "disconnect", "reason": "refresh_requested"}
        with pytest.raises(ConnectionClosed):
            line.recv(timeout=2)
        assert hospital.slack.sockets.connected == 0


def test_a_bot_that_was_refreshed_answers_the_next_command_promptly(hospital: Hospital) -> None:
    hospital.app.command("/pairme")(lambda ack: ack(text="Hello"))
    handler: Any = SocketModeHandler(hospital.app, hospital.slack.app_token)
    handler.connect()
    try:
        assert hospital.slack.people.command(AMINA.id, "/pairme").acknowledged
        hospital.slack.sockets.refresh()
        eventually(lambda: hospital.slack.sockets.connected == 0)
        eventually(lambda: hospital.slack.sockets.connected >= 1)
        began = time.monotonic()
        assert hospital.slack.people.command(AMINA.id, "/pairme").acknowledged
        assert time.monotonic() - began < 1.0
    finally:
        part(hospital.slack, handler)


def test_a_reset_keeps_the_socket_and_stops_redeliveries() -> None:
    rules = Rules(ack_seconds=0.05, redelivery_seconds=(0.05,))
    with open_hospital(rules=rules) as hospital, dial(hospital) as line:
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
        frames(line, 1)
        hospital.slack.reset()
        assert hospital.slack.people.settle(0.0)
        with pytest.raises(TimeoutError):
            line.recv(timeout=0.2)
        assert hospital.slack.sockets.connected == 1


def test_an_envelope_takes_a_few_milliseconds(connected: Hospital) -> None:
    connected.app.command("/pairme")(lambda ack: ack())
    connected.slack.people.command(AMINA.id, "/pairme")
    began = time.monotonic()
    for _ in range(50):
        connected.slack.people.command(AMINA.id, "/pairme")
    assert (time.monotonic() - began) / 50 < 0.05
