"""A match as leads read it, whether the solver chose it or they did."""

from __future__ import annotations

import pytest

from programme.matching.proposal import Match
from programme.matching.proposed import proposed_of
from programme.matching.rules import PARTS
from programme.matching.telling.reasons import ASKED
from programme.matching.terms import Terms
from programme.matching.whole import matched
from tests.programme.matching.cast import LINKED, START, doctor, manager, pair

TERMS = Terms(START, LINKED)
FINANCE = frozenset({"finance"})


def test_a_match_that_leads_made_is_said_as_the_solvers_are() -> None:
    people = [doctor(1, want_to_learn=FINANCE), manager(11, can_offer=FINANCE), doctor(2), manager(12)]
    made = matched(people, TERMS, seed=5)
    assert [proposed_of(each.match, people, TERMS) for each in made.proposed] == list(made.proposed)


def test_a_trio_has_the_points_of_its_weaker_link() -> None:
    fits = {"want_to_learn": FINANCE, "can_offer": FINANCE}
    weak = manager(12, want_to_learn=frozenset({"safety"}), can_offer=frozenset({"theatres"}))
    people = [doctor(1, **fits), manager(11, **fits), weak]
    said = proposed_of(Match((1,), (11, 12)), people, TERMS, kept="locked")
    assert said.points == proposed_of(pair(1, 12), people, TERMS).points
    assert said.points < proposed_of(pair(1, 11), people, TERMS).points
    assert (said.parts["learning_fit"], said.weakest, said.kept) == (0.0, "learning_fit", "locked")


def test_every_part_is_there_by_its_name() -> None:
    said = proposed_of(pair(1, 11), [doctor(1), manager(11)], TERMS)
    assert list(said.parts) == [part.name for part in PARTS]
    assert all(0 <= value <= 1 for value in said.parts.values())


def test_two_who_asked_are_told_so() -> None:
    said = proposed_of(pair(1, 11), [doctor(1), manager(11)], TERMS, asked=True)
    assert said.reasons == (ASKED, "you are both free on Tuesday afternoons")


def test_somebody_who_is_not_there_cannot_be_in_a_match() -> None:
    with pytest.raises(KeyError):
        proposed_of(pair(1, 11), [doctor(1)], TERMS)
