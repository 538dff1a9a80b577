from __future__ import annotations

import json
import time
from typing import Any

import pytest

from practice.refusal import NotPossible
from practice.rules import Rules
from tests.practice.hospital import (
    AMINA,
    BUTTON,
    LENA,
    OFFICE,
    PRIYA,
    WARD,
    Hospital,
    keeping,
    manifest,
    modal,
    open_hospital,
    responding,
)


def test_a_command_is_answered_in_its_acknowledgement_to_the_asker_alone(connected: Hospital) -> None:
    connected.app.command("/pairme")(lambda ack: ack(text="You are not in a pair yet."))
    outcome = connected.slack.people.command(AMINA.id, "/pairme", channel=WARD.id)
    assert (outcome.acknowledged, outcome.error) == (True, "")
    assert connected.texts(AMINA.id, WARD.id) == ["You are not in a pair yet."]
    assert connected.messages(AMINA.id, WARD.id)[0]["ephemeral"]
    assert connected.texts(PRIYA.id, WARD.id) == []


def test_a_command_may_answer_to_all_in_the_channel(connected: Hospital) -> None:
    connected.app.command("/pairme")(lambda ack: ack(text="Pairs: 4", response_type="in_channel"))
    connected.slack.people.command(AMINA.id, "/pairme", channel=WARD.id)
    assert connected.texts(PRIYA.id, WARD.id) == ["Pairs: 4"]


def test_a_command_carries_what_slack_sends(connected: Hospital) -> None:
    heard: list[dict[str, Any]] = []
    connected.app.command("/pairme")(keeping(heard))
    connected.slack.people.command(AMINA.id, "/pairme", " with @Priya Nair & #ward ", channel=WARD.id)
    body = heard[0]
    assert body["text"] == "with <@U0PRIYA|priya.nair> &amp; <#C0WARD|ward>"
    assert (body["command"], body["user_id"], body["user_name"]) == ("/pairme", AMINA.id, "amina.yusuf")
    assert (body["channel_id"], body["channel_name"]) == (WARD.id, "ward")
    assert (body["team_id"], body["team_domain"]) == (connected.slack.team_id, "practice-hospital")
    assert {"trigger_id", "response_url", "api_app_id", "token"} <= set(body)
    assert connected.texts(AMINA.id, WARD.id) == []


def test_a_command_without_should_escape_takes_text_as_it_is(connected: Hospital) -> None:
    heard: list[dict[str, Any]] = []
    connected.app.command("/plain")(keeping(heard))
    connected.slack.people.command(AMINA.id, "/plain", "@Priya Nair & you")
    assert heard[0]["text"] == "@Priya Nair & you"


def test_a_command_in_the_direct_message_says_so(connected: Hospital) -> None:
    heard: list[dict[str, Any]] = []
    connected.app.command("/pairme")(keeping(heard))
    connected.slack.people.command(AMINA.id, "/pairme")
    assert heard[0]["channel_name"] == "directmessage"


def test_a_command_that_the_manifest_does_not_have_is_not_possible(connected: Hospital) -> None:
    with pytest.raises(NotPossible, match="not a valid command"):
        connected.slack.people.command(AMINA.id, "/weather")


def test_nobody_acts_where_they_are_not(connected: Hospital) -> None:
    with pytest.raises(NotPossible, match="not in"):
        connected.slack.people.command(AMINA.id, "/pairme", channel=OFFICE.id)
    with pytest.raises(NotPossible, match="not in"):
        connected.slack.people.say(AMINA.id, connected.slack.people.dm(PRIYA.id), "Hello")
    with pytest.raises(NotPossible, match="nobody"):
        connected.slack.people.dm("U0GHOST")


def test_a_bot_that_is_not_there_fails_a_command_as_slack_does(hospital: Hospital) -> None:
    outcome = hospital.slack.people.command(AMINA.id, "/pairme")
    assert (outcome.acknowledged, outcome.error) == (False, "dispatch_failed")
    assert hospital.notices(AMINA.id) == ['/pairme failed with the error "dispatch_failed"']
    assert hospital.notices(PRIYA.id) == []


def test_a_late_acknowledgement_fails_the_command_and_its_answer_is_lost() -> None:
    with open_hospital(rules=Rules(ack_seconds=0.05)) as hospital, hospital.connected():

        @hospital.app.command("/pairme")
        def slow(ack: Any) -> None:
            time.sleep(0.2)
            ack(text="Too late")

        outcome = hospital.slack.people.command(AMINA.id, "/pairme")
        assert (outcome.acknowledged, outcome.error) == (False, "operation_timeout")
        assert hospital.notices(AMINA.id) == ['/pairme failed with the error "operation_timeout"']
        time.sleep(0.25)
        assert hospital.texts(AMINA.id) == []
        assert "acknowledged too late" in [entry.summary for entry in hospital.slack.journal.broken()]


def test_the_next_act_takes_old_notices_away(hospital: Hospital) -> None:
    hospital.slack.people.command(AMINA.id, "/pairme")
    hospital.slack.people.say(AMINA.id, hospital.slack.people.dm(AMINA.id), "Hello?")
    assert hospital.notices(AMINA.id) == []


def test_a_bad_answer_to_a_command_is_a_rule_broken(connected: Hospital) -> None:
    connected.app.command("/pairme")(lambda ack: ack(text="Hi", blocks=[{"type": "header"}]))
    outcome = connected.slack.people.command(AMINA.id, "/pairme")
    assert (outcome.acknowledged, outcome.error) == (True, "invalid_blocks")
    assert [entry.name for entry in connected.slack.journal.broken()] == ["/pairme"]


def test_a_press_carries_the_message_and_replaces_it_through_the_response_url(connected: Hospital) -> None:
    heard: list[dict[str, Any]] = []

    @connected.app.action("yes")
    def yes(ack: Any, body: dict[str, Any], respond: Any) -> None:
        heard.append(body)
        ack()
        respond(text="Noted. Thank you.", replace_original=True)

    channel = connected.slack.people.dm(AMINA.id)
    metadata = {"event_type": "letter", "event_payload": {"key": "k1"}}
    ts = connected.client.chat_postMessage(
        channel=channel, text="Did you meet?", blocks=[BUTTON], metadata=metadata
    )["ts"]
    outcome = connected.slack.people.press(AMINA.id, channel, ts, "yes")
    assert outcome.acknowledged
    message = connected.messages(AMINA.id)[0]
    assert (message["ts"], message["text"], message["blocks"]) == (ts, "Noted. Thank you.", [])
    body = heard[0]
    assert body["type"] == "block_actions"
    assert body["actions"][0]["action_id"] == "yes"
    assert (body["actions"][0]["value"], body["actions"][0]["block_id"]) == ("pair 7", "answer")
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": channel,
        "is_ephemeral": False,
    }
    assert body["message"]["blocks"] == [BUTTON]
    assert "metadata" not in body["message"]
    assert (body["user"]["id"], body["channel"]["id"], body["team"]["id"]) == (
        AMINA.id,
        channel,
        connected.slack.team_id,
    )
    assert body["state"] == {"values": {}}


def test_a_press_in_an_ephemeral_message_can_delete_it(connected: Hospital) -> None:
    heard: list[dict[str, Any]] = []

    @connected.app.action("yes")
    def yes(ack: Any, body: dict[str, Any], respond: Any) -> None:
        heard.append(body)
        ack()
        respond(delete_original=True)

    connected.client.chat_postEphemeral(channel=WARD.id, user=AMINA.id, text="Sure?", blocks=[BUTTON])
    ts = connected.messages(AMINA.id, WARD.id)[0]["ts"]
    with pytest.raises(NotPossible, match="sees no message"):
        connected.slack.people.press(PRIYA.id, WARD.id, ts, "yes")
    connected.slack.people.press(AMINA.id, WARD.id, ts, "yes")
    assert connected.messages(AMINA.id, WARD.id) == []
    assert heard[0]["container"]["is_ephemeral"]
    assert "message" not in heard[0]


def test_a_press_that_is_not_acknowledged_warns_the_person() -> None:
    with open_hospital(rules=Rules(ack_seconds=0.05)) as hospital, hospital.connected():
        hospital.app.action("yes")(lambda: None)
        channel = hospital.slack.people.dm(AMINA.id)
        ts = hospital.client.chat_postMessage(channel=channel, text="Met?", blocks=[BUTTON])["ts"]
        outcome = hospital.slack.people.press(AMINA.id, channel, ts, "yes")
        assert (outcome.acknowledged, outcome.error) == (False, "operation_timeout")
        assert hospital.notices(AMINA.id) == ["This app took too long to answer. Please try again."]


def test_a_select_in_a_message_remembers_what_each_person_chose(connected: Hospital) -> None:
    heard: list[dict[str, Any]] = []
    for action in ("day", "yes"):
        connected.app.action(action)(keeping(heard))
    options = [{"text": {"type": "plain_text", "text": day}, "value": day} for day in ("mon", "tue")]
    select = {
        "type": "section",
        "block_id": "when",
        "text": {"type": "mrkdwn", "text": "When?"},
        "accessory": {"type": "static_select", "action_id": "day", "options": options},
    }
    ts = connected.client.chat_postMessage(channel=WARD.id, text="When?", blocks=[select, BUTTON])["ts"]
    people = connected.slack.people
    people.press(AMINA.id, WARD.id, ts, "day", option="tue")
    assert heard[0]["actions"][0]["selected_option"] == options[1]
    people.press(AMINA.id, WARD.id, ts, "yes", "answer")
    assert heard[1]["state"]["values"]["when"]["day"]["selected_option"] == options[1]
    people.press(PRIYA.id, WARD.id, ts, "yes")
    assert heard[2]["state"]["values"]["when"]["day"]["selected_option"] is None
    with pytest.raises(NotPossible, match="not one of the options"):
        people.press(AMINA.id, WARD.id, ts, "day", option="sunday")
    with pytest.raises(NotPossible, match="nothing to press"):
        people.press(AMINA.id, WARD.id, ts, "no")


def test_a_response_url_answers_five_times(connected: Hospital) -> None:
    answers: list[Any] = []

    @connected.app.command("/pairme")
    def pairme(ack: Any, respond: Any) -> None:
        ack()
        answers.extend(respond(text=f"Answer {number}") for number in range(6))

    connected.slack.people.command(AMINA.id, "/pairme")
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 200, 404]
    assert answers[5].body == "used_url"
    assert connected.texts(AMINA.id) == [f"Answer {number}" for number in range(5)]


def test_a_response_url_runs_out() -> None:
    rules = Rules(response_url_seconds=0.0)
    with open_hospital(rules=rules) as hospital, hospital.connected():
        answers: list[Any] = []
        hospital.app.command("/pairme")(responding(answers, text="Late"))
        hospital.slack.people.command(AMINA.id, "/pairme")
        assert (answers[0].status_code, answers[0].body) == (404, "expired_url")


def test_a_response_url_refuses_bad_blocks(connected: Hospital) -> None:
    answers: list[Any] = []
    connected.app.command("/pairme")(responding(answers, text="Hi", blocks=[{"type": "header"}]))
    connected.slack.people.command(AMINA.id, "/pairme")
    assert (answers[0].status_code, answers[0].body) == (400, "invalid_blocks")
    assert [entry.name for entry in connected.slack.journal.broken()] == ["response_url"]


def test_what_a_person_writes_edits_and_deletes_reaches_the_bot(connected: Hospital) -> None:
    connected.hear("message")
    people, heard = connected.slack.people, connected.heard
    channel = people.dm(AMINA.id)
    ts = people.say(AMINA.id, channel, "We met <yesterday> & it was good, @Lena Hart")
    people.edit(AMINA.id, channel, ts, "We met on Monday")
    people.delete(AMINA.id, channel, ts)
    said, edited, deleted = heard
    assert said["text"] == "We met &lt;yesterday&gt; &amp; it was good, <@U0LENA>"
    assert (said["channel"], said["channel_type"], said["user"]) == (channel, "im", AMINA.id)
    assert edited["subtype"] == "message_changed"
    assert (edited["message"]["text"], edited["message"]["ts"]) == ("We met on Monday", ts)
    assert edited["previous_message"]["text"] == said["text"]
    assert edited["message"]["edited"]["user"] == AMINA.id
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
    assert connected.texts(AMINA.id) == []


def test_only_own_messages_can_be_changed(connected: Hospital) -> None:
    ts = connected.client.chat_postMessage(channel=WARD.id, text="Hello")["ts"]
    with pytest.raises(NotPossible, match="wrote no message"):
        connected.slack.people.edit(AMINA.id, WARD.id, ts, "Goodbye")
    with pytest.raises(NotPossible, match="wrote no message"):
        connected.slack.people.delete(AMINA.id, WARD.id, ts)


def test_a_channel_without_a_subscription_is_not_overheard(connected: Hospital) -> None:
    connected.hear("message")
    connected.slack.people.say(AMINA.id, WARD.id, "Anybody for lunch?")
    assert connected.slack.people.settle()
    assert connected.heard == []
    assert connected.texts(PRIYA.id, WARD.id) == ["Anybody for lunch?"]


def test_the_bot_hears_its_own_messages_as_events(connected: Hospital) -> None:
    channel = connected.slack.people.dm(AMINA.id)
    ts = connected.client.chat_postMessage(channel=channel, text="Hello")["ts"]
    connected.client.chat_update(channel=channel, ts=ts, text="Hello again")
    connected.client.chat_delete(channel=channel, ts=ts)
    assert connected.slack.people.settle()
    events = [entry.detail["event"] for entry in connected.slack.journal.entries() if entry.kind == "event"]
    assert [event.get("subtype") for event in events] == [None, "message_changed", "message_deleted"]
    assert events[0]["bot_id"] == connected.slack.bot_id
    assert events[1]["message"]["bot_id"] == connected.slack.bot_id
    acks = [entry for entry in connected.slack.journal.entries() if entry.kind == "ack"]
    assert [entry.summary for entry in acks] == ["acknowledged"] * 3


def test_a_person_opens_the_home_and_the_bot_publishes_it(connected: Hospital) -> None:
    home = {
        "type": "home",
        "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Your pair"}}, BUTTON],
    }
    views: list[Any] = []

    @connected.app.event("app_home_opened")
    def opened(event: dict[str, Any], client: Any) -> None:
        views.append(event.get("view"))
        client.views_publish(user_id=event["user"], view=home)

    people = connected.slack.people
    assert people.screen(AMINA.id)["home"] is None
    people.open_home(AMINA.id)
    people.open_home(AMINA.id)
    shown = people.screen(AMINA.id)["home"]
    assert shown["blocks"][0]["text"]["text"] == "Your pair"
    assert views[0] is None
    assert views[1]["id"] == shown["id"]
    assert people.screen(PRIYA.id)["home"] is None


def test_a_button_on_the_home_reaches_the_bot(connected: Hospital) -> None:
    heard: list[dict[str, Any]] = []
    connected.app.action("yes")(keeping(heard))
    home = connected.client.views_publish(user_id=AMINA.id, view={"type": "home", "blocks": [BUTTON]})
    connected.slack.people.press_view(AMINA.id, home["view"]["id"], "yes")
    assert heard[0]["container"] == {"type": "view", "view_id": home["view"]["id"]}
    assert heard[0]["view"]["type"] == "home"
    assert "response_url" not in heard[0]
    with pytest.raises(NotPossible, match="in front"):
        connected.slack.people.press_view(LENA.id, home["view"]["id"], "yes")


def test_an_upload_is_a_message_with_a_file_that_the_bot_can_fetch(connected: Hospital) -> None:
    connected.hear("message")
    people = connected.slack.people
    people.upload(AMINA.id, people.dm(AMINA.id), "people.csv", b"name\nAmina\n", "The list")
    event = connected.heard[0]
    assert (event["subtype"], event["text"]) == ("file_share", "The list")
    assert event["files"][0]["name"] == "people.csv"
    assert connected.messages(AMINA.id)[0]["files"][0]["name"] == "people.csv"


def test_a_conversation_is_unread_until_the_person_looks(hospital: Hospital) -> None:
    people = hospital.slack.people
    hospital.client.chat_postMessage(channel=WARD.id, text="One")
    hospital.client.chat_postEphemeral(channel=WARD.id, user=AMINA.id, text="Two")

    def unread(user: str) -> int:
        places = people.screen(user)["conversations"]
        return int(next(one["unread"] for one in places if one["id"] == WARD.id))

    assert (unread(AMINA.id), unread(PRIYA.id)) == (2, 1)
    people.read(AMINA.id, WARD.id)
    assert (unread(AMINA.id), unread(PRIYA.id)) == (0, 1)


def test_a_message_tab_that_is_read_only_takes_no_words() -> None:
    asks_for = manifest()
    asks_for["features"]["app_home"]["messages_tab_read_only_enabled"] = True
    with open_hospital(asks_for=asks_for) as hospital:
        people = hospital.slack.people
        with pytest.raises(NotPossible, match="type to the app"):
            people.say(AMINA.id, people.dm(AMINA.id), "Hello")


def test_forms_and_direct_messages_are_on_one_screen_only(connected: Hospital) -> None:
    connected.app.command("/pairme")(
        lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=modal()), ack())
    )
    connected.slack.people.command(AMINA.id, "/pairme")
    connected.client.chat_postMessage(channel=AMINA.id, text="For your eyes")
    hers, other = connected.slack.people.screen(AMINA.id), connected.slack.people.screen(LENA.id)
    assert len(hers["views"]) == 1
    assert other["views"] == []
    assert "For your eyes" not in json.dumps(other)
