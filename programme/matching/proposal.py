"""What leads are shown of a matching: who is together, who is not, why, and the proof that it cannot be bettered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from programme.matching.certificate import Certificate


@dataclass(frozen=True)
class Match:
    """A pair, or a trio: two of one group with one of the other."""

    doctors: tuple[int, ...]
    managers: tuple[int, ...]

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody in it, doctors first."""
        return self.doctors + self.managers

    @property
    def links(self) -> tuple[tuple[int, int], ...]:
        """Each doctor with each manager: one link in a pair, two in a trio."""
        return tuple((doctor, manager) for doctor in self.doctors for manager in self.managers)


@dataclass(frozen=True)
class SecondBest:
    """The best other partner that somebody may be paired with, whoever has that partner now."""

    person_id: int
    partner_id: int
    points: int


@dataclass(frozen=True)
class Proposed:
    """One suggestion. `points` (0 to 10,000) are those of its weakest link, `parts` that link's, each from 0 to 1.

    Each reason ends a sentence that begins "We matched you because". `weakest` names a part of `parts`, and `weakness`
    says what is weak about it ("" where nothing is, a phrase without a full stop). Warnings are sentences for the leads
    alone, who can act on them; notes are for whoever looks closer. In these three a number in braces stands for a
    person's name. `kept` says why it did not come from the solver: the leads "locked" it, or the two "asked" with a code.
    """

    match: Match
    points: int
    parts: Mapping[str, float]
    weakest: str
    reasons: tuple[str, str]
    warnings: tuple[str, ...] = ()
    second_best: tuple[SecondBest, ...] = ()
    kept: str = ""
    weakness: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dropped:
    """A match that was to be `kept` and that a rule forbids by now; the reason tells H2, H3, H4 and H9 not apart."""

    match: Match
    kept: str
    reason: str


@dataclass(frozen=True)
class Unmatched:
    """Somebody without a partner: the true reason, and what would change it (two phrases without a full stop)."""

    id: int
    reason: str
    remedy: str = ""


@dataclass(frozen=True)
class Proposal:
    """A whole matching, in the order of ids. The same people, terms, rules and seed give it again.

    `certificate` speaks of what the solver was free to choose: everything but what was kept. `is_checked` is said by
    whoever has held it up to the checkers, and found nothing wrong. `first_day` is when its new pairs would be
    introduced, at the earliest; None where nobody has said when that is.
    """

    seed: int
    proposed: tuple[Proposed, ...]
    unmatched: tuple[Unmatched, ...]
    certificate: Certificate
    kept_people: tuple[int, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    is_checked: bool = False
    first_day: date | None = None

    @property
    def people(self) -> int:
        """How many have a partner."""
        return sum(len(each.match.people) for each in self.proposed)

    @property
    def total(self) -> int:
        """All points together."""
        return sum(each.points for each in self.proposed)

    @property
    def floor(self) -> int:
        """The points of the weakest suggestion; 0 when there is none."""
        return min((each.points for each in self.proposed), default=0)
