"""With whom somebody in a suggestion can change places: everybody for whom the rules allow it, the best first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.changes import may_be_three
from programme.matching.rulebook.columns import Columns, columns
from programme.matching.rulebook.hard import apart, context_of
from programme.matching.rulebook.permitted import graph_of
from programme.matching.rulebook.soft import points_of

if TYPE_CHECKING:
    from programme.matching.proposal import Match, Proposal
    from programme.matching.rulebook.named_pairs import NamedPairs
    from programme.matching.rules import Rules
    from programme.matching.terms import Terms
    from programme.participant import Participant

_PAIR = 2


@dataclass(frozen=True)
class Exchange:
    """Changing places with `other`: the points of both matches afterwards, and the fewest and the sum of all.

    `here` is the match that `other` comes into; `there` the one that they leave, None when they have no partner.
    """

    other: int
    here: int
    there: int | None
    floor: int
    total: int


@dataclass(frozen=True, eq=False)
class _Room:
    """Everybody, and the matches that they are in."""

    everybody: Columns
    matches: Mapping[Match, int]
    terms: Terms
    rules: Rules

    @cached_property
    def place(self) -> dict[int, int]:
        return {id_: at for at, id_ in enumerate(self.everybody.ids.tolist())}

    @cached_property
    def match_of(self) -> dict[int, Match]:
        return {id_: match for match in self.matches for id_ in match.people}

    @cached_property
    def kept_apart(self) -> NamedPairs:
        """Of either group."""
        sides = self.everybody.doctors(), self.everybody.managers()
        return apart(context_of(*sides, self.terms, self.rules), self.rules)

    @cached_property
    def linked(self) -> dict[tuple[int, int], int]:
        """The points of every link of the matches as they are."""
        links = [link for match in self.matches for link in match.links if self.place.keys() >= set(link)]
        doctors, managers = (self.take(link[side] for link in links) for side in (0, 1))
        found = points_of(doctors, managers, self.rules.weights).tolist()
        return dict(zip(links, found, strict=True))

    def take(self, ids: Collection[int] | Iterator[int]) -> Columns:
        return self.everybody.take(np.array([self.place[id_] for id_ in ids], dtype=np.int64))

    def permitted(self, doctors: Columns, managers: Columns) -> dict[tuple[int, int], int]:
        """The points of every doctor and manager of these who may be paired."""
        graph = graph_of(doctors, managers, self.terms, self.rules)
        links = zip(
            graph.doctor_ids[graph.rows].tolist(), graph.manager_ids[graph.columns].tolist(), strict=True
        )
        return dict(zip(links, graph.points.tolist(), strict=True))


def exchanges(
    proposal: Proposal,
    people: Sequence[Participant],
    terms: Terms,
    rules: Rules,
    one: int,
    fixed: Collection[int] = (),
) -> tuple[Exchange, ...]:
    """With everybody of the same group but those who are `fixed`; the best for the whole first, and of equals by id.

    Best is what makes the weakest match least weak, then all together best. Empty for somebody who is in no match.
    """
    here = next((each.match for each in proposal.proposed if one in each.match.people), None)
    ids = {person.id for person in people}
    if here is None or not ids >= set(here.people):
        return ()
    room = _Room(
        columns(people, terms), {each.match: each.points for each in proposal.proposed}, terms, rules
    )
    found = _found(room, one, here, fixed)
    return tuple(sorted(found, key=lambda each: (-each.floor, -each.total, each.other)))


def _found(room: _Room, one: int, here: Match, fixed: Collection[int]) -> Iterator[Exchange]:
    is_doctor = one in here.doctors
    others = room.everybody.doctors() if is_doctor else room.everybody.managers()
    points = _points_of_moves(room, one, here)
    for other in others.ids.tolist():
        if other in fixed or other in here.people:
            continue
        there = room.match_of.get(other)
        then = [_after(room, points, here, one, other)]
        if there is not None:
            then.append(_after(room, points, there, other, one))
        if None not in then:
            after = [each for each in then if each is not None]
            floor, total = _whole(room, {here, there}, after)
            yield Exchange(other, after[0], after[1] if there is not None else None, floor, total)


def _points_of_moves(room: _Room, one: int, here: Match) -> dict[tuple[int, int], int]:
    """What is permitted of the one with everybody, and of everybody with the one's partners."""
    doctors, managers = room.everybody.doctors(), room.everybody.managers()
    if one in here.doctors:
        mine = room.permitted(room.take([one]), managers)
        return mine | room.permitted(doctors, room.take(here.managers))
    return room.permitted(doctors, room.take([one])) | room.permitted(room.take(here.doctors), managers)


def _after(
    room: _Room, points: Mapping[tuple[int, int], int], match: Match, leaves: int, comes: int
) -> int | None:
    """The points of a match when one leaves it and another comes; None when the rules do not allow that."""
    doctors, managers = (
        [comes if id_ == leaves else id_ for id_ in side] for side in (match.doctors, match.managers)
    )
    found = []
    for doctor in doctors:
        for manager in managers:
            known = points if comes in (doctor, manager) else room.linked
            if (doctor, manager) not in known:
                return None
            found.append(known[doctor, manager])
    newcomers = doctors if comes in doctors else managers
    if len(match.people) > _PAIR and not _may_be_three(room, newcomers, [*doctors, *managers]):
        return None
    return min(found)


def _may_be_three(room: _Room, of_one_group: Sequence[int], everybody: Sequence[int]) -> bool:
    return not room.kept_apart.among(of_one_group) and may_be_three(room.take(everybody), room.rules)


def _whole(room: _Room, gone: Collection[Match | None], after: Sequence[int]) -> tuple[int, int]:
    stay = [points for match, points in room.matches.items() if match not in gone]
    return min([*stay, *after]), sum(stay) + sum(after)
