from __future__ import annotations

from typing import Any

import pytest

from tests.practice.teams.drawn import card, message
from tests.practice.teams.office import AMINA, LENA, OMAR, PRIYA, ROUNDS, WARD, Office

HELLO = {"type": "message", "text": "Hello"}
WORDS = {
    "type": "Container",
    "items": [
        {"type": "TextBlock", "text": "One", "wrap": True},
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "Two"}]},
    ],
}


def refusal(answer: Any) -> tuple[int, str]:
    """The status and the connector's code."""
    assert set(answer.json()) == {"error"}
    return answer.status_code, answer.json()["error"]["code"]


def test_a_message_appears_with_its_summary_and_card(office: Office) -> None:
    said = office.said(AMINA, message())

    (shown,) = office.messages(AMINA)
    assert (shown["id"], shown["summary"], shown["from"]["is_bot"]) == (said, "Have you met?", True)
    assert shown["cards"] == [card()]
    assert not office.teams.journal.broken()


def test_what_was_taken_is_counted_with_its_words_by_the_chats_own_name(office: Office) -> None:
    named_otherwise = office.create(AMINA.id).json()["id"]
    office.post(named_otherwise, message(card({"type": "FactSet", "facts": []}, WORDS)))

    (taken,) = office.teams.accepted()
    assert (taken.workspace, taken.conversation, taken.ts, taken.words) == (
        office.teams.tenant_id,
        office.teams.people.chat(AMINA.id),
        office.messages(AMINA)[0]["id"],
        ("Have you met?", "One", "Two"),
    )
    assert not office.teams.accepted(after=1)


def test_a_chat_has_another_name_by_object_id_than_by_account(office: Office) -> None:
    account = office.teams.tenant.account(AMINA.id)
    by_account, by_object = (office.create(named).json()["id"] for named in (account, AMINA.id))

    assert by_account == office.teams.people.chat(AMINA.id) != by_object
    office.post(by_account, HELLO)
    office.post(by_object, HELLO)
    assert len(office.messages(AMINA)) == 2


def test_a_chat_can_begin_with_a_message(office: Office) -> None:
    body = {"members": [{"id": AMINA.id}], "tenantId": office.teams.tenant_id, "activity": HELLO}
    answer = office.call("POST", "conversations", body)

    assert answer.json()["activityId"] == office.messages(AMINA)[0]["id"]


def test_somebody_without_the_app_cannot_be_reached(office: Office) -> None:
    assert refusal(office.create(OMAR.id)) == (403, "BotNotInConversationRoster")
    assert not office.teams.journal.broken()


def test_somebody_in_a_team_with_the_bot_is_reached_by_account_only(office: Office) -> None:
    assert refusal(office.create(LENA.id))[0] == 403

    chat = office.create(office.teams.tenant.account(LENA.id)).json()["id"]
    assert office.post(chat, HELLO).status_code == 201
    assert office.messages(LENA)[0]["text"] == "Hello"


def test_a_chat_is_shut_once_the_app_is_gone(office: Office) -> None:
    chat = office.teams.people.chat(AMINA.id)
    office.teams.people.remove_from_team(AMINA.id, WARD.id)
    office.teams.people.uninstall(AMINA.id)

    assert refusal(office.post(chat, HELLO)) == (403, "BotNotInConversationRoster")


def test_somebody_can_block_the_bot(office: Office) -> None:
    office.teams.people.block(AMINA.id)
    assert refusal(office.create(AMINA.id)) == (403, "ConversationBlockedByUser")

    office.teams.people.unblock(AMINA.id)
    assert office.create(AMINA.id).status_code == 201


def test_an_account_that_is_switched_off_is_not_found(office: Office) -> None:
    chat = office.teams.people.chat(PRIYA.id)
    office.teams.people.switch_off(PRIYA.id)

    assert refusal(office.post(chat, HELLO)) == (404, "ConversationNotFound")
    assert refusal(office.create(PRIYA.id))[0] == 404
    office.teams.people.switch_on(PRIYA.id)
    assert office.post(chat, HELLO).status_code == 201


def test_a_chat_that_was_removed_is_found_by_a_new_name_only(office: Office) -> None:
    chat = office.teams.people.chat(AMINA.id)
    office.said(AMINA, HELLO)
    office.teams.people.remove_chat(AMINA.id)

    assert refusal(office.post(chat, HELLO)) == (404, "ConversationNotFound")
    again = office.create(AMINA.id).json()["id"]
    assert again != chat
    assert office.post(again, HELLO).status_code == 201
    assert len(office.messages(AMINA)) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"members": []}, 400),
        ({"members": [{"id": AMINA.id}, {"id": PRIYA.id}]}, 400),
        ({"members": [{"aadObjectId": AMINA.id}]}, 400),
        ({"members": [{"id": "nobody"}]}, 400),
        ({"members": [{"id": "29:of another bot"}]}, 403),
        ({"members": [{"id": AMINA.id}], "tenantId": ""}, 400),
        ({"members": [{"id": AMINA.id}], "tenantId": "another tenant"}, 403),
    ],
    ids=str,
)
def test_a_chat_needs_one_known_person_and_the_tenant(
    office: Office, body: dict[str, Any], status: int
) -> None:
    answer = office.call("POST", "conversations", {"tenantId": office.teams.tenant_id, **body})

    assert answer.status_code == status
    assert bool(office.teams.journal.broken()) == (status == 400)


def test_a_channel_takes_a_new_message_and_one_under_it(office: Office) -> None:
    root = office.post(ROUNDS, HELLO).json()["id"]
    office.post(f"{ROUNDS};messageid={root}", {"type": "message", "text": "Under it"})

    assert [(one["text"], one["reply_to"]) for one in office.messages(PRIYA, ROUNDS)] == [
        ("Hello", ""),
        ("Under it", root),
    ]


def test_a_thread_can_be_created_in_a_channel(office: Office) -> None:
    body = {"isGroup": True, "channelData": {"channel": {"id": ROUNDS}}, "activity": HELLO}
    answer = office.call("POST", "conversations", body).json()

    assert answer["id"] == f"{ROUNDS};messageid={answer['activityId']}"
    assert office.messages(LENA, ROUNDS)[0]["text"] == "Hello"


def test_a_group_chat_cannot_be_created(office: Office) -> None:
    chat = office.teams.people.chat(AMINA.id)
    body = {"isGroup": True, "channelData": {"channel": {"id": chat}}, "activity": HELLO}

    assert refusal(office.call("POST", "conversations", body)) == (400, "BadSyntax")


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("19:office@thread.tacv2", (403, "BotNotInConversationRoster")),
        ("19:nowhere@thread.tacv2", (404, "ConversationNotFound")),
        (f"{ROUNDS};messageid=1", (404, "ActivityNotFoundInConversation")),
    ],
)
def test_a_message_needs_a_place_where_the_bot_is(
    office: Office, where: str, expected: tuple[int, str]
) -> None:
    assert refusal(office.post(where, HELLO)) == expected


def test_a_message_is_written_anew_in_its_place(office: Office) -> None:
    chat, said = office.teams.people.chat(AMINA.id), office.said(AMINA, message())
    answer = office.put(chat, said, {"type": "message", "text": "Thank you"})

    assert answer.status_code == 200
    (shown,) = office.messages(AMINA)
    assert (shown["id"], shown["text"], shown["cards"], shown["edited"]) == (said, "Thank you", [], True)
    assert len(office.teams.accepted()) == 1


def test_a_message_is_taken_back(office: Office) -> None:
    chat, said = office.teams.people.chat(AMINA.id), office.said(AMINA, message())
    path = f"conversations/{chat}/activities/{said}"

    assert office.call("DELETE", path).status_code == 200
    assert not office.messages(AMINA)
    assert refusal(office.call("DELETE", path)) == (404, "ActivityNotFoundInConversation")


def test_what_people_wrote_is_theirs(office: Office) -> None:
    said = office.teams.people.say(AMINA.id, "My own words")

    answer = office.put(office.teams.people.chat(AMINA.id), said, HELLO)
    assert refusal(answer) == (403, "NotEnoughPermissions")


@pytest.mark.parametrize(
    ("activity", "expected"),
    [
        ({"type": "message"}, (400, "BadSyntax")),
        ({"type": "event", "text": "Hello"}, (400, "BadSyntax")),
        ({"type": "message", "text": "x" * 29_000}, (413, "MessageSizeTooBig")),
    ],
    ids=["empty", "no message", "too large"],
)
def test_what_teams_does_not_take_is_a_broken_rule(
    office: Office, activity: dict[str, Any], expected: tuple[int, str]
) -> None:
    answer = office.post(office.teams.people.chat(AMINA.id), activity)

    assert refusal(answer) == expected
    assert [entry.summary for entry in office.teams.journal.broken()] == [expected[1]]
    assert not office.messages(AMINA)


def test_a_bad_card_is_shown_and_stands_in_the_journal(office: Office) -> None:
    office.said(AMINA, message({**card(), "fallbackText": ""}))

    (breach,) = office.teams.journal.broken()
    assert (breach.kind, breach.name) == ("rule", "activity")
    assert "fallbackText" in breach.summary
    assert len(office.messages(AMINA)) == 1


def test_typing_is_no_message(office: Office) -> None:
    assert office.post(office.teams.people.chat(AMINA.id), {"type": "typing"}).status_code == 202
    assert not office.messages(AMINA)


def test_an_address_that_teams_does_not_have_fails_loudly(office: Office) -> None:
    answer = office.get("conversations")

    assert refusal(answer) == (405, "MethodNotAllowed")
    assert office.teams.journal.broken()[0].name == "unknown"


def test_nobody_else_sees_a_chat(office: Office) -> None:
    office.said(AMINA, message())

    assert not office.messages(PRIYA)
    seen = office.teams.people.screen(PRIYA.id)["conversations"]
    assert office.teams.people.chat(AMINA.id) not in [place["id"] for place in seen]


@pytest.mark.parametrize("body", [b"{", b"[]", b""])
def test_what_is_no_json_object_is_refused(office: Office, body: bytes) -> None:
    address = f"{office.teams.service_url}v3/conversations/{office.teams.people.chat(AMINA.id)}/activities"

    assert refusal(office.http.post(address, content=body)) == (400, "BadSyntax")
