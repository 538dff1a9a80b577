"""Holds a proposal up to the two checkers, which know nothing of how it was found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from programme.matching.pairs import checker
from programme.matching.rulebook.columns import columns
from programme.matching.rulebook.permitted import graph_of
from programme.matching.rules import DEFAULT
from programme.matching.trios import checker as trio_checker
from programme.matching.trios.terms import cap_of, trio_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.matching.proposal import Match, Proposal
    from programme.matching.rules import Rules
    from programme.matching.terms import Terms
    from programme.participant import Participant


def faults(
    people: Sequence[Participant],
    proposal: Proposal,
    terms: Terms,
    rules: Rules = DEFAULT,
    running: Sequence[Match] = (),
) -> tuple[str, ...]:
    """Everything that is wrong with what the solver was free to choose; empty when it is proved to be the best."""
    sizes = [sum(person.group == group for person in people) for group in ("doctor", "manager")]
    locked = [each.match for each in proposal.proposed if each.kept == "locked"]
    trios = sum(len(match.links) > 1 for match in [*locked, *running])
    free = [person for person in people if person.id not in proposal.kept_people]
    terms = replace(terms, waited=terms.waited & {person.id for person in free})
    everybody = columns(free, terms)
    doctors, managers = everybody.doctors(), everybody.managers()
    graph = graph_of(doctors, managers, terms, rules)
    matches = [each.match for each in proposal.proposed if not each.kept]
    if proposal.certificate.with_trios is None:
        return checker.faults(graph, terms.waited, matches, proposal.certificate)
    cap = cap_of(sizes[0], sizes[1], rules.trio_percent) - trios
    three = trio_terms(doctors, managers, terms, rules, cap)
    return trio_checker.faults(graph, three, matches, proposal.certificate)
