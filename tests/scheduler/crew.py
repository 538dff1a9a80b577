"""Workers at work on a platform that is told what happens there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from hypothesis import strategies as st

from programme.moments import SendWindow
from programme.words.undelivered import SEEN_ALREADY
from scheduler.delivery import Delivery, Uncounted
from scheduler.sender import CannotLook, Refused, Sender, Shut, TooFast, TooLate, Uncertain, Undelivered
from storage.database import Database
from storage.letters import Sent
from tests.scheduler.stopped_worker import Call, Fate, Killed, StoppedWorker
from tests.scheduler.witness import BLIND, GAP, PACES, Claim, Witness

WINDOW = SendWindow(frozenset({1, 2, 3}), time(10), time(16), "Europe/London", "ENG", frozenset())
ARRIVED = Sent("D1", "1")
LATER = (Undelivered("not now"), TooFast("wait", timedelta(seconds=30)), Shut("no token"))
FATES = (*(None,) * 6, *(Uncertain("broken"),) * 2, *LATER, Refused("gone."))


class Hand:
    """A worker with a letter; `fate` is what has become of its call and what it has not heard yet."""

    def __init__(self, worker: StoppedWorker, call: Call, claim: Claim) -> None:
        self.worker, self.call, self.claim = worker, call, claim
        self.fate: list[Fate] = []


class Crew:
    """All workers of all processes. The witness sees what they do."""

    def __init__(self, database: Database, witness: Witness, now: Callable[[], datetime]) -> None:
        self._database, self._witness, self._now = database, witness, now
        self.hands: list[Hand] = []

    def take(self) -> None:
        """A worker looks for something to send."""
        worker = StoppedWorker(GAP, PACES, self._delivery)
        call = worker.start()
        if call is not None:
            claim = Claim(call.envelope.key, call.envelope.to, self._now())
            self._witness.sees_claim(claim)
            self.hands.append(Hand(worker, call, claim))

    def check(self, hand: Hand) -> None:
        """A sender looks at its lease, the last thing before a letter leaves; and now the machine may sleep."""
        if hand.call.kind == "send" and not hand.fate and hand.call.envelope.is_ours():
            hand.claim.checked_at = self._now()

    def reach(self, hand: Hand, data: st.DataObject) -> None:
        """Something becomes of its call; the worker hears of it later, or never."""
        hand.fate.append(self._found(hand, data) if hand.call.kind == "find" else self._sent(hand, data))

    def hear(self, hand: Hand, fate: Fate) -> None:
        """The call comes back, however late, and the worker writes down what it has heard."""
        is_its_own = self._witness.is_its_own(hand.claim)
        call = hand.worker.go_on(fate)
        if call is not None:
            hand.call = call
            return
        self.hands.remove(hand)
        if is_its_own and not isinstance(fate, TooLate):
            self._witness.sees_end(hand.claim, fate, self._now())

    def kill(self, hand: Hand) -> None:
        """The worker dies where it stands."""
        self.hands.remove(hand)
        assert hand.worker.go_on(Killed()) is None

    def send_one(self) -> None:
        """One letter on a good day, from claim to mark."""
        self.take()
        while self.hands:
            hand = self.hands[0]
            if hand.call.kind == "find":
                shows = ARRIVED if hand.claim.key in self._witness.taken else None
                self.hear(hand, CannotLook("no scope") if _is_blind(hand) else shows)
                continue
            hand.claim.checked_at = self._now()
            self._arrives(hand)
            self.hear(hand, ARRIVED)

    def _found(self, hand: Hand, data: st.DataObject) -> Fate:
        if _is_blind(hand):
            return CannotLook("no scope")
        if data.draw(st.integers(0, 3)) == 0:
            return data.draw(st.sampled_from(LATER))
        key = hand.claim.key
        shows_early = key in self._witness.taken and data.draw(st.booleans())
        return ARRIVED if shows_early or self._witness.must_show(key, self._now()) else None

    def _sent(self, hand: Hand, data: st.DataObject) -> Fate:
        if hand.claim.checked_at is None:
            if not hand.call.envelope.is_ours():
                return TooLate()
            hand.claim.checked_at = self._now()
        trouble = data.draw(st.sampled_from(FATES))
        if trouble is None or (isinstance(trouble, Uncertain) and data.draw(st.booleans())):
            self._arrives(hand)
        return trouble or ARRIVED

    def _arrives(self, hand: Hand) -> None:
        admits = hand.call.envelope.message.paragraphs[0].startswith(SEEN_ALREADY)
        self._witness.sees_arrival(hand.claim, self._now(), admits=admits)

    def _delivery(self, senders: Mapping[str, Sender]) -> Delivery:
        return Delivery(
            database=self._database,
            senders=senders,
            window=WINDOW,
            now=self._now,
            elapsed=self._elapsed,
            seed=1,
            tally=Uncounted(),
        )

    def _elapsed(self) -> float:
        return self._now().timestamp()


def _is_blind(hand: Hand) -> bool:
    return bool(hand.claim.to.place) or hand.claim.to.platform == BLIND
