"""A matching with trios as it is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.matching.certificate import Certificate

if TYPE_CHECKING:
    from programme.matching.certificate import TrioProof
    from programme.matching.proposal import Match


@dataclass(frozen=True)
class TriosFound:
    """A matching in the order of ids, with its proof. It has trios, or there might be some that were not found in time."""

    matches: tuple[Match, ...]
    again: int
    floor: int
    total: int
    proof: TrioProof

    @property
    def people(self) -> int:
        """How many are matched."""
        return sum(len(match.people) for match in self.matches)

    @property
    def trios(self) -> int:
        """How many matches have a third."""
        return sum(len(match.people) > 2 for match in self.matches)  # noqa: PLR2004 - a pair has two

    @property
    def certificate(self) -> Certificate:
        """The claims and the proof in one."""
        return Certificate(self.people, self.again, self.trios, self.floor, self.total, with_trios=self.proof)
