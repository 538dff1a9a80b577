"""Round after round, each knowing those before it: new partners, and nobody waits twice running."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from programme.matching.proposal import Proposal
from programme.matching.terms import Terms
from programme.matching.whole import matched
from programme.participant import Participant
from tests.programme.matching.cast import LINKED, START, doctor, manager

TERMS = Terms(START, LINKED)


def rounds(people: Sequence[Participant], number: int, *, new_partners: bool) -> list[Proposal]:
    """One matching after the other, each knowing what became of those before it."""
    terms, made = TERMS, list[Proposal]()
    for round_ in range(number):
        made.append(matched(people, terms, seed=round_))
        links = {frozenset(link) for each in made[-1].proposed for link in each.match.links}
        trios = [each.match for each in made[-1].proposed if len(each.match.links) > 1]
        terms = replace(
            terms,
            past_pairs=terms.past_pairs | links if new_partners else frozenset(),
            waited=frozenset(each.id for each in made[-1].unmatched),
            in_trio_before=frozenset(id_ for match in trios for id_ in match.people),
        )
    return made


def test_thirteen_rounds_bring_a_new_partner_each_time_and_thirteen_more_bring_none() -> None:
    people = [each(10 * id_ + place) for id_ in range(1, 14) for place, each in enumerate((doctor, manager))]
    history = rounds(people, 26, new_partners=True)
    assert [made.people for made in history] == [26] * 13 + [0] * 13
    assert len({each.match for made in history for each in made.proposed}) == 13 * 13
    assert all("the rules keep them apart" in each.reason for each in history[-1].unmatched)


@pytest.mark.long
def test_twenty_six_rounds_of_twenty_six_pairs_never_repeat_one() -> None:
    people = [each(10 * id_ + place) for id_ in range(1, 27) for place, each in enumerate((doctor, manager))]
    history = rounds(people, 27, new_partners=True)
    assert [made.people for made in history] == [52] * 26 + [0]
    assert len({each.match for made in history for each in made.proposed}) == 26 * 26


def test_nobody_waits_twice_running_in_twenty_six_rounds() -> None:
    people = [*(doctor(id_) for id_ in range(1, 8)), *(manager(id_) for id_ in range(11, 15))]
    waits = [{each.id for each in made.unmatched} for made in rounds(people, 26, new_partners=False)]
    assert [len(each) for each in waits] == [3] * 26
    assert not any(before & after for before, after in pairwise(waits))


def test_nobody_waits_or_is_in_a_trio_twice_running_when_there_is_another_way() -> None:
    people = [doctor(id_, trio_ok=True) for id_ in range(1, 8)]
    people += [manager(id_, trio_ok=True) for id_ in range(11, 16)]
    history = rounds(people, 8, new_partners=False)
    waits = [{each.id for each in made.unmatched} for made in history]
    trios = [
        {id_ for each in made.proposed if len(each.match.links) > 1 for id_ in each.match.people}
        for made in history
    ]
    assert [(len(alone), len(three)) for alone, three in zip(waits, trios, strict=True)] == [(1, 3)] * 8
    for told in (waits, trios):
        assert not any(before & after for before, after in pairwise(told))
