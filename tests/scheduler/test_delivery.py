"""Letters out: in order in their conversation, once, and what becomes of one that cannot be delivered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from programme.hours import hours
from programme.moments import SendWindow
from programme.words.message import Bar, Chart, Message
from scheduler import due
from scheduler.delivery import Delivery, Uncounted, deliver_one
from scheduler.failures import back_off
from scheduler.sender import (
    CannotLook,
    Envelope,
    NoGroup,
    Refused,
    Shut,
    TooFast,
    TooLate,
    Uncertain,
    Undelivered,
)
from storage import cohorts, dead_letters, lanes, outbox, people
from storage.address import Address
from storage.cohorts import Cohort
from storage.database import Database
from storage.lanes import LEASE, Pace
from storage.letters import Letter, Sent
from storage.pairs import Pair
from storage.people import Person
from storage.vault import Vault
from tests.conversations.story import at
from tests.scheduler.platform import Platform

NOW = at("2027-03-16 10:00")
HERE = "W1"
PACES = {"slack": Pace(timedelta(0), timedelta(seconds=1))}
WINDOW = SendWindow(frozenset({1, 2, 3}), time(10), time(16), "Europe/London", "ENG", frozenset())


def to(*people_: str, place: str = "") -> Address:
    return Address(HERE, "slack", people_, place)


def post(database: Database, key: str, address: Address, words: str = "hello", **more: Any) -> None:
    with database.writing() as session:
        outbox.post(session, key, address, Message((words,)), more.pop("at", NOW), **more)


def letter(database: Database, key: str) -> Letter:
    with database.reading() as session:
        return session.query(Letter).filter_by(key=key).one()


def keys(platform: Platform) -> list[str]:
    return [envelope.key for envelope in platform.arrived]


def by(platform: Platform, database: Database, now: Callable[[], datetime]) -> Delivery:
    return Delivery(database, {"slack": platform}, WINDOW, now, lambda: 0.0, seed=1, tally=Uncounted())


def deliver(database: Database, platform: Platform, seconds: float = 0) -> bool:
    return deliver_one(by(platform, database, lambda: NOW + timedelta(seconds=seconds)))


def claimed(database: Database, seconds: float = 0) -> str | None:
    """The key of the letter that a worker takes up, and leaves at that."""
    now = NOW + timedelta(seconds=seconds)
    with database.writing() as session:
        found = outbox.claim(session, now, hours(WINDOW, now), PACES)
        return found[0].key if found else None


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
    assert deliver_one(by(platform, database, lambda: next(moments)))
    assert not deliver(database, platform, 5.9)
    assert deliver(database, platform, 6)


def test_one_bad_recipient_never_holds_up_another(database: Database) -> None:
    platform = Platform(takes=[Undelivered("not now"), None])
    post(database, "stuck", to("U1"), at=NOW - timedelta(seconds=1))
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
    assert claimed(database) == "a"  # and here the worker dies
    assert not deliver(database, platform, LEASE.total_seconds() - 1)
    assert deliver(database, platform, LEASE.total_seconds())
    assert (keys(platform), platform.looked) == (["a"], 1)


def test_a_letter_that_a_dead_worker_left_is_looked_for_from_its_first_try_on(database: Database) -> None:
    """However long nobody worked, and though an operator has it tried again."""
    post(database, "a", to("U1"))
    assert claimed(database) == "a"  # and here the last worker dies
    days = 3 * 24 * 3600.0
    with database.writing() as session:
        assert dead_letters.revive(session, session.query(Letter).one(), NOW + timedelta(seconds=days))
    assert claimed(database, days) == "a"
    assert letter(database, "a").unsure
    assert letter(database, "a").first_tried_at == NOW


def test_two_workers_never_hold_the_same_conversation(database: Database) -> None:
    post(database, "a", to("U1"))
    post(database, "b", to("U1"))
    assert claimed(database) == "a"
    assert claimed(database) is None


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


def test_the_leads_learn_that_one_half_of_a_pair_could_not_be_told(database: Database, led: Cohort) -> None:
    """An introduction is one unit: both are told, or the leads know who was not."""
    with database.writing() as session:
        ids = {each.platform_id: each.id for each in session.query(Person)}
        pair = Pair(
            workspace=HERE,
            cohort_id=led.id,
            doctor_id=ids["U1"],
            manager_id=ids["U2"],
            reasons=[],
            starts_on=NOW.date(),
        )
        session.add(pair)
        session.flush()
        for id_ in ("U1", "U2"):
            key = f"{HERE}/introduction/{pair.id}/{ids[id_]}"
            outbox.post(session, key, to(id_), Message(("Meet.",)), NOW, cohort_id=led.id, pair_id=pair.id)
    platform = Platform(takes=[None, Refused("the account has been switched off.")])
    while deliver(database, platform):
        pass
    told = [each for each in platform.arrived if each.to.people in (("L1",), ("L2",))]
    assert len(told) == 2
    assert told[0].message.paragraphs == (
        "I could not tell Priya who their partner is: the account has been switched off.",
        "Amina has been told, and may be waiting. Please write to Priya yourself.",
    )


def test_an_introduction_asks_for_its_conversation_anew_and_other_letters_remember_it(
    database: Database,
) -> None:
    """Slack takes a letter to an account that is switched off; only opening the conversation tells."""
    platform = Platform()
    for number, key in enumerate(("hello", f"{HERE}/introduction/7/1", "next")):
        post(database, key, to("U1"))
        deliver(database, platform, number)
    assert [each.conversation for each in platform.arrived] == ["", "", "D1"]


def test_a_workspace_is_written_to_no_faster_than_its_gap(database: Database) -> None:
    platform = Platform(gap=timedelta(seconds=0.2))
    for number in range(3):
        post(database, f"{number}", to(f"U{number}"))
    assert [deliver(database, platform, seconds) for seconds in (0, 0.1, 0.2, 0.3, 0.4)] == [
        True,
        False,
        True,
        False,
        True,
    ]


def test_a_pause_asked_of_one_conversation_is_kept_by_that_one(database: Database) -> None:
    platform = Platform(takes=[TooFast("wait", timedelta(seconds=30))])
    post(database, "asked", to("U1"))
    post(database, "free", to("U2"))
    assert deliver(database, platform)
    assert deliver(database, platform)
    assert keys(platform) == ["free"]
    assert not deliver(database, platform, 29)
    assert deliver(database, platform, 30)


def test_a_pause_asked_of_a_second_conversation_is_kept_by_the_whole_workspace(database: Database) -> None:
    platform = Platform(
        takes=[TooFast("wait", timedelta(seconds=30)), TooFast("wait", timedelta(seconds=40))]
    )
    for number in range(4):
        post(database, f"{number}", to(f"U{number}"))
    elsewhere = Address("W2", "slack", ("U9",))
    assert deliver(database, platform)
    assert deliver(database, platform)
    assert not deliver(database, platform, 39)
    post(database, "elsewhere", elsewhere)
    assert deliver(database, platform, 39)
    assert keys(platform) == ["elsewhere"]
    while deliver(database, platform, 40):
        pass
    assert sorted(keys(platform)) == ["0", "1", "2", "3", "elsewhere"]


def test_a_workspace_whose_token_is_refused_waits_and_loses_nothing(database: Database) -> None:
    platform = Platform(takes=[Shut("Slack refuses PairMe's token.")])
    post(database, "a", to("U1"))
    post(database, "b", to("U2"))
    assert deliver(database, platform)
    assert not deliver(database, platform, 299)
    while deliver(database, platform, 301):
        pass
    assert sorted(keys(platform)) == ["a", "b"]


def test_a_worker_that_was_frozen_marks_nothing_that_another_has_taken_over(database: Database) -> None:
    """The slow one comes back after its lease, when the other has found the letter and marked it."""
    others = Platform()

    class Slow(Platform):
        def send(self, envelope: Envelope) -> Sent:
            others.arrived.append(envelope)  # it arrived, and then the machine slept
            later = LEASE.total_seconds() + 1
            assert deliver(database, others, later)
            raise Undelivered("what the slow one believes")

    post(database, "a", to("U1"))
    assert deliver(database, Slow())
    assert letter(database, "a").state == "sent"
    assert letter(database, "a").trouble is None


def test_a_letter_that_is_no_longer_ours_is_left_to_the_other(database: Database) -> None:
    platform = Platform(takes=[TooLate()])
    post(database, "a", to("U1"))
    assert deliver(database, platform)
    assert keys(platform) == []
    assert deliver(database, platform, LEASE.total_seconds())
    assert (keys(platform), platform.looked) == (["a"], 1)


def test_what_nobody_asked_for_is_not_said_at_night_by_a_retry(database: Database) -> None:
    platform = Platform(takes=[Undelivered("not now", timedelta(hours=7))])
    post(database, "prompt", to("U1"), unasked=True)
    assert deliver(database, platform)
    at_night = 16 * 3600  # 2 in the morning of Wednesday
    assert not deliver(database, platform, at_night)
    post(database, "an answer", to("U1"), at=NOW + timedelta(seconds=at_night))
    assert deliver(database, platform, at_night)
    assert keys(platform) == ["an answer"]
    assert not deliver(database, platform, 23.9 * 3600)
    assert deliver(database, platform, 24 * 3600)
    assert keys(platform) == ["an answer", "prompt"]


def test_an_answer_that_could_not_be_given_in_the_evening_waits_for_the_morning(database: Database) -> None:
    platform = Platform(takes=[Undelivered("not now", timedelta(hours=6))])
    evening = 8 * 3600.0  # 6 in the evening
    post(database, "a", to("U1"), at=NOW + timedelta(seconds=evening))
    assert deliver(database, platform, evening)
    assert not deliver(database, platform, evening + 6 * 3600)
    assert deliver(database, platform, 22 * 3600)  # 8 in the morning


def test_a_post_in_a_channel_that_may_have_appeared_is_asked_about(database: Database, led: Cohort) -> None:
    platform = Platform(takes=[Uncertain("the line broke")], hides=[CannotLook("no scope")])
    post(database, "news", to(place="C1"), cohort_id=led.id)
    for seconds in (0, 60, 61, 62):
        deliver(database, platform, seconds)
    asked = platform.arrived[1:]
    assert [each.to.people for each in asked] == [("L1",), ("L2",)]
    assert [button.label for button in asked[0].message.buttons] == ["Yes, it is there", "No, post it again"]


def test_a_dead_letter_can_be_tried_again_for_a_month(database: Database) -> None:
    platform = Platform(takes=[Refused("gone.")])
    post(database, "a", to("U1"))
    deliver(database, platform)
    assert letter(database, "a").body is not None
    with database.writing() as session:
        dead_letters.forget_old(session, NOW + timedelta(days=29))
        assert dead_letters.revive(session, session.query(Letter).one(), NOW)
    assert deliver(database, platform, 1)
    assert keys(platform) == ["a"]


def test_the_words_of_a_dead_letter_are_gone_after_a_month(database: Database) -> None:
    post(database, "a", to("U1"))
    deliver(database, Platform(takes=[Refused("gone.")]))
    with database.writing() as session:
        dead_letters.forget_old(session, NOW + timedelta(days=30, seconds=1))
        assert not dead_letters.revive(session, session.query(Letter).one(), NOW)
    assert letter(database, "a").body is None


def test_retries_are_spread_and_the_same_seed_spreads_them_alike() -> None:
    tried = [Letter(id=number, attempts=5) for number in range(50)]
    waits = [back_off(each, seed=1).total_seconds() for each in tried]
    assert waits == [back_off(each, seed=1).total_seconds() for each in tried]
    assert len(set(waits)) == 50
    assert min(waits) >= 16
    assert max(waits) <= 32


def test_after_many_tries_a_letter_is_given_up(database: Database, led: Cohort) -> None:
    platform = Platform(takes=[Undelivered("not now")] * 25)
    post(database, "a", to("U1"), cohort_id=led.id)
    for hour in range(60):
        deliver(database, platform, hour * 3600)
    assert letter(database, "a").state == "dead"
    assert "many tries" in (letter(database, "a").trouble or "")


def test_a_letter_that_breaks_whoever_sends_it_is_given_up_too(database: Database, led: Cohort) -> None:
    platform = Platform(takes=[ValueError("it cannot be drawn")] * 25)
    post(database, "broken", to("U1"), cohort_id=led.id)
    post(database, "next", to("U1"))
    for hour in range(60):
        with suppress(ValueError):
            deliver(database, platform, hour * 3600)
    assert letter(database, "broken").state == "dead"
    assert letter(database, "next").state == "sent"


def spoil(database: Database, key: str, body: bytes) -> None:
    """What is kept of a letter's words becomes this."""
    with database.engine.begin() as connection:
        connection.execute(
            text("UPDATE letters SET body = :body WHERE key = :said"), {"body": body, "said": key}
        )


@pytest.mark.parametrize("kind", ["no key opens it", "a newer program wrote it"])
def test_words_that_cannot_be_read_hold_up_nobody(database: Database, led: Cohort, kind: str) -> None:
    platform = Platform()
    post(database, "other", to("U2"))
    deliver(database, platform)
    post(database, "broken", to("U1"), cohort_id=led.id)
    post(database, "next", to("U1"))
    post(database, "free", to("U2"))
    vault: Vault = database.engine.dialect.pairme_vault  # type: ignore[attr-defined]  # as in database.py
    spoil(database, "broken", b"nothing" if kind == "no key opens it" else vault.seal('{"words": 1}'))
    assert deliver(database, platform, 1)
    assert deliver(database, platform, 1)
    assert keys(platform) == ["other", "free"]
    for hour in range(60):
        deliver(database, platform, hour * 3600)
        deliver(database, platform, hour * 3600 + 1)
    assert "next" in keys(platform)
    with database.reading() as session:
        assert session.scalar(select(Letter.state).where(Letter.key == "broken")) == "dead"


def test_words_that_cannot_be_read_do_not_hold_up_the_letter_before_them(database: Database) -> None:
    platform = Platform()
    post(database, "first", to("U1"))
    post(database, "broken", to("U1"))
    spoil(database, "broken", b"nothing")
    assert deliver(database, platform)
    assert letter(database, "first").state == "sent"


def test_words_that_cannot_be_read_are_forgotten_after_a_month_too(database: Database) -> None:
    post(database, "a", to("U1"))
    deliver(database, Platform(takes=[Refused("gone.")]))
    spoil(database, "a", b"nothing")
    with database.writing() as session:
        dead_letters.forget_old(session, NOW + timedelta(days=30, seconds=1))
    assert letter(database, "a").body is None


def test_a_platform_that_this_program_cannot_write_to_holds_up_no_other(database: Database) -> None:
    platform = Platform()
    post(database, "elsewhere", Address(HERE, "pigeons", ("P1",)), at=NOW - timedelta(seconds=1))
    post(database, "here", to("U1"))
    assert not deliver(database, platform)
    assert deliver(database, platform)
    assert keys(platform) == ["here"]
    with database.reading() as session:
        free_at = lanes.next_free_at(session)
    assert free_at is not None
    assert free_at > NOW, "nobody looks again and again for what cannot be sent"


def test_many_prompts_that_must_wait_for_tomorrow_do_not_keep_an_answer_waiting(database: Database) -> None:
    platform = Platform()
    evening = 7 * 3600.0  # 5 in the afternoon
    for number in range(20):
        post(database, f"prompt {number}", to(f"U{number}"), unasked=True)
    post(database, "an answer", to("U99"), at=NOW + timedelta(seconds=evening))
    assert deliver(database, platform, evening)
    assert keys(platform) == ["an answer"]


def test_a_lane_without_a_gate_gets_one_with_its_next_letter(database: Database) -> None:
    """A program from before gates has made it, while both ran."""
    platform = Platform()
    post(database, "a", to("U1"))
    without_gates(database)
    assert not deliver(database, platform)
    post(database, "b", to("U1"))
    assert deliver(database, platform)
    assert keys(platform) == ["a"]


def test_a_lane_without_a_gate_gets_one_from_the_sweep(database: Database) -> None:
    platform = Platform()
    post(database, "a", to("U1"))
    without_gates(database)
    due.sweep(database, NOW)
    assert deliver(database, platform)
    assert keys(platform) == ["a"]


def without_gates(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE lanes SET gate = ''"))
        connection.execute(text("DELETE FROM gates"))


def test_a_letter_is_not_given_up_because_the_workspace_was_shut_for_days(database: Database) -> None:
    platform = Platform(takes=[Shut("Slack refuses PairMe's token.")] * 60)
    post(database, "a", to("U1"))
    for hour in range(60):
        deliver(database, platform, hour * 3600)
    assert letter(database, "a").state == "waiting"
    platform.takes.clear()
    assert deliver(database, platform, 72 * 3600)
    assert keys(platform) == ["a"]


def test_a_pair_of_which_nobody_is_known_is_not_lost_without_a_word(database: Database, led: Cohort) -> None:
    platform = Platform(takes=[NoGroup("not allowed here.")])
    post(database, f"{HERE}/introduction/7/both", to("U8", "U9"), cohort_id=led.id)
    while deliver(database, platform):
        pass
    assert [envelope.to.people for envelope in platform.arrived] == [("L1",), ("L2",)]
    assert letter(database, f"{HERE}/introduction/7/both").state == "dead"
