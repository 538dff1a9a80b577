"""The best matching of a small pool by trying every way. Only what a pair is worth is taken on trust."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from programme.matching.rulebook.columns import columns
from programme.matching.rulebook.soft import points_of
from programme.matching.rules import Rules
from programme.matching.terms import Terms
from programme.participant import SLOTS, Participant
from tests.programme.matching.by_hand import are_kept_apart, permitted

Side = Sequence[Participant]
Score = tuple[int, int, int, int]
"""People matched, minus those who wait or share twice running, minus trios, points."""


@dataclass(frozen=True)
class Best:
    """What no matching of the pool betters, each as far as those before it allow."""

    people: int
    again: int
    trios: int
    floor: int
    total: int


@dataclass(frozen=True)
class _Way:
    """One match that is allowed, by bits of its doctors and managers."""

    doctors: int
    managers: int
    points: int
    again: int

    @property
    def people(self) -> int:
        return self.doctors.bit_count() + self.managers.bit_count()


def may_be_trio(people: Sequence[Participant], terms: Terms, rules: Rules) -> bool:
    """Whether three people, whose links are allowed, may be a trio."""
    hours = sum(
        slot.usable_hours
        for slot in SLOTS
        for week in ("free_a", "free_b")
        if all(slot.value in getattr(person, week) for person in people)
    )
    is_enough = "have_time" in rules.switched_off or hours >= rules.least_shared_hours
    apart = any(are_kept_apart(one, other, terms, rules) for one, other in combinations(people, 2))
    return is_enough and not apart and all(person.trio_ok for person in people)


def best(people: Sequence[Participant], terms: Terms, rules: Rules) -> Best:
    doctors = [person for person in people if person.group == "doctor"]
    managers = [person for person in people if person.group == "manager"]
    cap = min(len(doctors), len(managers)) * rules.trio_percent // 100
    ways = list(_ways(doctors, managers, terms, rules, trios=cap > 0))
    waited = [
        sum(1 << place for place, person in enumerate(side) if person.id in terms.waited)
        for side in (doctors, managers)
    ]
    everybody = (1 << len(doctors)) - 1, (1 << len(managers)) - 1

    def most(floor: int) -> Score:
        return _most([way for way in ways if way.points >= floor], everybody, (waited[0], waited[1]), cap)

    first = most(0)
    floors = sorted({way.points for way in ways})
    low, high = 0, len(floors)  # floors[low] can be reached, floors[high] cannot
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if most(floors[middle])[:3] == first[:3] else (low, middle)
    floor = floors[low] if first[0] else 0
    return Best(first[0], -first[1], -first[2], floor, most(floor)[3])


def _ways(doctors: Side, managers: Side, terms: Terms, rules: Rules, *, trios: bool) -> Iterator[_Way]:
    everybody = columns([*doctors, *managers], terms)
    worth = points_of(everybody.doctors().down(), everybody.managers().across(), rules.weights)
    allowed = permitted([*doctors, *managers], terms, rules)
    link = {
        (row, column): int(worth[row, column])
        for row, doctor in enumerate(doctors)
        for column, manager in enumerate(managers)
        if (doctor.id, manager.id) in allowed
    }
    for (row, column), value in link.items():
        yield _Way(1 << row, 1 << column, value, 0)
    for rows, places in _threes(len(doctors), len(managers)) if trios else ():
        links = [(row, column) for row in rows for column in places]
        them = [doctors[row] for row in rows] + [managers[column] for column in places]
        if all(each in link for each in links) and may_be_trio(them, terms, rules):
            yield _Way(
                sum(1 << row for row in rows),
                sum(1 << column for column in places),
                min(link[each] for each in links),
                sum(person.id in terms.in_trio_before for person in them),
            )


def _threes(doctors: int, managers: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Positions of every two of one group with one of the other."""
    for column in range(managers):
        for two in combinations(range(doctors), 2):
            yield two, (column,)
    for row in range(doctors):
        for two in combinations(range(managers), 2):
            yield (row,), two


def _most(ways: Sequence[_Way], everybody: tuple[int, int], waited: tuple[int, int], cap: int) -> Score:
    """The best score of matchings made of these ways."""
    of_doctor: dict[int, list[_Way]] = {}
    for way in ways:
        of_doctor.setdefault(way.doctors & -way.doctors, []).append(way)

    @cache
    def rest(doctors: int, managers: int, trios: int) -> Score:
        """With these people still to be decided about, and so many trios allowed."""
        if not doctors:
            return (0, -(managers & waited[1]).bit_count(), 0, 0)
        first = doctors & -doctors
        alone = rest(doctors ^ first, managers, trios)
        found = [(alone[0], alone[1] - bool(first & waited[0]), alone[2], alone[3])]
        for way in of_doctor.get(first, ()):
            is_trio = way.people > 2
            if way.doctors & ~doctors or way.managers & ~managers or is_trio > trios:
                continue
            then = rest(doctors ^ way.doctors, managers ^ way.managers, trios - is_trio)
            found.append((then[0] + way.people, then[1] - way.again, then[2] - is_trio, then[3] + way.points))
        return max(found)

    return rest(*everybody, cap)
