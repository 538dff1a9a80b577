"""Letters out to Slack, through the real SDK, to a Slack that fails on purpose."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from socket import gaierror
from ssl import SSLCertVerificationError
from urllib.error import URLError

import pytest

from bot.practice_hospital import manifest
from bot.slack.refusals import called
from bot.slack.sender import SlackSender
from bot.slack.tokens import OneToken
from practice.app import PracticeSlack
from practice.faults import Fault
from practice.people import BOT_USER_ID, Channel, Member
from practice.rules import Rules
from practice.running import running
from programme.words.message import Bar, Chart, File, Message
from scheduler.sender import Envelope, NoGroup, Refused, Shut, TooFast, TooLate, Uncertain, Undelivered
from storage.address import Address
from storage.letters import Sent
from storage.vault import UnreadableText

AMINA = Member("U0000AMINA", "Amina Yusuf", "amina@example.org")
PRIYA = Member("U0000PRIYA", "Priya Nair", "priya@example.org")
HERE = "T00PRACTICE"


class Place:
    """A Slack and a sender to it."""

    def __init__(self, slack: PracticeSlack, server: running) -> None:
        self.slack = slack
        self.sender = SlackSender(OneToken(slack.bot_token), server.api_url)

    def fails(self, method: str, **fault: object) -> None:
        self.slack.faults.add(method, Fault(**fault))  # type: ignore[arg-type]

    def messages(self, person: Member) -> list[str]:
        return [
            message["text"]
            for conversation in self.slack.people.screen(person.id)["conversations"]
            for message in conversation["messages"]
        ]


@pytest.fixture(scope="module")
def place_of_all() -> Iterator[Place]:
    slack = PracticeSlack(
        members=[AMINA, PRIYA],
        channels=[
            Channel("C1", "ours", (AMINA.id, BOT_USER_ID)),
            Channel("C2", "without-the-bot", (AMINA.id,)),
        ],
        manifest=manifest(),
        now=lambda: datetime.now(UTC),
        rules=Rules(upload_settles_seconds=0.3),
    )
    with running(slack) as server:
        yield Place(slack, server)


@pytest.fixture
def place(place_of_all: Place) -> Place:
    place_of_all.slack.reset()
    place_of_all.slack.faults.clear()
    return place_of_all


def letter(*people: str, channel: str = "", words: str = "hello", **more: object) -> Envelope:
    to = Address(HERE, "slack", people, channel)
    envelope = Envelope(
        f"{HERE}/a/{words}", to, Message((words,)), datetime.now(UTC), lambda: True, conversation=channel
    )
    return replace(envelope, **more)  # type: ignore[arg-type]


def test_a_letter_to_one_person_stands_in_their_own_chat(place: Place) -> None:
    place.sender.send(letter(AMINA.id))
    assert place.messages(AMINA) == ["hello"]
    assert place.messages(PRIYA) == []


def test_a_letter_to_a_pair_stands_in_one_conversation(place: Place) -> None:
    first = place.sender.send(letter(AMINA.id, PRIYA.id))
    second = place.sender.send(letter(PRIYA.id, AMINA.id, words="again"))
    assert first.place == second.place
    assert place.messages(AMINA) == place.messages(PRIYA) == ["hello", "again"]


def test_a_connection_that_breaks_after_slack_took_the_letter_is_uncertain_and_nothing_is_repeated(
    place: Place,
) -> None:
    place.fails("chat.postMessage", drop=True, after_acting=True)
    envelope = letter(AMINA.id)
    with pytest.raises(Uncertain):
        place.sender.send(envelope)
    assert place.messages(AMINA) == ["hello"]
    found = place.sender.find(envelope)
    assert found is not None
    assert found.place == place.slack.people.dm(AMINA.id)


def test_a_worker_that_has_slept_past_its_lease_sends_nothing(place: Place) -> None:
    with pytest.raises(TooLate):
        place.sender.send(letter(AMINA.id, is_ours=lambda: False))
    assert place.messages(AMINA) == []


def test_a_conversation_that_is_known_is_not_opened_again(place: Place) -> None:
    first = place.sender.send(letter(AMINA.id, PRIYA.id))
    place.fails("conversations.open", error="restricted_action")
    assert (
        place.sender.send(letter(AMINA.id, PRIYA.id, words="again", conversation=first.place)).place
        == first.place
    )
    place.slack.faults.clear()


def test_a_conversation_that_is_not_ours_any_more_is_opened_anew(place: Place) -> None:
    sent = place.sender.send(letter(AMINA.id, conversation="D0OFBEFORE"))
    assert place.messages(AMINA) == ["hello"]
    assert sent.place == place.slack.people.dm(AMINA.id)
    assert place.sender.find(letter(AMINA.id, conversation="D0OFBEFORE")) == sent


def test_a_token_that_is_refused_shuts_the_workspace_and_splits_no_pair(place: Place) -> None:
    place.fails("conversations.open", error="invalid_auth")
    with pytest.raises(Shut):
        place.sender.send(letter(AMINA.id, PRIYA.id))
    place.fails("conversations.open", error="token_revoked")
    with pytest.raises(Refused) as refusal:
        place.sender.send(letter(AMINA.id, PRIYA.id))
    assert not isinstance(refusal.value, NoGroup)


def test_a_letter_that_did_not_arrive_is_not_found(place: Place) -> None:
    place.fails("chat.postMessage", drop=True)
    with pytest.raises(Uncertain):
        place.sender.send(letter(AMINA.id))
    assert place.sender.find(letter(AMINA.id)) is None


@pytest.mark.parametrize(
    "fault",
    [{"status": 503}, {"error": "internal_error"}, {"status": 403}],
    ids=["503", "internal_error", "the page of a proxy"],
)
def test_a_failure_of_slack_or_before_it_is_uncertain(place: Place, fault: dict[str, object]) -> None:
    place.fails("chat.postMessage", **fault)
    with pytest.raises(Uncertain):
        place.sender.send(letter(AMINA.id))


def test_too_many_requests_is_a_definite_no_with_its_wait(place: Place) -> None:
    place.fails("chat.postMessage", status=429, retry_after=17)
    with pytest.raises(Undelivered) as undelivered:
        place.sender.send(letter(AMINA.id))
    assert undelivered.value.wait == timedelta(seconds=17)
    assert place.messages(AMINA) == []


def test_slack_says_in_two_ways_that_it_was_too_much(place: Place) -> None:
    place.fails("chat.postMessage", error="rate_limited")
    with pytest.raises(TooFast):
        place.sender.send(letter(AMINA.id))


def test_a_workspace_that_is_being_moved_waits(place: Place) -> None:
    place.fails("chat.postMessage", error="team_added_to_org")
    with pytest.raises(Shut):
        place.sender.send(letter(AMINA.id))


def test_a_workspace_whose_token_no_key_opens_waits_until_the_key_is_back() -> None:
    class Sealed:
        def of(self, workspace: str) -> str:
            raise UnreadableText(workspace)

    with pytest.raises(Shut):
        SlackSender(Sealed(), "http://127.0.0.1:9/api/").send(letter(AMINA.id))


def test_a_failure_before_anything_is_posted_is_a_definite_no(place: Place) -> None:
    place.fails("conversations.open", status=503)
    with pytest.raises(Undelivered):
        place.sender.send(letter(AMINA.id))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("account_inactive", "removed from this Slack"),
        ("channel_not_found", "does not know"),
        ("missing_scope", "IT"),
        ("something_new", "Slack said something_new."),
    ],
)
def test_a_definite_never_is_told_in_words(place: Place, error: str, said: str) -> None:
    place.fails("chat.postMessage", error=error)
    with pytest.raises(Refused, match=said):
        place.sender.send(letter(AMINA.id))


def test_a_channel_without_the_bot_says_how_to_invite_it(place: Place) -> None:
    with pytest.raises(Refused, match="/invite @PairMe"):
        place.sender.send(letter(channel="C2"))


def test_a_pair_that_cannot_have_a_conversation_is_told_apart_from_a_person_who_cannot(place: Place) -> None:
    place.fails("conversations.open", error="restricted_action")
    with pytest.raises(NoGroup):
        place.sender.send(letter(AMINA.id, PRIYA.id))
    place.fails("conversations.open", error="user_disabled")
    with pytest.raises(Refused, match="switched off"):
        place.sender.send(letter(AMINA.id))


def test_a_chart_is_uploaded_unshared_and_waited_for(place: Place) -> None:
    chart = Chart("Pairs", "Pairs by state: active 3.", (Bar("Active", 3),))
    envelope = letter(channel="C1", message=Message(("Report",), chart=chart))
    file_id = place.sender.prepare(envelope)
    with pytest.raises(Undelivered, match="still being prepared"):
        place.sender.send(replace(envelope, file_id=file_id))
    assert place.messages(AMINA) == []
    time.sleep(0.35)
    place.sender.send(replace(envelope, file_id=file_id))
    assert place.messages(AMINA) == ["Report\nPairs by state: active 3."]


def test_a_file_is_shared_with_its_words(place: Place) -> None:
    file = File("workshop.ics", "BEGIN:VCALENDAR", "Leadership styles")
    envelope = letter(channel="C1", message=Message(("Calendar file",), file=file))
    assert place.sender.prepare(envelope) == ""
    place.sender.send(envelope)
    shared = place.slack.people.screen(AMINA.id)["conversations"]
    files = [one["name"] for each in shared for message in each["messages"] for one in message["files"]]
    assert files == ["workshop.ics"]


def test_a_message_is_replaced_where_it_stands(place: Place) -> None:
    sent = place.sender.send(letter(AMINA.id))
    place.sender.send(letter(AMINA.id, words="answered", replaces=sent))
    assert place.messages(AMINA) == ["answered"]


def test_a_worker_that_has_slept_past_its_lease_puts_no_old_words_over_newer_ones(place: Place) -> None:
    sent = place.sender.send(letter(AMINA.id))
    place.sender.send(letter(AMINA.id, words="newer", replaces=sent))
    with pytest.raises(TooLate):
        place.sender.send(letter(AMINA.id, words="older", replaces=sent, is_ours=lambda: False))
    assert place.messages(AMINA) == ["newer"]


def test_a_letter_is_found_though_our_clock_was_hours_ahead(place: Place) -> None:
    envelope = letter(AMINA.id, first_tried_at=datetime.now(UTC) + timedelta(hours=2))
    place.sender.send(envelope)
    assert place.sender.find(envelope) is not None


def test_to_replace_a_message_needs_no_other_conversation(place: Place) -> None:
    sent = place.sender.send(letter(AMINA.id))
    place.fails("conversations.open", error="restricted_action")
    place.sender.send(letter(AMINA.id, PRIYA.id, words="answered", replaces=sent))
    assert place.messages(AMINA) == ["answered"]


def test_to_replace_a_message_that_has_gone_is_a_definite_never(place: Place) -> None:
    dm = place.sender.send(letter(AMINA.id)).place
    with pytest.raises(Refused, match="no longer there"):
        place.sender.send(letter(AMINA.id, replaces=Sent(dm, "1.0")))


def test_a_channel_is_not_searched(place: Place) -> None:
    with pytest.raises(Refused, match="may or may not"):
        place.sender.find(letter(channel="C1"))


def test_a_slack_that_is_not_there_is_a_definite_no() -> None:
    nowhere = SlackSender(OneToken("xoxb-1"), "http://127.0.0.1:9/api/")
    with pytest.raises(Undelivered, match="could not be reached"):
        nowhere.send(letter(channel="C1"))


@pytest.mark.parametrize("reason", [gaierror(), SSLCertVerificationError()], ids=["name", "certificate"])
def test_a_line_that_never_stood_is_a_definite_no(reason: OSError) -> None:
    def call() -> None:
        raise URLError(reason)

    with pytest.raises(Undelivered, match="could not be reached"):
        called(call)
