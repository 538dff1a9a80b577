"""Who may never be paired: each rule says of doctors and managers, elementwise, whether it allows them together.

The numbers H1 to H9 are those of the scheme's matching rules. That the privacy notice was read (part of H7) is settled
before somebody is in a pool at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.matching.rulebook.columns import Columns, shared_hours
from programme.matching.rulebook.named_pairs import NamedPairs, named_pairs, together

if TYPE_CHECKING:
    from programme.matching.graph import Flags
    from programme.matching.rules import Rules
    from programme.matching.terms import Terms

KEPT_APART = "kept_apart"
"""The one name under which H2, H3, H4 and H9 refuse: nobody may learn which of them it was."""


@dataclass(frozen=True, eq=False)
class Context:
    """What the rules go by besides the two people."""

    least_shared_hours: int
    least_days: int
    related: NamedPairs
    past: NamedPairs
    avoided: NamedPairs
    blocked: NamedPairs


@dataclass(frozen=True)
class HardRule:
    """One rule. `allows` takes doctors and managers that broadcast; `named` are the only pairs it forbids, if few."""

    name: str
    number: str
    allows: Callable[[Columns, Columns, Context], Flags]
    named: Callable[[Context], NamedPairs] | None = None


def context_of(doctors: Columns, managers: Columns, terms: Terms, rules: Rules) -> Context:
    """For these two sides of one pool (else ValueError)."""
    shared = doctors.shared
    if managers.shared is not shared:
        raise ValueError("The two sides were not made into columns together.")
    hard_writers = [shared.rota_writers] if rules.rota_writer_is_hard else []
    return Context(
        least_shared_hours=rules.least_shared_hours,
        least_days=7 * rules.least_weeks,
        related=together(shared.related, *hard_writers),
        past=_both(terms.past_pairs),
        avoided=shared.avoided,
        blocked=_both(terms.kept_apart),
    )


def different_groups(doctors: Columns, managers: Columns, _: Context) -> Flags:
    """H1: a doctor with a manager."""
    return doctors.is_doctor & ~managers.is_doctor


def unrelated(doctors: Columns, managers: Columns, context: Context) -> Flags:
    """H2: neither manages, supervises or appraises the other, or writes their rota unless the cohort allows that."""
    return ~context.related.has(doctors.ids, managers.ids)


def not_paired_before(doctors: Columns, managers: Columns, context: Context) -> Flags:
    """H3: a new partner each time; a pair that never met was none."""
    return ~context.past.has(doctors.ids, managers.ids)


def neither_avoids(doctors: Columns, managers: Columns, context: Context) -> Flags:
    """H4: a wish not to be paired counts from either side."""
    return ~context.avoided.has(doctors.ids, managers.ids)


def not_blocked(doctors: Columns, managers: Columns, context: Context) -> Flags:
    """H9: leads know why; also what was wished in an earlier round."""
    return ~context.blocked.has(doctors.ids, managers.ids)


def can_meet(doctors: Columns, managers: Columns, _: Context) -> Flags:
    """H5: the same site, or both accept meeting by video."""
    share_site: Flags = doctors.site == managers.site
    return share_site | (doctors.remote_ok & managers.remote_ok)


def have_time(doctors: Columns, managers: Columns, context: Context) -> Flags:
    """H6: at least 2 shared usable hours a fortnight, or as many as the cohort says."""
    return shared_hours(doctors, managers) >= context.least_shared_hours


def have_permission(doctors: Columns, managers: Columns, _: Context) -> Flags:
    """H7: the line manager or supervisor said yes to each."""
    return doctors.permission & managers.permission


def stay_long_enough(doctors: Columns, managers: Columns, context: Context) -> Flags:
    """H8: at least 12 weeks in post together from the start, or as many as the cohort says."""
    return (doctors.days_left >= context.least_days) & (managers.days_left >= context.least_days)


RULES = (
    HardRule("different_groups", "H1", different_groups),
    HardRule("unrelated", "H2", unrelated, lambda context: context.related),
    HardRule("not_paired_before", "H3", not_paired_before, lambda context: context.past),
    HardRule("neither_avoids", "H4", neither_avoids, lambda context: context.avoided),
    HardRule("can_meet", "H5", can_meet),
    HardRule("have_time", "H6", have_time),
    HardRule("have_permission", "H7", have_permission),
    HardRule("stay_long_enough", "H8", stay_long_enough),
    HardRule("not_blocked", "H9", not_blocked, lambda context: context.blocked),
)


def in_force(rules: Rules) -> tuple[HardRule, ...]:
    """Those that the cohort has not switched off."""
    return tuple(rule for rule in RULES if rule.name not in rules.switched_off)


def apart(context: Context, rules: Rules) -> NamedPairs:
    """Everybody whom H2, H3, H4 or H9 keeps apart, of either group: the two are never a pair, nor in one trio."""
    return together(*(rule.named(context) for rule in in_force(rules) if rule.named))


def refusals(doctors: Columns, managers: Columns, context: Context, rules: Rules) -> dict[str, Flags]:
    """Which pairs (broadcast) each rule in force forbids, by its name; H2, H3, H4 and H9 as KEPT_APART."""
    found: dict[str, Flags] = {}
    for rule in in_force(rules):
        name = KEPT_APART if rule.named else rule.name
        forbids = ~rule.allows(doctors, managers, context)
        found[name] = found[name] | forbids if name in found else forbids
    return found


def refused_by(doctors: Columns, managers: Columns, terms: Terms, rules: Rules) -> tuple[str, ...]:
    """The names under which the rules forbid one of these pairs (broadcast), in the order of RULES; empty: allowed."""
    context = context_of(doctors, managers, terms, rules)
    return tuple(
        name for name, forbids in refusals(doctors, managers, context, rules).items() if forbids.any()
    )


def _both(pairs: frozenset[frozenset[int]]) -> NamedPairs:
    return named_pairs((min(both), max(both)) for both in pairs)
