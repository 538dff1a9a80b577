"""The checker finds every lie that is planted in an honest result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching.certificate import AboveFloor, Certificate, Cover, PairProof
from programme.matching.graph import Graph
from programme.matching.pairs.best import best_pairs
from programme.matching.pairs.checker import faults
from programme.matching.proposal import Match
from tests.programme.matching.graphs import certificate_of, graph, matches_of, points_of, pools

WAITED = frozenset({3, 14})
POOL = graph(
    {
        (1, 11): 9000, (1, 12): 4000, (2, 11): 6000, (2, 12): 7000, (3, 12): 5000, (3, 13): 100,
        (4, 13): 8000, (4, 14): 200, (5, 13): 3000, (5, 14): 300, (6, 13): 9500,
    },
    doctors=[1, 2, 3, 4, 5, 6],
    managers=[11, 12, 13, 14],
)  # fmt: skip
"""Six doctors for four managers: 3 and 14 waited, so the best is 1-11, 3-12, 5-14 and 6-13, though 2 suits 12 better."""


@dataclass(frozen=True)
class Result:
    """All that the checker is shown."""

    of: Graph
    waited: frozenset[int]
    matches: tuple[Match, ...]
    certificate: Certificate

    @property
    def faults(self) -> tuple[str, ...]:
        return faults(self.of, self.waited, self.matches, self.certificate)

    @property
    def proof(self) -> PairProof:
        assert self.certificate.pairs is not None
        return self.certificate.pairs

    def claiming(self, **claims: Any) -> Result:
        return replace(self, certificate=replace(self.certificate, **claims))

    def proving(self, **steps: Any) -> Result:
        return self.claiming(pairs=replace(self.proof, **steps))


def honest(of: Graph = POOL, waited: frozenset[int] = WAITED) -> Result:
    found = best_pairs(of, waited)
    return Result(of, waited, tuple(matches_of(of, found)), certificate_of(found))


def told(result: Result) -> str:
    return " ".join(result.faults)


def without(cover: Cover) -> Cover:
    """One person fewer."""
    if cover.doctors:
        return Cover(cover.doctors - {min(cover.doctors)}, cover.managers)
    return Cover(frozenset(), cover.managers - {min(cover.managers)})


def test_what_is_true_has_no_faults() -> None:
    assert honest().faults == ()
    assert honest(waited=frozenset()).faults == ()


def pair(doctor: int, manager: int) -> Match:
    return Match((doctor,), (manager,))


LIES_ABOUT_PAIRS: dict[str, tuple[tuple[Match, ...], str]] = {
    "forbidden": ((pair(1, 14), pair(3, 12), pair(5, 11), pair(6, 13)), "1 and 14 may not be paired"),
    "doctor twice": ((pair(1, 11), pair(1, 12), pair(5, 14), pair(6, 13)), "1 is in 2 matches"),
    "manager twice": ((pair(1, 11), pair(2, 11), pair(5, 14), pair(6, 13)), "11 is in 2 matches"),
    "the same pair twice": ((pair(1, 11), pair(1, 11), pair(5, 14), pair(6, 13)), "1 is in 2 matches"),
    "a stranger": ((pair(1, 11), pair(7, 12), pair(5, 14), pair(6, 13)), "(7, 12) are not"),
    "sides exchanged": ((pair(11, 1), pair(3, 12), pair(5, 14), pair(6, 13)), "(11, 1) are not"),
    "a trio": ((Match((1, 2), (11,)), pair(3, 12), pair(5, 14), pair(6, 13)), "(1, 2, 11) are not"),
    "somebody alone": ((Match((1,), ()), pair(3, 12), pair(5, 14), pair(6, 13)), "(1,) are not"),
}


@pytest.mark.parametrize("lie", LIES_ABOUT_PAIRS)
def test_pairs_that_cannot_be_are_found(lie: str) -> None:
    matches, words = LIES_ABOUT_PAIRS[lie]
    assert words in told(replace(honest(), matches=matches))


@pytest.mark.parametrize("claim", ["people", "again", "trios", "floor", "total"])
@pytest.mark.parametrize("by", [-1, 1])
def test_a_claim_that_is_off_by_one_is_found(claim: str, by: int) -> None:
    true = getattr(honest().certificate, claim)
    assert f"{claim} {true + by}, but it is {true}" in told(honest().claiming(**{claim: true + by}))


def test_a_missing_proof_is_found() -> None:
    assert "no proof" in told(honest().claiming(pairs=None))


LIES_ABOUT_PROOFS: dict[str, tuple[Callable[[Result], Result], str]] = {
    "somebody missing from the cover": (
        lambda result: result.proving(size=without(result.proof.size)),
        "The cover of all misses",
    ),
    "a cover of everybody": (
        lambda result: result.proving(size=Cover(frozenset(range(1, 7)))),
        "The cover of all has 6 people, and 4 pairs are there",
    ),
    "a cover that is padded with a stranger": (
        lambda result: result.proving(size=Cover(frozenset({77}), without(result.proof.size).managers)),
        "people who are not in this pool",
    ),
    "a cover with sides exchanged": (
        lambda result: result.proving(size=Cover(result.proof.size.managers, result.proof.size.doctors)),
        "people who are not in this pool",
    ),
    "an empty cover of doctors who waited": (
        lambda result: result.proving(waited_doctors=Cover()),
        "The cover of waited doctors misses",
    ),
    "a cover of doctors who waited that is too big": (
        lambda result: result.proving(waited_doctors=Cover(frozenset({3, 4}))),
        "The cover of waited doctors has 2 people",
    ),
    "an empty cover of managers who waited": (
        lambda result: result.proving(waited_managers=Cover()),
        "The cover of waited managers misses",
    ),
    "no proof of the floor": (
        lambda result: result.proving(above_floor=None),
        "Nothing proves the floor",
    ),
    "a cover above the floor that misses somebody": (
        lambda result: result.proving(above_floor=AboveFloor("all", Cover(frozenset(), frozenset({11, 12})))),
        "above the floor misses",
    ),
    "a cover above the floor that shows nothing": (
        lambda result: result.proving(above_floor=AboveFloor("all", result.proof.size)),
        "enough for a higher floor",
    ),
    "a cover above the floor of other people": (
        lambda result: result.proving(above_floor=AboveFloor("waited doctors", Cover(frozenset({3})))),
        "enough for a higher floor",
    ),
    "a price that is too low": (
        lambda result: result.proving(prices={**result.proof.prices, 11: 8999, 13: 9501}),
        "worth more than their two prices",
    ),
    "a price that is too high": (
        lambda result: result.proving(prices={**result.proof.prices, 11: 9001}),
        "The prices are",
    ),
    "a price forgotten": (
        lambda result: result.proving(prices={11: 9000, 13: 9500, 14: 300}),
        "worth more than their two prices",
    ),
    "a price below nothing outside the cover": (
        lambda result: result.proving(prices={**result.proof.prices, 2: -1, 11: 9001}),
        "below 0",
    ),
    "the price of a stranger": (
        lambda result: result.proving(prices={**result.proof.prices, 77: 0}),
        "Somebody with a price is not in this pool",
    ),
    "a broken price": (
        lambda result: result.proving(prices={**result.proof.prices, 11: 9000.0}),
        "whole numbers",
    ),
    "a price without end": (
        lambda result: result.proving(prices={**result.proof.prices, 11: 2**70}),
        "whole numbers",
    ),
    "another bonus": (
        lambda result: result.proving(bonus=result.proof.bonus + 1),
        "worth more than their two prices",
    ),
    "a smaller bonus": (
        lambda result: result.proving(bonus=result.proof.bonus - 1),
        "The prices are",
    ),
    "the proof of another pool": (
        lambda result: result.claiming(pairs=honest(graph({(1, 11): 9000, (2, 12): 7000})).proof),
        "The cover of all misses",
    ),
    "the proof of a pool in which fewer waited": (
        lambda result: result.claiming(pairs=honest(waited=frozenset()).proof),
        "The cover of waited doctors misses",
    ),
    "the matching of another pool": (
        lambda result: replace(result, of=graph({(1, 12): 9000, **dict.fromkeys([(1, 11), (3, 12)], 300)})),
        "are not a doctor and a manager of this pool",
    ),
}


@pytest.mark.parametrize("lie", LIES_ABOUT_PROOFS)
def test_a_proof_that_fails_is_found(lie: str) -> None:
    planted, words = LIES_ABOUT_PROOFS[lie]
    assert words in told(planted(honest()))


def test_the_proof_does_not_hold_once_a_pair_suits_better() -> None:
    better = replace(POOL, points=np.where(POOL.points == 5000, 10_000, POOL.points))
    assert "The prices are" in told(replace(honest(), of=better))


@st.composite
def chosen(draw: st.DrawFn) -> Result:
    """Some matching of some pool with true claims, and the proof of the best."""
    of, waited = draw(pools(5))
    matches = list[Match]()
    for edge in draw(st.permutations(range(len(of.points)))):
        new = pair(int(of.doctor_ids[of.rows[edge]]), int(of.manager_ids[of.columns[edge]]))
        if not {*new.people} & {person for match in matches for person in match.people}:
            matches.append(new)
    return claiming_the_truth(of, waited, tuple(matches), best_pairs(of, waited).proof)


def claiming_the_truth(
    of: Graph, waited: frozenset[int], matches: tuple[Match, ...], proof: PairProof
) -> Result:
    worth = [points_of(of)[match.links[0]] for match in matches]
    matched = {person for match in matches for person in match.people}
    again = len((waited & {*of.doctor_ids.tolist(), *of.manager_ids.tolist()}) - matched)
    claims = Certificate(len(matched), again, 0, min(worth, default=0), sum(worth), pairs=proof)
    return Result(of, waited, matches, claims)


@given(chosen())
@settings(max_examples=70, deadline=None)
def test_a_matching_passes_only_if_it_is_as_good_as_the_best(result: Result) -> None:
    best = honest(result.of, result.waited).certificate
    mine = result.certificate
    as_good = (mine.people, mine.again, mine.floor, mine.total) == (
        best.people,
        best.again,
        best.floor,
        best.total,
    )
    assert (result.faults == ()) == as_good
