"""Whether the rules still allow matches that were suggested before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.rulebook.columns import bits_in, columns
from programme.matching.rulebook.hard import apart, context_of, refusals

if TYPE_CHECKING:
    from programme.matching.proposal import Match
    from programme.matching.rulebook.columns import Columns
    from programme.matching.rulebook.hard import Context
    from programme.matching.rules import Rules
    from programme.matching.terms import Terms
    from programme.participant import Participant


def are_allowed(
    matches: Sequence[Match],
    free: Collection[int],
    people: Sequence[Participant],
    terms: Terms,
    rules: Rules,
) -> bool:
    """Whether all of them are, of people who are still there; two who are not `free` are a pair already, and stay one."""
    place = {person.id: at for at, person in enumerate(people)}
    if not all(place.keys() >= set(match.people) for match in matches):
        return False
    everybody = columns(people, terms)
    context = context_of(everybody.doctors(), everybody.managers(), terms, rules)
    links = [link for match in matches for link in match.links if not set(link).isdisjoint(free)]
    doctors, managers = (
        everybody.take(np.array([place[link[side]] for link in links], dtype=np.int64)) for side in (0, 1)
    )
    if any(forbids.any() for forbids in refusals(doctors, managers, context, rules).values()):
        return False
    trios = [match for match in matches if len(match.links) > 1]
    return all(
        _may_be_three(match, everybody.take(np.array([place[id_] for id_ in match.people])), context, rules)
        for match in trios
    )


def _may_be_three(match: Match, three: Columns, context: Context, rules: Rules) -> bool:
    """All said yes, none of one group is kept apart from the other, and the three have time at once."""
    least = 0 if "have_time" in rules.switched_off else rules.least_shared_hours
    kept_apart = apart(context, rules)
    return bool(
        three.trio_ok.all()
        and not any(kept_apart.among(side) for side in (match.doctors, match.managers))
        and bits_in(np.bitwise_and.reduce(three.hours)) >= least
    )
