"""Letters out: in order in their conversation, once, and what becomes of one that cannot be delivered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from programme.words.message import Bar, Chart, Message
from scheduler.delivery import Envelope, NoGroup, Refused, Uncertain, Undelivered, deliver_one
from storage import cohorts, outbox, people
from storage.address import Address
from storage.cohorts import Cohort
from storage.database import Database
from storage.outbox import LEASE, Letter, Sent
from storage.people import Person
from tests.conversations.story import at

NOW = at("2027-03-16 10:00")
HERE = "W1"


@dataclass
class Platform:
    """A platform that does what it is told: `takes` and `hides` give what becomes of each try and of each look."""

    takes: list[Exception | None] = field(default_factory=list)
    arrived: list[Envelope] = field(default_factory=list)
    uploaded: list[str] = field(default_factory=list)
    has_groups: bool = True
    looked: int = 0
    hides: list[Exception] = field(default_factory=list)

    def prepare(self, envelope: Envelope) -> str:
        self.uploaded.append(envelope.key)
        return "F1" if envelope.message.chart else ""

    def send(self, envelope: Envelope) -> Sent:
        trouble = self.takes.pop(0) if self.takes else None
        if trouble is not None and not isinstance(trouble, Uncertain):
            raise trouble
        self.arrived.append(envelope)
        if trouble is not None:
            raise trouble
        return Sent("D1", str(len(self.arrived)))

    def find(self, envelope: Envelope) -> Sent | None:
        self.looked += 1
        if self.hides:
            raise self.hides.pop(0)
        found = [each for each in self.arrived if each.key == envelope.key]
        return Sent("D1", "1") if found else None


def to(*people_: str, place: str = "") -> Address:
    return Address(HERE, "slack", people_, place)


def post(
    database: Database, key: str, address: Address, words: str = "hello", cohort_id: int | None = None
) -> None:
    with database.writing() as session:
        outbox.post(session, key, address, Message((words,)), NOW, cohort_id=cohort_id)


def letter(database: Database, key: str) -> Letter:
    with database.reading() as session:
        return session.query(Letter).filter_by(key=key).one()


def keys(platform: Platform) -> list[str]:
    return [envelope.key for envelope in platform.arrived]


def deliver(database: Database, platform: Platform, seconds: float = 0) -> bool:
    return deliver_one(database, {"slack": platform}, lambda: NOW + timedelta(seconds=seconds))


def test_a_key_is_said_once_ever(database: Database) -> None:
    platform = Platform()
    post(database, "a", to("U1"))
    assert deliver(database, platform)
    with database.writing() as session:
        assert outbox.post(session, "a", to("U1"), Message(("again",)), NOW) is False
    assert not deliver(database, platform, 60)
    assert keys(platform) == ["a"]


def test_a_conversation_keeps_its_order_and_its_pace(database: Database) -> None:
    platform = Platform()
    for key in ("first", "second", "third"):
        post(database, key, to("U1"))
    assert deliver(database, platform)
    assert not deliver(database, platform, 0.5)
    assert deliver(database, platform, 1)
    assert deliver(database, platform, 2)
    assert keys(platform) == ["first", "second", "third"]


def test_the_pause_between_two_letters_counts_from_the_end_of_a_slow_send(database: Database) -> None:
    platform = Platform()
    for key in ("first", "second"):
        post(database, key, to("U1"))
    moments = iter([NOW, NOW + timedelta(seconds=5)])
    assert deliver_one(database, {"slack": platform}, lambda: next(moments))
    assert not deliver(database, platform, 5.9)
    assert deliver(database, platform, 6)


def test_one_bad_recipient_never_holds_up_another(database: Database) -> None:
    platform = Platform(takes=[Undelivered("not now"), None])
    post(database, "stuck", to("U1"))
    post(database, "free", to("U2"))
    assert deliver(database, platform)
    assert deliver(database, platform)
    assert keys(platform) == ["free"]


def test_a_letter_that_certainly_did_not_arrive_is_tried_again_without_looking(database: Database) -> None:
    platform = Platform(takes=[Undelivered("wait", timedelta(seconds=7))])
    post(database, "a", to("U1"))
    deliver(database, platform)
    assert not deliver(database, platform, 6)
    assert deliver(database, platform, 7)
    assert (keys(platform), platform.looked) == (["a"], 0)


def test_a_letter_that_may_have_arrived_is_looked_for_before_it_is_repeated(database: Database) -> None:
    platform = Platform(takes=[Uncertain("the line broke")])
    post(database, "a", to("U1"))
    deliver(database, platform)
    assert not deliver(database, platform, 59)
    assert deliver(database, platform, 60)
    assert (keys(platform), platform.looked) == (["a"], 1)
    assert letter(database, "a").state == "sent"


def test_a_letter_is_not_repeated_because_it_could_not_be_looked_for(database: Database) -> None:
    platform = Platform(takes=[Uncertain("the line broke")], hides=[Undelivered("not now")])
    post(database, "a", to("U1"))
    for seconds in (0, 60, 120):
        assert deliver(database, platform, seconds)
    assert (keys(platform), platform.looked) == (["a"], 2)
    assert letter(database, "a").state == "sent"


def test_a_worker_that_died_in_the_middle_leaves_a_letter_that_is_looked_for(database: Database) -> None:
    platform = Platform()
    post(database, "a", to("U1"))
    with database.writing() as session:
        assert outbox.claim(session, NOW) is not None  # and here the worker dies
    assert not deliver(database, platform, LEASE.total_seconds() - 1)
    assert deliver(database, platform, LEASE.total_seconds())
    assert (keys(platform), platform.looked) == (["a"], 1)


def test_two_workers_never_hold_the_same_conversation(database: Database) -> None:
    post(database, "a", to("U1"))
    post(database, "b", to("U1"))
    with database.writing() as session:
        assert outbox.claim(session, NOW) is not None
    with database.writing() as session:
        assert outbox.claim(session, NOW) is None


def test_the_words_of_a_letter_are_gone_once_it_has_been_sent(database: Database) -> None:
    post(database, "a", to("U1"), "between us")
    assert letter(database, "a").body is not None
    deliver(database, Platform())
    assert letter(database, "a").body is None


def test_a_picture_is_uploaded_once_even_when_the_letter_is_tried_again(database: Database) -> None:
    platform = Platform(takes=[Undelivered("a picture is still being prepared.", timedelta(seconds=2))])
    with database.writing() as session:
        chart = Chart("Pairs", "Pairs by state: active 3.", (Bar("active", 3),))
        outbox.post(session, "a", to("U1"), Message(("Report",), chart=chart), NOW)
    deliver(database, platform)
    deliver(database, platform, 2)
    assert platform.uploaded == ["a"]
    assert [envelope.file_id for envelope in platform.arrived] == ["F1"]


@pytest.fixture
def led(database: Database) -> Cohort:
    """A cohort with two leads and two people."""
    with database.writing() as session:
        known = [
            people.known(session, workspace=HERE, platform="slack", platform_id=id_, name=name)
            for id_, name in (("L1", "Lena"), ("L2", "Tom"), ("U1", "Amina"), ("U2", "Priya"))
        ]
        cohort = Cohort(
            workspace=HERE,
            platform="slack",
            channel="C1",
            name="Spring",
            starts_on=NOW.date(),
            created_at=NOW,
        )
        return cohorts.add(session, cohort, [(known[0], "doctor"), (known[1], "manager")])


def test_both_leads_learn_of_a_letter_that_will_never_arrive(database: Database, led: Cohort) -> None:
    platform = Platform(takes=[Refused("the account has been switched off.")])
    post(database, "a", to("U1"), cohort_id=led.id)
    while deliver(database, platform):
        pass
    assert [envelope.to.people for envelope in platform.arrived] == [("L1",), ("L2",)]
    assert "Amina: the account has been switched off." in platform.arrived[0].message.paragraphs[0]
    assert letter(database, "a").state == "dead"


def test_a_lead_who_cannot_be_reached_starts_no_endless_chain(database: Database, led: Cohort) -> None:
    platform = Platform(takes=[Refused("gone.")] * 3)
    post(database, "a", to("U1"), cohort_id=led.id)
    while deliver(database, platform):
        pass
    with database.reading() as session:
        assert session.query(Letter).count() == 3


def test_a_pair_without_a_conversation_of_its_own_is_told_one_by_one(database: Database, led: Cohort) -> None:
    platform = Platform(takes=[NoGroup("not allowed here.")])
    post(database, f"{HERE}/introduction/7/both", to("U1", "U2"), cohort_id=led.id)
    while deliver(database, platform):
        pass
    with database.reading() as session:
        ids = {person.platform_id: person.id for person in session.query(Person)}
    assert keys(platform) == [f"{HERE}/introduction/7/{ids['U1']}", f"{HERE}/introduction/7/{ids['U2']}"]


def test_after_many_tries_a_letter_is_given_up(database: Database, led: Cohort) -> None:
    platform = Platform(takes=[Undelivered("not now")] * 25)
    post(database, "a", to("U1"), cohort_id=led.id)
    for hours in range(26):
        deliver(database, platform, hours * 3600)
    assert letter(database, "a").state == "dead"
    assert "many tries" in (letter(database, "a").trouble or "")


def test_a_letter_that_breaks_whoever_sends_it_is_given_up_too(database: Database, led: Cohort) -> None:
    platform = Platform(takes=[ValueError("it cannot be drawn")] * 25)
    post(database, "broken", to("U1"), cohort_id=led.id)
    post(database, "next", to("U1"))
    for hours in range(25):
        with pytest.raises(ValueError, match="drawn"):
            deliver(database, platform, hours * 3600)
    while deliver(database, platform, 26 * 3600):
        pass
    assert letter(database, "broken").state == "dead"
    assert deliver(database, platform, 26 * 3600 + 1)
    assert letter(database, "next").state == "sent"
