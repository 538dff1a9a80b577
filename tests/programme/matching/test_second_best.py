"""The best other partner of everybody in a match, as somebody finds it who looks at each pair in turn."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching.pool import pool
from programme.matching.proposal import Match, SecondBest
from programme.matching.rules import DEFAULT, Rules
from programme.matching.telling.second_best import second_best
from programme.matching.terms import Terms
from programme.matching.whole import matched
from programme.participant import Participant
from tests.programme.matching.cast import LINKED, START, doctor, manager, pair, pools, rules, terms

TERMS = Terms(START, LINKED)


def found(people: list[Participant], *matches: Match, terms: Terms = TERMS) -> dict[int, SecondBest]:
    return second_best(pool(people, terms, DEFAULT, seed=1).graph, matches)


def test_it_is_the_best_that_is_left_whoever_has_that_partner() -> None:
    wants = doctor(1, want_to_learn=frozenset({"finance"}))
    people = [wants, doctor(2), manager(11), manager(12, can_offer=frozenset({"finance"})), manager(13)]
    best = found(people, pair(1, 11), pair(2, 12))
    assert (best[1].partner_id, best[2].partner_id in {11, 13}) == (12, True)
    assert set(best) == {1, 2, 11, 12}


def test_who_may_be_with_nobody_else_has_none() -> None:
    assert found([doctor(1), manager(11)], pair(1, 11)) == {}


def test_neither_partner_in_a_trio_is_the_second_best() -> None:
    people = [doctor(1), manager(11), manager(12), manager(13)]
    best = found(people, Match((1,), (11, 12)))
    assert {id_: each.partner_id for id_, each in best.items()} == {1: 13}


def test_nobody_is_named_beside_somebody_they_are_kept_apart_from() -> None:
    people = [doctor(1, avoid=frozenset({12})), doctor(2), manager(11), manager(12, related=frozenset({2}))]
    apart = Terms(START, LINKED, kept_apart=frozenset({frozenset({2, 11})}))
    assert found(people, pair(1, 11), terms=apart) == {}


@settings(max_examples=30)
@given(pools(), terms(), rules(), st.integers(0, 9))
def test_nobody_has_a_better_one(people: list[Participant], terms: Terms, rules: Rules, seed: int) -> None:
    graph = pool(people, terms, rules, seed).graph
    links = zip(graph.doctor_ids[graph.rows].tolist(), graph.manager_ids[graph.columns].tolist(), strict=True)
    allowed = dict(zip(links, graph.points.tolist(), strict=True))
    for each in matched(people, terms, rules, seed=seed).proposed:
        for id_ in each.match.people:
            others = [
                points for link, points in allowed.items() if id_ in link and link not in each.match.links
            ]
            said = [second.points for second in each.second_best if second.person_id == id_]
            assert said == ([max(others)] if others else [])
        for second in each.second_best:
            link = (second.person_id, second.partner_id)
            assert allowed[link if link in allowed else link[::-1]] == second.points
