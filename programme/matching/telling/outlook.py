"""Somebody without a partner, beside everybody of the other group whom they could ever meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.rulebook import hard
from programme.matching.rulebook.columns import Columns, bits_in

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Numbers
    from programme.matching.rulebook.hard import Context
    from programme.matching.rulebook.named_pairs import NamedPairs
    from programme.matching.rules import Rules

_CELLS = 2**21  # pairs looked at together: some 20 MB of flags and hours


@dataclass(frozen=True, eq=False)
class Outlook:
    """One person without a partner. Flags stand beside `others`, who are on the same site or would meet by video.

    `group_is_there` and `group_is_ready` speak of the whole other group. `hours` are bits as in Columns, and
    `least_hours` is 0 where the cohort does not ask for shared time. An other `is_ready` who has permission and stays
    long enough, and `lacks_permission` when only that is missing. Who `is_taken` has a partner, who `is_busy` has had
    one since before this matching, and who `takes_third` would welcome a third with that partner: `host_hours` are
    those in which the two are free, `companions` (ids) who that partner is. `apart` are all who are kept apart.
    """

    id: int
    is_doctor: bool
    site: int
    has_permission: bool
    stays: bool
    meets_by_video: bool
    says_yes_to_trio: bool
    hours: int
    least_hours: int
    group_is_there: bool
    group_is_ready: bool
    others: Columns
    is_ready: Flags
    lacks_permission: Flags
    is_near: Flags
    has_time: Flags
    is_kept_apart: Flags
    is_busy: Flags
    is_taken: Flags
    takes_third: Flags
    host_hours: Numbers
    companions: Numbers
    apart: NamedPairs

    def near(self, *, by_video: bool) -> Flags:
        """Whom they could meet, if they now met by video too."""
        return np.asarray(self.is_near | self.others.remote_ok) if by_video else self.is_near

    def as_third(self) -> Flags:
        """Whose pair would take them in, as far as its other one and the time of three go."""
        enough = bits_in(self.host_hours & self.hours) >= self.least_hours
        welcome: Flags = self.takes_third & enough
        welcome[welcome] = ~self.apart.has(self.companions[welcome], np.array(self.id))
        return welcome


@dataclass(frozen=True, eq=False)
class OtherGroup:
    """Everybody whom people of one group could be paired with, as the matching left them: see Outlook."""

    people: Columns
    is_busy: Flags
    is_taken: Flags
    takes_third: Flags
    host_hours: Numbers
    companions: Numbers


def outlooks(
    alone: Columns, group: OtherGroup, context: Context, rules: Rules
) -> Iterator[tuple[int, Outlook]]:
    """The outlook of each of these people of one group, by id, site by site."""
    for code in range(len(alone.shared.sites)):
        rows = np.flatnonzero(alone.site == code)
        if rows.size:
            places = _within_reach(group.people, code, rules)
            for strip in np.array_split(rows, -(-rows.size * max(places.size, 1) // _CELLS)):
                yield from _of_strip(alone.take(strip), group, places, context, rules)


def _within_reach(others: Columns, site: int, rules: Rules) -> Numbers:
    if "can_meet" in rules.switched_off:
        return np.arange(len(others))
    return np.flatnonzero((others.site == site) | others.remote_ok)


def _of_strip(
    alone: Columns, group: OtherGroup, places: Numbers, context: Context, rules: Rules
) -> Iterator[tuple[int, Outlook]]:
    others = group.people.take(places)
    stay, stays = _stay(others, context, rules), _stay(alone, context, rules)
    is_there, is_ready = len(group.people) > 0, _is_somebody_ready(group.people, context, rules)
    forbids, apart = _forbids(alone, others, context, rules), hard.apart(context, rules)
    for row, id_ in enumerate(alone.ids.tolist()):
        yield (
            id_,
            Outlook(
                id=id_,
                is_doctor=bool(alone.is_doctor[row]),
                site=int(alone.site[row]),
                has_permission=bool(alone.permission[row]),
                stays=bool(stays[row]),
                meets_by_video=bool(alone.remote_ok[row]),
                says_yes_to_trio=bool(alone.trio_ok[row]),
                hours=int(alone.hours[row]),
                least_hours=0 if "have_time" in rules.switched_off else rules.least_shared_hours,
                group_is_there=is_there,
                group_is_ready=is_ready,
                others=others,
                is_ready=others.permission & stay,
                lacks_permission=stay & ~others.permission,
                is_near=~forbids["can_meet"][row],
                has_time=~forbids["have_time"][row],
                is_kept_apart=forbids[hard.KEPT_APART][row],
                is_busy=group.is_busy[places],
                is_taken=group.is_taken[places],
                takes_third=group.takes_third[places],
                host_hours=group.host_hours[places],
                companions=group.companions[places],
                apart=apart,
            ),
        )


def _stay(people: Columns, context: Context, rules: Rules) -> Flags:
    is_asked = "stay_long_enough" not in rules.switched_off
    return np.asarray((people.days_left >= context.least_days) | (not is_asked))


def _is_somebody_ready(people: Columns, context: Context, rules: Rules) -> bool:
    return bool((people.permission & _stay(people, context, rules)).any())


def _forbids(alone: Columns, others: Columns, context: Context, rules: Rules) -> dict[str, Flags]:
    """By name of a rule what it forbids, a row for each who is alone; a rule that is switched off forbids nothing."""
    doctors, managers = alone.down(), others.across()
    if not alone.is_doctor[0]:
        doctors, managers = managers, doctors
    nothing = np.zeros((len(alone), len(others)), dtype=np.bool_)
    return {
        **dict.fromkeys(("can_meet", "have_time"), nothing),
        **hard.refusals(doctors, managers, context, rules),
    }
