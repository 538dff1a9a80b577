"""Who may be three."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from programme.matching.proposal import Match
from programme.matching.rulebook.columns import columns
from programme.matching.rulebook.named_pairs import named_pairs
from programme.matching.rulebook.permitted import graph_of
from programme.matching.rules import Rules
from programme.matching.terms import Terms
from programme.matching.trios.terms import cap_of, may_be_three, points_between, trio_terms
from tests.programme.matching import trio_pools
from tests.programme.matching.cast import doctor, manager


@pytest.mark.parametrize(
    ("doctors", "managers", "percent", "cap"),
    [
        (34, 26, 20, 5),
        (26, 34, 20, 5),
        (4, 100, 20, 0),
        (5, 100, 20, 1),
        (9, 9, 50, 4),
        (9, 9, 0, 0),
        (0, 9, 50, 0),
    ],
)
def test_trios_are_a_share_of_the_smaller_group_rounded_down(
    doctors: int, managers: int, percent: int, cap: int
) -> None:
    assert cap_of(doctors, managers, percent) == cap


GRAPH = trio_pools.graph_of({(0, 0): 5, (1, 0): 0, (0, 2): 7}, doctors=2, managers=3)
TERMS = trio_pools.terms_of([0b0111, 0b0011], [0b1111, 0b1111, 0b1111])


@pytest.mark.parametrize("match", [Match((0, 1), (100,)), Match((1, 0), (100,)), Match((0,), (102, 100))])
def test_two_with_one_whom_they_may_be_paired_with_may_be_three(match: Match) -> None:
    assert may_be_three(GRAPH, TERMS, match)


@pytest.mark.parametrize(
    "match",
    [
        Match((0,), (100, 101)),
        Match((0, 1), (102,)),
        Match((0, 0), (100,)),
        Match((0,), (100,)),
        Match((0, 1), ()),
        Match((0, 1), (100, 102)),
        Match((0, 7), (100,)),
    ],
)
def test_others_may_not(match: Match) -> None:
    assert not may_be_three(GRAPH, TERMS, match)


def test_two_of_one_group_who_are_kept_apart_may_not() -> None:
    for two in ((0, 1), (100, 102)):
        terms = replace(TERMS, apart=named_pairs([two]))
        may = [may_be_three(GRAPH, terms, each) for each in (Match((1, 0), (100,)), Match((0,), (102, 100)))]
        assert may == [two != (0, 1), two == (0, 1)]


def test_a_pair_worth_nothing_is_not_a_forbidden_one() -> None:
    assert [points_between(GRAPH, 1, 0), points_between(GRAPH, 1, 1), points_between(GRAPH, 0, 2)] == [
        0,
        -1,
        7,
    ]


@pytest.mark.parametrize(("switched_off", "may"), [(frozenset(), False), (frozenset({"have_time"}), True)])
def test_three_who_never_are_free_together_may_be_three_only_if_no_hours_are_asked(
    switched_off: frozenset[str], *, may: bool
) -> None:
    mornings, afternoons = frozenset({"mon-early", "tue-early"}), frozenset({"mon-afternoon"})
    people = [
        doctor(1, free_a=mornings, free_b=frozenset(), trio_ok=True),
        doctor(2, free_a=afternoons, free_b=frozenset(), trio_ok=True),
        manager(11, free_a=mornings | afternoons, free_b=frozenset(), trio_ok=True),
    ]
    terms = Terms(starts_on=date(2027, 1, 4), linked_directorates=frozenset())
    rules = Rules(switched_off=switched_off)
    everybody = columns(people, terms)
    doctors, managers = everybody.doctors(), everybody.managers()
    graph = graph_of(doctors, managers, terms, rules)
    three = Match((1, 2), (11,))
    assert may_be_three(graph, trio_terms(doctors, managers, terms, rules, cap=1), three) is may
