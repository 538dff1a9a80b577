"""The best matching of a pool: the one entry, from people and rules to what leads are shown.

First what is kept; then, of what is left, the most people matched, the fewest who wait or share twice running, the
fewest trios, the highest floor and the highest total, in this order; ties by the seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from programme.matching.certificate import Certificate
from programme.matching.kept import RUNNING, kept, matches_of
from programme.matching.pairs.best import Progress, best_pairs, silently
from programme.matching.pool import pool as pool_of
from programme.matching.proposal import Match, Proposal
from programme.matching.proposed import proposed
from programme.matching.rules import DEFAULT, Rules
from programme.matching.telling.left_over import left_over
from programme.matching.trios.best import people_without, with_trios
from programme.matching.trios.terms import cap_of, trio_terms
from programme.matching.trios.third_places import third_places

if TYPE_CHECKING:
    from programme.matching.pool import Pool
    from programme.matching.terms import Terms
    from programme.participant import Participant


def matched(
    people: Sequence[Participant],
    terms: Terms,
    rules: Rules = DEFAULT,
    *,
    seed: int,
    locked: Sequence[Match] = (),
    asked: frozenset[frozenset[int]] = frozenset(),
    running: Sequence[Match] = (),
    progress: Progress = silently,
) -> Proposal:
    """The proposal for these people, whose ids differ (else ValueError).

    Kept are matches that leads `locked`, then pairs who `asked` with a code, as far as the rules allow it. `running`
    pairs are among `people` too, but not free; somebody left over may join one as the third. `progress` hears what is
    going on, each time as the end of a sentence that begins "I am".
    """
    progress("looking at who may be paired with whom")
    pool = pool_of(people, _but_running(terms, running), rules, seed)
    busy = frozenset(id_ for match in running for id_ in match.people)
    settled = kept(pool, locked, asked, busy)
    cap = _room_for_trios(pool, [*settled.why, *running])
    chosen, certificate = _chosen(pool.but(settled.people | busy), cap, progress)
    why = {**settled.why, **dict.fromkeys(chosen, "")}
    joined = _joined(pool, running, why, cap - certificate.trios)
    why |= dict.fromkeys(joined, RUNNING)
    progress("writing down the reasons")
    is_full = cap <= certificate.trios + len(joined)
    return Proposal(
        seed=seed,
        proposed=proposed(pool, why, asked, busy),
        unmatched=left_over(pool, why, [] if is_full else _hosts(pool, chosen, running, joined), busy),
        certificate=certificate,
        kept_people=tuple(sorted(pool.by_id.keys() & (settled.people | busy))),
        dropped=settled.dropped,
    )


def _but_running(terms: Terms, running: Sequence[Match]) -> Terms:
    """A pair that runs may have met, or stands among those who are not to be paired anew, and stays a pair."""
    together = frozenset(frozenset(link) for match in running for link in match.links)
    return replace(terms, past_pairs=terms.past_pairs - together, kept_apart=terms.kept_apart - together)


def _room_for_trios(pool: Pool, already: Sequence[Match]) -> int:
    most = cap_of(len(pool.doctors), len(pool.managers), pool.rules.trio_percent)
    return max(0, most - sum(map(_is_trio, already)))


def _is_trio(match: Match) -> bool:
    return len(match.links) > 1


def _chosen(free: Pool, cap: int, progress: Progress) -> tuple[tuple[Match, ...], Certificate]:
    """What the solvers make of everybody who is free."""
    graph = free.graph
    found = best_pairs(graph, free.terms.waited, progress)
    pairs = tuple(matches_of(graph, found.partner_of))
    most = 2 * len(pairs)
    if cap and 2 * len(pairs) < len(free.by_id):
        progress("looking for trios")
        three = trio_terms(free.doctors, free.managers, free.terms, free.rules, cap)
        trios = with_trios(graph, three, found.partner_of, found.proof.size)
        if trios:
            return trios.matches, trios.certificate
        most = people_without(graph, three, found.proof.size)
    proof = replace(found.proof, people_at_most=most)
    return pairs, Certificate(2 * len(pairs), found.again, 0, found.floor, found.total, proof)


def _joined(pool: Pool, running: Sequence[Match], matched: Iterable[Match], cap: int) -> tuple[Match, ...]:
    """The pairs that run and whom somebody left over joins, as trios."""
    pairs = _pairs(pool, running)
    if cap <= 0 or not pairs:
        return ()
    rest = pool.but(frozenset(id_ for match in matched for id_ in match.people))
    three = trio_terms(rest.doctors, rest.managers, rest.terms, rest.rules, cap)
    return third_places(rest.graph, three, pairs)


def _hosts(
    pool: Pool, chosen: Sequence[Match], running: Sequence[Match], joined: Sequence[Match]
) -> list[Match]:
    """The pairs that nobody has joined."""
    three = frozenset(id_ for match in joined for id_ in match.people)
    return [match for match in _pairs(pool, [*chosen, *running]) if three.isdisjoint(match.people)]


def _pairs(pool: Pool, matches: Sequence[Match]) -> list[Match]:
    """Those of two people who are here."""
    return [match for match in matches if not _is_trio(match) and pool.by_id.keys() >= set(match.people)]
