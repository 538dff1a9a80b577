"""Whoever has a conversation in hand keeps it, whatever else happens to its letters meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.delivery import HELD_FOR_SURE
from scheduler.failures import LOOK_AFTER
from scheduler.sender import Envelope, Refused, Undelivered
from storage import dead_letters, outbox
from storage.database import Database
from storage.lanes import LEASE
from storage.letters import Letter
from tests.scheduler.crew import ARRIVED
from tests.scheduler.platform import Platform
from tests.scheduler.test_delivery import NOW, claimed, deliver, post, to
from tests.scheduler.witness import ANSWERED_WITHIN, PACES


@pytest.fixture
def in_hand(database: Database) -> Database:
    """A conversation with a dead letter and two that wait, of which a worker has the first in hand."""
    post(database, "dead", to("U1"))
    assert deliver(database, Platform(takes=[Refused("gone.")]))
    for key in ("in hand", "behind"):
        post(database, key, to("U1"))
    assert claimed(database, 2) == "in hand"
    return database


def test_to_try_a_dead_letter_again_does_not_let_a_second_worker_in(in_hand: Database) -> None:
    with in_hand.writing() as session:
        dead = session.query(Letter).filter_by(key="dead").one()
        assert dead_letters.revive(session, dead, NOW + timedelta(seconds=4))
    assert claimed(in_hand, 10) is None


def test_to_drop_a_waiting_letter_does_not_let_a_second_worker_in(in_hand: Database) -> None:
    with in_hand.writing() as session:
        behind = session.query(Letter).filter_by(key="behind").one()
        dead_letters.drop(session, behind, "Dropped.", NOW + timedelta(seconds=4))
    assert claimed(in_hand, 10) is None


def test_a_worker_that_comes_back_too_late_does_not_let_a_third_in(database: Database) -> None:
    """At night an answer that has grown old waits, and a new one goes before it."""
    evening = 8.9 * 3600  # ten to seven; at seven the day ends
    post(database, "old", to("U1"), at=NOW + timedelta(seconds=evening - 3500))
    assert claimed(database, evening) == "old"
    late = evening + 3600
    post(database, "new", to("U1"), at=NOW + timedelta(seconds=late))
    assert claimed(database, late) == "new"
    with database.writing() as session:
        old = session.query(Letter).filter_by(key="old").one()
        outbox.settle(session, old, NOW + timedelta(seconds=late + 1), ARRIVED)
    assert claimed(database, late + 5) is None


def test_a_letter_that_is_tried_again_by_hand_keeps_the_pace_of_its_conversation(database: Database) -> None:
    platform = Platform(takes=[Refused("gone.")])
    post(database, "dead", to("U1"))
    post(database, "sent", to("U1"))
    assert [deliver(database, platform, seconds) for seconds in (0, 2)] == [True, True]
    with database.writing() as session:
        dead = session.query(Letter).filter_by(key="dead").one()
        assert dead_letters.revive(session, dead, NOW + timedelta(seconds=2.1))
    assert not deliver(database, platform, 2 + PACES["slack"].total_seconds() - 0.1)
    assert deliver(database, platform, 2.1 + PACES["slack"].total_seconds())


def test_what_left_at_the_last_moment_shows_in_the_conversation_when_the_lease_ends() -> None:
    """Another worker looks for it then, and what it does not find it sends again."""
    assert timedelta(seconds=HELD_FOR_SURE) + ANSWERED_WITHIN + LOOK_AFTER <= LEASE


def test_a_letter_found_after_a_restore_is_not_said_again_because_its_buttons_could_not_be_changed(
    database: Database,
) -> None:
    platform = Platform(takes=[Undelivered("not now", timedelta(seconds=5))])
    post(database, "a", to("U1"))
    with database.writing() as session:
        letter = session.query(Letter).one()
        letter.unsure, letter.first_tried_at = True, NOW - timedelta(hours=1)
        platform.arrived.append(Envelope("a", letter.address, letter.message, NOW, lambda: True))
    assert [deliver(database, platform, seconds) for seconds in (0, 10)] == [True, True]
    assert [envelope.replaces for envelope in platform.arrived] == [None, ARRIVED]
