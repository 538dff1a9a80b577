"""Planted lies in a matching with trios, and in its proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from programme.matching.certificate import Certificate, Cover, Prices, TrioProof
from programme.matching.proposal import Match
from programme.matching.rulebook.named_pairs import named_pairs
from programme.matching.trios.checker import faults
from tests.programme.matching.trio_pools import graph_of, solved, terms_of

_TO_100 = {(0, 0): 9_000, (1, 0): 8_000, (2, 0): 7_000, (3, 0): 2_000}
_TO_101 = {(0, 1): 6_000, (2, 1): 5_000, (3, 1): 4_000, (4, 1): 3_000}
GRAPH = graph_of({**_TO_100, **_TO_101}, doctors=6, managers=2)
# The two managers take two doctors each, but 4 says no to a trio, and 1 and 3 are never free together with 100.
TERMS = terms_of(
    [0b1111, 0b0011, 0b1111, 0b1100, 0b1111, 0b1111], [0b1111, 0b1111], refused=frozenset({4}), cap=2
)
PAIR, TRIO = Match((0,), (100,)), Match((2, 3), (101,))


def _found() -> tuple[tuple[Match, ...], Certificate, TrioProof]:
    found = solved(GRAPH, TERMS)
    assert found is not None
    return found.matches, found.certificate, found.proof


def test_what_was_found_is_true() -> None:
    matches, certificate, _ = _found()
    assert [match.people for match in matches] == [(0, 1, 100), (2, 3, 101)]
    assert (certificate.floor, certificate.total) == (4_000, 12_000)
    assert faults(GRAPH, TERMS, matches, certificate) == ()


@pytest.mark.parametrize(
    ("matches", "fault"),
    [
        ((PAIR, Match((2, 4), (101,))), "(2, 4, 101) may not be a trio."),
        ((Match((1, 3), (100,)),), "(1, 3, 100) may not be a trio."),
        ((PAIR, Match((1, 2), (101,))), "(1, 2, 101) may not be a trio."),
        ((Match((2, 3, 0), (101,)),), "(2, 3, 0, 101) may not be a trio."),
        ((Match((2, 2), (101,)),), "(2, 2, 101) may not be a trio."),
        ((Match((2, 9), (101,)),), "(2, 9, 101) may not be a trio."),
        ((Match((5,), (101,)),), "(5, 101) may not be a pair."),
        ((Match((0, 1), ()),), "(0, 1) may not be a pair."),
        ((Match((9,), (101,)),), "(9, 101) may not be a pair."),
        ((Match((2,), (100,)), TRIO), "2 is in 2 matches."),
    ],
)
def test_matches_that_may_not_be_are_found_out(matches: tuple[Match, ...], fault: str) -> None:
    _, certificate, _ = _found()
    assert fault in faults(GRAPH, TERMS, matches, certificate)


def test_two_of_one_group_who_are_kept_apart_are_found_out() -> None:
    matches, certificate, _ = _found()
    said = faults(GRAPH, replace(TERMS, apart=named_pairs([(3, 2)])), matches, certificate)
    assert said == ("(2, 3, 101) may not be a trio.",)


def test_too_many_trios_are_found_out() -> None:
    matches, certificate, _ = _found()
    assert faults(GRAPH, replace(TERMS, cap=1), matches, certificate) == ("There are 2 trios and may be 1.",)


@pytest.mark.parametrize("name", ["people", "again", "trios", "floor", "total"])
def test_a_claim_that_is_not_so_is_found_out(name: str) -> None:
    matches, certificate, _ = _found()
    true = getattr(certificate, name)
    lie = replace(certificate, **{name: true + 1})
    assert f"The {name} is {true}, not {true + 1}." in faults(GRAPH, TERMS, matches, lie)


def _dearer(prices: Prices) -> Prices:
    return replace(prices, a_trio=prices.a_trio + 10**12)


def _cheaper(prices: Prices) -> Prices:
    people = {person: price // 2 for person, price in prices.people.items()}
    return replace(prices, people=people, a_trio=prices.a_trio // 2, a_person=prices.a_person // 2)


def _below_nothing(prices: Prices) -> Prices:
    return replace(prices, people={**prices.people, 5: -1})


LIES: dict[str, tuple[Callable[[TrioProof], TrioProof], str]] = {
    "few people": (
        lambda proof: replace(proof, people_at_most=5),
        "The bound of the people is 5, below the claim.",
    ),
    "many people": (
        lambda proof: replace(proof, people_at_most=7),
        "The bound of the people is 7, above the claim.",
    ),
    "low floor": (
        lambda proof: replace(proof, floor_at_most=3_999),
        "The bound of the floor is 3999, below the claim.",
    ),
    "high total": (
        lambda proof: replace(proof, total_at_most=13_000),
        "The bound of the total is 13000, above",
    ),
    "no cover": (lambda proof: replace(proof, size=Cover()), "The cover leaves out a permitted pair."),
    "wide cover": (
        lambda proof: replace(proof, size=Cover(frozenset(range(5)), frozenset({100, 101}))),
        "The bound of the people is 7, not 6.",
    ),
    "cheap order": (
        lambda proof: replace(proof, order=_cheaper(proof.order)),
        "The prices for the order do not pay for every match.",
    ),
    "cheap floor": (
        lambda proof: replace(proof, above_floor=Prices()),
        "The prices for the floor do not pay for every match.",
    ),
    "cheap total": (
        lambda proof: replace(proof, total=_cheaper(proof.total)),
        "The prices for the total do not pay for every match.",
    ),
    "dear order": (lambda proof: replace(proof, order=_dearer(proof.order)), "The bound of the order is"),
    "dear floor": (
        lambda proof: replace(proof, above_floor=_dearer(proof.above_floor)),
        "The bound of the floor is",
    ),
    "dear total": (lambda proof: replace(proof, total=_dearer(proof.total)), "The bound of the total is"),
    "below nothing": (
        lambda proof: replace(proof, total=_below_nothing(proof.total)),
        "A price for the total is below 0.",
    ),
    "paid by nobody": (
        lambda proof: replace(proof, order=replace(proof.order, a_person=10**9)),
        "The prices for the order hold something that no rule limits.",
    ),
    "order by cover": (
        lambda proof: replace(proof, people_by="prices", order_by="cover"),
        "The cover does not prove the fewest again and the fewest trios.",
    ),
    "floor by cover": (
        lambda proof: replace(proof, floor_by="cover"),
        "The bound of the floor is 6000, not 4000.",
    ),
    "total by cover": (
        lambda proof: replace(proof, total_by="cover"),
        "The bound of the total is 15000, not 12000.",
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_a_proof_that_proves_nothing_is_found_out(name: str) -> None:
    matches, certificate, proof = _found()
    lie, fault = LIES[name]
    said = faults(GRAPH, TERMS, matches, replace(certificate, with_trios=lie(proof)))
    assert [each for each in said if each.startswith(fault)]


def test_trios_without_a_proof_are_found_out() -> None:
    matches, certificate, _ = _found()
    said = faults(GRAPH, TERMS, matches, replace(certificate, with_trios=None))
    assert said == ("There is no proof for a matching with trios.",)


def test_a_worse_matching_cannot_borrow_the_proof() -> None:
    _, certificate, _ = _found()
    worse = Match((0, 2), (100,)), Match((3,), (101,))
    claim = replace(certificate, people=5, trios=1, floor=4_000, total=11_000)
    assert faults(GRAPH, TERMS, worse, claim)
