"""A pool stands in an order that a seed draws, and its graph shrinks with it."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching.pool import Pool, pool
from programme.matching.rules import Rules
from programme.matching.terms import Terms
from programme.participant import Participant
from tests.programme.matching.cast import LINKED, START, doctor, manager, pair, pools, rules, terms

TERMS = Terms(START, LINKED)


def links(of: Pool) -> dict[tuple[int, int], int]:
    ids = of.graph.doctor_ids[of.graph.rows].tolist(), of.graph.manager_ids[of.graph.columns].tolist()
    return dict(zip(zip(*ids, strict=True), of.graph.points.tolist(), strict=True))


def test_a_seed_draws_the_order_and_not_whoever_is_named_first() -> None:
    people = [doctor(id_) for id_ in range(1, 9)]
    orders = {seed: pool(people, TERMS, Rules(), seed).graph.doctor_ids.tolist() for seed in range(5)}
    again = {seed: pool(people[::-1], TERMS, Rules(), seed).graph.doctor_ids.tolist() for seed in range(5)}
    assert orders == again
    assert len({tuple(order) for order in orders.values()}) == 5


@settings(max_examples=20)
@given(pools(), terms(), rules(), st.frozensets(st.integers(1, 12)))
def test_without_some_people_everything_else_stays(
    people: list[Participant], terms: Terms, rules: Rules, gone: Collection[int]
) -> None:
    whole = pool(people, terms, rules, seed=3)
    rest = whole.but(gone)
    assert set(rest.by_id) == {person.id for person in people} - set(gone)
    assert rest.graph.doctor_ids.tolist() == rest.doctors.ids.tolist()
    assert rest.graph.manager_ids.tolist() == rest.managers.ids.tolist()
    assert links(rest) == {link: points for link, points in links(whole).items() if not {*link} & {*gone}}
    assert np.array_equal(
        rest.graph.starts[1:], np.searchsorted(rest.graph.rows, np.arange(len(rest.doctors)), "right")
    )


def test_the_links_of_some_matches_are_found_among_the_permitted_pairs() -> None:
    whole = pool([doctor(1), doctor(2), manager(11), manager(12, site="hub")], TERMS, Rules(), seed=1)
    found = whole.beside([pair(1, 11), pair(2, 12)])
    assert whole.graph.doctor_ids[whole.graph.rows[found]].tolist() == [1]
