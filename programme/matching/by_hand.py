"""A suggestion in which the leads have exchanged two people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from programme.matching.kept import LOCKED
from programme.matching.proposal import Match, Proposal, Unmatched
from programme.matching.proposed import proposed_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.matching.changes import Swap
    from programme.matching.rules import Rules
    from programme.matching.terms import Terms
    from programme.participant import Participant

ALONE = "their place was given to somebody else by hand"
ALONE_REMEDY = "being swapped with somebody else, or working out the rest again"


def with_swap_made(
    proposal: Proposal, swap: Swap, people: Sequence[Participant], terms: Terms, rules: Rules
) -> Proposal:
    """The same with these two exchanged and their matches locked; the certificate is still of what was worked out.

    `people` are everybody that the suggestion is about (else KeyError).
    """
    before = {each.match for each in swap.before}
    new = [proposed_of(in_order(each.match), people, terms, rules, kept=LOCKED) for each in swap.after]
    others = [each for each in proposal.proposed if each.match not in before]
    alone = [each for each in proposal.unmatched if each.id != swap.alone_before]
    if swap.alone_after is not None:
        alone.append(Unmatched(swap.alone_after, ALONE, ALONE_REMEDY))
    return replace(
        proposal,
        proposed=tuple(sorted([*others, *new], key=lambda each: each.match.people)),
        unmatched=tuple(sorted(alone, key=lambda each: each.id)),
        kept_people=tuple(
            sorted({*proposal.kept_people, *(id_ for each in new for id_ in each.match.people)})
        ),
    )


def in_order(match: Match) -> Match:
    """The same match, its people in the order of ids."""
    return Match(tuple(sorted(match.doctors)), tuple(sorted(match.managers)))
