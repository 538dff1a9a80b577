"""What changes: when leads exchange two people, and from one suggestion to the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.proposal import Match, Proposal
from programme.matching.rulebook.columns import columns
from programme.matching.rulebook.hard import KEPT_APART, apart, context_of, refused_by
from programme.matching.rulebook.soft import points_of
from programme.matching.telling.refusal import GONE, NO_TRIO

if TYPE_CHECKING:
    from programme.matching.rulebook.columns import Columns
    from programme.matching.rules import Rules
    from programme.matching.terms import Terms
    from programme.participant import Participant


@dataclass(frozen=True)
class Scored:
    """A match with the points of its weakest link."""

    match: Match
    points: int


@dataclass(frozen=True)
class Swap:
    """What it would mean to exchange two people: their one or two matches, and the whole, before and after.

    `alone_before` has no partner now and would have one, `alone_after` the other way round; None when both have one.
    """

    before: tuple[Scored, ...]
    after: tuple[Scored, ...]
    alone_before: int | None
    alone_after: int | None
    floor_before: int
    floor_after: int
    total_before: int
    total_after: int


@dataclass(frozen=True)
class Refused:
    """The rules do not allow it. `names` are those of `hard.refused_by`, NO_TRIO or GONE."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """Matches that are only in the newer of two suggestions, only in the older, in both; and people by id.

    `found_partner` and `lost_partner` are those who are in both pools. `joined` are only in the newer, `left` only in
    the older one, with or without a partner.
    """

    new: tuple[Match, ...]
    gone: tuple[Match, ...]
    kept: tuple[Match, ...]
    found_partner: tuple[int, ...]
    lost_partner: tuple[int, ...]
    joined: tuple[int, ...]
    left: tuple[int, ...]


def swapped(
    proposal: Proposal, people: Sequence[Participant], terms: Terms, rules: Rules, one: int, other: int
) -> Swap | Refused:
    """What comes of exchanging two people of one group, either of whom may have no partner.

    ValueError for two of different groups, of one match, or both without a partner. That a match is locked or already
    running is not asked here.
    """
    by_id = {person.id: person for person in people}
    if not {one, other} <= by_id.keys():
        return Refused((GONE,))
    if by_id[one].group != by_id[other].group:
        raise ValueError("Only two doctors or two managers can be exchanged.")
    now = [Scored(each.match, each.points) for each in proposal.proposed]
    before = [each for each in now if {one, other} & set(each.match.people)]
    then = _exchanged(before, one, other)
    names = [name for match in then for name in _refusals(match, {one, other}, by_id, terms, rules)]
    if names:
        return Refused(tuple(dict.fromkeys(names)))
    after = [Scored(match, _points(match, by_id, terms, rules)) for match in then]
    return _swap(now, before, after, one, other)


def with_swap(matches: Sequence[Match], one: int, other: int) -> tuple[Match, ...]:
    """The matches, each in its place, after the two have been exchanged."""
    places = {one: other, other: one}

    def changed(ids: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(places.get(id_, id_) for id_ in ids)

    return tuple(Match(changed(match.doctors), changed(match.managers)) for match in matches)


def compared(old: Proposal, new: Proposal) -> Changes:
    """From the old suggestion to the new one, in the order of the one that has each match, and of ids."""
    before, after = ([each.match for each in proposal.proposed] for proposal in (old, new))
    had, have = ({id_ for match in matches for id_ in match.people} for matches in (before, after))
    was_there, is_there = (
        partnered | {each.id for each in proposal.unmatched}
        for partnered, proposal in ((had, old), (have, new))
    )
    return Changes(
        new=tuple(match for match in after if match not in set(before)),
        gone=tuple(match for match in before if match not in set(after)),
        kept=tuple(match for match in after if match in set(before)),
        found_partner=_in_order((have - had) & was_there),
        lost_partner=_in_order((had - have) & is_there),
        joined=_in_order(is_there - was_there),
        left=_in_order(was_there - is_there),
    )


def _in_order(ids: Collection[int]) -> tuple[int, ...]:
    return tuple(sorted(ids))


def _exchanged(before: Sequence[Scored], one: int, other: int) -> tuple[Match, ...]:
    if not before:
        raise ValueError("Neither has a partner.")
    if any({one, other} <= set(each.match.people) for each in before):
        raise ValueError("The two are in one match.")
    return with_swap([each.match for each in before], one, other)


def _swap(
    now: Sequence[Scored], before: Sequence[Scored], after: Sequence[Scored], one: int, other: int
) -> Swap:
    placed = {id_ for each in before for id_ in each.match.people}
    alone = next((id_ for id_ in (one, other) if id_ not in placed), None)
    whole = [each for each in now if each not in before] + list(after)
    return Swap(
        before=tuple(before),
        after=tuple(after),
        alone_before=alone,
        alone_after=None if alone is None else one + other - alone,
        floor_before=min(each.points for each in now),
        floor_after=min(each.points for each in whole),
        total_before=sum(each.points for each in now),
        total_after=sum(each.points for each in whole),
    )


def _refusals(
    match: Match, moved: set[int], by_id: Mapping[int, Participant], terms: Terms, rules: Rules
) -> list[str]:
    """What keeps the one who moved in from the others; these are as they were, and may be past partners by now."""
    if not set(match.people) <= by_id.keys():
        return [GONE]
    everybody = columns([by_id[id_] for id_ in match.people], terms)
    doctors, managers = _sides(everybody, moved)
    names = list(refused_by(doctors.down(), managers.across(), terms, rules))
    of_one_group = match.doctors if moved & set(match.doctors) else match.managers
    if apart(context_of(doctors, managers, terms, rules), rules).among(of_one_group):
        names.insert(0, KEPT_APART)
    return names if len(match.links) == 1 or may_be_three(everybody, rules) else [*names, NO_TRIO]


def _sides(everybody: Columns, moved: set[int]) -> tuple[Columns, Columns]:
    newcomer = np.isin(everybody.ids, list(moved))
    partners = everybody.is_doctor != everybody.is_doctor[newcomer]
    return everybody.take(newcomer | partners).doctors(), everybody.take(newcomer | partners).managers()


def may_be_three(everybody: Columns, rules: Rules) -> bool:
    """Whether three people all said yes to a trio and have enough time at once."""
    least = 0 if "have_time" in rules.switched_off else rules.least_shared_hours
    shared = np.bitwise_count(np.bitwise_and.reduce(everybody.hours))
    return bool(everybody.trio_ok.all() and shared >= least)


def _points(match: Match, by_id: Mapping[int, Participant], terms: Terms, rules: Rules) -> int:
    everybody = columns([by_id[id_] for id_ in match.people], terms)
    points = points_of(everybody.doctors().down(), everybody.managers().across(), rules.weights)
    return int(points.min())
