"""What leads locked and what people asked for comes first, as far as the rules allow it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching.proposal import Dropped, Match, Proposal
from programme.matching.rules import Rules
from programme.matching.telling.reasons import ASKED
from programme.matching.terms import Terms
from programme.matching.whole import matched
from programme.participant import Participant
from tests.programme.matching.brute import may_be_trio
from tests.programme.matching.by_hand import permitted
from tests.programme.matching.cast import (
    COUPLES,
    LINKED,
    START,
    both,
    doctor,
    manager,
    matches,
    pair,
    pools,
    rules,
    terms,
)

TERMS = Terms(START, LINKED)


def proposal(people: Sequence[Participant], **settled: Any) -> Proposal:
    return matched(people, TERMS, seed=1, **settled)


def test_two_who_asked_are_paired_even_where_somebody_else_then_stays_alone() -> None:
    people = [doctor(1), doctor(2), manager(3), manager(4, site="north")]
    (asked,) = proposal(people, asked=frozenset({both(2, 3)})).proposed
    assert (asked.match, asked.kept, asked.reasons[0]) == (pair(2, 3), "asked", ASKED)


def test_of_somebody_who_asked_with_two_the_better_is_kept() -> None:
    asked = frozenset({both(1, 2), both(1, 3)})
    wants = {"want_to_learn": frozenset({"finance"})}
    people = [doctor(1, **wants), manager(2), manager(3, can_offer=frozenset({"finance"}))]
    assert matches(proposal(people, asked=asked)) == {pair(1, 3)}


def test_what_leads_locked_comes_before_what_people_asked_for() -> None:
    people = [doctor(1), doctor(2), manager(11), manager(12)]
    made = proposal(people, locked=[pair(1, 11)], asked=frozenset({both(1, 12), both(2, 12)}))
    assert {each.match: each.kept for each in made.proposed} == {pair(1, 11): "locked", pair(2, 12): "asked"}
    assert made.kept_people == (1, 2, 11, 12)
    assert made.certificate.people == 0


def test_a_locked_pair_that_asked_is_still_told_that_it_asked() -> None:
    made = proposal([doctor(1), manager(11)], locked=[pair(1, 11)], asked=frozenset({both(1, 11)}))
    assert [(each.kept, each.reasons[0]) for each in made.proposed] == [("locked", ASKED)]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"permission": False}, "one of them has no permission yet"),
        ({"avoid": frozenset({11})}, "the rules keep them apart"),
        ({"related": frozenset({11})}, "the rules keep them apart"),
        ({"rota_writers": frozenset({11})}, "the rules keep them apart"),
        ({"site": "hub"}, "they work on different sites and do not both meet by video"),
        ({"free_a": frozenset(), "free_b": frozenset()}, "they share less than 2 hours a fortnight"),
        ({"post_ends_on": START}, "the post of one of them ends less than 12 weeks after the start"),
    ],
)
@pytest.mark.parametrize("how", ["locked", "asked"])
def test_what_a_rule_forbids_is_dropped_and_said(told: dict[str, Any], reason: str, how: str) -> None:
    settled: dict[str, Any] = (
        {"locked": [pair(1, 11)]} if how == "locked" else {"asked": frozenset({both(1, 11)})}
    )
    made = proposal([doctor(1, **told), manager(11), manager(12, site="far")], **settled)
    assert made.dropped == (Dropped(pair(1, 11), how, reason),)
    assert pair(1, 11) not in matches(made)


def test_a_locked_pair_of_whom_one_is_gone_is_dropped() -> None:
    made = proposal([doctor(1), manager(12)], locked=[pair(1, 11)], asked=frozenset({both(1, 13)}))
    assert made.dropped == (Dropped(pair(1, 11), "locked", "one of them is not in the pool"),)
    assert matches(made) == {pair(1, 12)}


def test_of_two_locked_matches_with_the_same_person_one_stands() -> None:
    made = proposal([doctor(1), manager(11), manager(12)], locked=[pair(1, 12), pair(1, 11)])
    assert matches(made) == {pair(1, 11)}
    assert made.dropped == (Dropped(pair(1, 12), "locked", "one of them has a partner already"),)


def test_a_locked_trio_uses_up_the_room_for_trios() -> None:
    people = [doctor(id_, trio_ok=True) for id_ in range(1, 8)] + [
        manager(id_, trio_ok=True) for id_ in range(11, 16)
    ]
    trio = Match((1, 2), (11,))
    made = proposal(people, locked=[Match((2, 1), (11,))])
    assert trio in matches(made)
    assert [len(each.match.people) for each in made.proposed].count(3) == 1
    assert len(made.unmatched) == 1


def test_a_locked_trio_of_whom_one_changed_their_mind_is_dropped() -> None:
    people = [doctor(1, trio_ok=True), doctor(2), manager(11, trio_ok=True)]
    (dropped,) = proposal(people, locked=[Match((1, 2), (11,))]).dropped
    assert dropped.reason == "not all three agreed to a trio, or they share too little free time"


@settings(max_examples=30)
@given(pools(), terms(), rules(), st.frozensets(COUPLES, max_size=4), st.lists(COUPLES, max_size=3))
def test_no_rule_is_bent_for_anybody_and_nobody_allowed_is_passed_over(
    people: list[Participant],
    terms: Terms,
    rules: Rules,
    asked: frozenset[frozenset[int]],
    couples: list[frozenset[int]],
) -> None:
    locked = [Match((min(each),), (max(each),)) for each in couples]
    made = matched(people, terms, rules, seed=1, locked=locked, asked=asked)
    allowed = {Match((one,), (other,)) for one, other in permitted(people, terms, rules)}
    by_id = {person.id: person for person in people}
    for each in made.proposed:
        assert {pair(*link) for link in each.match.links} <= allowed
        them = [by_id[id_] for id_ in each.match.people]
        assert len(each.match.links) == 1 or may_be_trio(them, terms, rules)
    settled = {id_ for each in made.proposed if each.kept for id_ in each.match.people}
    wanted = {match for match in allowed if match in locked or frozenset(match.people) in asked}
    assert all(settled.intersection(match.people) for match in wanted)
    assert {each.match for each in made.proposed if each.kept} <= wanted
    assert not {each.match for each in made.dropped if each.kept == "asked"} & allowed


def test_nothing_is_said_of_somebody_who_asked_and_is_not_there() -> None:
    made = proposal([doctor(1)], asked=frozenset({both(1, 11)}))
    assert (made.proposed, made.dropped) == ((), ())
