"""A witness of what the outbox does: it remembers what may follow, and objects. Nothing here asks the outbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from scheduler.failures import LOOK_AFTER
from scheduler.sender import CannotLook, Refused, Shut, TooFast
from storage.address import Address
from storage.lanes import LEASE
from storage.letters import Sent

GAP = timedelta(milliseconds=205)
PACES = {"slack": timedelta(seconds=1), "teams": timedelta(seconds=2)}
BLIND = "teams"
"""Where nobody can look for a letter."""
ANSWERED_WITHIN = timedelta(seconds=10)  # or the line counts as broken


@dataclass(frozen=True)
class Posted:
    """What a letter was written as; `number` is its place among all, an `is_answer` its reader has asked for."""

    number: int
    to: Address
    unasked: bool
    at: datetime
    is_answer: bool = False


@dataclass(eq=False)
class Claim:
    """One try at a letter. `checked_at` is the sender's last look at the lease."""

    key: str
    to: Address
    at: datetime
    checked_at: datetime | None = None
    is_over: bool = False


@dataclass
class Witness:
    """`waiting` are the letters that are still to be sent; `repeatable` those that a frozen worker let out late.

    `to_admit` could not be looked for once, and may be said once more in words that admit it; `left` are not said
    again, because nobody knows whether they have arrived.
    """

    posted: dict[str, Posted] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    taken: dict[str, list[datetime]] = field(default_factory=dict)
    repeatable: set[str] = field(default_factory=set)
    to_admit: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    claims: list[Claim] = field(default_factory=list)
    _written_to: dict[str, datetime] = field(default_factory=dict)
    _parked: dict[str, datetime] = field(default_factory=dict)
    _warned: dict[str, datetime] = field(default_factory=dict)

    def sees_post(self, key: str, posted: Posted) -> None:
        """A letter has been committed."""
        self.posted[key] = posted
        self.waiting.add(key)

    def sees_claim(self, claim: Claim) -> None:
        """A worker has taken up a letter, which must be its turn and allowed."""
        letter, lane, gate = self.posted[claim.key], claim.to.lane, claim.to.gate
        assert claim.key in self.waiting
        held = [each for each in self.claims if each.to.lane == lane and not each.is_over]
        assert all(claim.at >= each.at + LEASE for each in held), "two workers hold a lane"
        before = [each.at for each in self.claims if each.to.gate == gate]
        assert all(
            claim.at >= at + GAP * (count - 0.5) for count, at in enumerate(reversed(before), start=1)
        ), "too soon for the workspace"
        assert claim.at >= self._parked.get(gate, claim.at), "the workspace is parked"
        assert may_be_said(letter, claim.at), "at a wrong hour"
        assert not [each for each in self.waiting if self._goes_first(self.posted[each], letter, claim.at)]
        self.claims.append(claim)

    def sees_arrival(self, claim: Claim, now: datetime, *, admits: bool) -> None:
        """The platform has taken a letter: once, or once more with its admission, and not too soon after another."""
        assert claim.checked_at is not None
        is_frozen = now > claim.checked_at + ANSWERED_WITHIN
        if is_frozen:
            self.repeatable.add(claim.key)
        else:
            assert admits == (claim.key in self.to_admit), "an admission in the wrong place"
            times = len(self.taken.get(claim.key, ()))
            assert times <= int(admits) or claim.key in self.repeatable, "said twice"
            before, pace = self._written_to.get(claim.to.lane), PACES[claim.to.platform]
            assert before is None or now >= before + pace, "too soon for the conversation"
            self._written_to[claim.to.lane] = now
        self.taken.setdefault(claim.key, []).append(now)

    def sees_end(self, claim: Claim, heard: object, now: datetime) -> None:
        """A worker has heard what became of a letter that is still its own; a platform's pause counts from here."""
        claim.is_over, gate = True, claim.to.gate
        if isinstance(heard, CannotLook) and not claim.to.place:
            self._cannot_look(claim.key)
        elif isinstance(heard, Sent | Refused):
            self.waiting.discard(claim.key)
        if isinstance(heard, TooFast):
            if self._warned.get(gate, now) > now:
                self._park(gate, now + heard.wait)
            self._warned[gate] = now + heard.wait
        if isinstance(heard, Shut):
            self._park(gate, now + heard.wait)

    def sees_word(self, key: str) -> None:
        """Somebody says of a letter that was left that it is not there; they may be wrong."""
        self.left.discard(key)
        self.to_admit.discard(key)
        self.repeatable.add(key)
        self.waiting.add(key)

    def _cannot_look(self, key: str) -> None:
        if key in self.to_admit or self.posted[key].is_answer:
            self.waiting.discard(key)
            self.left.add(key)
        else:
            self.to_admit.add(key)

    def is_its_own(self, claim: Claim) -> bool:
        """Whether the letter still waits, and nobody has taken it up since."""
        return (
            claim.key in self.waiting and claim is [each for each in self.claims if each.key == claim.key][-1]
        )

    def must_show(self, key: str, now: datetime) -> bool:
        """Whether a look has to find the letter: a conversation's history lags, but not for longer than this."""
        return any(at + LOOK_AFTER <= now for at in self.taken.get(key, []))

    def _park(self, gate: str, until: datetime) -> None:
        self._parked[gate] = max(until, self._parked.get(gate, until))

    def _goes_first(self, other: Posted, letter: Posted, now: datetime) -> bool:
        """Whether another letter of the same kind is older, and could be said now too."""
        alike = other.to.lane == letter.to.lane and other.unasked == letter.unasked
        return alike and other.number < letter.number and may_be_said(other, now)


def may_be_said(letter: Posted, now: datetime) -> bool:
    """Winter in London: Tuesday to Thursday 10 to 16 unasked; an answer within its hour or by day."""
    if letter.unasked:
        return now.weekday() in {1, 2, 3} and time(10) <= now.time() < time(16)
    return now < letter.at + timedelta(hours=1) or time(8) <= now.time() < time(19)
