"""Neither a listener of Slack's that fails nor a Slack that refuses brings into the log what was said."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt import BoltRequest

from practice.faults import Fault
from tests.conversations.cast import Cast
from tests.conversations.in_slack import InSlack
from tests.conversations.slack_stage import SlackStage
from tests.conversations.test_nothing_in_the_log import WORDS, Log, holds_none, log

__all__ = ["log"]

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def happens(cast: Cast, event: dict[str, Any]) -> int:
    """An event, past the socket: one that fails would come again and again. Gives the status that Slack is told."""
    (stage,) = cast.story.scene.stages
    assert isinstance(stage, SlackStage)
    body = {"type": "event_callback", "team_id": stage.team, "event_id": "Ev1", "event": event}
    return int(stage.socket.app.dispatch(BoltRequest(body=body, mode="socket_mode")).status)


def test_events_that_fail_with_what_was_said_are_told_by_class_and_place(
    cast: Cast, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.are_introduced()
    cast.amina.says("hello")
    log()

    def fail(*given: object) -> None:
        raise ValueError(f"{given} {cast.story.scene.stages[0].secrets}")

    monkeypatch.setattr("bot.slack.app.handle", fail)
    place = cast.amina.last().place
    says = {"type": "message", "channel": place, "channel_type": "im", "user": cast.amina.id, "ts": "1.2"}
    assert happens(cast, {**says, "text": WORDS}) == 500
    assert happens(cast, {"type": "app_home_opened", "user": cast.amina.id, "tab": "home"}) == 500
    told = log()
    failed = [line for line in told if line["event"].startswith("an action failed")]
    assert len({line["request"] for line in failed}) == len(failed) == 2
    assert all(line["event"].startswith("an action failed: ValueError at slack/app.py:") for line in failed)
    holds_none(told, cast)


def test_a_slack_that_refuses_everything_is_told_without_what_it_refused(cast: Cast, log: Log) -> None:
    cast.are_introduced()
    log()
    assert isinstance(cast.amina, InSlack)
    for method in ("chat.postMessage", "views.open", "views.publish", "users.info"):
        cast.amina.slack.faults.add(method, Fault(status=200, error=f"not_allowed {WORDS}", times=4))
    cast.amina.types("/reflect")
    assert happens(cast, {"type": "app_home_opened", "user": cast.amina.id, "tab": "home"}) == 500
    cast.amina.slack.faults.clear()
    told = log()
    assert told
    holds_none(told, cast)
