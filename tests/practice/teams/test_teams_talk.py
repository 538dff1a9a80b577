from __future__ import annotations

from collections.abc import Callable

import pytest

from practice.refusal import NotPossible
from tests.practice.teams.drawn import message
from tests.practice.teams.office import AMINA, LENA, OFFICE, OMAR, PRIYA, ROUNDS, WARD, Office


def test_what_is_said_reaches_the_bot_with_its_author_and_place(office: Office) -> None:
    said = office.teams.people.say(AMINA.id, "We met <today> & talked")

    heard = office.bot.last
    assert (heard["type"], heard["id"], heard["text"]) == ("message", said, "We met <today> & talked")
    assert heard["attachments"] == [
        {"contentType": "text/html", "content": "<p>We met &lt;today&gt; &amp; talked</p>"}
    ]
    assert heard["from"] == {
        "id": office.teams.tenant.account(AMINA.id),
        "name": AMINA.name,
        "aadObjectId": AMINA.id,
    }
    assert heard["channelData"] == {"tenant": {"id": office.teams.tenant_id}}
    assert heard["timestamp"] == "2027-03-01T09:00:00.000Z"


def test_ids_are_instants_that_never_repeat(office: Office) -> None:
    first, second = (office.teams.people.say(AMINA.id, text) for text in ("One", "Two"))

    assert int(second) == int(first) + 1
    assert int(first) == int(office.clock().timestamp() * 1000)


def test_after_a_reset_ids_are_of_the_clock_again(office: Office) -> None:
    office.clock.push(days=90)
    office.teams.people.say(AMINA.id, "In spring")
    office.clock.push(days=-90)
    office.teams.reset()

    said = office.teams.people.say(AMINA.id, "In winter")
    assert int(said) == int(office.clock().timestamp() * 1000)


def test_lines_are_kept(office: Office) -> None:
    office.teams.people.say(AMINA.id, "One\nTwo")

    assert office.bot.last["text"] == "One\nTwo"
    assert office.bot.last["attachments"][0]["content"] == "<p>One<br>Two</p>"


def test_a_reply_quotes_what_it_answers_in_its_html(office: Office) -> None:
    asked = office.said(AMINA, message())
    office.teams.people.say(AMINA.id, "Yes", quote=asked)

    heard = office.bot.last
    html = heard["attachments"][0]["content"]
    assert heard["text"] == "Yes"
    assert f'itemtype="http://schema.skype.com/Reply" itemid="{asked}"' in html
    assert "Have you met?" in html
    assert html.endswith("<p>Yes</p>")
    assert office.messages(AMINA)[-1]["reply_to"] == asked


def test_a_change_and_a_deletion_are_told_with_the_same_id(office: Office) -> None:
    chat, said = office.teams.people.chat(AMINA.id), office.teams.people.say(AMINA.id, "Good")
    office.clock.push(minutes=5)
    office.teams.people.edit(AMINA.id, chat, said, "Very good")
    office.teams.people.delete(AMINA.id, chat, said)

    _, changed, deleted = office.bot.heard
    assert (changed["type"], changed["id"], changed["text"]) == ("messageUpdate", said, "Very good")
    assert changed["channelData"]["eventType"] == "editMessage"
    assert changed["timestamp"] == "2027-03-01T09:05:00.000Z"
    assert (deleted["type"], deleted["id"]) == ("messageDelete", said)
    assert deleted["channelData"]["eventType"] == "softDeleteMessage"
    assert "text" not in deleted
    assert not office.messages(AMINA)


def test_in_a_channel_the_bot_hears_only_what_names_it(office: Office) -> None:
    root = office.teams.people.post(PRIYA.id, ROUNDS, "Good morning")
    assert not office.bot.heard

    said = office.teams.people.mention(PRIYA.id, ROUNDS, "cohort-report", thread=root)
    heard = office.bot.last
    assert heard["text"] == "<at>PairMe</at>&nbsp;cohort-report\n"
    assert heard["entities"][0]["mentioned"] == {"id": office.teams.bot_id, "name": "PairMe"}
    assert heard["conversation"]["id"] == f"{ROUNDS};messageid={root}"
    assert heard["channelData"]["team"]["id"] == WARD.id
    shown = office.messages(LENA, ROUNDS)[-1]
    assert (shown["id"], shown["text"], shown["reply_to"]) == (said, "@PairMe cohort-report", root)


def test_a_mention_at_the_top_is_its_own_thread(office: Office) -> None:
    said = office.teams.people.mention(PRIYA.id, ROUNDS, "workshop")

    assert office.bot.last["conversation"]["id"] == f"{ROUNDS};messageid={said}"


def test_only_changes_of_what_names_the_bot_are_told_in_a_channel(office: Office) -> None:
    people = office.teams.people
    people.edit(PRIYA.id, ROUNDS, people.post(PRIYA.id, ROUNDS, "Good"), "Good morning")
    assert not office.bot.heard

    people.edit(PRIYA.id, ROUNDS, people.mention(PRIYA.id, ROUNDS, "help"), "workshop")
    assert office.bot.last["text"] == "<at>PairMe</at>&nbsp;workshop\n"


def test_nobody_does_what_their_client_does_not_offer(office: Office) -> None:
    people, asked = office.teams.people, office.said(AMINA, message())
    chat = people.chat(AMINA.id)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: people.say(OMAR.id, "Hello"),
        lambda: people.say(AMINA.id, "Yes", quote="1"),
        lambda: people.edit(AMINA.id, chat, asked, "Not mine"),
        lambda: people.delete(PRIYA.id, chat, asked),
        lambda: people.mention(OMAR.id, ROUNDS, "help"),
        lambda: people.mention(OMAR.id, OFFICE.id, "help"),
        lambda: people.mention(AMINA.id, chat, "help"),
        lambda: people.mention(AMINA.id, ROUNDS, "help", thread="1"),
    )
    for attempt in attempts:
        with pytest.raises(NotPossible):
            attempt()
    assert not office.bot.heard


def test_messages_are_unread_until_somebody_looks(office: Office) -> None:
    office.said(AMINA, message())
    office.said(AMINA, message())

    def unread() -> int:
        return int(office.teams.people.screen(AMINA.id)["conversations"][0]["unread"])

    assert unread() == 2
    office.teams.people.read(AMINA.id, office.teams.people.chat(AMINA.id))
    assert unread() == 0


def test_watchers_are_told_whose_screens_have_changed(office: Office) -> None:
    seen: list[frozenset[str]] = []
    office.teams.tenant.watchers.append(seen.append)
    office.said(AMINA, message())
    office.post(ROUNDS, message())
    office.teams.tenant.watchers.remove(seen.append)

    assert seen == [frozenset({AMINA.id}), frozenset(WARD.members)]
