"""How many more people could be matched if something were otherwise: counts for leads, never who.

Everything is counted in pairs, because how many trios there could be takes far longer to find. What keeps two people
apart (H2, H3, H4, H9) is never supposed away, so that no count tells of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import numpy as np

from programme.matching.pairs.largest import largest
from programme.matching.rulebook.columns import HOURS, columns, fortnight
from programme.matching.rulebook.hard import in_force
from programme.matching.rulebook.named_pairs import LARGEST_ID
from programme.matching.rulebook.permitted import graph_of
from programme.matching.rules import DEFAULT, Rules
from programme.participant import GRADE_BANDS, SLOTS, Group, Participant

if TYPE_CHECKING:
    from programme.matching.rulebook.columns import Columns
    from programme.matching.terms import Terms

Kind = Literal["video", "slot", "doctors_join", "managers_join", "permission", "shorter"]
JOINING = 5
"""How many newcomers are supposed at once, on one site."""
WEEKS_LESS = 4
"""How much shorter the weeks in post may be supposed."""
LIFTED = ("can_meet", "have_time", "have_permission", "stay_long_enough")
"""The rules that may be supposed away."""


@dataclass(frozen=True)
class Prospect:
    """How many people `more` would have a partner, newcomers not counted.

    By kind: everybody accepted "video"; everybody were free at the slot `what` of both weeks, the best one; JOINING
    doctors or managers joined on the site `what`, the best one; everybody had "permission"; the least weeks in post
    were WEEKS_LESS "shorter".
    """

    kind: Kind
    what: str
    more: int


@dataclass(frozen=True)
class WhatIf:
    """How many pairs there can be as things are, how many people stay alone then, and prospects, the best first.

    `binding_rule` is the one in force without which most people more could be matched, by its name in hard.RULES; ""
    when no rule that may be supposed away would help.
    """

    pairs: int
    alone: int
    prospects: tuple[Prospect, ...]
    binding_rule: str


@dataclass(frozen=True, eq=False)
class _Pool:
    """Those who are free, doctors and managers together."""

    people: Columns
    terms: Terms
    rules: Rules

    def pairs(self) -> int:
        """How many there can be."""
        graph = graph_of(self.people.doctors(), self.people.managers(), self.terms, self.rules)
        return int(np.count_nonzero(largest(graph) >= 0))

    def without(self, rule: str) -> _Pool:
        """As if the rule did not hold; permission, which is always asked, is then given to all."""
        if rule == "have_permission":
            permitted = np.ones_like(self.people.permission)
            return replace(self, people=replace(self.people, permission=permitted))
        return replace(self, rules=replace(self.rules, switched_off=self.rules.switched_off | {rule}))

    def free_at(self, slot: str) -> _Pool:
        """As if everybody were free then in both weeks."""
        hours = self.people.hours | fortnight(HOURS[slot], HOURS[slot])
        return replace(self, people=replace(self.people, hours=hours))

    def shorter(self) -> _Pool:
        """As if fewer weeks in post were enough."""
        weeks = max(0, self.rules.least_weeks - WEEKS_LESS)
        return replace(self, rules=replace(self.rules, least_weeks=weeks))


def what_if(
    people: Sequence[Participant],
    terms: Terms,
    rules: Rules = DEFAULT,
    settled: Collection[int] = frozenset(),
) -> WhatIf:
    """What would be otherwise for these people without those who are `settled`, in a match that is not to be touched."""
    free = [person for person in people if person.id not in settled]
    # Points are not looked at, so that one part of them, quickly worked out, will do.
    quick = replace(rules, weights=dict.fromkeys(rules.weights, 0) | {"time_left_together": 1})
    pool = _Pool(columns(free, terms), terms, quick)
    pairs = pool.pairs()
    lifted = {
        rule.name: pool.without(rule.name).pairs() - pairs for rule in in_force(rules) if rule.name in LIFTED
    }
    prospects = [
        Prospect("video", "", 2 * lifted.get("can_meet", 0)),
        Prospect("permission", "", 2 * lifted["have_permission"]),
        Prospect("shorter", "", 2 * (pool.shorter().pairs() - pairs)),
        _best_slot(pool, pairs),
        _best_site(free, pool, pairs),
    ]
    binding = max(lifted, key=lambda name: lifted[name])
    return WhatIf(
        pairs=pairs,
        alone=len(free) - 2 * pairs,
        prospects=tuple(sorted(prospects, key=lambda prospect: -prospect.more)),
        binding_rule=binding if lifted[binding] else "",
    )


def _best_slot(pool: _Pool, pairs: int) -> Prospect:
    gains = {slot.value: pool.free_at(slot.value).pairs() - pairs for slot in SLOTS}
    best = max(gains, key=lambda slot: gains[slot])
    return Prospect("slot", best if gains[best] else "", 2 * gains[best])


def _best_site(free: Sequence[Participant], pool: _Pool, pairs: int) -> Prospect:
    sites = sorted({person.site for person in free})
    groups = [_short_group(free, site) for site in sites]
    newcomers = [
        _newcomer(group, site, LARGEST_ID - place * JOINING - number)
        for place, (group, site) in enumerate(zip(groups, sites, strict=True))
        for number in range(JOINING)
    ]
    everybody = columns([*free, *newcomers], pool.terms)
    best = Prospect("managers_join", "", 0)
    for place, (group, site) in enumerate(zip(groups, sites, strict=True)):
        theirs = np.arange(JOINING) + len(free) + place * JOINING
        joined = everybody.take(np.concatenate([np.arange(len(free)), theirs]))
        # Each pair more has one of the newcomers and one of the pool who had nobody before.
        more = replace(pool, people=joined).pairs() - pairs
        if more > best.more:
            best = Prospect("doctors_join" if group == "doctor" else "managers_join", site, more)
        if more == JOINING:
            break
    return best


def _short_group(free: Sequence[Participant], site: str) -> Group:
    there = Counter(person.group for person in free if person.site == site)
    return "doctor" if there["doctor"] < there["manager"] else "manager"


def _newcomer(group: Group, site: str, id_: int) -> Participant:
    """Free at any time, with permission, and with no ties to anybody."""
    always = frozenset(HOURS)
    return Participant(
        id=id_,
        group=group,
        grade_band=GRADE_BANDS[group][0].value,
        directorate="",
        site=site,
        post_ends_on=None,
        want_to_learn=frozenset(),
        can_offer=frozenset(),
        free_a=always,
        free_b=always,
        permission=True,
        remote_ok=False,
        trio_ok=False,
        host_shadow_ok=False,
        night_shadow_ok=False,
        related=frozenset(),
        avoid=frozenset(),
        signed_up_at=datetime.max.replace(tzinfo=UTC),
    )
