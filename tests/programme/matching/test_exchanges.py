"""Everybody with whom somebody can change places is named, with the same effect that is shown of each exchange."""

from __future__ import annotations

import time
from itertools import combinations

from hypothesis import given, settings

from programme.matching.changes import Swap, swapped
from programme.matching.exchanges import Exchange, exchanges
from programme.matching.proposal import Match
from programme.matching.rules import DEFAULT, Rules
from programme.matching.terms import Terms
from programme.matching.whole import matched
from programme.participant import Participant
from tests.programme.matching.cast import LINKED, START, doctor, manager, pair, pools, rules, terms
from tests.programme.matching.test_changes import proposal

TERMS = Terms(START, LINKED)


def one_by_one(
    people: list[Participant], of: Terms, by: Rules, seed: int = 1
) -> dict[tuple[int, int], Exchange]:
    """Every exchange of two of one group of which at least one is matched, asked for by itself."""
    now = matched(people, of, by, seed=seed)
    match_of = {id_: each.match for each in now.proposed for id_ in each.match.people}
    found = {}
    for one, other in (each for two in combinations(people, 2) for each in (two, two[::-1])):
        here, there = match_of.get(one.id), match_of.get(other.id)
        if one.group != other.group or here is None or here == there:
            continue
        swap = swapped(now, people, of, by, one.id, other.id)
        if isinstance(swap, Swap):
            points = {id_: each.points for each in swap.after for id_ in each.match.people}
            found[one.id, other.id] = Exchange(
                other.id, points[other.id], points.get(one.id), swap.floor_after, swap.total_after
            )
    return found


@settings(max_examples=40)
@given(pools(), terms(), rules())
def test_the_list_has_what_asking_one_by_one_gives(people: list[Participant], of: Terms, by: Rules) -> None:
    now = matched(people, of, by, seed=1)
    together = {
        (one.id, each.other): each for one in people for each in exchanges(now, people, of, by, one.id)
    }
    assert together == one_by_one(people, of, by)


def test_the_best_for_the_whole_comes_first() -> None:
    wants, offers = {"want_to_learn": frozenset({"finance"})}, {"can_offer": frozenset({"finance"})}
    people = [doctor(1), doctor(2), doctor(3, **wants), manager(11, **offers), manager(12)]
    found = exchanges(proposal(people, pair(1, 11), pair(2, 12)), people, TERMS, DEFAULT, 1)
    assert [each.other for each in found] == [3, 2]
    assert found[0].there is None
    assert found[0].total > found[1].total


def test_who_is_fixed_and_who_is_gone_are_nobodys_choice() -> None:
    people = [doctor(1), doctor(2), doctor(3), manager(11), manager(12)]
    now = proposal(people, pair(1, 11), pair(2, 12))
    assert [each.other for each in exchanges(now, people, TERMS, DEFAULT, 1, fixed={3})] == [2]
    assert [each.other for each in exchanges(now, people[:-1], TERMS, DEFAULT, 1)] == [3]
    assert exchanges(now, people[1:], TERMS, DEFAULT, 1) == ()
    assert exchanges(now, people, TERMS, DEFAULT, 3) == ()


def test_of_two_hundred_a_side_all_are_found_before_anybody_waits() -> None:
    everybody = range(1, 201)
    people = [*(doctor(id_) for id_ in everybody), *(manager(500 + id_) for id_ in everybody)]
    trios = [Match((id_, id_ + 1), (500 + id_,)) for id_ in (1, 3, 5)]
    now = proposal(people, *trios, *(pair(id_, 500 + id_) for id_ in everybody if id_ > 6))
    begun = time.process_time()
    assert len(exchanges(now, people, TERMS, DEFAULT, 100)) == 193
    assert time.process_time() - begun < 0.2
