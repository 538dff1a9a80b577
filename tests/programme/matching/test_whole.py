"""As many people as possible, then fairness, then the best pairs; never a forbidden one, and the same from the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching import checked
from programme.matching.certificate import Certificate
from programme.matching.graph import FULL
from programme.matching.proposal import Proposal
from programme.matching.rules import DEFAULT, Rules
from programme.matching.terms import Terms
from programme.matching.whole import matched
from programme.participant import Participant
from tests.programme.matching import brute
from tests.programme.matching.brute import Best
from tests.programme.matching.cast import (
    COUPLES,
    LINKED,
    START,
    anybody,
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
SEEDS = st.integers(0, 99)


def proposal(*people: Participant, seed: int = 1, rules: Rules = DEFAULT, **told: Any) -> Proposal:
    return matched(people, replace(TERMS, **told), rules, seed=seed)


def is_the_best_and_proved(people: Sequence[Participant], terms: Terms, rules: Rules, seed: int) -> None:
    made = matched(people, terms, rules, seed=seed)
    claimed = made.certificate
    best = brute.best(people, terms, rules)
    assert Best(claimed.people, claimed.again, claimed.trios, claimed.floor, claimed.total) == best
    assert (made.people, made.floor, made.total) == (best.people, best.floor, best.total)
    assert checked.faults(people, made, terms, rules) == ()


@settings(max_examples=40)
@given(pools(), terms(), rules(), SEEDS)
def test_nobody_who_tries_every_way_finds_a_better_one(
    people: list[Participant], terms: Terms, rules: Rules, seed: int
) -> None:
    is_the_best_and_proved(people, terms, rules, seed)


@pytest.mark.long
@settings(max_examples=1500)
@given(pools(), terms(), rules(), SEEDS)
def test_nobody_finds_a_better_one_in_many_pools(
    people: list[Participant], terms: Terms, rules: Rules, seed: int
) -> None:
    is_the_best_and_proved(people, terms, rules, seed)


@settings(max_examples=20)
@given(pools(), terms(), rules(), SEEDS, st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_given_changes_nothing(
    people: list[Participant], terms: Terms, rules: Rules, seed: int, chance: Any
) -> None:
    shuffled = chance.sample(people, len(people))
    made = matched(people, terms, rules, seed=seed)
    assert matched(shuffled, terms, rules, seed=seed) == made == matched(people, terms, rules, seed=seed)


@settings(max_examples=20)
@given(pools(5), anybody(99, "doctor") | anybody(99, "manager"), terms(), rules())
def test_one_more_person_never_leaves_fewer_matched(
    people: list[Participant], newcomer: Participant, terms: Terms, rules: Rules
) -> None:
    before = matched(people, terms, rules, seed=1)
    assert matched([*people, newcomer], terms, rules, seed=1).people >= before.people


@settings(max_examples=20)
@given(pools(), terms(), rules(), st.integers(0, 2**6 - 1), st.frozensets(COUPLES, max_size=2))
def test_everybody_is_in_one_match_or_told_why_not_whatever_is_kept(
    people: list[Participant], terms: Terms, rules: Rules, which: int, asked: frozenset[frozenset[int]]
) -> None:
    pairs = [each.match for each in matched(people, terms, rules, seed=1).proposed]
    running = [match for place, match in enumerate(pairs) if which >> place & 1]
    made = matched(people, terms, rules, seed=2, asked=asked, running=running, locked=pairs[:1])
    told = [id_ for each in made.proposed for id_ in each.match.people] + [each.id for each in made.unmatched]
    busy = {id_ for match in running for id_ in match.people}
    assert sorted([*told, *(busy - set(told))]) == sorted(person.id for person in people)
    assert checked.faults(people, made, terms, rules, running) == ()


def test_a_seed_gives_the_same_answer_again_and_another_settles_ties_otherwise() -> None:
    people = [doctor(1), doctor(2), manager(11), manager(12)]
    answers = {frozenset(matches(proposal(*people, seed=seed))) for seed in range(20)}
    assert answers == {frozenset({pair(1, 11), pair(2, 12)}), frozenset({pair(1, 12), pair(2, 11)})}


def test_whoever_takes_the_best_first_strands_somebody_and_we_do_not() -> None:
    finance = {"want_to_learn": frozenset({"finance"}), "can_offer": frozenset({"finance"})}
    popular, other = manager(11, site="hub", remote_ok=True, **finance), manager(12)
    people = [doctor(1, remote_ok=True, **finance), doctor(2, site="hub"), popular, other]
    assert matches(proposal(*people)) == {pair(1, 12), pair(2, 11)}


def test_nobody_is_left_over_even_when_one_pair_alone_has_more_points_than_two() -> None:
    hosts = {"host_shadow_ok": True, "night_shadow_ok": True, "remote_ok": True}
    finance = {"want_to_learn": frozenset({"finance"}), "can_offer": frozenset({"finance"})}
    often = {"free_b": frozenset({"tue-afternoon", "wed-afternoon"})}
    keen = doctor(1, **hosts, **finance, **often)
    popular = manager(11, directorate="oncology", **hosts, **finance, **often)
    poor: dict[str, Any] = {
        "want_to_learn": frozenset({"safety"}),
        "can_offer": frozenset({"theatres"}),
        "free_b": frozenset(),
        "post_ends_on": START + timedelta(weeks=12),
        "site": "hub",
        "remote_ok": True,
    }
    bound = doctor(2, directorate="oncology", grade_band="st6-8", avoid=frozenset({12}), **poor)
    left = manager(12, grade_band="band-8d-or-director", **poor)
    together = proposal(keen, bound, popular, left)
    assert matches(together) == {pair(1, 12), pair(2, 11)}
    assert together.total < proposal(keen, popular).total


def test_a_weak_match_is_made_better_before_the_whole_is() -> None:
    """Pairs of 100 and 0 points give way to two of 50 or less, had together less than 100 or not."""
    only = Rules(weights=dict.fromkeys(DEFAULT.weights, 0) | {"learning_fit": 1})
    finance, safety = frozenset({"finance"}), frozenset({"safety"})
    one = doctor(1, want_to_learn=finance, can_offer=finance)
    other = doctor(2, want_to_learn=safety, can_offer=safety)
    best = manager(11, want_to_learn=finance, can_offer=finance | safety)
    last = manager(12, want_to_learn=frozenset({"digital"}), can_offer=finance)
    made = proposal(one, other, best, last, rules=only)
    assert (matches(made), made.floor) == ({pair(1, 12), pair(2, 11)}, FULL // 2)


def test_a_pair_that_is_worth_nothing_is_still_matched() -> None:
    only = Rules(weights=dict.fromkeys(DEFAULT.weights, 0) | {"shadowing": 1})
    (each,) = proposal(doctor(1), manager(11), rules=only).proposed
    assert (each.match, each.points, each.weakest) == (pair(1, 11), 0, "shadowing")


def test_exactly_twelve_weeks_and_two_hours_are_enough() -> None:
    ends, once = START + timedelta(weeks=12), frozenset({"tue-afternoon"})
    people = doctor(1, post_ends_on=ends, free_b=frozenset()), manager(11, free_a=once)
    assert matches(proposal(*people)) == {pair(1, 11)}


def test_nobody_at_all_is_no_trouble() -> None:
    nothing = proposal()
    assert (nothing.proposed, nothing.unmatched, nothing.people, nothing.floor) == ((), (), 0, 0)
    assert checked.faults([], nothing, TERMS) == ()


@pytest.mark.parametrize("again", [doctor(1), manager(1)])
def test_one_person_twice_or_in_both_groups_is_refused(again: Participant) -> None:
    with pytest.raises(ValueError, match="One person stands in the pool twice"):
        proposal(doctor(1), again)


def test_one_person_alone_and_an_empty_side_wait() -> None:
    made = proposal(doctor(1), doctor(2))
    assert made.proposed == ()
    assert {each.id: each.reason for each in made.unmatched} == dict.fromkeys(
        (1, 2), "no manager has signed up"
    )


def test_when_everybody_is_forbidden_nobody_is_matched() -> None:
    past = frozenset({both(1, 11), both(1, 12)})
    people = [doctor(1), manager(11), manager(12)]
    made = proposal(*people, past_pairs=past)
    assert (made.proposed, len(made.unmatched)) == ((), 3)
    assert checked.faults(people, made, replace(TERMS, past_pairs=past)) == ()


def test_who_waited_last_time_does_not_wait_again() -> None:
    people = [doctor(1), doctor(2), doctor(3), manager(11)]
    for waited in (1, 2, 3):
        made = proposal(*people, waited=frozenset({waited}))
        assert matches(made) == {pair(waited, 11)}
        assert made.certificate.again == 0


def test_what_is_not_known_of_the_pool_is_not_counted() -> None:
    made = proposal(doctor(1), manager(11), waited=frozenset({1, 77}), in_trio_before=frozenset({78}))
    assert made.certificate.again == 0


def test_who_waited_and_is_in_a_locked_pair_does_not_wait_again() -> None:
    waiting = Terms(START, LINKED, waited=frozenset({1}))
    made = matched([doctor(1), manager(11), doctor(2)], waiting, seed=1, locked=[pair(1, 11)])
    assert made.certificate == Certificate(0, 0, 0, 0, 0, pairs=made.certificate.pairs)


def test_what_is_going_on_is_told_in_words() -> None:
    heard: list[str] = []
    people = [doctor(1), manager(11)]
    matched(people, TERMS, seed=1, progress=heard.append)
    assert heard[0] == "looking at who may be paired with whom"
    assert heard[-1] == "writing down the reasons"
    assert "matching as many people as can be" in heard
