"""Tests the bounds of a matching with trios by covers and prices, one sentence for each that proves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.graph import FULL
from programme.matching.trios.bound import MILLION, best_links, order_of, people_at_most
from programme.matching.trios.till import Till

if TYPE_CHECKING:
    from programme.matching.certificate import Certificate, Cover, Prices, TrioProof
    from programme.matching.graph import Graph
    from programme.matching.trios.bound import Order
    from programme.matching.trios.terms import TrioTerms


def faults_of_proof(graph: Graph, terms: TrioTerms, claim: Certificate) -> tuple[str, ...]:
    """What the proof does not prove of the claim."""
    if claim.with_trios is None:
        return ("There is no proof for a matching with trios.",)
    it = _Claim(graph, terms, claim, claim.with_trios, order_of(graph, terms))
    return (*it.of_people(), *it.of_order(), *it.of_floor(), *it.of_total())


@dataclass(frozen=True, eq=False)
class _Claim:
    graph: Graph
    terms: TrioTerms
    claim: Certificate
    proof: TrioProof
    order: Order

    @property
    def worth(self) -> int:
        """What the claim is worth to the first three aims."""
        return self.order.of(self.claim.people, self.claim.again, self.claim.trios)

    @property
    def is_tight(self) -> bool:
        """Whether any matching as good must match everybody of the cover (see search)."""
        return self.claim.people == 2 * self.proof.size.size + self.claim.trios

    def of_people(self) -> list[str]:
        """By the cover, or by what the first three aims can be worth together."""
        wrong = _reached("people", self.claim.people, self.proof.people_at_most, self.proof.people_by)
        bound = self.proof.people_at_most
        if self.proof.people_by == "cover":
            wrong += _cover_faults(self.graph, self.proof.size)
            bound = people_at_most(self.graph, self.terms, self.proof.size)
        elif self.proof.people_by == "prices":
            wrong += self._unpaid("people", self.proof.order, floor=-1)
            bound = self.order.people_within(_sum(self.proof.order, self.terms.cap))
        return wrong + _proved("people", bound, self.proof.people_at_most)

    def of_order(self) -> list[str]:
        """By a cover if nobody waits again and no trio is one too many, or by prices."""
        if self.proof.order_by == "cover":
            proved = self.is_tight and self.claim.again == 0 and self.proof.people_by == "cover"
            return [] if proved else ["The cover does not prove the fewest again and the fewest trios."]
        if self.proof.order_by != "prices":
            return []
        bound = _sum(self.proof.order, self.terms.cap)
        return self._unpaid("order", self.proof.order, floor=-1) + _proved("order", bound, self.worth)

    def of_floor(self) -> list[str]:
        """By the best that people of the cover can do, or by prices for what lies above the floor."""
        wrong = _reached("floor", self.claim.floor, self.proof.floor_at_most, self.proof.floor_by)
        if self.proof.floor_by == "cover":
            best = best_links(self.graph, self.proof.size.doctors | self.proof.size.managers)
            wrong += _cover_faults(self.graph, self.proof.size)
            if not self.is_tight:
                wrong.append("The cover does not prove the floor.")
            wrong += _proved("floor", int(best.min(initial=FULL)), self.proof.floor_at_most)
        elif self.proof.floor_by == "prices":
            wrong += self._unpaid("floor", self.proof.above_floor, floor=self.claim.floor)
            wrong += _proved("floor", _sum(self.proof.above_floor, self.terms.cap), self.worth - 1)
        return wrong

    def of_total(self) -> list[str]:
        """By the best that people of the cover can do, or by prices for points."""
        wrong = _reached("total", self.claim.total, self.proof.total_at_most, self.proof.total_by)
        if self.proof.total_by == "cover":
            best = best_links(self.graph, self.proof.size.doctors | self.proof.size.managers)
            wrong += _cover_faults(self.graph, self.proof.size)
            wrong += _proved("total", int(best.sum()), self.proof.total_at_most)
        elif self.proof.total_by == "prices":
            prices, claim = self.proof.total, self.claim
            wrong += self._unpaid("total", prices, floor=claim.floor - 1, by_points=True)
            gain = self.order.waited - claim.again
            bound = _sum(prices, claim.trios, claim.people, gain)
            wrong += _proved("total", bound, self.proof.total_at_most)
        return wrong

    def _unpaid(self, what: str, prices: Prices, *, floor: int, by_points: bool = False) -> list[str]:
        """Whether some match with more points than `floor` pays less than it is worth."""
        if any(price < 0 for price in prices.people.values()) or (not by_points and prices.a_trio < 0):
            return [f"A price for the {what} is below 0."]
        if not by_points and (prices.a_person or prices.again):
            return [f"The prices for the {what} hold something that no rule limits."]
        till = Till(self.graph, self.terms, prices, None if by_points else self.order)
        return [] if till.is_paid(floor) else [f"The prices for the {what} do not pay for every match."]


def _reached(what: str, claim: int, at_most: int, by: str) -> list[str]:
    """Only a relaxed bound may lie above the claim, and none below it."""
    if at_most < claim:
        return [f"The bound of the {what} is {at_most}, below the claim."]
    if at_most > claim and by != "relaxed":
        return [f"The bound of the {what} is {at_most}, above the claim."]
    return []


def _proved(what: str, bound: int, at_most: int) -> list[str]:
    return [f"The bound of the {what} is {bound}, not {at_most}."] if bound > at_most else []


def _cover_faults(graph: Graph, cover: Cover) -> list[str]:
    doctors = np.isin(graph.doctor_ids, list(cover.doctors))[graph.rows]
    managers = np.isin(graph.manager_ids, list(cover.managers))[graph.columns]
    return [] if (doctors | managers).all() else ["The cover leaves out a permitted pair."]


def _sum(prices: Prices, trios: int, people: int = 0, gain: int = 0) -> int:
    """What everybody can pay at most for so many trios, people, and fewer again."""
    paid = (
        sum(prices.people.values()) + prices.a_trio * trios + prices.a_person * people + prices.again * gain
    )
    return paid // MILLION
