from __future__ import annotations

import contextlib
import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from slack_sdk import WebClient

from practice.app import PracticeSlack
from practice.credentials import Credentials
from practice.refusal import NotPossible
from practice.rules import Rules
from practice.running import running
from practice.several import SeveralSlacks
from tests.practice.hospital import AMINA, LENA, SCOPES, Clock, manifest, refusal
from tests.practice.test_several import NORTH, SOUTH, client_of, workspace

BACK = "https://pairme.example.org/slack/oauth_redirect"
FAREWELLS = ("app_uninstalled", "tokens_revoked")


def asks(*, rotate: bool = False, redirect_urls: tuple[str, ...] = (BACK,)) -> dict[str, Any]:
    made = manifest(events=("message.im", *FAREWELLS))
    made["oauth_config"]["redirect_urls"] = list(redirect_urls)
    made["settings"]["token_rotation_enabled"] = rotate
    return made


@contextlib.contextmanager
def not_installed(*, rotate: bool = False, **rules: Any) -> Iterator[tuple[PracticeSlack, running]]:
    slack = PracticeSlack(
        members=(AMINA, LENA),
        channels=(),
        manifest=asks(rotate=rotate),
        now=Clock(),
        rules=Rules(redelivery_seconds=(), **rules),
        is_installed=False,
    )
    with running(slack) as server:
        yield slack, server


@pytest.fixture(scope="module")
def steady() -> Iterator[tuple[PracticeSlack, running]]:
    with not_installed() as opened:
        yield opened


@pytest.fixture(scope="module")
def rotating() -> Iterator[tuple[PracticeSlack, running]]:
    with not_installed(rotate=True) as opened:
        yield opened


@pytest.fixture(autouse=True)
def empty(steady: tuple[PracticeSlack, running], rotating: tuple[PracticeSlack, running]) -> None:
    """Nobody has installed the app yet."""
    for slack, _ in (steady, rotating):
        slack.admin.uninstall()
        slack.reset()


def visit(server: running, credentials: Credentials, **asked: str) -> tuple[int, dict[str, str], str]:
    """The status of Slack's page, what it leads back with, and what stands on it."""
    whole = {
        "client_id": credentials.client_id,
        "scope": ",".join(SCOPES),
        "redirect_uri": BACK,
        "state": "s1",
        **asked,
    }
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=2)
    with contextlib.closing(connection):
        connection.request("GET", f"/oauth/v2/authorize?{urlencode(whole)}")
        response = connection.getresponse()
        where = urlsplit(response.getheader("location", ""))
        led = {key: value[0] for key, value in parse_qs(where.query).items()}
        return response.status, led, response.read().decode()


def exchange(server: running, credentials: Credentials, **given: str) -> Any:
    anybody = WebClient(base_url=server.api_url, retry_handlers=[])
    return anybody.oauth_v2_access(
        client_id=credentials.client_id, client_secret=credentials.client_secret, **given
    )


def install(server: running, credentials: Credentials, **asked: str) -> Any:
    _, led, _ = visit(server, credentials, **asked)
    return exchange(server, credentials, code=led["code"], redirect_uri=BACK)


def events(slack: PracticeSlack) -> list[str]:
    return [entry.name for entry in slack.journal.entries() if entry.kind == "event"]


def test_a_person_says_yes_and_the_app_gets_its_token(steady: tuple[PracticeSlack, running]) -> None:
    slack, server = steady
    assert slack.bot_token == ""
    status, led, _ = visit(server, slack.credentials)
    assert (status, led["state"]) == (302, "s1")
    granted = exchange(server, slack.credentials, code=led["code"], redirect_uri=BACK).data
    assert granted == {
        "ok": True,
        "app_id": "A00PRACTICE",
        "authed_user": {"id": LENA.id},
        "scope": ",".join(sorted(SCOPES)),
        "token_type": "bot",
        "access_token": slack.bot_token,
        "bot_user_id": slack.bot_user_id,
        "team": {"id": slack.team_id, "name": "The practice hospital"},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    assert client_of(slack, server).auth_test()["user_id"] == slack.bot_user_id
    for secret in (slack.bot_token, led["code"], slack.credentials.client_secret):
        assert secret not in repr(slack.journal.entries())


def test_a_person_may_say_no(steady: tuple[PracticeSlack, running]) -> None:
    slack, server = steady
    status, led, _ = visit(server, slack.credentials, deny="1")
    assert (status, led) == (302, {"error": "access_denied", "state": "s1"})


def test_a_code_works_once_soon_and_for_one_address() -> None:
    with not_installed() as (slack, server):
        _, led, _ = visit(server, slack.credentials)
        given = {"code": led["code"], "redirect_uri": BACK}
        exchange(server, slack.credentials, **given)
        assert refusal(exchange, server=server, credentials=slack.credentials, **given) == "invalid_code"
        _, led, _ = visit(server, slack.credentials)
        elsewhere = {"code": led["code"], "redirect_uri": f"{BACK}/elsewhere"}
        assert (
            refusal(exchange, server=server, credentials=slack.credentials, **elsewhere) == "bad_redirect_uri"
        )
    with not_installed(oauth_code_seconds=0.0) as (slack, server):
        assert refusal(install, server=server, credentials=slack.credentials) == "invalid_code"
        assert slack.bot_token == ""


def test_the_app_signs_in_with_its_own_id_and_secret(steady: tuple[PracticeSlack, running]) -> None:
    slack, server = steady
    own = slack.credentials
    _, led, _ = visit(server, own)
    wrong = Credentials(client_id=own.client_id)
    given = {"code": led["code"], "redirect_uri": BACK}
    assert refusal(exchange, server=server, credentials=wrong, **given) == "bad_client_secret"
    assert refusal(exchange, server=server, credentials=Credentials(), **given) == "invalid_client_id"
    odd = {**given, "grant_type": "password"}
    assert refusal(exchange, server=server, credentials=own, **odd) == "invalid_grant_type"
    in_the_form = WebClient(base_url=server.api_url).api_call(
        "oauth.v2.access",
        data={"client_id": own.client_id, "client_secret": own.client_secret, **given},
    )
    assert in_the_form["access_token"] == slack.bot_token


def test_slacks_page_complains_of_what_the_app_must_not_ask(steady: tuple[PracticeSlack, running]) -> None:
    slack, server = steady
    for asked in (
        {"client_id": "1.2"},
        {"redirect_uri": "https://elsewhere.example.org/"},
        {"redirect_uri": f"{BACK}ed.example.org"},
        {"scope": "admin"},
        {"scope": ""},
    ):
        status, led, said = visit(server, slack.credentials, **asked)
        assert (status, led) == (400, {})
        assert said in {"invalid_client_id", "bad_redirect_uri", "invalid_scope"}
    assert visit(server, slack.credentials, redirect_uri=f"{BACK}?from=page")[0] == 302


def test_the_token_may_do_only_what_was_asked_for(steady: tuple[PracticeSlack, running]) -> None:
    slack, server = steady
    install(server, slack.credentials, scope="im:history")
    client = client_of(slack, server)
    assert refusal(client.chat_postMessage, channel=AMINA.id, text="Hello") == "missing_scope"
    before = slack.bot_token
    install(server, slack.credentials, scope="chat:write")
    assert client.chat_postMessage(channel=AMINA.id, text="Hello")["ok"]
    assert slack.bot_token == before


def test_an_app_that_is_not_installed_is_not_there_for_people(steady: tuple[PracticeSlack, running]) -> None:
    slack, server = steady
    with pytest.raises(NotPossible, match="not installed"):
        slack.people.command(AMINA.id, "/pairme")
    slack.people.say(AMINA.id, slack.people.dm(AMINA.id), "Hello?")
    assert events(slack) == []
    install(server, slack.credentials)
    slack.people.say(AMINA.id, slack.people.dm(AMINA.id), "Hello")
    assert events(slack) == ["message.im"]


def test_a_rotated_token_expires_and_its_refresh_token_works_once(
    rotating: tuple[PracticeSlack, running],
) -> None:
    slack, server = rotating
    granted = install(server, slack.credentials)
    assert granted["access_token"].startswith("xoxe.xoxb-1-")
    assert granted["refresh_token"].startswith("xoxe-1-")
    assert granted["expires_in"] == 43_200
    old = client_of(slack, server)
    again = {"grant_type": "refresh_token", "refresh_token": granted["refresh_token"]}
    fresh = exchange(server, slack.credentials, **again)
    assert fresh["access_token"] == slack.bot_token != granted["access_token"]
    assert fresh["token_type"] == "bot"
    assert old.auth_test()["ok"], "a refresh does not shorten the older token's life"
    assert refusal(exchange, server=server, credentials=slack.credentials, **again) == "invalid_refresh_token"
    slack.admin.expire_tokens()
    assert refusal(client_of(slack, server).auth_test) == "token_expired"
    later = exchange(
        server, slack.credentials, grant_type="refresh_token", refresh_token=fresh["refresh_token"]
    )
    assert old.auth_test(token=later["access_token"])["ok"]
    for secret in (later["access_token"], fresh["refresh_token"]):
        assert secret not in repr(slack.journal.entries())


def test_a_token_lives_as_long_as_the_rules_say() -> None:
    with not_installed(rotate=True, token_seconds=0.0) as (slack, server):
        install(server, slack.credentials)
        assert refusal(client_of(slack, server).auth_test) == "token_expired"
    with not_installed() as (slack, server):
        install(server, slack.credentials)
        with pytest.raises(NotPossible, match="do not expire"):
            slack.admin.expire_tokens()


@pytest.mark.parametrize("tokens_first", [False, True])
def test_an_app_that_is_removed_hears_of_it_with_dead_tokens(
    rotating: tuple[PracticeSlack, running], *, tokens_first: bool
) -> None:
    slack, server = rotating
    granted = install(server, slack.credentials)
    slack.admin.uninstall(tokens_first=tokens_first)
    assert events(slack) == list(reversed(FAREWELLS) if tokens_first else FAREWELLS)
    told = next(entry for entry in slack.journal.entries() if entry.name == "tokens_revoked")
    assert told.detail["event"]["tokens"] == {"oauth": [], "bot": [slack.bot_user_id]}
    client = WebClient(granted["access_token"], base_url=server.api_url)
    assert refusal(client.auth_test) == "account_inactive"
    again = {"grant_type": "refresh_token", "refresh_token": granted["refresh_token"]}
    assert refusal(exchange, server=server, credentials=slack.credentials, **again) == "invalid_refresh_token"
    assert install(server, slack.credentials)["access_token"] != granted["access_token"]
    assert client_of(slack, server).auth_test()["ok"]


def test_tokens_that_slack_revokes_are_dead_at_once(steady: tuple[PracticeSlack, running]) -> None:
    slack, server = steady
    install(server, slack.credentials)
    client = client_of(slack, server)
    slack.admin.revoke_tokens()
    assert refusal(client.auth_test) == "token_revoked"
    assert events(slack) == ["tokens_revoked"]


def test_the_app_may_give_its_token_back(steady: tuple[PracticeSlack, running]) -> None:
    slack, server = steady
    install(server, slack.credentials)
    client = client_of(slack, server)
    assert client.auth_revoke(test=True)["revoked"] is False
    assert client.auth_revoke()["revoked"] is True
    assert refusal(client.auth_test) == "token_revoked"
    assert sorted(events(slack)) == sorted(FAREWELLS)


def test_a_person_chooses_among_several_workspaces() -> None:
    credentials = Credentials()
    several = SeveralSlacks(
        [workspace(team, credentials, manifest=asks(), is_installed=False) for team in (NORTH, SOUTH)]
    )
    with running(several) as server:
        status, _, page = visit(server, credentials)
        assert status == 200
        assert f"team={SOUTH}" in page
        assert install(server, credentials, team=SOUTH)["team"]["id"] == SOUTH
        assert several.slacks[NORTH].bot_token == ""
        install(server, credentials, team=NORTH)
        for team, slack in several.slacks.items():
            assert client_of(slack, server).auth_test()["team_id"] == team
        assert visit(server, credentials, team="T0GHOST")[0] == 400
        never = {"code": "1.2", "redirect_uri": BACK}
        assert refusal(exchange, server=server, credentials=credentials, **never) == "invalid_code"
