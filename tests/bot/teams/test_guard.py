"""Who is let in at Teams' door: tokens of every kind, really signed and really looked at."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from practice.teams.app import CLIENT_ID
from storage import tenants
from tests.bot.teams.ward import AMINA, Ward

TENANT = "99999999-0000-4000-8000-000000000009"
ENTRA = f"https://sts.windows.net/{TENANT}/"


@pytest.fixture
def ward(one_ward: Ward) -> Ward:
    """The ward with nobody counted yet."""
    one_ward.counters._refused.clear()
    return one_ward


def nothing_was_done(ward: Ward) -> bool:
    return not ward.letters()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        pytest.param({"audience": "11111111-0000-4000-8000-000000000001"}, "audience", id="for another bot"),
        pytest.param({"audience": f"api://{CLIENT_ID}"}, "audience", id="for an API of that name"),
        pytest.param({"claims": {"aud": [CLIENT_ID, "another"]}}, "audience", id="for several"),
        pytest.param({"claims": {"aud": None}}, "malformed", id="for nobody"),
        pytest.param({"issuer": "https://example.org"}, "issuer", id="issued by somebody"),
        pytest.param({"issuer": ENTRA}, "issuer", id="issued by Entra"),
        pytest.param(
            {"issuer": "https://login.microsoftonline.com/x/v2.0"}, "issuer", id="by Entra, version 2"
        ),
        pytest.param({"claims": {"iss": None}}, "malformed", id="issued by nobody"),
        pytest.param(
            {"service_url": "https://elsewhere.example.org/"}, "service url", id="of another service"
        ),
        pytest.param({"claims": {"serviceurl": None}}, "service url", id="of no service"),
        pytest.param({"expires_in": -301}, "expired", id="out of date"),
        pytest.param({"starts_in": 301}, "expired", id="not valid yet"),
        pytest.param({"claims": {"exp": None}}, "malformed", id="valid for ever"),
        pytest.param({"claims": {"nbf": None}}, "malformed", id="valid from nobody knows when"),
        pytest.param({"claims": {"exp": "soon"}}, "malformed", id="with a date that is none"),
        pytest.param({"algorithm": "HS256"}, "algorithm", id="signed with the public key as a secret"),
        pytest.param({"algorithm": "none"}, "algorithm", id="not signed"),
        pytest.param({"by_stranger": True}, "signature", id="signed by somebody else under the right name"),
        pytest.param({"kid": "made-up"}, "key", id="signed with a key that nobody published"),
    ],
)
def test_a_wrong_token_is_401_and_nothing_is_done(ward: Ward, changes: dict[str, Any], why: str) -> None:
    activity = ward.teams.activity(AMINA.id, "pairme")
    token = ward.teams.bearer(activity, **changes)
    assert ward.post(activity, f"Bearer {token}") == (401, None)
    assert ward.refused() == {why: 1}
    assert nothing_was_done(ward)


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (None, "no token"),
        ("", "no token"),
        ("Bearer", "no token"),
        ("Bearer ", "no token"),
        ("Basic YTpi", "no token"),
        ("Bearer rubbish", "malformed"),
        ("Bearer a.b.c", "malformed"),
        ("Bearer eyJhbGciOiJSUzI1NiJ9.e30.AA", "key"),
    ],
)
def test_what_is_no_token_is_401_and_nothing_is_read(ward: Ward, header: str | None, why: str) -> None:
    assert ward.post(b"not even JSON", header) == (401, None)
    assert ward.refused() == {why: 1}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"channelId": "webchat"}, id="another channel"),
        pytest.param({"channelId": "emulator"}, id="the emulator"),
        pytest.param({"channelId": None}, id="no channel"),
    ],
)
def test_only_teams_itself_is_heard(ward: Ward, changes: Mapping[str, Any]) -> None:
    """In Web Chat, which a bot's registration has switched on from the start, anybody says to be anybody."""
    activity = {**ward.teams.activity(AMINA.id, "pairme"), **changes}
    assert ward.send(activity) == (401, None)
    assert ward.refused() == {"channel": 1}
    assert nothing_was_done(ward)


def test_a_key_that_may_not_sign_for_teams_is_turned_away(ward: Ward) -> None:
    ward.teams.tenant.signing.endorsements = ("skype",)
    ward.teams.tenant.signing.rotate()
    _look_for_keys_again(ward)
    try:
        assert ward.send(ward.teams.activity(AMINA.id, "pairme")) == (401, None)
        assert ward.refused() == {"channel": 1}
        assert nothing_was_done(ward)
    finally:
        ward.teams.tenant.signing.endorsements = ("msteams",)
        ward.teams.tenant.signing.rotate()
        _look_for_keys_again(ward)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"tenant_id": TENANT}, id="both places name it"),
    ],
)
def test_a_valid_token_of_a_foreign_tenant_is_403(ward: Ward, changes: dict[str, str]) -> None:
    activity = ward.teams.activity(AMINA.id, "pairme", **changes)
    assert ward.send(activity) == (403, None)
    assert ward.refused() == {"tenant": 1}
    assert nothing_was_done(ward)


@pytest.mark.parametrize(
    ("channel_data", "conversation"),
    [
        pytest.param(TENANT, None, id="one place names another"),
        pytest.param(None, TENANT, id="the other place does"),
        pytest.param("", "", id="no place names any"),
    ],
)
def test_a_tenant_that_is_not_plainly_ours_is_403(
    ward: Ward, channel_data: str | None, conversation: str | None
) -> None:
    activity = ward.teams.activity(AMINA.id, "pairme")
    if channel_data is not None:
        activity["channelData"] = {"tenant": {"id": channel_data}}
    if conversation is not None:
        activity["conversation"] = {**activity["conversation"], "tenantId": conversation}
    assert ward.send(activity) == (403, None)
    assert nothing_was_done(ward)


def test_each_registration_lets_in_its_own_tenant_and_no_other(ward: Ward) -> None:
    other = "22222222-0000-4000-8000-000000000002"
    assert ward.bot.teams is not None
    with ward.database.writing() as session:
        tenants.keep(session, TENANT, other, "hush", datetime.now(UTC))
    ward.bot.teams.registrations._read_at = None
    theirs = {**ward.teams.activity(AMINA.id, "", tenant_id=TENANT), "type": "typing"}
    ours = {**ward.teams.activity(AMINA.id, ""), "type": "typing"}
    found = [
        ward.post(activity, f"Bearer {ward.teams.bearer(activity, audience=audience)}")[0]
        for activity in (ours, theirs)
        for audience in (CLIENT_ID, other)
    ]
    assert found == [200, 403, 403, 200]
    assert ward.refused() == {"tenant": 2}


def test_two_clocks_may_differ_by_five_minutes(ward: Ward) -> None:
    activity = {**ward.teams.activity(AMINA.id, ""), "type": "typing"}
    for changes in ({"expires_in": -295}, {"starts_in": 295}):
        assert ward.post(activity, f"Bearer {ward.teams.bearer(activity, **changes)}")[0] == 200
    assert ward.refused() == {}


def test_what_is_signed_and_no_activity_is_400(ward: Ward) -> None:
    token = ward.teams.bearer(ward.teams.activity(AMINA.id, "pairme"))
    for body in (b"", b"[]", b'"text"', b"{", b"\xff\xfe", b"[" * 100_000):
        assert ward.post(body, f"Bearer {token}") == (400, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": 7},
        {"from": "Amina"},
        {"recipient": []},
        {"conversation": "a:chat"},
        {"channelData": []},
        {"channelData": {"tenant": "T"}},
        {"channelData": {"team": ["T"]}},
        {"attachments": ["x"]},
        {"attachments": {}},
        {"entities": [None]},
        {"membersAdded": "28:bot"},
    ],
)
def test_an_activity_in_a_shape_that_it_never_has_is_400_too(ward: Ward, changes: dict[str, Any]) -> None:
    assert ward.send({**ward.teams.activity(AMINA.id, "pairme"), **changes}) == (400, None)
    assert nothing_was_done(ward)


@pytest.mark.parametrize("is_told", [True, False])
def test_a_megabyte_is_all_that_is_read(ward: Ward, is_told: bool) -> None:
    """Whether its length is told before it comes, or found out."""
    token = ward.teams.bearer(ward.teams.activity(AMINA.id, "pairme"))
    head = ["POST /api/messages HTTP/1.1", "Host: here", f"Authorization: Bearer {token}"]
    head.append("Content-Length: 1000001" if is_told else "Transfer-Encoding: chunked")
    with socket.create_connection(("127.0.0.1", urlsplit(ward.url).port or 0), timeout=5) as line:
        line.sendall("\r\n".join([*head, "", ""]).encode())
        if not is_told:
            line.sendall(b"%x\r\n%b\r\n" % (1_000_001, b"x" * 1_000_001))
        assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_a_new_key_is_fetched_when_it_is_first_used(ward: Ward) -> None:
    ward.teams.tenant.signing.rotate()
    _look_for_keys_again(ward)
    activity = {**ward.teams.activity(AMINA.id, ""), "type": "typing"}
    assert ward.send(activity)[0] == 200


def _look_for_keys_again(ward: Ward) -> None:
    ward.time_goes_on(61)
