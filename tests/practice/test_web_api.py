from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from practice.faults import Fault
from tests.practice.hospital import (
    AMINA,
    LENA,
    OFFICE,
    PRIYA,
    SCOPES,
    WARD,
    Hospital,
    manifest,
    open_hospital,
    refusal,
)


def call(hospital: Hospital, method: str, body: bytes = b"", **headers: str) -> dict[str, Any]:
    """One call by hand, with the bot's token."""
    url = f"{hospital.server.api_url}{method}"
    with_token = {"Authorization": f"Bearer {hospital.slack.bot_token}", **headers}
    request = urllib.request.Request(url, body, with_token)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=2) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def test_a_json_content_type_with_an_empty_body_is_taken(hospital: Hospital) -> None:
    answer = call(hospital, "auth.test", b"", **{"Content-Type": "application/json"})
    assert (answer["ok"], answer["user_id"]) == (True, hospital.slack.bot_user_id)


def test_arguments_come_as_json_as_a_form_or_in_the_address(hospital: Hospital) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "One"}}]
    sent = json.dumps({"channel": WARD.id, "text": "One", "blocks": blocks}).encode()
    as_json = call(hospital, "chat.postMessage", sent, **{"Content-Type": "application/json; charset=utf-8"})
    form = urllib.parse.urlencode({"channel": WARD.id, "text": "Two", "blocks": json.dumps(blocks)}).encode()
    as_form = call(hospital, "chat.postMessage", form)
    in_address = call(hospital, f"chat.postMessage?channel={WARD.id}&text=Three")
    assert as_json["ok"], as_json
    assert as_form["message"]["blocks"][0]["text"]["text"] == "One"
    assert in_address["ok"]
    assert hospital.texts(AMINA.id, WARD.id) == ["One", "Two", "Three"]


def test_the_token_may_be_an_argument_and_never_enters_the_journal(hospital: Hospital) -> None:
    token = hospital.slack.bot_token
    url = f"{hospital.server.api_url}auth.test?token={token}"
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=2) as answer:
        assert json.load(answer)["ok"]
    assert token not in repr(hospital.slack.journal.entries())


def test_a_wrong_token_is_refused(hospital: Hospital) -> None:
    stranger = WebClient("xoxb-stranger", base_url=hospital.server.api_url)
    assert refusal(stranger.auth_test) == "invalid_auth"
    assert refusal(stranger.auth_test, token=hospital.slack.app_token) == "not_allowed_token_type"
    open_socket = stranger.apps_connections_open
    assert refusal(open_socket, app_token=hospital.slack.bot_token) == "not_allowed_token_type"
    assert refusal(open_socket, app_token="xapp-stranger") == "invalid_auth"
    assert refusal(WebClient(base_url=hospital.server.api_url).auth_test) == "not_authed"


def test_a_method_without_its_scope_is_refused_and_named() -> None:
    scopes = tuple(scope for scope in SCOPES if scope != "chat:write")
    with open_hospital(asks_for=manifest(scopes)) as hospital:
        with pytest.raises(SlackApiError) as refused:
            hospital.client.chat_postMessage(channel=WARD.id, text="Hello")
        answer = refused.value.response
        assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
        assert "files:write" in answer["provided"]
        assert [entry.summary for entry in hospital.slack.journal.broken()] == ["missing_scope"]


def test_reading_a_conversation_needs_the_scope_of_its_kind(hospital: Hospital) -> None:
    client = hospital.client
    assert client.conversations_history(channel=hospital.slack.people.dm(AMINA.id))["ok"]
    assert refusal(client.conversations_history, channel=WARD.id) == "missing_scope"
    assert refusal(client.conversations_info, channel=WARD.id) == "missing_scope"
    assert refusal(client.conversations_list, types="public_channel") == "missing_scope"


def test_without_the_scope_emails_stay_hidden() -> None:
    scopes = tuple(scope for scope in SCOPES if scope != "users:read.email")
    with open_hospital(asks_for=manifest(scopes)) as hospital:
        assert "email" not in hospital.client.users_info(user=AMINA.id)["user"]["profile"]
        assert refusal(hospital.client.users_lookupByEmail, email=AMINA.email) == "missing_scope"


def test_an_event_without_its_scope_is_not_sent() -> None:
    scopes = tuple(scope for scope in SCOPES if scope != "im:history")
    with open_hospital(asks_for=manifest(scopes)) as hospital:
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
        assert [entry for entry in hospital.slack.journal.entries() if entry.kind == "event"] == []


def test_an_unknown_method_is_loud(hospital: Hospital) -> None:
    assert (
        refusal(hospital.client.reactions_add, channel=WARD.id, name="x", timestamp="1") == "unknown_method"
    )
    loud = hospital.slack.journal.broken()
    assert [(entry.name, entry.summary) for entry in loud] == [("reactions.add", "unknown_method")]


def test_every_call_is_in_the_journal_with_its_answer(hospital: Hospital) -> None:
    posted = hospital.client.chat_postMessage(channel=WARD.id, text="Hello")
    entry = hospital.slack.journal.calls("chat.postMessage")[0]
    assert entry.detail["arguments"] == {"channel": WARD.id, "text": "Hello"}
    assert entry.detail["answer"]["ts"] == posted["ts"]
    assert (entry.summary, entry.broken, entry.at) == ("ok", False, hospital.clock.at)


def test_people_are_found(hospital: Hospital) -> None:
    client = hospital.client
    user = client.users_info(user=LENA.id)["user"]
    assert (user["real_name"], user["is_admin"], user["tz"]) == ("Lena Hart", True, "Europe/London")
    assert user["profile"]["email"] == "lena.hart@example.org"
    assert client.users_lookupByEmail(email="PRIYA.nair@example.org")["user"]["id"] == PRIYA.id
    assert refusal(client.users_lookupByEmail, email="nobody@example.org") == "users_not_found"
    assert refusal(client.users_info, user="U0GHOST") == "user_not_found"
    first = client.users_list(limit=3)
    rest = client.users_list(limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert len(first["members"]) + len(rest["members"]) == 5
    assert rest["response_metadata"]["next_cursor"] == ""
    assert refusal(client.users_list, cursor="elsewhere") == "invalid_cursor"


def test_a_call_that_is_limited_says_when_to_come_back(hospital: Hospital) -> None:
    hospital.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=30))
    with pytest.raises(SlackApiError) as refused:
        hospital.client.chat_postMessage(channel=WARD.id, text="Hello")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "30"
    assert refused.value.response["error"] == "ratelimited"
    assert hospital.texts(AMINA.id, WARD.id) == []
    assert hospital.client.chat_postMessage(channel=WARD.id, text="Hello")["ok"]
    limited, posted = hospital.slack.journal.calls("chat.postMessage")
    assert (limited.summary, limited.broken, posted.summary) == ("made to fail", False, "ok")


def test_a_fault_may_last_for_several_calls_of_any_method(hospital: Hospital) -> None:
    hospital.slack.faults.add("*", Fault(times=2))
    assert refusal(hospital.client.chat_postMessage, channel=WARD.id, text="One") == "ratelimited"
    assert refusal(hospital.client.auth_test) == "ratelimited"
    assert hospital.client.auth_test()["ok"]


def test_a_server_error_may_come_before_or_after_the_work_is_done(hospital: Hospital) -> None:
    faults, client = hospital.slack.faults, hospital.client
    for fault in (Fault(status=503), Fault(status=503, after_acting=True)):
        faults.add("chat.postMessage", fault)
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=WARD.id, text=f"After acting: {fault.after_acting}")
        assert refused.value.response.status_code == 503
    assert hospital.texts(AMINA.id, WARD.id) == ["After acting: True"]


def test_a_connection_may_be_cut_after_the_work_is_done(hospital: Hospital) -> None:
    hospital.slack.faults.add("chat.postMessage", Fault(drop=True, after_acting=True))
    with pytest.raises(http.client.RemoteDisconnected):
        hospital.client.chat_postMessage(channel=WARD.id, text="Heard?")
    assert hospital.texts(AMINA.id, WARD.id) == ["Heard?"]


def test_a_slow_answer_is_a_good_one(hospital: Hospital) -> None:
    hospital.slack.faults.add("chat.postMessage", Fault(status=200, delay_seconds=0.1))
    began = time.monotonic()
    assert hospital.client.chat_postMessage(channel=WARD.id, text="At last")["ok"]
    assert time.monotonic() - began >= 0.1


def test_an_error_can_be_asked_for_by_name(hospital: Hospital) -> None:
    hospital.slack.faults.add("chat.postMessage", Fault(error="account_inactive"))
    assert refusal(hospital.client.chat_postMessage, channel=WARD.id, text="Hello") == "account_inactive"
    assert refusal(hospital.client.api_test, error="my_error") == "my_error"


def test_the_bot_learns_where_it_works() -> None:
    with open_hospital(asks_for=manifest((*SCOPES, "team:read", "channels:read", "im:read"))) as hospital:
        client = hospital.client
        assert client.team_info()["team"]["name"] == "Larkhill Children's Hospital"
        info = client.conversations_info(channel=OFFICE.id)["channel"]
        assert (info["name"], info["is_member"], info["num_members"]) == ("office", False, 1)
        assert client.conversations_members(channel=WARD.id)["members"] == list(WARD.members)
        listed = client.conversations_list()["channels"]
        assert [place["name"] for place in listed] == ["ward", "office"]
        own = client.users_conversations(user=LENA.id)["channels"]
        assert [place["name"] for place in own] == ["office"]
        im = client.conversations_open(users=AMINA.id, return_im=True)["channel"]
        assert (im["is_im"], im["user"]) == (True, AMINA.id)
