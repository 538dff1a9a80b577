from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.practice.hospital import AMINA, BUTTON, LENA, OFFICE, OMAR, PRIYA, WARD, Hospital, refusal


def test_a_message_to_a_person_stands_in_their_direct_message(hospital: Hospital) -> None:
    posted = hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
    assert posted["channel"] == hospital.slack.people.dm(AMINA.id)
    assert posted["message"]["text"] == "Hello"
    assert posted["message"]["bot_id"] == hospital.slack.bot_id
    assert hospital.texts(AMINA.id) == ["Hello"]
    assert hospital.texts(PRIYA.id) == []


def test_a_channel_that_the_bot_is_not_in_is_refused(hospital: Hospital) -> None:
    post = hospital.client.chat_postMessage
    assert refusal(post, channel=OFFICE.id, text="Hello") == "not_in_channel"
    assert refusal(post, channel="C0NOWHERE", text="Hello") == "channel_not_found"


def test_a_message_carries_the_time_of_the_hospital_and_no_two_the_same(hospital: Hospital) -> None:
    post = hospital.client.chat_postMessage
    stamps = [post(channel=AMINA.id, text=str(number))["ts"] for number in range(3)]
    began = int(hospital.clock.at.timestamp())
    assert stamps == [f"{began}.00000{number}" for number in range(3)]
    hospital.clock.push(timedelta(days=7))
    later = post(channel=AMINA.id, text="A week later")["ts"]
    assert later == f"{began + 7 * 86400}.000000"
    assert hospital.messages(AMINA.id)[-1]["at"].startswith("2027-03-08T09:00:00")


def test_the_screen_shows_the_readers_local_time(hospital: Hospital) -> None:
    hospital.clock.push(timedelta(days=60))
    hospital.client.chat_postMessage(channel=AMINA.id, text="Summer")
    assert hospital.messages(AMINA.id)[0]["at"] == "2027-04-30T10:00:00+01:00"


def test_a_message_without_text_is_refused(hospital: Hospital) -> None:
    call = hospital.client.api_call  # chat_postMessage warns of this by itself
    assert refusal(call, api_method="chat.postMessage", json={"channel": WARD.id}) == "no_text"
    post = hospital.client.chat_postMessage
    assert refusal(post, channel=WARD.id, text="x" * 40_001) == "msg_too_long"
    with pytest.raises(SlackApiError) as refused:
        call("chat.postMessage", json={"channel": WARD.id, "blocks": [BUTTON]})
    assert refused.value.response["error"] == "invalid_blocks"
    assert refused.value.response["response_metadata"]["messages"]


def test_bad_blocks_are_refused_and_a_rule_broken(hospital: Hospital) -> None:
    with pytest.raises(SlackApiError) as refused:
        hospital.client.chat_postMessage(channel=WARD.id, text="Hi", blocks=[{"type": "header"}])
    assert refused.value.response["error"] == "invalid_blocks"
    assert "header" in str(refused.value.response["response_metadata"]["messages"])
    assert [entry.summary for entry in hospital.slack.journal.broken()] == ["invalid_blocks"]


def test_metadata_is_kept_and_given_only_to_who_asks(hospital: Hospital) -> None:
    metadata = {"event_type": "letter", "event_payload": {"key": "w/prompt/7"}}
    channel = hospital.slack.people.dm(AMINA.id)
    hospital.client.chat_postMessage(channel=channel, text="Hello", metadata=metadata)
    history = hospital.client.conversations_history
    assert history(channel=channel, include_all_metadata=True)["messages"][0]["metadata"] == metadata
    assert "metadata" not in history(channel=channel)["messages"][0]
    bad: Any = {"event_type": "letter"}
    post = hospital.client.chat_postMessage
    assert refusal(post, channel=channel, text="Hello", metadata=bad) == "invalid_metadata_format"


def test_an_update_with_text_alone_takes_the_blocks_away(hospital: Hospital) -> None:
    client, channel = hospital.client, hospital.slack.people.dm(AMINA.id)
    ts = client.chat_postMessage(channel=channel, text="Did you meet?", blocks=[BUTTON])["ts"]
    client.chat_update(channel=channel, ts=ts, text="Did you meet?", blocks=[BUTTON, {"type": "divider"}])
    assert (len(hospital.messages(AMINA.id)[0]["blocks"]), hospital.messages(AMINA.id)[0]["edited"]) == (
        2,
        False,
    )
    client.chat_update(channel=channel, ts=ts, text="Noted.")
    message = hospital.messages(AMINA.id)[0]
    assert (message["text"], message["blocks"], message["edited"]) == ("Noted.", [], True)


def test_only_the_bots_own_messages_can_be_changed(hospital: Hospital) -> None:
    client, people = hospital.client, hospital.slack.people
    channel = people.dm(AMINA.id)
    ts = people.say(AMINA.id, channel, "Mine")
    assert refusal(client.chat_update, channel=channel, ts=ts, text="Yours") == "cant_update_message"
    assert refusal(client.chat_delete, channel=channel, ts=ts) == "cant_delete_message"
    assert refusal(client.chat_update, channel=channel, ts="1.2", text="None") == "message_not_found"


def test_an_ephemeral_message_is_for_one_person_who_is_there(hospital: Hospital) -> None:
    whisper = hospital.client.chat_postEphemeral
    ts = whisper(channel=WARD.id, user=AMINA.id, text="Only you")["message_ts"]
    assert hospital.texts(AMINA.id, WARD.id) == ["Only you"]
    assert hospital.texts(PRIYA.id, WARD.id) == []
    assert refusal(whisper, channel=WARD.id, user=OMAR.id, text="No") == "user_not_in_channel"
    assert refusal(whisper, channel=OFFICE.id, user=LENA.id, text="No") == "not_in_channel"
    update = hospital.client.chat_update
    assert refusal(update, channel=WARD.id, ts=ts, text="No") == "message_not_found"


def test_several_people_have_one_group_conversation(hospital: Hospital) -> None:
    client = hospital.client
    first = client.conversations_open(users=[AMINA.id, PRIYA.id])
    again = client.conversations_open(users=f"{PRIYA.id},{AMINA.id}")
    group = first["channel"]["id"]
    assert again["channel"]["id"] == group
    assert again["already_open"]
    client.chat_postMessage(channel=group, text="Meet each other")
    assert hospital.texts(AMINA.id, group) == hospital.texts(PRIYA.id, group) == ["Meet each other"]
    assert group not in str(hospital.slack.people.screen(LENA.id))
    shown = hospital.slack.people.screen(AMINA.id)["conversations"]
    assert [(one["kind"], one["name"]) for one in shown if one["id"] == group] == [("mpim", "Priya Nair")]


def test_a_conversation_is_opened_with_people_who_exist(hospital: Hospital) -> None:
    open_ = hospital.client.conversations_open
    assert refusal(open_, users="U0GHOST") == "user_not_found"
    assert refusal(open_, users=hospital.slack.bot_user_id) == "cannot_dm_bot"
    assert refusal(open_, users="") == "users_list_not_supplied"
    assert refusal(open_, users=[AMINA.id] * 9) == "too_many_users"
    channel = open_(users=AMINA.id)["channel"]["id"]
    assert channel == hospital.slack.people.dm(AMINA.id)
    assert open_(channel=channel)["no_op"]
    assert refusal(open_, channel="D0NOWHERE") == "channel_not_found"


def test_history_is_newest_first_between_two_instants_and_in_pages(hospital: Hospital) -> None:
    client, channel = hospital.client, hospital.slack.people.dm(AMINA.id)
    stamps = [client.chat_postMessage(channel=channel, text=str(number))["ts"] for number in range(5)]

    def texts(**limits: Any) -> list[str]:
        return [one["text"] for one in client.conversations_history(channel=channel, **limits)["messages"]]

    assert texts() == ["4", "3", "2", "1", "0"]
    assert texts(oldest=stamps[1], latest=stamps[4]) == ["3", "2"]
    assert texts(oldest=stamps[1], latest=stamps[4], inclusive=True) == ["4", "3", "2", "1"]
    first = client.conversations_history(channel=channel, limit=3)
    assert first["has_more"]
    assert texts(limit=3, cursor=first["response_metadata"]["next_cursor"]) == ["1", "0"]


def test_a_reply_stands_in_its_thread(hospital: Hospital) -> None:
    client, channel = hospital.client, hospital.slack.people.dm(AMINA.id)
    root = client.chat_postMessage(channel=channel, text="Question")["ts"]
    hospital.slack.people.say(AMINA.id, channel, "Answer", thread_ts=root)
    history = client.conversations_history(channel=channel)["messages"]
    assert [one["text"] for one in history] == ["Question"]
    replies = client.conversations_replies(channel=channel, ts=root)["messages"]
    assert [one["text"] for one in replies] == ["Question", "Answer"]
    assert hospital.messages(AMINA.id)[1]["thread_ts"] == root
    assert refusal(client.conversations_replies, channel=channel, ts="1.2") == "thread_not_found"


def test_a_message_has_an_address(hospital: Hospital) -> None:
    posted = hospital.client.chat_postMessage(channel=WARD.id, text="Hello")
    link = hospital.client.chat_getPermalink(channel=WARD.id, message_ts=posted["ts"])["permalink"]
    assert link.endswith(f"/archives/{WARD.id}/p{posted['ts'].replace('.', '')}")
    wrong = refusal(hospital.client.chat_getPermalink, channel=WARD.id, message_ts="1.2")
    assert wrong == "message_not_found"
