from __future__ import annotations

import contextlib
import socket
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook import WebhookClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from practice.app import Page, PracticeSlack
from practice.credentials import Credentials
from practice.installation import bot_user_of
from practice.people import Channel
from practice.rules import Rules
from practice.running import running
from practice.several import SeveralSlacks
from tests.practice.hospital import AMINA, LENA, PRIYA, Clock, manifest, refusal
from tests.practice.test_signed_post import served

NORTH, SOUTH = "T0NORTH", "T0SOUTH"


def workspace(team_id: str, credentials: Credentials, **more: Any) -> PracticeSlack:
    ward = Channel(f"C{team_id[1:]}", "ward", (AMINA.id, PRIYA.id, bot_user_of(team_id)))
    return PracticeSlack(
        members=(AMINA, PRIYA, LENA),
        channels=(ward,),
        manifest=more.pop("manifest", manifest()),
        now=Clock(),
        page=Page(f"Hospital {team_id}"),
        rules=Rules(upload_settles_seconds=0.0, redelivery_seconds=()),
        team_id=team_id,
        credentials=credentials,
        **more,
    )


@contextlib.contextmanager
def two_hospitals(**more: Any) -> Iterator[tuple[SeveralSlacks, running]]:
    credentials = Credentials()
    several = SeveralSlacks([workspace(team, credentials, **more) for team in (NORTH, SOUTH)])
    with running(several) as server:
        yield several, server


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[SeveralSlacks, running]]:
    with two_hospitals() as opened:
        yield opened


@pytest.fixture
def two(both: tuple[SeveralSlacks, running]) -> tuple[SeveralSlacks, running]:
    for slack in both[0].slacks.values():
        slack.reset()
    return both


def client_of(slack: PracticeSlack, server: running) -> WebClient:
    return WebClient(slack.bot_token, base_url=server.api_url, retry_handlers=[])


def test_the_token_says_which_workspace_is_meant(two: tuple[SeveralSlacks, running]) -> None:
    several, server = two
    north, south = several.slacks.values()
    for slack in (north, south):
        client = client_of(slack, server)
        who = client.auth_test()
        assert (who["team_id"], who["user_id"]) == (slack.team_id, slack.bot_user_id)
        assert client.auth_test(token=slack.bot_token)["team"] == f"Hospital {slack.team_id}"
        client.chat_postMessage(channel=AMINA.id, text=f"From {slack.team_id}")
    assert [(one.workspace, one.conversation) for one in several.accepted()] == [
        (NORTH, "D0AMINA"),
        (SOUTH, "D0AMINA"),
    ]
    stranger = WebClient("xoxb-stranger", base_url=server.api_url)
    assert refusal(stranger.auth_test) == "invalid_auth"
    assert refusal(WebClient(base_url=server.api_url).auth_test) == "not_authed"
    assert north.bot_user_id != south.bot_user_id


def test_one_workspace_sees_nothing_of_another(two: tuple[SeveralSlacks, running]) -> None:
    several, server = two
    north, south = several.slacks.values()
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client_of(north, server).chat_postMessage(channel="C0SOUTH", text="Hello")
    assert client_of(south, server).chat_postMessage(channel="C0SOUTH", text="Hello")["ok"]
    assert not north.accepted()


def test_ids_that_slack_makes_differ_between_workspaces(two: tuple[SeveralSlacks, running]) -> None:
    several, server = two
    groups, files = set(), set()
    for slack in several.slacks.values():
        client = client_of(slack, server)
        groups.add(client.conversations_open(users=[AMINA.id, PRIYA.id])["channel"]["id"])
        files.add(client.files_upload_v2(filename="list.csv", content="a,b")["file"]["id"])
    assert len(groups) == len(files) == 2


def test_a_file_is_fetched_only_with_the_token_of_its_workspace(two: tuple[SeveralSlacks, running]) -> None:
    several, server = two
    north, south = several.slacks.values()
    sent = client_of(north, server).files_upload_v2(filename="list.csv", content="a,b", channel="C0NORTH")
    address = sent["file"]["url_private"]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def fetched(token: str) -> bytes:
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
        with opener.open(request, timeout=2) as answer:
            found: bytes = answer.read()
            return found

    assert address.startswith(f"{server.url}/{NORTH}/")
    assert fetched(north.bot_token) == b"a,b"
    assert b"Sign in" in fetched(south.bot_token)


def test_all_workspaces_post_to_one_bot_with_one_signing_secret() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
    heard: list[tuple[bool, str, str]] = []
    with two_hospitals(deliver_to=address) as (several, _):
        verifier = SignatureVerifier(several.credentials.signing_secret)

        async def endpoint(request: Request) -> Response:
            body = await request.body()
            form = await request.form()
            is_ours = verifier.is_valid_request(body, dict(request.headers))
            heard.append((is_ours, str(form["team_id"]), str(form["response_url"])))
            return Response()

        app = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
        with served(app, listener):
            for team, slack in several.slacks.items():
                assert slack.people.command(AMINA.id, "/pairme").acknowledged
                is_ours, team_id, response_url = heard[-1]
                assert (is_ours, team_id) == (True, team)
                answer = WebhookClient(response_url).send(text=f"Hello from {team}")
                assert answer.body == "ok"
                assert slack.people.screen(AMINA.id)["conversations"][-1]["messages"][0]["text"].endswith(
                    team
                )


def test_workspaces_that_are_not_of_one_app_are_not_put_together() -> None:
    one = Credentials()
    with pytest.raises(ValueError, match="team id of their own"):
        SeveralSlacks([workspace(NORTH, one), workspace(NORTH, one)])
    with pytest.raises(ValueError, match="same credentials"):
        SeveralSlacks([workspace(NORTH, one), workspace(SOUTH, Credentials())])
