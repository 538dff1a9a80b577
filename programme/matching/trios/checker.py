"""Tests a matching with trios and its proof, trusting nobody who found them.

It needs no solver: matches are held against the graph, bounds against covers and prices as they are written down.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from programme.matching.trios.proof_checker import faults_of_proof
from programme.matching.trios.terms import may_be_three, points_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.matching.certificate import Certificate
    from programme.matching.graph import Graph
    from programme.matching.proposal import Match
    from programme.matching.trios.terms import TrioTerms

_PAIR = 2


def faults(
    graph: Graph, terms: TrioTerms, matches: Sequence[Match], certificate: Certificate
) -> tuple[str, ...]:
    """A sentence for each thing that is not true of these matches, or not proved as the certificate says."""
    points = _link_points(graph, matches)
    wrong = _in_matches(graph, terms, matches, points)
    if wrong:
        return tuple(wrong)
    wrong = _in_claims(graph, terms, matches, points, certificate)
    return (*wrong, *faults_of_proof(graph, terms, certificate))


def _in_matches(
    graph: Graph, terms: TrioTerms, matches: Sequence[Match], points: Sequence[Sequence[int]]
) -> list[str]:
    wrong = []
    for match, links in zip(matches, points, strict=True):
        if len(match.people) == _PAIR:
            if min(links, default=-1) < 0:
                wrong.append(f"{match.people} may not be a pair.")
        elif not may_be_three(graph, terms, match):
            wrong.append(f"{match.people} may not be a trio.")
    often = Counter(person for match in matches for person in match.people)
    wrong += [f"{person} is in {times} matches." for person, times in often.items() if times > 1]
    trios = sum(len(match.people) > _PAIR for match in matches)
    if trios > terms.cap:
        wrong.append(f"There are {trios} trios and may be {terms.cap}.")
    return wrong


def _in_claims(
    graph: Graph,
    terms: TrioTerms,
    matches: Sequence[Match],
    points: Sequence[Sequence[int]],
    certificate: Certificate,
) -> list[str]:
    weakest = [min(links) for links in points]
    trios = [match for match in matches if len(match.people) > _PAIR]
    matched = {person for match in matches for person in match.people}
    everybody = {*graph.doctor_ids.tolist(), *graph.manager_ids.tolist()}
    again = len((terms.waited & everybody) - matched)
    again += sum(person in terms.before for trio in trios for person in trio.people)
    true = {
        "people": len(matched),
        "again": again,
        "trios": len(trios),
        "floor": min(weakest, default=0),
        "total": sum(weakest),
    }
    return [
        f"The {name} is {value}, not {getattr(certificate, name)}."
        for name, value in true.items()
        if getattr(certificate, name) != value
    ]


def _link_points(graph: Graph, matches: Sequence[Match]) -> list[list[int]]:
    """The points of each link of each match; -1 for one that is forbidden, or with somebody who is not there."""
    doctors = {id_: place for place, id_ in enumerate(graph.doctor_ids.tolist())}
    managers = {id_: place for place, id_ in enumerate(graph.manager_ids.tolist())}

    def points(doctor: int, manager: int) -> int:
        there = doctor in doctors and manager in managers
        return points_between(graph, doctors[doctor], managers[manager]) if there else -1

    return [[points(*link) for link in match.links] for match in matches]
