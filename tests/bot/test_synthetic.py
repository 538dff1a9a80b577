"""The sixty synthetic people follow their table, and the matching finds a partner for as many as can have one."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import synthetic_table as table
from bot.synthetic import SyntheticPerson, participants, past_pairs, people
from programme import site
from programme.hard_rules import Terms, may_pair
from programme.matching import Proposal, matched
from programme.participant import GRADE_BANDS, SLOTS, TAGS, Group, usable_hours

TODAY = date(2027, 9, 13)
SIXTY = people(7, TODAY)
BY_CODE = {person.code: person for person in SIXTY}
HOSPITAL = site.read((Path(__file__).parents[2] / "programme" / "site.yaml").read_text(encoding="utf-8"))
GROUPS: tuple[Group, Group] = ("doctor", "manager")


def of(group: Group, sixty: tuple[SyntheticPerson, ...] = SIXTY) -> list[SyntheticPerson]:
    return [person for person in sixty if person.group == group]


def proposal_for(sixty: tuple[SyntheticPerson, ...]) -> Proposal:
    return matched(
        participants(sixty),
        starts_on=TODAY,
        past_pairs=past_pairs(sixty),
        linked_directorates=HOSPITAL.links,
        seed=1,
    )


def most_pairs_possible(sixty: tuple[SyntheticPerson, ...]) -> int:
    """The size of a largest matching, found by augmenting paths."""
    everybody = participants(sixty)
    terms = Terms(TODAY, past_pairs(sixty), HOSPITAL.links)
    managers = [one for one in everybody if one.group == "manager"]
    doctors = [one for one in everybody if one.group == "doctor"]
    allowed = {one.id: [other.id for other in managers if may_pair(one, other, terms)] for one in doctors}
    partner: dict[int, int] = {}

    def finds_one(doctor_id: int, tried: set[int]) -> bool:
        for manager_id in allowed[doctor_id]:
            if manager_id not in tried:
                tried.add(manager_id)
                if manager_id not in partner or finds_one(partner[manager_id], tried):
                    partner[manager_id] = doctor_id
                    return True
        return False

    return sum(finds_one(one.id, set()) for one in doctors)


def test_there_are_thirty_of_each_and_all_are_synthetic() -> None:
    assert [person.code for person in of("doctor")] == [f"D{number:02}" for number in range(1, 31)]
    assert [person.code for person in of("manager")] == [f"M{number:02}" for number in range(1, 31)]
    assert all(person.synthetic for person in SIXTY)
    assert all(person.email == f"{person.code.lower()}@example.org" for person in SIXTY)
    assert len({person.name for person in SIXTY}) == 60


def test_the_same_seed_gives_the_same_people_and_another_gives_others() -> None:
    assert people(7, TODAY) == SIXTY
    assert people(8, TODAY) != SIXTY


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("group", GROUPS)
def test_the_counts_of_the_table_hold(seed: int, group: Group) -> None:
    thirty = of(group, people(seed, TODAY))
    weeks = [person.post_ends_on and (person.post_ends_on - TODAY) // timedelta(weeks=1) for person in thirty]
    assert Counter(person.grade_band for person in thirty) == table.GRADES[group]
    assert Counter(person.directorate for person in thirty) == table.DIRECTORATES[group]
    assert Counter(person.site for person in thirty) == table.SITES[group]
    assert Counter(weeks) == table.POST_WEEKS[group]
    assert Counter(tag for person in thirty for tag in person.want_to_learn) == table.WANTS[group]
    assert Counter(tag for person in thirty for tag in person.can_offer) == table.OFFERS[group]
    assert Counter(len(person.want_to_learn) for person in thirty) == table.SUBJECTS_EACH
    assert {name: sum(getattr(person, name) for person in thirty) for name in table.YES[group]} == table.YES[
        group
    ]
    assert all(person.role in table.ROLES[group][person.directorate] for person in thirty)


def test_the_table_speaks_of_what_people_can_choose() -> None:
    values = {tag.value for tag in TAGS}
    slots = {slot.value for slot in SLOTS}
    directorates = {place.value for place in HOSPITAL.directorates}
    for person in SIXTY:
        assert person.want_to_learn | person.can_offer <= values
        assert person.free_a | person.free_b <= slots
        assert person.directorate in directorates
        assert person.site in {place.value for place in HOSPITAL.sites}
        assert person.grade_band in {band.value for band in GRADE_BANDS[person.group]}
        assert person.related | person.avoid | person.former <= set(BY_CODE)


def test_free_time_is_as_long_as_the_table_says() -> None:
    for person in SIXTY:
        least, most = (1, 1) if person.code in table.NEVER_FREE_TOGETHER else table.FREE_HOURS[person.group]
        assert least <= usable_hours(person.free_a) <= most
        assert least <= usable_hours(person.free_b) <= most
    assert any(person.free_a != person.free_b for person in of("doctor"))


def test_the_traps_are_set() -> None:
    names = [person.name for person in SIXTY]
    assert any("'" in name for name in names)
    assert any("-" in name for name in names)
    assert any(" " not in name for name in names)
    assert any(not name.isascii() and ord(name[0]) > 0x24F for name in names)
    assert [sum(map(len, (person.related for person in SIXTY))), len(past_pairs(SIXTY))] == [4, 3]
    assert sum(len(person.avoid) for person in SIXTY) == 2
    assert BY_CODE["D30"].post_ends_on == TODAY + timedelta(weeks=9)
    assert [person.code for person in SIXTY if person.zone != "Europe/London"] == ["D17"]
    foundation = [person for person in of("doctor") if person.grade_band == "fy1-2"]
    assert all(
        person.post_ends_on and person.post_ends_on < TODAY + timedelta(weeks=18) for person in foundation
    )


@pytest.mark.parametrize("code", table.NEVER_FREE_TOGETHER)
def test_two_share_no_free_time_with_anybody(code: str) -> None:
    lonely = BY_CODE[code]
    others = [person for person in SIXTY if person.group != lonely.group]
    assert not any(lonely.free_a & other.free_a or lonely.free_b & other.free_b for other in others)


@pytest.mark.parametrize("seed", range(5))
def test_as_many_as_possible_find_a_partner(seed: int) -> None:
    sixty = people(seed, TODAY)
    proposal = proposal_for(sixty)
    assert len(proposal.pairs) == most_pairs_possible(sixty) >= 26
    assert len(proposal.unmatched) == 60 - 2 * len(proposal.pairs)


def test_those_who_cannot_have_a_partner_are_told_the_true_reason() -> None:
    reasons = {SIXTY[alone.id - 1].code: alone.reason for alone in proposal_for(SIXTY).unmatched}
    assert reasons["D30"] == "their post ends less than 12 weeks after the start"
    assert reasons["D29"].startswith("less than 2 hours a fortnight shared with any manager")
    assert reasons["M30"].startswith("less than 2 hours a fortnight shared with any doctor")
