"""Matches as leads read them: how well they suit, why, what to look at, and who else there would be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from programme.matching.kept import RUNNING
from programme.matching.pool import pool as pool_of
from programme.matching.proposal import Match, Proposed
from programme.matching.rulebook import soft
from programme.matching.rules import DEFAULT, Rules
from programme.matching.telling.reasons import two_reasons
from programme.matching.telling.second_best import second_best
from programme.matching.telling.together import together
from programme.matching.telling.warnings import notes_of, warnings_of
from programme.matching.telling.weakness import weakness_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.matching.pool import Pool
    from programme.matching.terms import Terms
    from programme.participant import Participant


def proposed(
    pool: Pool,
    why: Mapping[Match, str],
    asked: Collection[frozenset[int]] = (),
    busy: frozenset[int] = frozenset(),
) -> tuple[Proposed, ...]:
    """These matches in the order of ids, each with why it was kept, "" for one that the solver chose.

    People who are `busy` elsewhere are nobody's second best.
    """
    matches = sorted(why, key=lambda match: match.people)
    second = second_best(pool.but(busy).graph, [match for match in matches if why[match] != RUNNING])
    links = iter(_links(pool, matches))
    said = []
    for match in matches:
        of_links = zip(match.links, islice(links, len(match.links)), strict=True)
        link, (points, parts) = min(of_links, key=lambda each: each[1][0])
        them = together(match, pool.by_id)
        doctor, manager = (pool.by_id[id_] for id_ in link)
        weakest = soft.weakest(parts, pool.rules.weights)
        said.append(
            Proposed(
                match=match,
                points=points,
                parts=parts,
                weakest=weakest,
                reasons=two_reasons(them, pool.terms, asked=frozenset(match.people) in asked),
                warnings=warnings_of(them, pool.terms, pool.rules),
                second_best=tuple(second[id_] for id_ in match.people if id_ in second),
                kept=why[match],
                weakness=weakness_of(doctor, manager, weakest, parts[weakest], pool.terms),
                notes=notes_of(them, pool.rules),
            )
        )
    return tuple(said)


def _links(pool: Pool, matches: Sequence[Match]) -> list[tuple[int, dict[str, float]]]:
    """Points and parts of every link, match by match."""
    rows, places = pool.positions([link for match in matches for link in match.links])
    doctors, managers = pool.doctors.take(rows), pool.managers.take(places)
    parts = soft.parts_of(doctors, managers)
    points = soft.points_of(doctors, managers, pool.rules.weights).tolist()
    values = zip(*(part.tolist() for part in parts.values()), strict=True)
    return [(point, dict(zip(parts, each, strict=True))) for point, each in zip(points, values, strict=True)]


def proposed_of(
    match: Match,
    people: Sequence[Participant],
    terms: Terms,
    rules: Rules = DEFAULT,
    *,
    kept: str = "",
    asked: bool = False,
) -> Proposed:
    """One match that leads made themselves, said as the solver's are. Its people must be among `people` (else KeyError)."""
    pool = pool_of(people, terms, rules, seed=0)
    (said,) = proposed(pool, {match: kept}, [frozenset(match.people)] if asked else ())
    return said
