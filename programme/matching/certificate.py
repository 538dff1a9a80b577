"""The proof that comes with a matching: small enough to be checked by somebody who does not trust the solver.

Everything is said in ids of people, and of the pool without those whose match was kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Cover:
    """People such that every permitted pair of a graph has one of them.

    No matching can have more pairs than a cover has people (König 1931), so one of equal size proves the most.
    """

    doctors: frozenset[int] = frozenset()
    managers: frozenset[int] = frozenset()

    @property
    def size(self) -> int:
        """How many people it takes."""
        return len(self.doctors) + len(self.managers)


@dataclass(frozen=True)
class AboveFloor:
    """Why no matching as good has a weakest pair better than the floor: one of the three covers is then too small.

    `which` graph, among permitted pairs with more points than the floor: all of them, or those of doctors, or of
    managers, who waited last time.
    """

    which: Literal["all", "waited doctors", "waited managers"]
    cover: Cover


@dataclass(frozen=True)
class PairProof:
    """For a matching in pairs alone.

    `size` covers every permitted pair; `waited_doctors` and `waited_managers` those of the people who waited last
    time, so that no more of them could be matched. A matching of that size has everybody of `size`, and only pairs
    with exactly one of them. `prices` prove the total: for every permitted pair at or above the floor with exactly
    one person of `size`, the two prices together are at least its points, and `bonus` more when the other one waited
    last time; nobody outside `size` has a price below 0; who is not named has the price 0. The sum of all prices is
    then the most that any such matching can have, counting the bonus for each of them (linear programming duality).

    `people_at_most` is how many people a matching with trios, too, could have; more than are matched only where a pool
    is too big to try every trio.
    """

    size: Cover
    waited_doctors: Cover
    waited_managers: Cover
    above_floor: AboveFloor | None
    prices: Mapping[int, int]
    bonus: int = 0
    people_at_most: int = 0


Found = Literal["cover", "prices", "integer programme", "relaxed"]


@dataclass(frozen=True)
class Prices:
    """A bound by prices, in millionths, on what matches with trios can be worth together.

    `people` is by id, 0 where nobody is named and never below; `a_trio` is paid by each trio, `a_person` by everybody
    in a match, `again` by everybody in it who waited last time and back to each of a trio who was in one last time. If
    every match that may be made pays at least what it is worth, all of them are worth no more than what everybody can
    pay (linear programming duality).
    """

    people: Mapping[int, int] = field(default_factory=dict)
    a_trio: int = 0
    a_person: int = 0
    again: int = 0


@dataclass(frozen=True)
class TrioProof:
    """For a matching with trios: upper bounds, and how each was found.

    "cover" and "prices" can be checked by hand; "integer programme" is the solver's own word; "relaxed" is a bound
    that was not reached, so that a better matching may exist.

    `order` prices the first three aims at once (most people, fewest again, fewest trios; see trios.bound.Order), with
    at most so many trios as the rules allow; `above_floor` the same for matches above the floor only, which are then
    worth too little; `total` prices points, for matches at or above the floor, among matchings that are as good in the
    first three. A bound that is not by prices needs none.
    """

    people_at_most: int
    people_by: Found
    order_by: Found
    floor_at_most: int
    floor_by: Found
    total_at_most: int
    total_by: Found
    size: Cover = field(default_factory=Cover)
    order: Prices = field(default_factory=Prices)
    above_floor: Prices = field(default_factory=Prices)
    total: Prices = field(default_factory=Prices)


@dataclass(frozen=True)
class Certificate:
    """What the solver claims of its free choice, with the proof.

    `again` counts people who wait, or are in a trio, twice running.
    """

    people: int
    again: int
    trios: int
    floor: int
    total: int
    pairs: PairProof | None = None
    with_trios: TrioProof | None = None
