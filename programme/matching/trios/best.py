"""The best matching in pairs and trios together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.matching.trios.bound import people_at_most, reachable
from programme.matching.trios.exact import exactly
from programme.matching.trios.search import best_found

if TYPE_CHECKING:
    from programme.matching.certificate import Cover
    from programme.matching.graph import Graph, Numbers
    from programme.matching.trios.found import TriosFound
    from programme.matching.trios.terms import TrioTerms

MOST_A_SIDE = 60
"""Up to so many doctors and so many managers who may be paired with anybody, a hospital's, the answer is exact."""


def people_without(graph: Graph, terms: TrioTerms, cover: Cover) -> int:
    """How many people can be matched at most where `with_trios` knows nothing better than pairs."""
    is_exact = max(reachable(graph)) <= MOST_A_SIDE
    return 2 * cover.size if is_exact else people_at_most(graph, terms, cover)


def with_trios(graph: Graph, terms: TrioTerms, partner_of: Numbers, cover: Cover) -> TriosFound | None:
    """The best matching if it has trios; None if pairs alone are as good.

    `partner_of` are the best pairs (the manager's position of each doctor, -1 for none), `cover` is the smallest cover
    of all permitted pairs that proves their number. Trios are made only to match more people, or as many of whom fewer
    wait twice running.
    """
    doctors, managers = reachable(graph)
    if not terms.cap or 2 * cover.size == doctors + managers:
        return None
    if max(doctors, managers) <= MOST_A_SIDE:
        return exactly(graph, terms, partner_of, cover)
    return best_found(graph, terms, partner_of, cover)
