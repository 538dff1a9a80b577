"""Everybody who is matched together, as the stages of a matching need them: as people, as arrays, as a graph."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.graph import Graph
from programme.matching.rulebook import hard
from programme.matching.rulebook.columns import Columns, columns
from programme.matching.rulebook.permitted import graph_of

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Numbers
    from programme.matching.proposal import Match
    from programme.matching.rules import Rules
    from programme.matching.terms import Terms
    from programme.participant import Participant


@dataclass(frozen=True, eq=False)
class Pool:
    """`doctors`, `managers` and both sides of `graph` stand in the same order, which a seed has drawn."""

    by_id: Mapping[int, Participant]
    doctors: Columns
    managers: Columns
    graph: Graph
    terms: Terms
    rules: Rules

    @cached_property
    def row_of(self) -> dict[int, int]:
        """Where each doctor stands, by id."""
        return {id_: row for row, id_ in enumerate(self.doctors.ids.tolist())}

    @cached_property
    def column_of(self) -> dict[int, int]:
        """Where each manager stands, by id."""
        return {id_: column for column, id_ in enumerate(self.managers.ids.tolist())}

    def positions(self, links: Sequence[tuple[int, int]]) -> tuple[Numbers, Numbers]:
        """Where the doctors and the managers of these links stand."""
        rows = np.array([self.row_of[doctor] for doctor, _ in links], dtype=np.int64)
        places = np.array([self.column_of[manager] for _, manager in links], dtype=np.int64)
        return rows, places

    def refused_by(self, match: Match) -> tuple[str, ...]:
        """The names under which the rules forbid these people, who are all here, to be a match; empty: allowed.

        Whether three want to be a trio, and when, is asked elsewhere.
        """
        rows, places = self.positions(match.links)
        context = hard.context_of(self.doctors, self.managers, self.terms, self.rules)
        forbids = hard.refusals(self.doctors.take(rows), self.managers.take(places), context, self.rules)
        apart = hard.apart(context, self.rules)
        forbids[hard.KEPT_APART] |= apart.among(match.doctors) or apart.among(match.managers)
        return tuple(name for name, flags in forbids.items() if flags.any())

    def but(self, people: Collection[int]) -> Pool:
        """Everybody else, in the same order."""
        if not people:
            return self
        doctors, managers = (~np.isin(side.ids, list(people)) for side in (self.doctors, self.managers))
        return replace(
            self,
            by_id={id_: person for id_, person in self.by_id.items() if id_ not in people},
            doctors=self.doctors.take(doctors),
            managers=self.managers.take(managers),
            graph=_between(self.graph, doctors, managers),
        )

    def beside(self, pairs: Sequence[Match]) -> Flags:
        """Beside every permitted pair whether it is a link of one of these, whose people are here."""
        rows, places = self.positions([link for match in pairs for link in match.links])
        keys = self.graph.rows * self.graph.managers + self.graph.columns
        return np.isin(keys, rows * self.graph.managers + places)


def pool(people: Sequence[Participant], terms: Terms, rules: Rules, seed: int) -> Pool:
    """These people, whose ids differ (else ValueError), whoever is named first."""
    in_order = sorted(people, key=lambda person: _lot(seed, person.id))
    everybody = columns(in_order, terms)
    doctors, managers = everybody.doctors(), everybody.managers()
    return Pool(
        by_id={person.id: person for person in people},
        doctors=doctors,
        managers=managers,
        graph=graph_of(doctors, managers, terms, rules),
        terms=terms,
        rules=rules,
    )


def _between(graph: Graph, doctors: Flags, managers: Flags) -> Graph:
    """The graph of these people alone, by new positions."""
    kept = graph.where(doctors[graph.rows] & managers[graph.columns])
    starts = np.concatenate([[0], np.cumsum(np.diff(kept.starts)[doctors])])
    columns = (np.cumsum(managers) - 1)[kept.columns]
    return Graph(graph.doctor_ids[doctors], graph.manager_ids[managers], starts, columns, kept.points)


def _lot(seed: int, id_: int) -> tuple[bytes, int]:
    return blake2b(f"{seed}/{id_}".encode(), digest_size=8).digest(), id_
