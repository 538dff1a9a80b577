"""What Teams sends, read without looking anything up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.teams import acts, comings, inbound
from bot.teams.inbound import Attached
from bot.teams.packing import packed
from handlers.action import Account, MessageRef, Place, Reach, Room
from programme.words.message import Field, Form, Option

NOW = datetime(2027, 3, 16, 10, tzinfo=UTC)
ID = "1805191200123"  # 16 March 2027, 10:00:00.123
WRITTEN = datetime(2027, 3, 16, 10, 0, 0, 123_000, tzinfo=UTC)
AMINA = Account("W1", "teams", "aaaaaaaa-0000-4000-8000-000000000001", "Amina Yusuf")
PRIYA, LENA = "bbbbbbbb-0000-4000-8000-000000000002", "dddddddd-0000-4000-8000-000000000004"
BOT = {"id": "28:bot", "name": "PairMe"}
FILE = "application/vnd.microsoft.teams.file.download.info"


def personal(text: str = "", **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "id": ID,
        "timestamp": "2027-03-16T10:00:00.123Z",
        "serviceUrl": "https://smba.example.org/uk/",
        "from": {"id": "29:amina", "name": "Amina Yusuf", "aadObjectId": AMINA.id.upper()},
        "recipient": BOT,
        "conversation": {"conversationType": "personal", "id": "a:chat", "tenantId": "T"},
        "text": text,
        **more,
    }


def in_channel(text: str, thread: str = "1805000000000") -> dict[str, Any]:
    where = {"conversationType": "channel", "id": f"19:c@thread.tacv2;messageid={thread}", "isGroup": True}
    return personal(text, conversation=where)


def test_who_acts_is_known_by_their_id_in_entra_in_small_letters() -> None:
    assert inbound.sender(personal(), "W1") == AMINA


@pytest.mark.parametrize(
    "who", [{}, None, {"id": "29:x"}, {"id": "28:bot", "role": "bot", "aadObjectId": AMINA.id}]
)
def test_machines_and_strangers_are_nobody(who: Any) -> None:
    assert inbound.sender(personal() | {"from": who}, "W1") is None


def test_what_is_typed_in_the_own_chat_is_said() -> None:
    action = inbound.message(personal("We met on Tuesday"), AMINA, NOW)
    assert action is not None
    assert (action.kind, action.text, action.key) == ("said", "We met on Tuesday", f"event/a:chat/{ID}")
    assert (action.place, action.origin) == (Place("a:chat", "direct"), MessageRef("a:chat", ID))
    assert (action.written_at, action.done_at, action.at) == (WRITTEN, WRITTEN, NOW)
    assert action.is_answered_in_writing


def test_a_command_is_answered_in_writing_and_is_known_again() -> None:
    action = inbound.message(personal("/cohort people"), AMINA, NOW)
    assert action is not None
    assert (action.kind, action.name, action.text) == ("command", "cohort", "people")
    assert action.key == f"command/a:chat/{ID}"
    assert action.is_answered_in_writing
    assert action == inbound.message(personal("/cohort people"), AMINA, NOW)


def test_home_is_a_page_elsewhere() -> None:
    action = inbound.message(personal("home"), AMINA, NOW)
    assert action is not None
    assert (action.kind, action.is_answered_in_writing) == ("home", True)


def test_a_quotation_says_under_which_message_it_is_said() -> None:
    quote = (
        '<blockquote itemtype="http://schema.skype.com/Reply" itemid="170"><p>Have you met?</p></blockquote>'
    )
    for words, thread in (("reflect", "170"), ("Yes, we have", "170")):
        html = {"contentType": "text/html", "content": f"{quote}<p>{words}</p>"}
        action = inbound.message(personal(f"Have you met? {words}", attachments=[html]), AMINA, NOW)
        assert action is not None
        assert (action.kind, action.text, action.thread) == ("said", words, thread)


def test_the_bot_answers_in_a_channel_when_it_is_named() -> None:
    action = inbound.message(in_channel("<at>PairMe</at>&nbsp;cohort-report"), AMINA, NOW)
    assert action is not None
    assert (action.kind, action.name, action.text) == ("command", "cohort-report", "")
    assert action.place == Place("19:c@thread.tacv2", "channel")
    assert action.thread == "1805000000000"
    assert action.key == f"command/19:c@thread.tacv2/{ID}"
    assert action.is_answered_in_writing


def test_anything_else_said_to_it_in_a_channel_gets_help() -> None:
    action = inbound.message(in_channel("<at>PairMe</at> thank you"), AMINA, NOW)
    assert action is not None
    assert (action.name, action.text) == ("pairme", "help")


def test_in_a_group_chat_it_has_no_ear() -> None:
    where = {"conversationType": "groupChat", "id": "19:group@thread.v2"}
    assert inbound.message(personal("pairme", conversation=where), AMINA, NOW) is None
    assert inbound.changed(in_channel("hello"), AMINA, NOW) is None
    assert inbound.deleted(in_channel("hello"), AMINA, NOW) is None


def test_a_change_says_what_the_message_says_now_and_when_it_was_written_first() -> None:
    later = "2027-03-16T11:30:00.5Z"
    action = inbound.changed(personal("We met on Wednesday", timestamp=later), AMINA, NOW)
    assert action is not None
    assert (action.kind, action.text) == ("changed", "We met on Wednesday")
    assert action.key == f"event/a:chat/{ID}/{later}"
    assert action.written_at == WRITTEN
    assert action.done_at == datetime(2027, 3, 16, 11, 30, 0, 500_000, tzinfo=UTC)


def test_a_deletion_says_only_which_message_it_was() -> None:
    action = inbound.deleted(personal(timestamp="2027-03-16T12:00:00Z"), AMINA, NOW)
    assert action is not None
    assert (action.kind, action.text, action.origin) == ("deleted", "", MessageRef("a:chat", ID))


@pytest.mark.parametrize("strange", ["f:uuid", "9" * 30, ""])
def test_an_id_that_is_no_instant_leaves_the_time_of_the_act(strange: str) -> None:
    action = inbound.message(personal("hello", id=strange), AMINA, NOW)
    assert action is not None
    assert action.written_at == action.done_at == WRITTEN


def attachment(name: str, kind: str = FILE) -> dict[str, Any]:
    content = {"downloadUrl": "https://example.org/file", "uniqueId": "1", "fileType": "csv"}
    return {"contentType": kind, "name": name, "content": content}


@pytest.mark.parametrize("name", ["people.csv", "PEOPLE.CSV", "people.txt", "people.xlsx"])
def test_a_list_that_comes_in_the_own_chat_is_taken_for_one(name: str) -> None:
    activity = personal("", attachments=[attachment(name)])
    assert inbound.attached_list(activity) == Attached(name, "https://example.org/file")
    action = inbound.people_list(activity, AMINA, NOW, "email\na@example.org")
    assert (action.kind, action.name, action.subject) == ("form", "people_import", "")
    assert action.values == {"list": "email\na@example.org"}
    assert action.is_answered_in_writing


@pytest.mark.parametrize(
    "activity",
    [
        personal("", attachments=[attachment("photo.png")]),
        personal("", attachments=[attachment("people.csv", "image/png")]),
        personal("", attachments=[{"contentType": FILE, "name": "people.csv"}]),
        personal("", attachments=[{"contentType": FILE, "name": "people.csv", "content": "text"}]),
        in_channel("look") | {"attachments": [attachment("people.csv")]},
    ],
)
def test_nothing_else_is_a_list(activity: dict[str, Any]) -> None:
    assert inbound.attached_list(activity) is None


@pytest.mark.parametrize(
    ("activity", "what"),
    [
        ({"type": "installationUpdate", "action": "add"}, "arrived"),
        ({"type": "installationUpdate", "action": "add-upgrade"}, "arrived"),
        ({"type": "installationUpdate", "action": "remove"}, "departed"),
        ({"type": "installationUpdate", "action": "remove-upgrade"}, ""),
        ({"type": "conversationUpdate", "membersAdded": [{"id": "28:bot"}]}, "arrived"),
        ({"type": "conversationUpdate", "membersAdded": [{"id": "29:priya"}]}, ""),
        ({"type": "conversationUpdate", "membersRemoved": [{"id": "28:bot"}]}, "departed"),
        ({"type": "conversationUpdate", "channelData": {"eventType": "channelCreated"}}, "arrived"),
        ({"type": "conversationUpdate", "channelData": {"eventType": "channelRenamed"}}, "arrived"),
        ({"type": "conversationUpdate", "channelData": {"eventType": "teamRenamed"}}, ""),
        ({"type": "conversationUpdate", "channelData": {"eventType": "teamDeleted"}}, "departed"),
    ],
)
def test_whether_the_bot_has_come_or_gone(activity: dict[str, Any], what: str) -> None:
    assert comings.coming(personal() | activity) == what


def test_the_bot_comes_to_a_person_and_to_a_team() -> None:
    came = comings.action(personal(), AMINA, NOW, "arrived", ())
    assert (came.place, came.reach) == (
        Place("a:chat", "direct"),
        Reach("a:chat", "https://smba.example.org/uk/"),
    )
    rooms = (Room("19:c@thread.tacv2", "General"),)
    team = in_channel("") | {"channelData": {"team": {"id": "19:team@thread.tacv2"}}}
    came = comings.action(team, AMINA, NOW, "arrived", rooms)
    assert (came.place, came.rooms) == (Place("19:team@thread.tacv2", "channel"), rooms)
    assert came.reach == Reach("19:team@thread.tacv2", "https://smba.example.org/uk/")


FORM = Form(
    "plan",
    "When and where",
    (
        Field("place", "Where", "text"),
        Field("free", "Free", "choices", options=(Option("Monday", "mon"), Option("Friday", "fri"))),
        Field("lead", "Lead", "person"),
        Field("others", "Others", "people"),
        Field("on", "On", "date"),
        Field("words", "Words", "long_text"),
    ),
    "Save",
)
TYPED = {
    "place": "Ward 7",
    "free": "mon,fri",
    "lead": PRIYA.upper(),
    "others": f"{PRIYA.upper()}, ../../19:x/members/y,28:bot,.. ,{LENA}",
    "on": "2027-03-20",
    "words": "  ",
    "smuggled": "in",
}


def data(**more: str) -> dict[str, str]:
    return {"form": "plan", "subject": "7", "form_id": "key/1", "again": packed(FORM), **TYPED, **more}


def executed(value: dict[str, str], verb: str = "form") -> dict[str, Any]:
    value_ = {"action": {"type": "Action.Execute", "verb": verb, "data": value}, "trigger": "manual"}
    return personal(type="invoke", name="adaptiveCard/action", value=value_, replyToId="170")


def submitted(value: dict[str, str], name: str = "task/submit") -> dict[str, Any]:
    context = {"theme": "default"}
    return personal(type="invoke", name=name, value={"data": value, "context": context}, replyToId="170")


@pytest.mark.parametrize(
    ("activity", "way", "in_writing"),
    [
        (executed(data()), "in place", False),
        (submitted(data()), "dialog", False),
        (personal(value=data(), replyToId="170"), "message", True),
    ],
)
def test_a_form_gives_the_values_of_its_boxes_however_it_was_sent(
    activity: dict[str, Any], way: str, in_writing: bool
) -> None:
    act = acts.act_of(activity)
    assert act is not None
    assert act.way == way
    action = acts.form(activity, act, AMINA, NOW, {})
    assert (action.kind, action.name, action.subject) == ("form", "plan", "7")
    assert action.values == {
        "place": "Ward 7",
        "free": ("mon", "fri"),
        "lead": PRIYA,
        "others": (PRIYA, LENA),
        "on": "2027-03-20",
    }
    assert acts.people_chosen(act) == [PRIYA, PRIYA, LENA]
    assert action.is_answered_in_writing is in_writing


def test_a_picker_gives_people_and_nothing_else() -> None:
    act = acts.act_of(submitted(data(lead="../../19:x/members/y", others=",".join([LENA] * 60))))
    assert act is not None
    assert "lead" not in acts.values(act)
    assert acts.people_chosen(act) == [LENA] * 50
    assert not acts.values(acts.act_of(submitted(data(others="28:bot, ..")))).get("others")  # type: ignore[arg-type]


def test_with_somebody_elses_form_id_nobody_is_taken_for_them() -> None:
    act = acts.act_of(submitted(data()))
    assert act is not None
    keys = {acts.form(submitted(data()), act, Account("W1", "teams", id_), NOW, {}).key for id_ in "ab"}
    assert keys == {"form/a/key/1", "form/b/key/1"}


def test_a_form_whose_shape_was_lost_is_no_form_of_ours() -> None:
    act = acts.act_of(submitted(data(again="rubbish")))
    assert act is not None
    action = acts.form(submitted(data()), act, AMINA, NOW, {})
    assert (action.name, action.values) == ("", {})


PRESS = {"press": "answer_prompt", "subject": "7:yes"}


@pytest.mark.parametrize(
    ("activity", "in_writing", "can_replace", "origin"),
    [
        (executed(PRESS, "answer_prompt"), True, True, MessageRef("a:chat", "170")),
        (submitted(PRESS, "task/fetch"), False, True, MessageRef("a:chat", "170")),
        (submitted(PRESS), False, True, None),
        (personal(value=PRESS, replyToId="170"), True, False, MessageRef("a:chat", "170")),
    ],
)
def test_a_button_is_answered_where_it_can_be(
    activity: dict[str, Any], in_writing: bool, can_replace: bool, origin: MessageRef | None
) -> None:
    act = acts.act_of(activity)
    assert act is not None
    action = acts.press(activity, act, AMINA, NOW)
    assert (action.kind, action.name, action.subject) == ("press", "answer_prompt", "7:yes")
    assert action.key == f"press/a:chat/{ID}"
    assert (action.is_answered_in_writing, action.can_replace) == (in_writing, can_replace)
    assert action.origin == origin


def test_in_a_channel_nothing_private_takes_a_cards_place() -> None:
    where = in_channel("")["conversation"]
    form, press = executed(data()) | {"conversation": where}, executed(PRESS) | {"conversation": where}
    sent, pressed = acts.act_of(form), acts.act_of(press)
    assert sent is not None
    assert pressed is not None
    assert acts.form(form, sent, AMINA, NOW, {}).is_answered_in_writing
    action = acts.press(press, pressed, AMINA, NOW)
    assert (action.is_answered_in_writing, action.can_replace) == (True, False)


@pytest.mark.parametrize(
    "activity",
    [
        personal("hello"),
        personal(value={}),
        personal(value="text"),
        submitted({"other": "1"}, "task/fetch"),
        personal(type="invoke", name="composeExtension/query", value={"data": PRESS}),
        personal(type="invoke", name="adaptiveCard/action", value={"action": None}),
        personal(type="invoke", name="adaptiveCard/action", value={"action": "text"}),
        personal(type="invoke", name="adaptiveCard/action", value={"action": [PRESS]}),
        personal(type="invoke", name="task/submit", value={"data": "text"}),
    ],
)
def test_nothing_else_is_an_act_on_a_card(activity: dict[str, Any]) -> None:
    assert acts.act_of(activity) is None


def test_a_button_on_a_form_carries_what_stands_in_the_boxes() -> None:
    boxes = {"other": "person", "why": "text", "days": "choices"}
    typed = {"other": PRIYA.upper(), "why": " ", "days": "0,4"}
    pressed: dict[str, Any] = {**PRESS, "boxes": boxes, **typed}
    activity = submitted(pressed)
    act = acts.act_of(activity)
    assert act is not None
    priya = Account("W1", "teams", PRIYA, "Priya Nair")
    action = acts.press(activity, act, AMINA, NOW, {PRIYA: priya})
    assert action.values == {"other": PRIYA, "days": ("0", "4")}
    assert (action.chosen, acts.people_chosen(act)) == ({PRIYA: priya}, [PRIYA])
