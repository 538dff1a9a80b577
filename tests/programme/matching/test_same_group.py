"""Two doctors, or two managers, who are kept apart are never two of three, and nobody can tell why they are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from programme.matching import checked
from programme.matching.changes import Refused, Swap, swapped
from programme.matching.proposal import Dropped, Match, Proposal
from programme.matching.rulebook.hard import KEPT_APART
from programme.matching.rules import DEFAULT, Rules
from programme.matching.terms import Terms
from programme.matching.whole import matched
from programme.participant import Participant
from tests.programme.matching.cast import LINKED, START, both, doctor, manager, matches, pair

TERMS = Terms(START, LINKED)
ROOM = replace(DEFAULT, trio_percent=50)
TIES = ("related", "avoid", "rota_writers")
KINDS = [*TIES, *(f"{tie} back" for tie in TIES), "past_pairs", "kept_apart"]
Pool = tuple[list[Participant], Terms]


def apart(kind: str, one: int, other: int, people: Sequence[Participant]) -> Pool:
    """These people, of whom two are kept apart in one of the KINDS of ways."""
    tie, _, is_back = kind.partition(" ")
    if tie not in TIES:
        remembered: dict[str, Any] = {tie: frozenset({both(one, other)})}
        return list(people), replace(TERMS, **remembered)
    mine, theirs = (other, one) if is_back else (one, other)
    tied: dict[str, Any] = {tie: frozenset({theirs})}
    return [replace(each, **tied) if each.id == mine else each for each in people], TERMS


TRIO = Match((1, 2), (11,))
YES: dict[str, Any] = {"trio_ok": True}
HERE = [doctor(1, **YES), doctor(2, **YES), manager(11, **YES)]
THREE = [*HERE, manager(12, site="far")]
"""A trio, or a pair and one too many; somebody far away makes room for one trio."""
FIVE = [*HERE, doctor(3, **YES), manager(12, **YES)]


def proposal(pool: Pool, rules: Rules = ROOM, **told: Any) -> Proposal:
    return matched(*pool, rules, seed=1, **told)


def trios(found: Proposal) -> set[Match]:
    return {match for match in matches(found) if len(match.people) > 2}


@pytest.mark.parametrize("kind", KINDS)
def test_another_two_share_a_partner_and_all_is_the_same_whatever_the_reason(kind: str) -> None:
    people, terms = apart(kind, 1, 2, FIVE)
    found = proposal((people, terms))
    (trio,) = trios(found)
    assert not {1, 2} <= set(trio.people)
    assert checked.faults(people, found, terms, ROOM) == ()
    assert found == proposal(apart("kept_apart", 2, 1, FIVE))


@pytest.mark.parametrize("kind", KINDS)
def test_one_too_many_stays_alone_and_reads_the_same_whatever_the_reason(kind: str) -> None:
    assert trios(proposal((THREE, TERMS))) == {TRIO}
    found = proposal(apart(kind, 2, 1, THREE))
    assert not trios(found)
    assert found.unmatched[0].remedy == "another manager joining"
    assert found == proposal(apart("past_pairs", 1, 2, THREE))


def test_two_managers_are_no_different_from_two_doctors() -> None:
    people = [doctor(1, **YES), doctor(2, site="far"), manager(11, **YES), manager(12, **YES)]
    for running in ([], [pair(1, 11)]):
        assert trios(proposal((people, TERMS), running=running)) == {Match((1,), (11, 12))}
        assert not trios(proposal(apart("related", 11, 12, people), running=running))


@pytest.mark.parametrize(("kind", "switch"), [("past_pairs", "not_paired_before"), ("rota_writers", "")])
def test_what_a_cohort_does_not_ask_keeps_nobody_from_a_trio(kind: str, switch: str) -> None:
    lenient = replace(ROOM, switched_off=frozenset({switch} - {""}), rota_writer_is_hard=bool(switch))
    assert trios(proposal(apart(kind, 1, 2, THREE), lenient)) == {TRIO}


@pytest.mark.parametrize("kind", KINDS)
def test_a_claim_to_be_three_is_found_out(kind: str) -> None:
    people, terms = apart(kind, 1, 2, THREE)
    assert checked.faults(people, proposal((THREE, TERMS)), terms, ROOM) == ("(1, 2, 11) may not be a trio.",)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_joins_a_pair_that_runs_with_whom_they_are_kept_apart(kind: str) -> None:
    running = [pair(1, 11)]
    assert trios(proposal((THREE, TERMS), running=running)) == {TRIO}
    found = proposal(apart(kind, 1, 2, THREE), running=running)
    assert not found.proposed
    assert {each.id: each.remedy for each in found.unmatched}[2] == "another manager joining"


def test_who_could_be_the_third_of_others_only_is_not_asked_to_say_yes() -> None:
    people = [replace(each, trio_ok=each.id != 2) for each in THREE]
    running = [pair(1, 11)]
    for pool, remedy in (
        ((people, TERMS), "saying yes to a trio"),
        (apart("avoid", 1, 2, people), "another manager joining"),
    ):
        found = proposal(pool, running=running)
        assert {each.id: each.remedy for each in found.unmatched}[2] == remedy


@pytest.mark.parametrize("kind", KINDS)
def test_a_locked_trio_is_let_go(kind: str) -> None:
    found = proposal(apart(kind, 1, 2, THREE), locked=[TRIO])
    assert found.dropped == (Dropped(TRIO, "locked", "the rules keep them apart"),)
    assert not trios(found)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_swapped_into_a_trio_with_whom_they_are_kept_apart(kind: str) -> None:
    people, terms = apart(kind, 1, 4, [*THREE, doctor(4, **YES)])
    now = proposal((THREE, TERMS))
    assert swapped(now, people, terms, ROOM, 2, 4) == Refused((KEPT_APART,))
    assert isinstance(swapped(now, people, terms, ROOM, 1, 4), Swap)
