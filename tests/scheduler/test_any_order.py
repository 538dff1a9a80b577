"""The outbox whatever happens in whatever order: enqueuers, workers that die or sleep, an operator, time."""

from __future__ import annotations

import itertools
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from programme.words.message import Message
from scheduler.failures import LOOK_AFTER
from storage import dead_letters, lanes, letters, outbox
from storage.address import Address
from storage.database import Database
from storage.lanes import Gate, Lane
from storage.letters import DEAD, DROPPED, SENT, UNKNOWN, WAITING, Letter
from tests.scheduler.crew import Crew
from tests.scheduler.witness import BLIND, Posted, Witness, may_be_said

BEGINS = datetime(2027, 2, 2, 9, 58, tzinfo=UTC)  # a Tuesday, just before the window opens
MOST_WORKERS = 4
PLACES = (
    Address("W1", "slack", ("U1",)),
    Address("W1", "slack", ("U2", "U3")),
    Address("W1", "slack", place="C1"),
    Address("W2", "slack", ("U1",)),
    Address("W1", BLIND, ("P1",)),
    Address("W1", BLIND, ("P1",)),
    Address("W1", BLIND, place="19:c"),
)
KINDS = ("answer", "told", "prompt")
TIMES = (0.1, 0.3, 1.0, 5.0, 18.0, 45.0, 45.0, 91.0)
OFTEN = ("works",) * 12
SOMETIMES = ("waits", "waits_for_a_lane", "waits_for_a_lane", "posts", "dies")
SELDOM = ("posts_in_vain", "posts_slowly", "checks", "waits_long", "is_seen_to", "is_read")
EVENTS = (*OFTEN, *SOMETIMES, *SOMETIMES, *SELDOM)


class AnyOrder(RuleBasedStateMachine):
    """Some made-up days of the outbox; time passes only by its rule."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database, self.now, self.witness = database, BEGINS, Witness()
        self.crew, self.numbers = Crew(database, self.witness, lambda: self.now), itertools.count()
        self.unfinished: list[tuple[AbstractContextManager[Session], str, Posted]] = []
        with database.writing() as session:
            for table in (Letter, Lane, Gate):
                session.execute(delete(table))

    @initialize()
    def some_letters_wait(self) -> None:
        """So that workers have something to do from the start."""
        for kind in ("told", "answer"):
            for to in PLACES:
                self._commit(*self._letter(to, kind))

    @rule(event=st.sampled_from(EVENTS), data=st.data())
    def happens(self, event: str, data: st.DataObject) -> None:
        """One rule for all, because Hypothesis leaves whole rules out, and then little happens."""
        note(f"{self.now:%d %H:%M:%S.%f} {event}")
        getattr(self, f"_{event}")(data)

    def _posts(self, data: st.DataObject) -> None:
        """Somebody acts, and then does the same again."""
        to = data.draw(st.sampled_from(PLACES))
        if self._is_free(to):
            key, letter = self._letter(to, data.draw(st.sampled_from(KINDS)))
            self._commit(key, letter)
            with self.database.writing() as session:
                assert not _post(session, key, letter)

    def _posts_in_vain(self, data: st.DataObject) -> None:
        """The transaction fails at its end."""
        to = data.draw(st.sampled_from(PLACES))
        if self._is_free(to):
            with pytest.raises(ZeroDivisionError), self.database.writing() as session:
                _post_and_fail(session, *self._letter(to, "answer"))

    def _posts_slowly(self, data: st.DataObject) -> None:
        """A long transaction, on PostgreSQL, begins or ends; others would wait for the conversation that it holds."""
        if self.unfinished:
            self._ends_to_post(fails=data.draw(st.booleans()))
        elif not self.database.is_sqlite:
            key, letter = self._letter(data.draw(st.sampled_from(PLACES)), "answer")
            transaction = self.database.writing()
            _post(transaction.__enter__(), key, letter)
            self.unfinished.append((transaction, key, letter))

    def _ends_to_post(self, *, fails: bool) -> None:
        transaction, key, letter = self.unfinished.pop()
        if fails:
            transaction.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
        else:
            transaction.__exit__(None, None, None)
            self.witness.sees_post(key, letter)

    def _works(self, data: st.DataObject) -> None:
        """A worker looks for something to send; or something becomes of its call; or it hears of that."""
        number = data.draw(st.integers(0, MOST_WORKERS - 1))
        if number >= len(self.crew.hands):
            self.crew.take()
            return
        hand = self.crew.hands[number]
        if not hand.fate:
            self.crew.reach(hand, data)
        elif self._is_free(hand.claim.to):
            self.crew.hear(hand, hand.fate.pop())

    def _checks(self, data: st.DataObject) -> None:
        """A sender looks at its lease, the last thing before a letter leaves; and now the machine may sleep."""
        if self.crew.hands:
            self.crew.check(data.draw(st.sampled_from(self.crew.hands)))

    def _dies(self, data: st.DataObject) -> None:
        """A worker is gone: before its call, in the middle of it, or after it; now and then all are."""
        if self.crew.hands:
            everybody = data.draw(st.integers(0, 5)) == 0
            for hand in list(self.crew.hands) if everybody else [data.draw(st.sampled_from(self.crew.hands))]:
                self.crew.kill(hand)

    def _waits(self, data: st.DataObject) -> None:
        """Time passes, for everybody alike."""
        self.now += timedelta(seconds=data.draw(st.sampled_from(TIMES)))

    def _waits_for_a_lane(self, _: st.DataObject) -> None:
        """Until something can be sent."""
        with self.database.reading() as session:
            self.now = max(self.now, lanes.next_free_at(session) or self.now)

    def _waits_long(self, data: st.DataObject) -> None:
        """Hours of the day, and the night."""
        self.now += timedelta(hours=data.draw(st.sampled_from((1.1, 8.0, 25.0))))

    def _is_seen_to(self, data: st.DataObject) -> None:
        """The operator drops a letter that nobody has in hand, or has it tried again at once."""
        key = data.draw(st.sampled_from(sorted(self.witness.posted)))
        if not self._is_free(self.witness.posted[key].to):
            return
        with self.database.writing() as session:
            letter = session.scalars(select(Letter).where(Letter.key == key)).one()
            is_open = letter.state in (DEAD, WAITING, UNKNOWN)
            if not is_open or dead_letters.is_in_hand(session, letter, self.now):
                return
            if data.draw(st.booleans()):
                dead_letters.drop(session, letter, "Dropped.", self.now)
                self.witness.waiting.discard(key)
            elif letter.state == UNKNOWN:
                assert dead_letters.revive(session, letter, self.now, unsure=False)
                self.witness.sees_word(key)
            elif not letter.unsure or (letter.tried_at and letter.tried_at + LOOK_AFTER <= self.now):
                assert dead_letters.revive(session, letter, self.now)
                self.witness.waiting.add(key)

    def _is_read(self, data: st.DataObject) -> None:
        """A reader acts, which settles what may have reached them, and nothing that still waits."""
        to = data.draw(st.sampled_from([each for each in PLACES if not each.place]))
        if self._is_free(to):
            with self.database.writing() as session:
                letters.settle_unknown(session, to, self.now, self.now)

    # What is always so.

    @invariant()
    def whoever_has_a_letter_to_say_is_woken_and_what_was_settled_has_no_words(self) -> None:
        with self.database.reading() as session:
            settled = select(Letter.id).where(Letter.state.in_((SENT, DROPPED)), Letter.body.is_not(None))
            assert session.scalars(settled).all() == []
            due = {lane.key: lane.next_due for lane in session.scalars(select(Lane))}
        for key in self.witness.waiting:
            letter = self.witness.posted[key]
            next_due = due[letter.to.lane]
            assert next_due is not None
            assert next_due <= self.now or not may_be_said(letter, self.now)

    def teardown(self) -> None:
        """Everybody goes home, the platform is well, and every letter comes to its end."""
        if self.unfinished:
            self._ends_to_post(fails=True)
        for hand in list(self.crew.hands):
            self.crew.kill(hand)
        for _ in range(400):
            with self.database.reading() as session:
                free_at = lanes.next_free_at(session)
            if free_at is None:
                break
            self.now = max(self.now, free_at)
            self.crew.send_one()
        with self.database.reading() as session:
            states = {letter.key: letter.state for letter in session.scalars(select(Letter))}
        assert states.keys() == self.witness.posted.keys()
        assert set(states.values()) <= {SENT, DEAD, DROPPED, UNKNOWN}
        for key, state in states.items():
            is_left = key in self.witness.left
            assert is_left or state != UNKNOWN
            assert is_left or state != SENT or key in self.witness.taken

    def _letter(self, to: Address, kind: str) -> tuple[str, Posted]:
        number = next(self.numbers)
        key = f"{to.workspace}/{kind}/{number}"
        return key, Posted(number, to, kind == "prompt", self.now, is_answer=kind == "answer")

    def _commit(self, key: str, letter: Posted) -> None:
        with self.database.writing() as session:
            assert _post(session, key, letter)
        self.witness.sees_post(key, letter)

    def _is_free(self, to: Address) -> bool:
        """Whether no long transaction holds the conversation, so that one need not wait for it."""
        return all(letter.to.lane != to.lane for _, _, letter in self.unfinished)


def _post(session: Session, key: str, letter: Posted) -> bool:
    return outbox.post(session, key, letter.to, Message(("hello",)), letter.at, unasked=letter.unasked)


def _post_and_fail(session: Session, key: str, letter: Posted) -> None:
    _post(session, key, letter)
    raise ZeroDivisionError


def _run(database: Database, seeds: int, steps: int) -> None:
    """Ten examples for each seed: after those Hypothesis mostly repeats what it has tried."""

    class Here(AnyOrder):
        def __init__(self) -> None:
            super().__init__(database)

    for number in range(seeds):
        run_state_machine_as_test(
            seed(number)(Here),
            settings=settings(
                max_examples=10,
                stateful_step_count=steps,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


def test_letters_keep_their_promises_in_any_order_of_events(database: Database) -> None:
    _run(database, seeds=1, steps=10)


@pytest.mark.long
def test_letters_keep_their_promises_in_very_many_orders_of_events(database: Database) -> None:
    _run(database, seeds=4, steps=150)
