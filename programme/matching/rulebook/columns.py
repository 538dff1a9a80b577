"""People as arrays: one column for each thing that the rules look at.

Of two sides the doctors stand down and the managers across, so that a rule written for one pair, elementwise, gives
the answer for every pair at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from programme.matching.rulebook.named_pairs import LARGEST_ID, NamedPairs, named_pairs
from programme.participant import SLOTS, Participant, level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from programme.matching.graph import Flags, Numbers
    from programme.matching.terms import Terms

PREFERENCES = ("same", "linked", "different", "none")
SAME, LINKED, DIFFERENT = range(3)
OPEN_END = np.iinfo(np.int32).max
_HOURS_A_WEEK = sum(slot.usable_hours for slot in SLOTS)


@dataclass(frozen=True, eq=False)
class Shared:
    """What the two sides of a pool have in common: the meaning of their codes, and who is tied to whom.

    `kinship` says of two directorates whether they are the SAME, LINKED or DIFFERENT.
    """

    sites: tuple[str, ...]
    directorates: tuple[str, ...]
    kinship: NDArray[np.int8]
    related: NamedPairs
    rota_writers: NamedPairs
    avoided: NamedPairs


@dataclass(frozen=True, eq=False)
class Columns:
    """People by position. Arrays have one entry a person, or are views of that for broadcasting.

    `hours` has a bit for every usable hour of the fortnight in which somebody is free, so that shared hours are bits in
    common; `wants`, `offers` and `works_on` have a bit for each tag and weekday. `days_left` in post count from the
    start, OPEN_END for ever. `site` and `directorate` are places in `shared`, `preference` one in PREFERENCES.
    """

    ids: Numbers
    is_doctor: Flags
    level: NDArray[np.int8]
    site: NDArray[np.int32]
    directorate: NDArray[np.int32]
    preference: NDArray[np.int8]
    days_left: NDArray[np.int32]
    hours: Numbers
    wants: NDArray[np.uint64]
    offers: NDArray[np.uint64]
    works_on: NDArray[np.uint8]
    permission: Flags
    remote_ok: Flags
    trio_ok: Flags
    hosts: Flags
    hosts_at_night: Flags
    shared: Shared

    def __len__(self) -> int:
        """How many people."""
        return int(self.ids.size)

    def take(self, positions: Numbers | Flags | slice) -> Columns:
        """The people at these positions, in this order."""
        return self._each(lambda column: column[positions])

    def doctors(self) -> Columns:
        """The doctors among them, in their order."""
        return self.take(self.is_doctor)

    def managers(self) -> Columns:
        """The managers among them, in their order."""
        return self.take(~self.is_doctor)

    def down(self) -> Columns:
        """One person to a row: shape (n, 1)."""
        return self._each(lambda column: column.reshape(-1, 1))

    def across(self) -> Columns:
        """One person to a column: shape (1, n)."""
        return self._each(lambda column: column.reshape(1, -1))

    def _each(self, changed: Callable[[NDArray[Any]], NDArray[Any]]) -> Columns:
        each: dict[str, Any] = {name: changed(kept) for name, kept in vars(self).items() if name != "shared"}
        return replace(self, **each)


def columns(people: Sequence[Participant], terms: Terms) -> Columns:
    """These people, doctors and managers, by position; ids differ and lie from 0 to LARGEST_ID (else ValueError)."""
    if len({person.id for person in people}) < len(people):
        raise ValueError("One person stands in the pool twice.")
    if any(not 0 <= person.id <= LARGEST_ID for person in people):
        raise ValueError(f"An id lies outside 0 to {LARGEST_ID:,}.")
    shared = _shared(people, terms)
    site_codes = {site: code for code, site in enumerate(shared.sites)}
    directorate_codes = {directorate: code for code, directorate in enumerate(shared.directorates)}

    def column(kind: Any, value: Callable[[Participant], object]) -> Any:  # noqa: ANN401 - any array of numbers
        return np.array([value(person) for person in people], dtype=kind)

    tags = _Masks(_bits_of_tags(people))
    hours = _Masks(HOURS)
    return Columns(
        ids=column(np.int64, lambda person: person.id),
        is_doctor=column(np.bool_, lambda person: person.group == "doctor"),
        level=column(np.int8, level),
        site=column(np.int32, lambda person: site_codes[person.site]),
        directorate=column(np.int32, lambda person: directorate_codes[person.directorate]),
        preference=column(np.int8, lambda person: PREFERENCES.index(person.preference)),
        days_left=column(np.int32, lambda person: _days_left(person.post_ends_on, terms.starts_on)),
        hours=column(np.int64, lambda person: fortnight(hours.of(person.free_a), hours.of(person.free_b))),
        wants=column(np.uint64, lambda person: tags.of(person.want_to_learn)),
        offers=column(np.uint64, lambda person: tags.of(person.can_offer)),
        works_on=column(np.uint8, lambda person: sum(1 << day for day in person.works_on)),
        permission=column(np.bool_, lambda person: person.permission),
        remote_ok=column(np.bool_, lambda person: person.remote_ok),
        trio_ok=column(np.bool_, lambda person: person.trio_ok),
        hosts=column(np.bool_, lambda person: person.host_shadow_ok),
        hosts_at_night=column(np.bool_, lambda person: person.night_shadow_ok),
        shared=shared,
    )


def bits_in(masks: NDArray[Any]) -> NDArray[np.uint8]:
    """How many bits each has."""
    return np.asarray(np.bitwise_count(masks))


def shared_hours(some: Columns, others: Columns) -> NDArray[np.uint8]:
    """The usable hours of a fortnight in which both are free (broadcast)."""
    return bits_in(some.hours & others.hours)


def fortnight(week_a: int, week_b: int) -> int:
    """The bits of `Columns.hours` from those of either week."""
    return week_a | week_b << _HOURS_A_WEEK


def _hours_of_slots() -> dict[str, int]:
    bits, place = {}, 0
    for slot in SLOTS:
        bits[slot.value] = ((1 << slot.usable_hours) - 1) << place
        place += slot.usable_hours
    return bits


HOURS = _hours_of_slots()
"""For each slot its usable hours in one week as bits."""


def _bits_of_tags(people: Sequence[Participant]) -> dict[str, int]:
    named = {tag for person in people for tag in person.want_to_learn | person.can_offer}
    return {tag: 1 << place for place, tag in enumerate(sorted(named))}


class _Masks:
    """Sets of names as bits; the same set again costs nothing, and people's answers are often the same."""

    def __init__(self, bits: dict[str, int]) -> None:
        self._bits = bits
        self._known: dict[frozenset[str], int] = {}

    def of(self, names: frozenset[str]) -> int:
        if names not in self._known:
            self._known[names] = sum(self._bits[name] for name in names)
        return self._known[names]


def _days_left(ends_on: date | None, starts_on: date) -> int:
    return OPEN_END if ends_on is None else (ends_on - starts_on).days


def _shared(people: Sequence[Participant], terms: Terms) -> Shared:
    directorates = tuple(sorted({person.directorate for person in people}))
    return Shared(
        sites=tuple(sorted({person.site for person in people})),
        directorates=directorates,
        kinship=_kinship(directorates, terms.linked_directorates),
        related=_ties(people, lambda person: person.related),
        rota_writers=_ties(people, lambda person: person.rota_writers),
        avoided=_ties(people, lambda person: person.avoid),
    )


def _ties(people: Sequence[Participant], of: Callable[[Participant], Iterable[int]]) -> NamedPairs:
    return named_pairs((person.id, other) for person in people for other in of(person))


def _kinship(directorates: Sequence[str], linked: frozenset[frozenset[str]]) -> NDArray[np.int8]:
    kinship = np.full((len(directorates), len(directorates)), DIFFERENT, dtype=np.int8)
    places = {directorate: place for place, directorate in enumerate(directorates)}
    for both in linked:
        known = [places[directorate] for directorate in both if directorate in places]
        kinship[np.ix_(known, known)] = LINKED
    np.fill_diagonal(kinship, SAME)
    return kinship
