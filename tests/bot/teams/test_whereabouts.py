"""Where people are found in Teams, and who cannot be."""

from __future__ import annotations

import pytest

from bot.teams.whereabouts import ASKS_FOR
from practice.teams.people import TeamsMember
from programme.words.message import Message
from scheduler.sender import (
    Refused,
    Undelivered,
    Unreachable,
)
from storage.chats import Chat
from tests.bot.teams.outward import (
    MEMBER,
    NOBODY,
    OTHERS,
    PRIYA,
    TOM,
    Outward,
    a_line,
    link_of,
)


def test_a_chat_that_was_made_is_remembered_under_the_name_that_activities_come_with(place: Outward) -> None:
    sent = place.sender().send(place.letter(PRIYA))
    chat = place.chat(PRIYA)
    assert chat is not None
    assert chat.conversation == sent.place == place.teams.people.chat(PRIYA.id)
    assert (chat.service_url, chat.login) == (place.teams.service_url, PRIYA.email)


def test_a_person_without_the_app_cannot_be_reached(place: Outward) -> None:
    with pytest.raises(Unreachable, match="PairMe is not installed for them in Teams"):
        place.sender().send(place.letter(NOBODY))
    assert place.rows(Chat) == []
    place.teams.people.uninstall(PRIYA.id)
    place.remember(PRIYA, place.teams.people.chat(TOM.id))
    place.teams.people.uninstall(TOM.id)
    with pytest.raises(Unreachable):
        place.sender().send(place.letter(PRIYA))
    for each in (PRIYA, TOM):
        place.teams.people.install(each.id)


def test_a_person_without_the_app_is_reached_by_a_team_that_has_it(place: Outward) -> None:
    with pytest.raises(Unreachable):
        place.sender().send(place.letter(MEMBER))
    place.in_team(OTHERS)
    place.in_team()
    place.sender().send(place.letter(MEMBER))
    assert place.words(MEMBER) == ["hello"]


def test_a_person_who_has_blocked_the_bot_is_told_of_in_plain_words(place: Outward) -> None:
    place.sender().send(place.letter(PRIYA))
    place.teams.people.block(PRIYA.id)
    with pytest.raises(Refused, match="blocked") as refusal:
        place.sender().send(place.letter(PRIYA))
    assert not isinstance(refusal.value, Unreachable)
    place.teams.people.unblock(PRIYA.id)


def test_an_account_that_has_been_switched_off_is_told_of_in_plain_words(place: Outward) -> None:
    place.sender().send(place.letter(PRIYA))
    nobody = TeamsMember("ffffffff-0000-4000-8000-000000000000", "Nobody", "")
    place.teams.people.switch_off(PRIYA.id)
    for gone in (PRIYA, nobody):
        with pytest.raises(Refused, match="there is no such Teams account any more") as refusal:
            place.sender().send(place.letter(gone))
        assert not isinstance(refusal.value, Unreachable)
    place.teams.journal.clear()


@pytest.mark.parametrize(
    "service_url", ["http://elsewhere.example/", "https://10.0.0.1/", "ftp://x.example/"]
)
def test_a_foreign_address_of_the_service_is_never_called(place: Outward, service_url: str) -> None:
    place.remember(PRIYA, "a:1x", service_url)
    with a_line(place.teams) as fresh, pytest.raises(Refused, match="not a safe one"):
        place.sender(line=fresh).send(place.letter(PRIYA))
    assert place.calls("token") == 0


def test_a_conversation_that_is_gone_is_made_anew(place: Outward) -> None:
    place.remember(PRIYA, "a:1gone")
    sent = place.sender().send(place.letter(PRIYA))
    chat = place.chat(PRIYA)
    assert place.words(PRIYA) == ["hello"]
    assert chat is not None
    assert chat.conversation == sent.place == place.teams.people.chat(PRIYA.id)
    place.sender().send(place.letter(TOM, conversation="a:1of-the-lane"))
    assert place.words(TOM) == ["hello"]


def test_a_conversation_that_is_not_ours_any_more_is_made_anew(place: Outward) -> None:
    place.remember(PRIYA, place.teams.people.chat(TOM.id))
    place.teams.people.uninstall(TOM.id)
    place.sender().send(place.letter(PRIYA))
    assert place.words(PRIYA) == ["hello"]
    place.teams.people.install(TOM.id)


def test_a_message_that_names_people_offers_a_chat_with_those_who_can_be_found(place: Outward) -> None:
    words = Message(("This is Tom.",), chat_with=(TOM.id, NOBODY.id))
    place.sender().send(place.letter(PRIYA, words=words))
    (message,) = place.seen(PRIYA)
    assert link_of(message) == ["https://teams.microsoft.com/l/chat/0/0?users=tom.hale%40larkhill.example"]
    asked = place.calls("member")
    place.sender().send(place.letter(PRIYA, words=words))
    assert place.calls("member") == asked


def test_the_login_of_somebody_who_wrote_first_is_asked_for_once(place: Outward) -> None:
    place.remember(TOM, place.teams.people.chat(TOM.id))
    for _ in range(2):
        place.sender().send(place.letter(PRIYA, words=Message(("This is Tom.",), chat_with=(TOM.id,))))
    tom = place.chat(TOM)
    assert tom is not None
    assert tom.login == TOM.email
    assert [call.detail["arguments"]["member"] for call in place.teams.journal.calls("member")].count(
        TOM.id
    ) == 1


def test_a_letter_waits_for_a_login_and_goes_without_in_the_end(place: Outward) -> None:
    place.remember(TOM, place.teams.people.chat(TOM.id))
    place.fails("member", status=502, times=2)
    letter = place.letter(PRIYA, words=Message(("This is Tom.",), chat_with=(TOM.id,)))
    place.remember(PRIYA, place.teams.people.chat(PRIYA.id))
    with pytest.raises(Undelivered):
        place.sender().send(letter)
    assert place.words(PRIYA) == []
    place.now += ASKS_FOR
    place.sender().send(letter)
    (message,) = place.seen(PRIYA)
    assert link_of(message) == []
