"""What Slack sends is timed and named, whatever becomes of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from bot.metrics import KINDS, OUTCOMES
from bot.slack.timed import TimedApp, kind_of, note_failure
from storage.database import Busy

SIGNING_SECRET = "hush"
Counted = list[tuple[str, str, float]]


@pytest.fixture
def counted() -> Counted:
    """Everything that was told."""
    return []


@pytest.fixture
def app(counted: Counted) -> TimedApp:
    """Answers `/pairme`, is busy for `/busy`, and fails for everything else."""
    made = TimedApp(
        lambda *told: counted.append(told),
        signing_secret=SIGNING_SECRET,
        process_before_response=True,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
    )

    def listen(ack: Callable[[], None], body: dict[str, Any]) -> None:
        if body["command"] == "/busy":
            raise Busy("The database was busy.")
        if body["command"] != "/pairme":
            raise KeyError(body["command"])
        time.sleep(0.02)
        ack()

    def failed(error: Exception, context: Any) -> BoltResponse:
        note_failure(context, error)
        return BoltResponse(status=200, body="sorry")

    for command in ("/pairme", "/busy", "/broken"):
        made.command(command)(listen)
    made.error(failed)
    return made


def typed(command: str, secret: str = SIGNING_SECRET) -> BoltRequest:
    body = urlencode({"command": command, "team_id": "T1", "user_id": "U1", "trigger_id": "1"})
    now = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=now, body=body)
    headers = {"x-slack-signature": str(signature), "x-slack-request-timestamp": now}
    return BoltRequest(
        body=body, headers={**headers, "content-type": "application/x-www-form-urlencoded"}, mode="http"
    )


def test_each_outcome_is_told_with_its_time(app: TimedApp, counted: Counted) -> None:
    for command in ("/pairme", "/busy", "/broken"):
        assert app.dispatch(typed(command)).status == 200
    assert app.dispatch(typed("/pairme", "another secret")).status == 401
    assert [(kind, outcome) for kind, outcome, _ in counted] == [
        ("command", "answered"),
        ("command", "busy"),
        ("command", "failed"),
        ("command", "refused"),
    ]
    assert {outcome for _, outcome, _ in counted} == set(OUTCOMES)
    assert 0.02 <= counted[0][2] < 2


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"command": "/pairme"}, "command"),
        ({"type": "block_actions"}, "press"),
        ({"type": "view_submission"}, "form"),
        ({"type": "event_callback", "event": {"type": "message"}}, "said"),
        ({"type": "event_callback", "event": {"type": "app_home_opened"}}, "home"),
        ({"type": "event_callback", "event": {"type": "app_uninstalled"}}, "other"),
        ({"type": ["not", "Slack's"]}, "other"),
        ({"event": "not Slack's"}, "other"),
        ({}, "other"),
    ],
)
def test_what_anybody_may_send_has_one_of_a_few_names(body: dict[str, Any], kind: str) -> None:
    assert kind_of(json.loads(json.dumps(body))) == kind
    assert kind in KINDS
