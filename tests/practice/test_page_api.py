from __future__ import annotations

import base64
import http.client
import json
import threading
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from practice.page_api import PAGE_FILES
from tests.practice.hospital import AMINA, BUTTON, LENA, PRIYA, WARD, Hospital, modal, open_hospital
from tests.practice.test_form_acts import answering, file_field, opened
from tests.practice.test_uploads import upload


def ask(
    hospital: Hospital, path: str, body: Any = None, *, token: str | None = "", **headers: str
) -> tuple[int, str]:
    """One request of the page: status and body. `token` None sends none."""
    given = {
        "Content-Type": "application/json",
        **{key.replace("_", "-"): value for key, value in headers.items()},
    }
    if token is not None:
        given["X-Practice-Token"] = token or hospital.slack.page_token
    line = http.client.HTTPConnection("127.0.0.1", hospital.server.port, timeout=5)
    try:
        sent = None if body is None else json.dumps(body)
        line.request("GET" if body is None else "POST", path, sent, given)
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    finally:
        line.close()


def told(hospital: Hospital, path: str, body: Any = None) -> Any:
    """The JSON of a good answer."""
    status, text = ask(hospital, path, body)
    assert status == 200, text
    return json.loads(text)


def act(hospital: Hospital, verb: str, **given: Any) -> Any:
    return told(hospital, "/practice/act", {"user": AMINA.id, "verb": verb, **given})


PRIVATE = [
    ("/", None),
    ("/practice/members", None),
    (f"/practice/screen/{AMINA.id}", None),
    ("/practice/journal", None),
    ("/files/F1/chart.png", None),
    ("/practice/act", {"user": AMINA.id, "verb": "open_home"}),
    ("/practice/push", {"days": 1}),
    ("/practice/start-over", {}),
]


@pytest.mark.parametrize(("path", "body"), PRIVATE, ids=[path for path, _ in PRIVATE])
def test_an_address_needs_the_token_and_a_loopback_host(hospital: Hospital, path: str, body: Any) -> None:
    before = hospital.clock.at
    assert ask(hospital, path, body, token=None)[0] == 403
    assert ask(hospital, path, body, token="guess")[0] == 403
    assert ask(hospital, path, body, Host="hospital.example.org")[0] == 403
    assert ask(hospital, path, body, Origin="https://elsewhere.example.org")[0] == 403
    assert hospital.clock.at == before


@pytest.mark.parametrize("path", ["/api/auth.test", "/response/x", "/upload/v1/x", "/files-pri/T-F/x"])
def test_the_bots_addresses_need_a_loopback_host_too(hospital: Hospital, path: str) -> None:
    assert ask(hospital, path, {}, Host="hospital.example.org")[0] == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:3000", "[::1]:3000"])
def test_loopback_has_three_names(hospital: Hospital, host: str) -> None:
    assert ask(hospital, "/practice/members", Host=host)[0] == 200


def test_the_page_is_served_with_the_token_in_its_address(hospital: Hospital) -> None:
    status, page = ask(hospital, f"/?token={hospital.slack.page_token}", token=None)
    assert status == 200
    assert page.lower().startswith("<!doctype html>")


def test_every_script_and_style_of_the_page_is_served_without_a_token(hospital: Hospital) -> None:
    files = [path for path in PAGE_FILES.iterdir() if path.suffix in {".js", ".css"}]
    assert len(files) > 1
    for path in files:
        assert ask(hospital, f"/{path.name}", token=None) == (200, path.read_text())


@pytest.mark.parametrize("path", ["/index.html", "/nothing.js", "/..%2fpage_api.py", "/%2e%2e%2fapp.js"])
def test_nothing_else_is_served_without_a_token(hospital: Hospital, path: str) -> None:
    assert ask(hospital, path, token=None)[0] in {403, 404}


def test_the_page_learns_who_is_there(hospital: Hospital) -> None:
    known = told(hospital, "/practice/members")
    assert known["title"] == "Larkhill Children's Hospital"
    assert known["suggested_panes"] == [AMINA.id, PRIYA.id]
    assert known["tips"] == ["Type /pairme."]
    assert known["can_push"] is True
    assert {"id": WARD.id, "name": "ward"} in known["channels"]
    assert {"Amina Yusuf", "PairMe"} <= {member["name"] for member in known["members"]}
    assert known["now"] == "2027-03-01T09:00:00+00:00"


def test_a_screen_is_as_the_contract_says(connected: Hospital) -> None:
    view_id = opened(connected, modal())
    connected.client.chat_postMessage(channel=AMINA.id, text="Met?", blocks=[BUTTON])
    screen = told(connected, f"/practice/screen/{AMINA.id}")
    assert screen["user"] == {"id": AMINA.id, "name": "Amina Yusuf", "title": "Resident doctor"}
    assert screen["commands"][0] == {"command": "/pairme", "description": "Join", "usage_hint": "help"}
    assert [place["kind"] for place in screen["conversations"]] == ["app_home", "channel", "im"]
    im = screen["conversations"][2]
    assert (im["name"], im["unread"]) == ("PairMe", 1)
    message = im["messages"][0]
    assert set(message) == {
        "ts", "at", "from", "text", "blocks", "thread_ts", "ephemeral", "edited", "deleted", "files",
    }  # fmt: skip
    assert message["from"] == {"id": connected.slack.bot_user_id, "name": "PairMe", "is_bot": True}
    view = screen["views"][0]
    assert (view["id"], view["type"], view["field_errors"]) == (view_id, "modal", {})
    assert view["state"]["note"]["value"]["value"] is None
    assert (screen["home"], screen["notices"]) == (None, [])
    assert ask(connected, "/practice/screen/U0GHOST")[0] == 404


def test_the_page_types_a_command_while_the_bot_calls_back(connected: Hospital) -> None:
    @connected.app.command("/pairme")
    def pairme(ack: Any, client: Any, command: dict[str, Any]) -> None:
        client.chat_postMessage(channel=command["user_id"], text=f"You said {command['text']}")
        ack(text="Hello")

    done = act(connected, "command", command="/pairme", text="status")
    assert done == {"ok": True, "outcome": {"acknowledged": True, "error": "", "field_errors": {}}}
    assert connected.texts(AMINA.id) == ["You said status", "Hello"]


def test_many_panes_may_act_at_once(connected: Hospital) -> None:
    connected.app.command("/pairme")(lambda ack: ack(text="Hello"))
    people = [AMINA.id, PRIYA.id, LENA.id] * 4
    done: list[bool] = []

    def pane(user: str) -> None:
        body = {"user": user, "verb": "command", "command": "/pairme"}
        done.append(told(connected, "/practice/act", body)["outcome"]["acknowledged"])

    threads = [threading.Thread(target=pane, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [True] * 12


def test_the_page_says_edits_and_deletes(hospital: Hospital) -> None:
    channel = hospital.slack.people.dm(AMINA.id)
    ts = act(hospital, "say", channel=channel, text="Hello")["outcome"]["ts"]
    act(hospital, "edit", channel=channel, ts=ts, text="Hello!")
    assert hospital.texts(AMINA.id) == ["Hello!"]
    act(hospital, "read", channel=channel)
    act(hospital, "delete", channel=channel, ts=ts)
    assert hospital.texts(AMINA.id) == []
    assert act(hospital, "open_home")["ok"]


def test_the_page_presses_and_sends_a_form_with_a_file(connected: Hospital) -> None:
    connected.app.action("yes")(lambda ack: ack())
    bodies = answering(connected)
    ts = connected.client.chat_postMessage(channel=WARD.id, text="Met?", blocks=[BUTTON])["ts"]
    pressed = act(connected, "press", channel=WARD.id, ts=ts, action_id="yes", block_id="answer")
    assert pressed["outcome"]["acknowledged"]
    view_id = opened(connected, modal(blocks=[file_field(), BUTTON]))
    assert act(connected, "press_view", view_id=view_id, action_id="yes", block_id="answer")["ok"]
    missing = act(connected, "submit", view_id=view_id, values={})["outcome"]
    assert missing["field_errors"] == {"list": "Please complete this required field."}
    file = {"name": "people.csv", "content_base64": base64.b64encode(b"name\nZo\xc3\xab\n").decode()}
    assert act(connected, "submit", view_id=view_id, values={"list": [file]})["outcome"]["acknowledged"]
    sent = bodies[0]["view"]["state"]["values"]["list"]["file"]["files"][0]
    assert (sent["name"], sent["size"]) == ("people.csv", 10)


def test_the_page_closes_a_form(connected: Hospital) -> None:
    view_id = opened(connected, modal())
    assert act(connected, "close", view_id=view_id)["ok"]
    assert connected.forms(AMINA.id) == []


def test_what_slack_would_not_allow_is_refused_in_words(hospital: Hospital) -> None:
    refused = act(hospital, "command", command="/weather")
    assert refused == {"ok": False, "error": "/weather is not a valid command"}


@pytest.mark.parametrize(
    "body",
    [
        {"user": AMINA.id, "verb": "reset"},
        {"user": AMINA.id, "verb": "__init__"},
        {"user": AMINA.id, "verb": "say", "text": "Hello"},
        {"user": AMINA.id, "verb": "say", "channel": WARD.id, "text": 5},
        {"user": AMINA.id, "verb": "submit", "view_id": "V1", "values": "Hello"},
        {"user": AMINA.id, "verb": "submit", "view_id": "V1", "values": {"list": {"content_base64": "%"}}},
        [],
    ],
)
def test_an_act_that_makes_no_sense_is_a_bad_request(hospital: Hospital, body: Any) -> None:
    status, text = ask(hospital, "/practice/act", body)
    assert (status, json.loads(text)["ok"]) == (400, False)


def test_the_page_pushes_the_clock_forward(hospital: Hospital) -> None:
    assert told(hospital, "/practice/push", {"days": 7})["now"] == "2027-03-08T09:00:00+00:00"
    assert told(hospital, "/practice/push", {"hours": 2})["now"] == "2027-03-08T11:00:00+00:00"
    for wrong in ({"days": -1}, {"days": "soon"}, {}, {"days": 1e300}, {"days": float("inf")}):
        assert ask(hospital, "/practice/push", wrong)[0] == 400


def test_starting_over_forgets_everything_said_and_tells_the_bots_side() -> None:
    called: list[bool] = []
    with open_hospital(start_over=lambda: called.append(True)) as hospital:
        hospital.client.chat_postMessage(channel=WARD.id, text="Hello")
        upload(hospital)
        token = hospital.slack.page_token
        assert told(hospital, "/practice/start-over", {}) == {"ok": True}
        assert called == [True]
        assert hospital.texts(AMINA.id, WARD.id) == []
        assert hospital.slack.journal.entries() == []
        assert hospital.slack.page_token == token
        assert hospital.client.auth_test()["ok"]


def test_the_journal_is_read_from_where_the_page_stopped(hospital: Hospital) -> None:
    hospital.client.chat_postMessage(channel=WARD.id, text="Hello")
    first = told(hospital, "/practice/journal?after=0")["entries"]
    assert {"n", "at", "kind", "name", "user", "summary", "broken", "detail"} == set(first[0])
    hospital.client.auth_test()
    rest = told(hospital, f"/practice/journal?after={first[-1]['n']}")["entries"]
    assert [(entry["kind"], entry["name"]) for entry in rest] == [("call", "auth.test")]


def test_a_file_on_the_screen_opens_with_the_page_token(hospital: Hospital) -> None:
    upload(hospital, channel=WARD.id, filename="list one.csv", content="name")
    url = hospital.messages(AMINA.id, WARD.id)[0]["files"][0]["url"]
    assert ask(hospital, url, token=None) == (200, "name")
    assert ask(hospital, url.partition("?")[0], token=None)[0] == 403
    assert ask(hospital, "/files/F0NOWHERE/x")[0] == 404


def watch_address(hospital: Hospital, token: str) -> str:
    return f"ws://127.0.0.1:{hospital.server.port}/practice/watch?token={token}"


def test_a_watching_page_hears_whose_screen_changed(hospital: Hospital) -> None:
    with connect(watch_address(hospital, hospital.slack.page_token), proxy=None) as watch:
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
        hospital.client.chat_postMessage(channel=AMINA.id, text="Again")
        heard: dict[str, Any] = {}
        while "changed" not in heard or "journal" not in heard:
            heard |= json.loads(watch.recv(timeout=2))
        assert AMINA.id in heard["changed"]
        assert LENA.id not in heard["changed"]
        assert heard["now"] == "2027-03-01T09:00:00+00:00"


def test_watching_needs_the_token_and_an_origin_on_this_machine(hospital: Hospital) -> None:
    token = hospital.slack.page_token
    for address, origin in (
        (watch_address(hospital, "guess"), None),
        (watch_address(hospital, token), "https://elsewhere.example.org"),
    ):
        extra = {"Origin": origin} if origin else {}
        with (
            pytest.raises(InvalidStatus, match="403"),
            connect(address, proxy=None, additional_headers=extra),
        ):
            pass
    local = {"Origin": f"http://localhost:{hospital.server.port}"}
    with connect(watch_address(hospital, token), proxy=None, additional_headers=local):
        pass
