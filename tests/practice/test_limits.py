from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import pytest
from slack_sdk.errors import SlackApiError

from practice.journal import Journal
from practice.limits import Limits
from practice.refusal import Refusal
from practice.rules import Rules
from tests.practice.hospital import AMINA, LENA, PRIYA, SCOPES, WARD, Clock, Hospital, manifest, open_hospital


@contextlib.contextmanager
def limited(rules: Rules) -> Iterator[Hospital]:
    with open_hospital(rules=rules) as hospital:
        yield hospital


def wait_of(limits: Limits, conversation: str) -> int:
    with pytest.raises(Refusal, match="ratelimited") as refused:
        limits.check(conversation)
    return refused.value.retry_after


def test_a_second_message_in_a_conversation_comes_too_soon() -> None:
    with limited(Rules(channel_gap_seconds=30.0)) as hospital:
        hospital.client.chat_postMessage(channel=AMINA.id, text="One")
        with pytest.raises(SlackApiError) as refused:
            hospital.client.chat_postMessage(channel=AMINA.id, text="Two")
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "30"
        assert refused.value.response["error"] == "ratelimited"
        assert hospital.client.chat_postMessage(channel=PRIYA.id, text="Elsewhere")["ok"]
        assert hospital.texts(AMINA.id) == ["One"]
        limits = hospital.slack.limits
        assert (limits.refused_in_channel, limits.refused_in_workspace, limits.refused) == (1, 0, 1)
        assert hospital.slack.journal.breaches == 0


def test_after_its_while_a_conversation_takes_the_next_message() -> None:
    limits = Limits(Rules(channel_gap_seconds=1.0))
    limits.count("D1", time.monotonic() - 1.0)
    limits.check("D1")
    limits.count("D1", time.monotonic() - 0.5)
    assert wait_of(limits, "D1") == 1


def test_a_message_that_is_refused_for_another_reason_costs_nothing() -> None:
    with limited(Rules(channel_gap_seconds=60.0)) as hospital:
        with pytest.raises(SlackApiError, match="msg_too_long"):
            hospital.client.chat_postMessage(channel=AMINA.id, text="x" * 40_001)
        assert hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")["ok"]


def test_a_workspace_takes_only_so_many_messages_in_a_while() -> None:
    rules = Rules(workspace_messages=3, workspace_window_seconds=30.0)
    with limited(rules) as hospital:
        for person in (AMINA, PRIYA, LENA):
            hospital.client.chat_postMessage(channel=person.id, text="Hello")
        with pytest.raises(SlackApiError) as refused:
            hospital.client.chat_postMessage(channel=WARD.id, text="Too many")
        assert refused.value.response.headers["Retry-After"] == "30"
        assert hospital.slack.limits.refused_in_workspace == 1
        hospital.slack.reset()
        assert hospital.client.chat_postMessage(channel=WARD.id, text="Hello")["ok"]


def test_the_window_slides() -> None:
    limits = Limits(Rules(workspace_messages=2, workspace_window_seconds=10.0))
    began = time.monotonic() - 10.0
    limits.count("D1", began - 0.1)
    limits.count("D2", began + 4.0)
    limits.check("D3")
    limits.count("D3", began + 5.0)
    assert wait_of(limits, "D4") == 4


def test_slacks_own_limits_can_be_switched_on_and_made_faster() -> None:
    own, faster = Rules(ack_seconds=1.0).limited(), Rules().limited(times_faster=10)
    assert (own.channel_gap_seconds, own.workspace_messages, own.workspace_window_seconds) == (1.0, 300, 60.0)
    assert (faster.channel_gap_seconds, faster.workspace_window_seconds) == (0.1, 6.0)
    assert own.ack_seconds == 1.0
    limits = Limits(own)
    for number in range(300):
        limits.check(f"D{number}")
        limits.count(f"D{number}", time.monotonic())
    assert wait_of(limits, "D300") == 60
    assert wait_of(limits, "D299") == 1


def test_history_shows_a_message_only_after_a_while() -> None:
    with limited(Rules(history_lag_seconds=60.0)) as hospital:
        client, channel = hospital.client, hospital.slack.people.dm(AMINA.id)
        parent = client.chat_postMessage(channel=channel, text="Hello")["ts"]
        client.chat_postMessage(channel=channel, text="And this", thread_ts=parent)
        assert client.conversations_history(channel=channel)["messages"] == []
        assert client.conversations_replies(channel=channel, ts=parent)["messages"] == []
        for message in hospital.slack.workspace.conversations[channel].messages.values():
            message.taken_at -= 60.0
        assert len(client.conversations_history(channel=channel)["messages"]) == 1
        assert len(client.conversations_replies(channel=channel, ts=parent)["messages"]) == 2


def test_history_is_newest_first_and_keeps_to_its_bounds() -> None:
    with open_hospital(asks_for=manifest((*SCOPES, "channels:history"))) as hospital:
        client = hospital.client
        stamps = [client.chat_postMessage(channel=WARD.id, text=f"{n}")["ts"] for n in range(5)]

        def texts(**bounds: str | bool) -> list[str]:
            found = client.conversations_history(channel=WARD.id, **bounds)["messages"]  # type: ignore[arg-type]
            return [message["text"] for message in found]

        assert texts() == ["4", "3", "2", "1", "0"]
        assert texts(oldest=stamps[1], latest=stamps[3]) == ["2"]
        assert texts(oldest=stamps[1], latest=stamps[3], inclusive=True) == ["3", "2", "1"]
        assert texts(oldest=stamps[3]) == ["4"]


def test_everything_accepted_is_there_in_order_with_its_key(hospital: Hospital) -> None:
    client, before = hospital.client, time.monotonic()
    for key in ("first", "second", "first"):
        metadata = {"event_type": "letter", "event_payload": {"key": key}}
        client.chat_postMessage(channel=AMINA.id, text="Hello", metadata=metadata)
    client.chat_postMessage(channel=WARD.id, text="Without a key")
    client.chat_postEphemeral(channel=WARD.id, user=AMINA.id, text="Not for the count")
    taken = hospital.slack.accepted()
    assert [one.key for one in taken] == ["first", "second", "first", ""]
    assert [one.conversation for one in taken] == ["D0AMINA"] * 3 + [WARD.id]
    assert before < taken[0].at < taken[1].at < time.monotonic()
    assert hospital.slack.accepted(after=3) == taken[3:]


def test_the_journal_keeps_as_much_as_it_is_told() -> None:
    bounded, whole = Journal(Clock(), kept=3), Journal(Clock(), kept=None)
    for journal in (bounded, whole):
        for _ in range(6_000):
            journal.write("rule", "ack", "an acknowledgement of nothing", broken=True)
    assert [entry.n for entry in bounded.entries()] == [5_998, 5_999, 6_000]
    assert len(whole.entries()) == bounded.breaches == 6_000
