"""The people of one match, and what they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from programme.matching.proposal import Match
from programme.participant import SLOTS, Participant, Slot, usable_hours


@dataclass(frozen=True)
class Together:
    """A pair or a trio as people, in the order of its match."""

    doctors: tuple[Participant, ...]
    managers: tuple[Participant, ...]

    @property
    def people(self) -> tuple[Participant, ...]:
        """Everybody in it, doctors first."""
        return self.doctors + self.managers

    @cached_property
    def links(self) -> tuple[tuple[Participant, Participant], ...]:
        """Each doctor with each manager."""
        return tuple((doctor, manager) for doctor in self.doctors for manager in self.managers)

    @property
    def is_trio(self) -> bool:
        """Three, not two."""
        return len(self.links) > 1

    @cached_property
    def free_a(self) -> frozenset[str]:
        """Slots of the first week in which all are free."""
        return frozenset.intersection(*(person.free_a for person in self.people))

    @cached_property
    def free_b(self) -> frozenset[str]:
        """Slots of the second week in which all are free."""
        return frozenset.intersection(*(person.free_b for person in self.people))

    @property
    def shared_hours(self) -> int:
        """Usable hours of a fortnight in which all are free."""
        return usable_hours(self.free_a) + usable_hours(self.free_b)

    @property
    def is_on_one_site(self) -> bool:
        """Whether nobody has to travel."""
        return len({person.site for person in self.people}) == 1


def together(match: Match, by_id: Mapping[int, Participant]) -> Together:
    """The match with its people, who must be known."""
    return Together(tuple(by_id[id_] for id_ in match.doctors), tuple(by_id[id_] for id_ in match.managers))


def longest(slots: frozenset[str]) -> Slot | None:
    """Of these slots the one with most usable hours, the earliest in the week of equals."""
    found = [slot for slot in SLOTS if slot.value in slots]
    return max(found, key=lambda slot: slot.usable_hours, default=None)
