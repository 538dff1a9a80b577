"""Tests a matching in pairs and its proof, trusting nobody who found them.

It needs no solver: pairs are held against the graph, and bounds against covers and prices as they are written down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.pairs.proof_checker import faults_of_proof

if TYPE_CHECKING:
    from programme.matching.certificate import Certificate
    from programme.matching.graph import Graph, Numbers
    from programme.matching.proposal import Match


def faults(
    graph: Graph, waited: frozenset[int], matches: Sequence[Match], certificate: Certificate
) -> tuple[str, ...]:
    """A sentence for each thing that is not true of these pairs, or not proved as the certificate says.

    Empty only if no matching in pairs could match more people, leave fewer of `waited` without a partner once more,
    have a higher floor, or a higher total, each among those as good in what comes before it.
    """
    wrong = (*_not_pairs(graph, matches), *_twice(matches))
    if wrong:
        return wrong
    partner_of = _partners(graph, matches)
    in_pair = graph.columns == partner_of[graph.rows]
    wrong = tuple(_forbidden(graph, partner_of, graph.rows[in_pair]))
    if wrong:
        return wrong
    points = graph.points[in_pair]
    wrong = tuple(_in_claims(graph, waited, matches, points, certificate))
    if certificate.pairs is None:
        return (*wrong, "There is no proof for pairs alone.")
    return (*wrong, *faults_of_proof(graph, waited, partner_of, points, certificate.pairs))


def _not_pairs(graph: Graph, matches: Sequence[Match]) -> Iterator[str]:
    doctors, managers = set(graph.doctor_ids.tolist()), set(graph.manager_ids.tolist())
    for match in matches:
        if len(match.doctors) != 1 or len(match.managers) != 1:
            yield f"{match.people} are not one doctor and one manager."
        elif match.doctors[0] not in doctors or match.managers[0] not in managers:
            yield f"{match.people} are not a doctor and a manager of this pool."


def _twice(matches: Sequence[Match]) -> Iterator[str]:
    often = Counter(person for match in matches for person in match.people)
    return (f"{person} is in {times} matches." for person, times in often.items() if times > 1)


def _partners(graph: Graph, matches: Sequence[Match]) -> Numbers:
    """The manager's position of each doctor, -1 for none."""
    doctors = {id_: place for place, id_ in enumerate(graph.doctor_ids.tolist())}
    managers = {id_: place for place, id_ in enumerate(graph.manager_ids.tolist())}
    partner_of = np.full(graph.doctors, -1)
    for match in matches:
        partner_of[doctors[match.doctors[0]]] = managers[match.managers[0]]
    return partner_of


def _forbidden(graph: Graph, partner_of: Numbers, permitted: Numbers) -> Iterator[str]:
    is_wrong = partner_of >= 0
    is_wrong[permitted] = False
    for doctor in np.flatnonzero(is_wrong):
        yield f"{graph.doctor_ids[doctor]} and {graph.manager_ids[partner_of[doctor]]} may not be paired."


def _in_claims(
    graph: Graph, waited: frozenset[int], matches: Sequence[Match], points: Numbers, claimed: Certificate
) -> Iterator[str]:
    matched = {person for match in matches for person in match.people}
    here = {*graph.doctor_ids.tolist(), *graph.manager_ids.tolist()}
    true = {
        "people": len(matched),
        "again": len((waited & here) - matched),
        "trios": 0,
        "floor": int(points.min()) if len(points) else 0,
        "total": int(points.sum()),
    }
    for name, value in true.items():
        if getattr(claimed, name) != value:
            yield f"The certificate says {name} {getattr(claimed, name)}, but it is {value}."
