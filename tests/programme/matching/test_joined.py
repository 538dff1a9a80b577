"""Pairs that run already are not free, and may take in somebody who is left over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from programme.matching import checked
from programme.matching.proposal import Match
from programme.matching.rules import DEFAULT
from programme.matching.terms import Terms
from programme.matching.whole import matched
from programme.participant import Participant
from tests.programme.matching.cast import LINKED, START, both, doctor, manager, matches, pair

TERMS = Terms(START, LINKED)


def running_pairs(*willing: int) -> tuple[list[Participant], dict[str, Any]]:
    """Five pairs that run, the doctors of some of which say yes to a trio, and how a matching is told of them."""
    pairs = [pair(id_, 10 + id_) for id_ in range(1, 6)]
    hosts = [
        host
        for id_ in range(1, 6)
        for host in (doctor(id_, trio_ok=id_ in willing), manager(10 + id_, trio_ok=True))
    ]
    met = frozenset(frozenset(match.people) for match in pairs)
    return hosts, {"terms": replace(TERMS, past_pairs=met), "running": pairs, "seed": 1}


def test_a_pair_that_runs_takes_in_somebody_left_over() -> None:
    hosts, told = running_pairs(3)
    people = [*hosts, doctor(6, trio_ok=True)]
    made = matched(people, **told)
    (joined,) = made.proposed
    assert (joined.match, joined.kept, joined.second_best) == (Match((3, 6), (13,)), "running", ())
    assert (made.unmatched, made.kept_people) == ((), (*range(1, 6), *range(11, 16)))
    assert checked.faults(people, made, told["terms"]) == ()


@pytest.mark.parametrize("remembered", ["past_pairs", "kept_apart"])
def test_how_well_a_pair_that_runs_suits_counts_though_it_is_not_to_be_paired_anew(remembered: str) -> None:
    wants, offers = {"want_to_learn": frozenset({"finance"})}, {"can_offer": frozenset({"finance"})}
    people = [
        doctor(1, trio_ok=True, grade_band="senior-fellow"),
        manager(11, trio_ok=True, **offers),
        doctor(2, trio_ok=True),
        manager(12, trio_ok=True),
        doctor(3, trio_ok=True, **wants),
    ]
    told: dict[str, Any] = {remembered: frozenset({both(1, 11), both(2, 12)})}
    rules = replace(DEFAULT, trio_percent=50)
    made = matched(people, replace(TERMS, **told), rules, seed=1, running=[pair(1, 11), pair(2, 12)])
    assert matches(made) == {Match((2, 3), (12,))}


def test_who_could_join_a_pair_that_runs_is_told_so() -> None:
    hosts, told = running_pairs(3)
    (alone,) = matched([*hosts, doctor(6)], **told).unmatched
    taken = "nobody left to pair with: every manager they may be paired with has a partner"
    assert (alone.reason, alone.remedy) == (taken, "saying yes to a trio")
    hosts, told = running_pairs()
    (alone,) = matched([*hosts, doctor(6)], **told).unmatched
    assert (alone.reason, alone.remedy) == (taken, "another manager joining")


def test_people_who_have_a_partner_already_are_nobody_elses_chance() -> None:
    hosts, told = running_pairs()
    late = [doctor(6, permission=False), doctor(7, site="hub"), manager(16)]
    said = {each.id: each.remedy for each in matched([*hosts, *late], **told).unmatched}
    assert said[6] == "permission from their line manager"
    assert said[7] == "another manager joining"


def test_a_trio_that_runs_uses_up_the_room_for_trios() -> None:
    hosts, told = running_pairs(3)
    told["running"][0] = Match((1, 7), (11,))
    late = [doctor(6, trio_ok=True), doctor(7, trio_ok=True)]
    assert [each.id for each in matched([*hosts, *late], **told).unmatched] == [6]


def test_people_of_pairs_that_run_are_not_free() -> None:
    made = matched([doctor(1), manager(11), doctor(2), manager(12)], TERMS, seed=1, running=[pair(1, 11)])
    assert matches(made) == {pair(2, 12)}
    assert made.unmatched == ()
