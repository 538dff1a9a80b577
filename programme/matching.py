"""The best pairs for a pool of people: as many matched as can be, and among those ways the highest score.

Every allowed pair gets one whole number in which matching somebody outweighs any score, and a hundredth of a point
outweighs any draw of lots; the assignment with the greatest sum is then the answer, whoever was named first.
Up to 200 pairs no sum outgrows the 53 bits in which the solver counts exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from programme import match_reasons, soft_score
from programme.hard_rules import Terms, may_pair

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from programme.participant import Participant

_LOTS = 2**16
_FULL_SCORE = 10_000  # hundredths of a point


@dataclass(frozen=True)
class ProposedPair:
    """One doctor with one manager; `score` is out of 100, `weakest` names the part that fits least.

    Each reason ends a sentence that begins "We matched you because".
    """

    doctor_id: int
    manager_id: int
    score: float
    reasons: tuple[str, ...]
    weakest: str


@dataclass(frozen=True)
class Unmatched:
    """Somebody without a partner, and why."""

    id: int
    reason: str


@dataclass(frozen=True)
class Proposal:
    """What leads are shown, in the order of ids. The same people, terms and seed give it again."""

    seed: int
    pairs: tuple[ProposedPair, ...]
    unmatched: tuple[Unmatched, ...]


def matched(
    people: Sequence[Participant],
    *,
    starts_on: date,
    past_pairs: frozenset[frozenset[int]],
    linked_directorates: frozenset[frozenset[str]],
    seed: int,
    asked: frozenset[frozenset[int]] = frozenset(),
) -> Proposal:
    """The proposal for these people, whose ids differ (else ValueError). The seed settles ties.

    Those who `asked` to be paired with each other come first, as far as the rules allow it; of somebody who asked
    with several the best is kept.
    """
    if len({person.id for person in people}) < len(people):
        raise ValueError("One person stands in the pool twice.")
    terms = Terms(starts_on, past_pairs, linked_directorates)
    by_id = sorted(people, key=lambda person: person.id)
    doctors = [person for person in by_id if person.group == "doctor"]
    managers = [person for person in by_id if person.group == "manager"]
    together = _best(doctors, managers, terms, seed, asked) if asked else []
    settled = {person.id for pair in together for person in pair}
    others = _best(_but(doctors, settled), _but(managers, settled), terms, seed)
    best = sorted([*together, *others], key=lambda pair: pair[0].id)
    pairs = tuple(_proposed(*pair, terms, is_asked=pair in together) for pair in best)
    taken = {id_ for pair in pairs for id_ in (pair.doctor_id, pair.manager_id)}
    unmatched = tuple(
        Unmatched(person.id, match_reasons.for_staying_alone(person, by_id, terms))
        for person in by_id
        if person.id not in taken
    )
    return Proposal(seed, pairs, unmatched)


def _but(people: Sequence[Participant], ids: set[int]) -> list[Participant]:
    return [person for person in people if person.id not in ids]


def _best(
    doctors: Sequence[Participant],
    managers: Sequence[Participant],
    terms: Terms,
    seed: int,
    only: frozenset[frozenset[int]] | None = None,
) -> list[tuple[Participant, Participant]]:
    """The best pairs, or the best `only` of these."""
    from numpy import zeros  # noqa: PLC0415 - heavy, loads when first needed
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - heavy, loads when first needed

    worth = zeros((len(doctors), len(managers)))
    most_pairs = min(worth.shape)
    for row, doctor in enumerate(doctors):
        for column, manager in enumerate(managers):
            is_wanted = only is None or frozenset({doctor.id, manager.id}) in only
            if is_wanted and may_pair(doctor, manager, terms):
                worth[row, column] = _worth(doctor, manager, terms, seed, most_pairs)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    # The solver fills up with pairs that are not allowed; they are worth nothing and are no pairs.
    return [
        (doctors[row], managers[column])
        for row, column in zip(rows, columns, strict=True)
        if worth[row, column]
    ]


def _worth(doctor: Participant, manager: Participant, terms: Terms, seed: int, most_pairs: int) -> int:
    score = round(100 * soft_score.score(soft_score.parts(doctor, manager, terms)))
    being_matched = _FULL_SCORE * most_pairs + 1
    return (being_matched + score) * _LOTS * most_pairs + _lot(doctor, manager, seed)


def _lot(doctor: Participant, manager: Participant, seed: int) -> int:
    drawn = blake2b(f"{seed}/{doctor.id}/{manager.id}".encode(), digest_size=2)
    return int.from_bytes(drawn.digest(), "big")


def _proposed(doctor: Participant, manager: Participant, terms: Terms, *, is_asked: bool) -> ProposedPair:
    parts = soft_score.parts(doctor, manager, terms)
    reasons = match_reasons.for_pairing(doctor, manager, terms)
    return ProposedPair(
        doctor_id=doctor.id,
        manager_id=manager.id,
        score=soft_score.score(parts),
        reasons=(match_reasons.ASKED, reasons[0]) if is_asked else reasons,
        weakest=soft_score.weakest(parts),
    )
