"""Letters out to Teams, through the real SDK."""

from __future__ import annotations

from dataclasses import replace

import pytest

from programme.words.message import Field, Form, Message
from scheduler.sender import (
    NoGroup,
    Refused,
    Undelivered,
    Unreachable,
)
from storage.letters import Sent
from tests.bot.teams.outward import (
    CHANNEL,
    GUEST,
    OTHERS,
    PRIYA,
    TOM,
    Outward,
    parts,
)


def test_a_letter_to_one_person_stands_in_their_own_chat_which_is_made_once(place: Outward) -> None:
    first = place.sender().send(place.letter(PRIYA))
    opened = place.calls("create")
    second = place.sender().send(place.letter(PRIYA, words="again"))
    assert place.words(PRIYA) == ["hello", "again"]
    assert place.words(TOM) == []
    assert place.calls("create") == opened
    assert first.place == second.place
    assert [message["id"] for message in place.seen(PRIYA)] == [first.id, second.id]


def test_a_letter_to_several_people_is_for_each_alone(place: Outward) -> None:
    with pytest.raises(NoGroup):
        place.sender().send(place.letter(PRIYA, TOM))


def test_a_letter_in_the_place_of_another_changes_it(place: Outward) -> None:
    sent = place.sender().send(place.letter(PRIYA))
    again = place.letter(PRIYA, words="changed", replaces=sent)
    assert place.sender().find(again) is None
    place.fails("put", status=502, after_acting=True)
    with pytest.raises(Undelivered):
        place.sender().send(again)
    assert place.sender().send(again) == sent
    assert place.words(PRIYA) == ["changed"]
    with pytest.raises(Refused, match="no longer there"):
        place.sender().send(replace(again, replaces=Sent(sent.place, "1")))


def test_a_letter_to_a_channel_stands_in_it_or_in_its_thread(place: Outward) -> None:
    place.in_team()
    first = place.sender().send(place.letter(channel=CHANNEL))
    place.sender().send(place.letter(channel=CHANNEL, words="beneath", thread=first.id))
    assert first.place == CHANNEL
    assert [(each["summary"], each["reply_to"]) for each in place.seen(PRIYA, "channel")] == [
        ("hello", ""),
        ("beneath", first.id),
    ]


def test_a_channel_of_a_team_without_the_bot_refuses_in_plain_words(place: Outward) -> None:
    with pytest.raises(Refused, match="PairMe is not in the team of this channel") as refusal:
        place.sender().send(place.letter(channel=OTHERS.id))
    assert not isinstance(refusal.value, Unreachable)
    with pytest.raises(Refused, match="does not know this conversation"):
        place.sender().send(place.letter(channel="19:gone@thread.tacv2"))


def test_a_form_in_a_letter_offers_the_channels_that_the_bot_is_in(place: Outward) -> None:
    place.in_team()
    form = Form("cohort_new", "New cohort", (Field("channel", "Channel", "channel"),), "Open")
    place.sender().send(place.letter(PRIYA, words=Message(("Please fill this in.",), form=form)))
    (message,) = place.seen(PRIYA)
    choices = [(part["title"], part["value"]) for part in parts(message) if {"title", "value"} <= part.keys()]
    assert ("Paired Learning", CHANNEL) in choices


def test_a_message_that_cannot_be_drawn_is_given_up(place: Outward) -> None:
    with pytest.raises(Refused, match="cannot draw"):
        place.sender().send(place.letter(PRIYA, words=Message(())))


def test_a_workspace_without_teams_any_more_is_told_in_plain_words(place: Outward) -> None:
    letter = place.letter(PRIYA)
    with pytest.raises(Refused, match="removed from this organisation's Teams"):
        place.sender().send(replace(letter, to=replace(letter.to, workspace="another")))


def test_a_guest_is_written_to_like_anybody_with_the_app(place: Outward) -> None:
    place.sender().send(place.letter(GUEST))
    assert place.words(GUEST) == ["hello"]
