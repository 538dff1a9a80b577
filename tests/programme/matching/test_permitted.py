"""The rules for everybody at once give what the rules give for two people at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching.graph import FULL
from programme.matching.rulebook import permitted
from programme.matching.rulebook.columns import columns
from programme.matching.rules import DEFAULT, PARTS, Rules
from programme.matching.terms import Terms
from tests.programme.matching import by_hand
from tests.programme.matching.cast import COUPLES, LINKED, START, both, doctor, manager, pools

if TYPE_CHECKING:
    from programme.participant import Participant

TERMS = Terms(START, LINKED)
switches = st.frozensets(st.sampled_from(["not_paired_before", "can_meet", "have_time", "stay_long_enough"]))
some_rules = st.builds(
    Rules,
    weights=st.fixed_dictionaries({part.name: st.integers(0, 100) for part in PARTS}).filter(
        lambda weights: any(weights.values())
    ),
    switched_off=switches,
    least_shared_hours=st.integers(1, 6),
    least_weeks=st.integers(0, 24),
    rota_writer_is_hard=st.booleans(),
)
some_terms = st.builds(
    Terms,
    starts_on=st.just(START),
    linked_directorates=st.just(LINKED),
    past_pairs=st.frozensets(COUPLES, max_size=4),
    kept_apart=st.frozensets(COUPLES, max_size=4),
)


def found(people: list[Participant], terms: Terms, rules: Rules = DEFAULT) -> dict[tuple[int, int], int]:
    everybody = columns(people, terms)
    graph = permitted.graph_of(everybody.doctors(), everybody.managers(), terms, rules)
    assert graph.starts.size == graph.doctors + 1
    assert all(np.all(np.diff(columns_) > 0) for columns_ in np.split(graph.columns, graph.starts[1:-1]))
    pairs = zip(graph.doctor_ids[graph.rows].tolist(), graph.manager_ids[graph.columns].tolist(), strict=True)
    return dict(zip(pairs, graph.points.tolist(), strict=True))


@settings(max_examples=25)
@given(pools(), some_terms, some_rules)
def test_exactly_the_permitted_pairs_are_listed_with_their_points(
    people: list[Participant], terms: Terms, rules: Rules
) -> None:
    assert found(people, terms, rules) == by_hand.permitted(people, terms, rules)


@pytest.mark.long
@settings(max_examples=1000)
@given(pools(), some_terms, some_rules)
def test_so_it_is_in_a_thousand_pools(people: list[Participant], terms: Terms, rules: Rules) -> None:
    assert found(people, terms, rules) == by_hand.permitted(people, terms, rules)


@settings(max_examples=8)
@given(pools(), some_terms, st.integers(1, 7))
def test_where_a_block_is_cut_changes_nothing(people: list[Participant], terms: Terms, cells: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(permitted, "CELLS", cells)
        assert found(people, terms) == by_hand.permitted(people, terms, DEFAULT)


def test_a_permitted_pair_worth_nothing_is_not_a_forbidden_one() -> None:
    only_working_days = replace(DEFAULT, weights=dict.fromkeys(DEFAULT.weights, 0) | {"working_pattern": 1})
    people = [
        doctor(1, works_on=frozenset({1})),
        manager(11, works_on=frozenset({2})),
        manager(12, avoid=frozenset({1})),
    ]
    assert found(people, TERMS, only_working_days) == {(1, 11): 0}


def test_a_perfect_pair_has_all_the_points() -> None:
    told = {
        "want_to_learn": frozenset({"finance"}),
        "can_offer": frozenset({"finance"}),
        "host_shadow_ok": True,
        "night_shadow_ok": True,
    }
    assert found([doctor(1, **told), manager(11, directorate="oncology", **told)], TERMS) == {(1, 11): FULL}


@pytest.mark.parametrize("people", [[], [doctor(1)], [manager(1), manager(2)]])
def test_a_pool_with_an_empty_side_permits_nothing(people: list[Participant]) -> None:
    assert found(people, TERMS) == {}


def test_people_of_other_sites_meet_only_by_video() -> None:
    here, there = {"site": "main"}, {"site": "hub"}
    people = [
        doctor(1, **here),
        doctor(2, remote_ok=True, **here),
        doctor(3, remote_ok=True, **there),
        manager(11, remote_ok=True, **here),
        manager(12, **there),
        manager(13, remote_ok=True, **there),
    ]
    assert set(found(people, TERMS)) == {(1, 11), (2, 11), (2, 13), (3, 11), (3, 12), (3, 13)}
    anywhere = replace(DEFAULT, switched_off=frozenset({"can_meet"}))
    assert len(found(people, TERMS, anywhere)) == 9


def test_twelve_weeks_to_the_day_are_long_enough() -> None:
    last = START + timedelta(weeks=12)
    people = [doctor(1, post_ends_on=last), doctor(2, post_ends_on=last - timedelta(days=1)), manager(11)]
    assert set(found(people, TERMS)) == {(1, 11)}


def test_who_is_struck_out_by_name_may_be_named_from_either_side_and_more_than_once() -> None:
    people = [
        doctor(1, avoid=frozenset({11}), related=frozenset({11})),
        doctor(2, rota_writers=frozenset({13})),
        manager(11),
        manager(12, related=frozenset({2})),
        manager(13),
    ]
    terms = replace(
        TERMS, past_pairs=frozenset({both(1, 12)}), kept_apart=frozenset({both(13, 1), both(90, 91)})
    )
    assert set(found(people, terms)) == {(2, 11)}
    softly = replace(DEFAULT, rota_writer_is_hard=False, switched_off=frozenset({"not_paired_before"}))
    assert set(found(people, terms, softly)) == {(1, 12), (2, 11), (2, 13)}
