"""What an exchange would mean is said before it is made, and what changed from one suggestion to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.matching.certificate import Certificate
from programme.matching.changes import Changes, Refused, Scored, Swap, compared, swapped, with_swap
from programme.matching.proposal import Match, Proposal, Proposed, Unmatched
from programme.matching.rulebook.hard import KEPT_APART
from programme.matching.rules import DEFAULT
from programme.matching.telling.refusal import GONE, NO_TRIO
from programme.matching.terms import Terms
from programme.participant import Participant
from tests.programme.matching import by_hand
from tests.programme.matching.cast import LINKED, START, both, doctor, manager, pair, pools

TERMS = Terms(START, LINKED)
ELSEWHERE: dict[str, Any] = {"site": "hub"}


def proposal(people: Sequence[Participant], *matches: Match) -> Proposal:
    """These matches with their points, and everybody else alone."""
    placed = {id_ for match in matches for id_ in match.people}
    by_id = {person.id: person for person in people}
    return Proposal(
        seed=1,
        proposed=tuple(
            Proposed(match, points(match, by_id), {}, "shadowing", ("a reason", "another"))
            for match in matches
        ),
        unmatched=tuple(Unmatched(id_, "a reason") for id_ in by_id if id_ not in placed),
        certificate=Certificate(people=len(placed), again=0, trios=0, floor=0, total=0),
    )


def points(match: Match, by_id: dict[int, Participant]) -> int:
    return min(by_hand.points(by_id[one], by_id[other], TERMS, DEFAULT) for one, other in match.links)


def exchanged(people: Sequence[Participant], one: int, other: int, *matches: Match) -> Swap | Refused:
    return swapped(proposal(people, *matches), people, TERMS, DEFAULT, one, other)


def test_both_pairs_and_the_whole_are_shown_before_and_after() -> None:
    wants, offers = {"want_to_learn": frozenset({"finance"})}, {"can_offer": frozenset({"finance"})}
    people = [doctor(1, **wants), doctor(2), doctor(3), manager(11), manager(12, **offers), manager(13)]
    now = [pair(1, 11), pair(2, 12), pair(3, 13)]
    usual, better = 7_250, 7_250 + 500
    assert exchanged(people, 11, 12, *now) == Swap(
        before=(Scored(pair(1, 11), usual), Scored(pair(2, 12), usual)),
        after=(Scored(pair(1, 12), better), Scored(pair(2, 11), usual)),
        alone_before=None,
        alone_after=None,
        floor_before=usual,
        floor_after=usual,
        total_before=3 * usual,
        total_after=3 * usual + 500,
    )


def test_somebody_without_a_partner_can_take_a_place() -> None:
    people = [doctor(1), doctor(2, grade_band="senior-fellow"), manager(11)]
    found = exchanged(people, 2, 1, pair(1, 11))
    assert isinstance(found, Swap)
    assert (found.alone_before, found.alone_after) == (2, 1)
    assert [each.match for each in found.after] == [pair(2, 11)]
    assert found.floor_after == found.total_after == found.total_before - 400


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ({"avoid": frozenset({11})}, (KEPT_APART,)),
        ({"related": frozenset({11})}, (KEPT_APART,)),
        ({"rota_writers": frozenset({11})}, (KEPT_APART,)),
        ({"site": "hub"}, ("can_meet",)),
        ({"site": "hub", "permission": False}, ("can_meet", "have_permission")),
    ],
)
def test_what_the_rules_forbid_is_refused_and_a_wish_reads_like_a_line_manager(
    told: dict[str, Any], names: tuple[str, ...]
) -> None:
    people = [doctor(1), doctor(2, **told), manager(11)]
    assert exchanged(people, 1, 2, pair(1, 11)) == Refused(names)


def test_a_past_partner_and_a_block_read_like_a_wish() -> None:
    people = [doctor(1), doctor(2), manager(11)]
    pairs = frozenset({both(2, 11)})
    for terms in (replace(TERMS, past_pairs=pairs), replace(TERMS, kept_apart=pairs)):
        now = proposal(people, pair(1, 11))
        assert swapped(now, people, terms, DEFAULT, 1, 2) == Refused((KEPT_APART,))


TRIO = Match((1, 2), (11,))


@pytest.mark.parametrize(
    ("told", "is_refused"),
    [
        ({}, True),
        ({"trio_ok": True}, False),
        (
            {"trio_ok": True, "free_a": frozenset({"mon-afternoon"}), "free_b": frozenset({"mon-afternoon"})},
            True,
        ),
    ],
)
def test_a_trio_takes_somebody_who_agreed_and_shares_time_with_both(
    told: dict[str, Any], is_refused: bool
) -> None:
    often = {"free_a": frozenset({"tue-afternoon", "mon-afternoon"}), "free_b": frozenset({"mon-afternoon"})}
    people = [
        doctor(1, trio_ok=True),
        doctor(2, trio_ok=True),
        doctor(3, **told),
        manager(11, trio_ok=True, **often),
    ]
    found = exchanged(people, 2, 3, TRIO)
    if is_refused:
        assert found == Refused((NO_TRIO,))
    else:
        assert isinstance(found, Swap)
        assert [each.match for each in found.after] == [Match((1, 3), (11,))]


def test_two_who_run_already_may_be_joined_by_another_third_though_they_have_met() -> None:
    people = [doctor(1, trio_ok=True), doctor(2), doctor(3, trio_ok=True), manager(11, trio_ok=True)]
    terms = replace(TERMS, past_pairs=frozenset({both(1, 11)}))
    found = swapped(proposal(people, TRIO), people, terms, DEFAULT, 2, 3)
    assert isinstance(found, Swap)
    assert (found.alone_before, found.alone_after) == (3, 2)


def test_somebody_who_is_no_longer_in_the_pool_cannot_be_exchanged() -> None:
    people = [doctor(1), doctor(2), manager(11), manager(12)]
    now = proposal(people, pair(1, 11), pair(2, 12))
    assert swapped(now, people[1:], TERMS, DEFAULT, 1, 2) == Refused((GONE,))
    assert swapped(now, people[:3], TERMS, DEFAULT, 1, 2) == Refused((GONE,))


@pytest.mark.parametrize(
    ("one", "other", "problem"),
    [(1, 11, "two doctors or two managers"), (1, 2, "one match"), (3, 4, "Neither has a partner")],
)
def test_what_no_form_offers_is_an_error(one: int, other: int, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        exchanged([doctor(1), doctor(2), doctor(3), doctor(4), manager(11)], one, other, TRIO)


@settings(max_examples=10)
@given(pools(), st.data())
def test_an_exchange_is_refused_or_counted_exactly(people: list[Participant], data: st.DataObject) -> None:
    permitted = by_hand.permitted(people, TERMS, DEFAULT)
    matches: list[Match] = []
    for one, other in permitted:
        if not {one, other} & {id_ for match in matches for id_ in match.people}:
            matches.append(pair(one, other))
    if not matches:
        return
    leaving = data.draw(st.sampled_from([match.people[0] for match in matches]))
    coming = data.draw(st.sampled_from([each.id for each in people if each.group == "doctor"]))
    if leaving == coming:
        return
    found = exchanged(people, leaving, coming, *matches)
    then = with_swap(matches, leaving, coming)
    if isinstance(found, Refused):
        assert not {match.people for match in then} <= set(permitted)
    else:
        after = [permitted[match.doctors[0], match.managers[0]] for match in then]
        assert (found.total_after, found.floor_after) == (sum(after), min(after))
        now = [permitted[match.doctors[0], match.managers[0]] for match in matches]
        assert (found.total_before, found.floor_before) == (sum(now), min(now))


def test_from_one_suggestion_to_the_next_it_is_said_what_is_new_and_what_is_gone() -> None:
    old_people = [doctor(1), doctor(2), doctor(3), doctor(4), manager(11), manager(12), manager(13)]
    new_people = [doctor(1), doctor(2), doctor(3), doctor(5), manager(11), manager(12), manager(13)]
    old = proposal(old_people, pair(1, 11), pair(2, 12), pair(4, 13))
    new = proposal(new_people, pair(1, 11), pair(3, 12), pair(5, 13))
    assert compared(old, new) == Changes(
        new=(pair(3, 12), pair(5, 13)),
        gone=(pair(2, 12), pair(4, 13)),
        kept=(pair(1, 11),),
        found_partner=(3,),
        lost_partner=(2,),
        joined=(5,),
        left=(4,),
    )
