"""The made-up hospital with all its traps: as many matched as can be, proved, and nobody in a trap is matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot import synthetic_table as table
from bot.synthetic import SyntheticPerson, participants, past_pairs, people
from programme import site
from programme.matching import checked
from programme.matching.proposal import Match, Proposal
from programme.matching.rules import DEFAULT
from programme.matching.terms import Terms
from programme.matching.waiting import waiting_order
from programme.matching.whole import matched
from programme.participant import Participant
from tests.programme.matching.by_hand import permitted

TODAY = date(2027, 9, 13)
HOSPITAL = site.read((Path(__file__).parents[3] / "programme" / "site.yaml").read_text(encoding="utf-8"))
VARIANTS = [(30, 30), (29, 31), (34, 26)]
SEED = 7


def terms_of(cast: Sequence[SyntheticPerson]) -> Terms:
    return Terms(TODAY, HOSPITAL.links, past_pairs(cast))


@cache
def cast_of(doctors: int, managers: int, seed: int) -> tuple[SyntheticPerson, ...]:
    return people(seed, TODAY, doctors, managers)


@cache
def proposal_for(doctors: int, managers: int, seed: int) -> Proposal:
    cast = cast_of(doctors, managers, seed)
    return matched(participants(cast), terms_of(cast), seed=1)


def codes(cast: Sequence[SyntheticPerson], match: Match) -> list[str]:
    return [cast[id_ - 1].code for id_ in match.people]


def most_people_in_pairs(cast: Sequence[SyntheticPerson]) -> int:
    """Twice the size of a largest matching, found by augmenting paths."""
    allowed: dict[int, list[int]] = {}
    for doctor_id, manager_id in permitted(participants(cast), terms_of(cast), DEFAULT):
        allowed.setdefault(doctor_id, []).append(manager_id)
    partner: dict[int, int] = {}

    def finds_one(doctor_id: int, tried: set[int]) -> bool:
        for manager_id in allowed[doctor_id]:
            if manager_id not in tried:
                tried.add(manager_id)
                if manager_id not in partner or finds_one(partner[manager_id], tried):
                    partner[manager_id] = doctor_id
                    return True
        return False

    return 2 * sum(finds_one(doctor_id, set()) for doctor_id in allowed)


def holds(doctors: int, managers: int, seed: int) -> None:
    """Everything that is expected of a matching of this hospital."""
    cast, made = cast_of(doctors, managers, seed), proposal_for(doctors, managers, seed)
    trios = sum(len(each.match.links) > 1 for each in made.proposed)
    assert checked.faults(participants(cast), made, terms_of(cast)) == ()
    assert trios <= min(doctors, managers) // 5
    assert made.people >= most_people_in_pairs(cast)
    assert sorted(codes(cast, Match(tuple(each.id for each in made.unmatched), ()))) == sorted(
        {person.code for person in cast}
        - {code for each in made.proposed for code in codes(cast, each.match)}
    )
    assert not traps(cast) & {link for each in made.proposed for link in each.match.links}


def traps(cast: Sequence[SyntheticPerson]) -> set[tuple[int, int]]:
    """Every two who are kept apart, doctor first: managers, appraiser, rota writer, wishes, former partners."""
    ids = {person.code: id_ for id_, person in enumerate(cast, start=1)}
    couples = {frozenset(tie) for ties in table.TIES.values() for tie in ties.items()}
    return {(ids[min(couple)], ids[max(couple)]) for couple in couples}


@pytest.mark.parametrize(("doctors", "managers"), VARIANTS)
def test_as_many_as_can_be_are_matched_and_no_trap_is_sprung(doctors: int, managers: int) -> None:
    holds(doctors, managers, SEED)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(("doctors", "managers"), [*VARIANTS, (30, 31)])
def test_the_same_holds_for_other_people(doctors: int, managers: int, seed: int) -> None:
    holds(doctors, managers, seed)


def test_only_whoever_has_no_chance_waits_where_the_groups_are_even() -> None:
    cast, made = cast_of(30, 30, SEED), proposal_for(30, 30, SEED)
    assert made.certificate.trios == 0
    told = {cast[each.id - 1].code: (each.reason, each.remedy) for each in made.unmatched}
    assert told["D30"] == (
        "their post ends less than 12 weeks after the start",
        "checking the date on which their post ends, or the next cohort",
    )
    assert told["D29"][0] == "no shared free time with any manager on the same site or by video"
    assert told["M30"][0] == "no shared free time with any doctor on the same site or by video"
    assert len(told) == 4


def test_trios_take_in_the_one_too_many() -> None:
    cast, made = cast_of(29, 31, SEED), proposal_for(29, 31, SEED)
    waits = {cast[each.id - 1].code for each in made.unmatched}
    assert made.certificate.trios == 2
    assert waits == {"D29", "D30", "M17", "M30"}
    assert all(
        cast[id_ - 1].trio_ok
        for each in made.proposed
        if len(each.match.links) > 1
        for id_ in each.match.people
    )


def test_the_waiting_list_is_explained_and_in_order() -> None:
    cast, made = cast_of(34, 26, SEED), proposal_for(34, 26, SEED)
    waits = [each.id for each in made.unmatched]
    order = waiting_order([person for person in participants(cast) if person.id in waits], frozenset())
    assert made.certificate.trios == 5
    assert sorted(order) == waits
    assert cast[order[0] - 1].code == "D30"
    assert all(each.reason and each.remedy for each in made.unmatched)
    taken = "nobody left to pair with: every manager they may be paired with has a partner"
    assert [each.reason for each in made.unmatched].count(taken) == 3


def test_a_trap_that_leads_would_lock_is_dropped_and_nobody_learns_which_it_was() -> None:
    cast = cast_of(30, 30, SEED)
    wanted = [Match((doctor_id,), (manager_id,)) for doctor_id, manager_id in sorted(traps(cast))]
    made = matched(participants(cast), terms_of(cast), seed=1, locked=wanted)
    assert [each.match for each in made.dropped] == wanted
    assert {each.reason for each in made.dropped} == {"the rules keep them apart"}
    assert len(wanted) == 9


def made_for_each_other(cast: Sequence[SyntheticPerson]) -> tuple[Participant, ...]:
    """Whoever is kept apart from somebody shares all their time, wants what they offer, and stays."""
    everybody = {person.id: person for person in participants(cast)}
    for doctor_id, manager_id in traps(cast):
        other = replace(everybody[manager_id], post_ends_on=None)
        everybody[manager_id] = other
        everybody[doctor_id] = replace(
            everybody[doctor_id],
            post_ends_on=None,
            site=other.site,
            free_a=other.free_a,
            free_b=other.free_b,
            want_to_learn=other.can_offer,
            can_offer=other.want_to_learn,
        )
    return tuple(everybody.values())


def test_no_trap_is_sprung_even_where_the_two_would_suit_each_other_best() -> None:
    cast = cast_of(30, 30, SEED)
    tempting = made_for_each_other(cast)
    made = matched(tempting, terms_of(cast), seed=1)
    assert not traps(cast) & {link for each in made.proposed for link in each.match.links}
    untied = [
        replace(one, related=frozenset(), avoid=frozenset(), rota_writers=frozenset()) for one in tempting
    ]
    free = matched(untied, Terms(TODAY, HOSPITAL.links), seed=1)
    assert len(traps(cast) & {link for each in free.proposed for link in each.match.links}) >= 5


def test_whoever_writes_a_rota_may_be_permitted_with_a_warning() -> None:
    by_code = dict(
        zip(
            (person.code for person in cast_of(30, 30, SEED)),
            participants(cast_of(30, 30, SEED)),
            strict=True,
        )
    )
    writer = by_code["M09"]
    two = [replace(by_code["D07"], site=writer.site, free_a=writer.free_a, free_b=writer.free_b), writer]
    terms = Terms(TODAY, HOSPITAL.links)
    assert matched(two, terms, seed=1).proposed == ()
    (soft,) = matched(two, terms, replace(DEFAULT, rota_writer_is_hard=False), seed=1).proposed
    assert "One of them writes the other's rota." in soft.warnings


def test_who_signed_up_twice_is_refused() -> None:
    everybody = participants(cast_of(30, 30, SEED))
    with pytest.raises(ValueError, match="stands in the pool twice"):
        matched([*everybody, everybody[4]], Terms(TODAY, HOSPITAL.links), seed=1)


def test_neither_a_name_nor_a_time_zone_has_a_say() -> None:
    cast = cast_of(30, 30, SEED)
    others = tuple(replace(person, name="Somebody", zone="Europe/London", email="") for person in cast)
    assert participants(others) == participants(cast)


def test_the_next_round_brings_everybody_somebody_new() -> None:
    cast, first = cast_of(30, 30, SEED), proposal_for(30, 30, SEED)
    met = frozenset(frozenset(each.match.people) for each in first.proposed)
    later = replace(terms_of(cast), past_pairs=past_pairs(cast) | met)
    second = matched(participants(cast), later, seed=2)
    assert not met & {frozenset(link) for each in second.proposed for link in each.match.links}
    assert checked.faults(participants(cast), second, later) == ()
