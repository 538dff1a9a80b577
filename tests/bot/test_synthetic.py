"""The sixty synthetic people follow their table, and so do those who come instead."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import synthetic_table as table
from bot.synthetic import SyntheticPerson, past_pairs, people
from programme import site
from programme.participant import GRADE_BANDS, SLOTS, TAGS, Group, usable_hours

TODAY = date(2027, 9, 13)
SIXTY = people(7, TODAY)
BY_CODE = {person.code: person for person in SIXTY}
HOSPITAL = site.read((Path(__file__).parents[2] / "programme" / "site.yaml").read_text(encoding="utf-8"))
GROUPS: tuple[Group, Group] = ("doctor", "manager")


def of(group: Group, sixty: tuple[SyntheticPerson, ...] = SIXTY) -> list[SyntheticPerson]:
    return [person for person in sixty if person.group == group]


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
    assert Counter(person.preference for person in thirty) == table.PREFERENCES[group]
    assert Counter(len(person.works_on) for person in thirty) == table.WORKING_DAYS[group]
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


def test_nobody_is_free_on_a_day_on_which_they_do_not_work() -> None:
    weekday = {slot.value: slot.weekday for slot in SLOTS}
    for person in SIXTY:
        assert {weekday[slot] for slot in person.free_a | person.free_b} <= person.works_on


def test_the_traps_are_set() -> None:
    names = [person.name for person in SIXTY]
    assert any("'" in name for name in names)
    assert any("-" in name for name in names)
    assert any(" " not in name for name in names)
    assert any(not name.isascii() and ord(name[0]) > 0x24F for name in names)
    assert [sum(map(len, (person.related for person in SIXTY))), len(past_pairs(SIXTY))] == [3, 3]
    assert [person.code for person in SIXTY if person.rota_writers] == ["D07"]
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


@pytest.mark.parametrize(("doctors", "managers"), [(30, 31), (29, 31), (34, 26), (26, 34)])
def test_others_come_or_stay_away_and_every_trap_stays_set(doctors: int, managers: int) -> None:
    cast = people(7, TODAY, doctors, managers)
    assert (len(of("doctor", cast)), len(of("manager", cast))) == (doctors, managers)
    assert len({person.name for person in cast}) == len({person.email for person in cast}) == len(cast)
    known = {person.code: person for person in cast}
    assert all(BY_CODE[code] == person for code, person in known.items() if code in BY_CODE)
    assert {*table.NEVER_FREE_TOGETHER, table.LEAVES_SOON, *table.ZONES} <= set(known)
    assert all({code, other} <= set(known) for ties in table.TIES.values() for code, other in ties.items())


@pytest.mark.parametrize("number", [25, 35])
def test_nobody_asks_for_more_or_fewer_than_there_are(number: int) -> None:
    with pytest.raises(ValueError, match="26 to 34"):
        people(7, TODAY, doctors=number)
