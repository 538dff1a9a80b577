"""Thirty made-up doctors and thirty made-up managers for the practice hospital, tests and measurements."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from random import Random
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from bot import synthetic_table as table
from programme.participant import SLOTS, WORKING_WEEK, Group, Participant, Preference, usable_hours

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Card = TypeVar("Card")


@dataclass(frozen=True)
class SyntheticPerson:
    """Somebody who does not exist. `code` is D01 to D34 or M01 to M34; people name each other by it.

    The other fields are those of `Participant`; `former` are past partners, and `zone` is what their account says.
    """

    code: str
    group: Group
    name: str
    email: str
    role: str
    grade_band: str
    directorate: str
    site: str
    post_ends_on: date | None
    want_to_learn: frozenset[str]
    can_offer: frozenset[str]
    free_a: frozenset[str]
    free_b: frozenset[str]
    permission: bool
    remote_ok: bool
    trio_ok: bool
    host_shadow_ok: bool
    night_shadow_ok: bool
    related: frozenset[str]
    avoid: frozenset[str]
    rota_writers: frozenset[str]
    former: frozenset[str]
    zone: str
    signed_up_at: datetime
    works_on: frozenset[int]
    preference: Preference
    synthetic: Literal[True] = True


def people(seed: int, today: date, doctors: int = 30, managers: int = 30) -> tuple[SyntheticPerson, ...]:
    """The sixty, doctors first, for a programme that begins about today; the same seed gives the same people.

    With 26 to 34 of a group every trap stays set and nobody else changes. Raises ValueError for other numbers.
    """
    chance = Random(seed)  # noqa: S311 - made-up people need no secret
    thirties = [
        tuple(_group("doctor", table.DOCTORS, today, chance)),
        tuple(_group("manager", table.MANAGERS, today, chance)),
    ]
    later = Random(f"{seed}/later")  # noqa: S311 - as above
    whole = [_with_preference_and_week(thirty, later) for thirty in thirties]
    return (*_as_many("doctor", whole[0], doctors), *_as_many("manager", whole[1], managers))


def participants(sixty: Sequence[SyntheticPerson]) -> tuple[Participant, ...]:
    """The same people as the matching sees them, numbered from 1 in their order."""
    ids = {person.code: number for number, person in enumerate(sixty, start=1)}
    ties = ("related", "avoid", "rota_writers")
    same = [field.name for field in fields(Participant) if field.name not in {"id", *ties}]
    return tuple(
        Participant(
            id=ids[person.code],
            **{name: getattr(person, name) for name in same},
            **_ids_of(ties, person, ids),
        )
        for person in sixty
    )


def _ids_of(ties: Sequence[str], person: SyntheticPerson, ids: Mapping[str, int]) -> dict[str, Any]:
    return {name: frozenset(ids[code] for code in getattr(person, name)) for name in ties}


def past_pairs(sixty: Sequence[SyntheticPerson]) -> frozenset[frozenset[int]]:
    """The former pairs by the numbers of `participants`."""
    ids = {person.code: number for number, person in enumerate(sixty, start=1)}
    return frozenset(frozenset({ids[person.code], ids[code]}) for person in sixty for code in person.former)


def _group(group: Group, names: Sequence[str], today: date, chance: Random) -> Iterator[SyntheticPerson]:
    codes = [f"{group[0].upper()}{number:02}" for number in range(1, len(names) + 1)]
    grades = _dealt(table.GRADES[group], chance)
    directorates = _dealt(table.DIRECTORATES[group], chance)
    columns: dict[str, Sequence[Any]] = {
        "code": codes,
        "group": [group] * len(names),
        "name": names,
        "email": [f"{code.lower()}@example.org" for code in codes],
        "role": _roles(table.ROLES[group], directorates),
        "grade_band": grades,
        "directorate": directorates,
        "site": _dealt(table.SITES[group], chance),
        "post_ends_on": [
            weeks and today + timedelta(weeks=weeks) for weeks in _weeks(group, codes, grades, chance)
        ],
        "want_to_learn": _hands(table.WANTS[group], chance),
        "can_offer": _hands(table.OFFERS[group], chance),
        "permission": [True] * len(names),
        "zone": [table.ZONES.get(code, "Europe/London") for code in codes],
        "signed_up_at": [_signed_up_at(today, chance) for _ in codes],
        **_free_columns(group, codes, chance),
        **{name: _dealt({True: n, False: len(names) - n}, chance) for name, n in table.YES[group].items()},
        **{name: [_named(ties, code) for code in codes] for name, ties in table.TIES.items()},
    }
    for row in zip(*columns.values(), strict=True):
        yield SyntheticPerson(
            **dict(zip(columns, row, strict=True)), works_on=WORKING_WEEK, preference="none"
        )


def _with_preference_and_week(thirty: Sequence[SyntheticPerson], chance: Random) -> list[SyntheticPerson]:
    """The same with their preference, and part of them with fewer working days: those who are free on the fewest."""
    group = thirty[0].group
    days = [days for days, copies in table.WORKING_DAYS[group].items() for _ in range(copies)]
    fewest_first = sorted(thirty, key=lambda person: (len(_free_days(person)), chance.random()))
    works_on = {
        person.code: _working_days(person, least, chance)
        for person, least in zip(fewest_first, days, strict=True)
    }
    return [
        replace(person, works_on=works_on[person.code], preference=preference)
        for person, preference in zip(thirty, _dealt(table.PREFERENCES[group], chance), strict=True)
    ]


def _free_days(person: SyntheticPerson) -> frozenset[int]:
    return frozenset(slot.weekday for slot in SLOTS if slot.value in person.free_a | person.free_b)


def _working_days(person: SyntheticPerson, days: int, chance: Random) -> frozenset[int]:
    free = _free_days(person)
    others = sorted(WORKING_WEEK - free)
    return free | frozenset(chance.sample(others, max(0, days - len(free))))


def _as_many(group: Group, thirty: Sequence[SyntheticPerson], wanted: int) -> list[SyntheticPerson]:
    least, most = len(thirty) - len(table.STAY_AWAY[group]), len(thirty) + len(table.COME_TOO[group])
    if not least <= wanted <= most:
        raise ValueError(f"There can be {least} to {most} in a group, not {wanted}.")
    away = table.STAY_AWAY[group][: max(0, len(thirty) - wanted)]
    by_code = {person.code: person for person in thirty}
    newcomers = [
        replace(
            by_code[like],
            code=code,
            name=name,
            email=f"{code.lower()}@example.org",
            **{part: getattr(by_code[week], part) for part in ("free_a", "free_b", "works_on")},
        )
        for code, (name, like, week) in table.COME_TOO[group].items()
    ]
    return [person for person in thirty if person.code not in away] + newcomers[
        : max(0, wanted - len(thirty))
    ]


def _dealt(cards: Mapping[Card, int], chance: Random) -> list[Card]:
    pack = [card for card, copies in cards.items() for _ in range(copies)]
    return chance.sample(pack, len(pack))


def _roles(titles: Mapping[str, Sequence[str]], directorates: Sequence[str]) -> list[str]:
    turns = {directorate: cycle(told) for directorate, told in titles.items()}
    return [next(turns[directorate]) for directorate in directorates]


def _weeks(group: Group, codes: Sequence[str], grades: Sequence[str], chance: Random) -> list[int | None]:
    """Weeks in post: the fewest for the one who leaves soon, then for foundation doctors, who move most often."""
    pack = [weeks for weeks, copies in table.POST_WEEKS[group].items() for _ in range(copies)]
    movers = [
        (code != table.LEAVES_SOON, grade != "fy1-2", chance.random())
        for code, grade in zip(codes, grades, strict=True)
    ]
    order = sorted(range(len(codes)), key=movers.__getitem__)
    return [weeks for _, weeks in sorted(zip(order, pack, strict=True), key=lambda dealt: dealt[0])]


def _hands(subjects: Mapping[str, int], chance: Random) -> list[frozenset[str]]:
    """One to three different subjects for each, every subject as often as the table says."""
    room = _dealt(table.SUBJECTS_EACH, chance)
    hands: list[set[str]] = [set() for _ in room]
    for subject, copies in subjects.items():
        roomiest = sorted(range(len(room)), key=lambda at: (-room[at], chance.random()))
        for at in roomiest[:copies]:
            hands[at].add(subject)
            room[at] -= 1
    return [frozenset(hand) for hand in hands]


def _free_columns(group: Group, codes: Sequence[str], chance: Random) -> dict[str, list[frozenset[str]]]:
    """Doctors are free at other times in the two weeks of their rota, managers at the same."""
    free_a = [_free(group, code, chance) for code in codes]
    free_b = [_free(group, code, chance) for code in codes] if group == "doctor" else free_a
    return {"free_a": free_a, "free_b": free_b}


def _free(group: Group, code: str, chance: Random) -> frozenset[str]:
    if code in table.NEVER_FREE_TOGETHER:
        return frozenset({table.NEVER_FREE_TOGETHER[code]})
    is_blocked = group == "manager" and chance.random() < table.MONDAY_AND_FRIDAY_BLOCKED
    taken = set(table.NEVER_FREE_TOGETHER.values())
    possible = [
        slot for slot in SLOTS if slot.value not in taken and not (is_blocked and slot.weekday in {0, 4})
    ]
    hours = chance.randint(*table.FREE_HOURS[group])
    free: list[str] = []
    for slot in chance.sample(possible, len(possible)):
        if usable_hours([*free, slot.value]) <= hours:
            free.append(slot.value)
    return frozenset(free)


def _named(ties: Mapping[str, str], code: str) -> frozenset[str]:
    return frozenset({ties[code]}) if code in ties else frozenset()


def _signed_up_at(today: date, chance: Random) -> datetime:
    return datetime.combine(today, time(9), tzinfo=UTC) - timedelta(minutes=chance.randrange(28 * 24 * 60))
