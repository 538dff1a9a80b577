"""Graphs of permitted pairs made by hand and by chance, and their best matching found by trying everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from programme.matching.certificate import Certificate
from programme.matching.graph import Graph
from programme.matching.pairs.best import PairsFound
from programme.matching.proposal import Match

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Numbers

Points = Mapping[tuple[int, int], int]


def graph(points: Points, doctors: Sequence[int] = (), managers: Sequence[int] = ()) -> Graph:
    """Of the points of each permitted pair by ids; `doctors` and `managers` give the order, or people without a pair."""
    doctor_ids = list(doctors) or sorted({doctor for doctor, _ in points})
    manager_ids = list(managers) or sorted({manager for _, manager in points})
    matrix = np.array([[points.get((d, m), -1) for m in manager_ids] for d in doctor_ids], dtype=np.int64)
    matrix = matrix.reshape(len(doctor_ids), len(manager_ids))
    return of_matrix(matrix, matrix >= 0, doctor_ids, manager_ids)


def of_matrix(
    points: Numbers, permitted: Flags, doctor_ids: Sequence[int] = (), manager_ids: Sequence[int] = ()
) -> Graph:
    """Of one row for each doctor; ids are odd for doctors and even for managers unless they are given."""
    doctors, managers = points.shape
    return Graph(
        np.array(list(doctor_ids) or range(1, 2 * doctors, 2), dtype=np.int64),
        np.array(list(manager_ids) or range(2, 2 * managers + 1, 2), dtype=np.int64),
        np.concatenate([[0], np.cumsum(permitted.sum(axis=1))]).astype(np.int64),
        np.nonzero(permitted)[1],
        points[permitted],
    )


def points_of(of: Graph) -> dict[tuple[int, int], int]:
    """By ids."""
    doctors, managers = of.doctor_ids[of.rows].tolist(), of.manager_ids[of.columns].tolist()
    return dict(zip(zip(doctors, managers, strict=True), of.points.tolist(), strict=True))


def best_by_trying(of: Graph, waited: frozenset[int]) -> tuple[int, int, int, int]:
    """Pairs, people who wait again (negative), floor and total of the best of all matchings there are."""
    points, doctors = points_of(of), of.doctor_ids.tolist()
    here = waited & {*doctors, *of.manager_ids.tolist()}

    def best(place: int, used: frozenset[int], got: tuple[int, ...]) -> tuple[int, int, int, int]:
        if place == len(doctors):
            return len(got), -len(here - used), min(got, default=0), sum(got)
        doctor = doctors[place]
        tried = [best(place + 1, used, got)]
        tried += [
            best(place + 1, used | {doctor, manager}, (*got, worth))
            for (other, manager), worth in points.items()
            if other == doctor and manager not in used
        ]
        return max(tried)

    return best(0, frozenset(), ())


@st.composite
def graphs(draw: st.DrawFn, most: int = 6) -> Graph:
    """Any graph with up to `most` people a side; sometimes with many ties, sometimes with none."""
    doctors, managers = draw(st.integers(0, most)), draw(st.integers(0, most))
    highest = draw(st.sampled_from([0, 2, 20, 10_000]))
    worths = st.none() | st.integers(0, highest)
    cells = draw(st.lists(worths, min_size=doctors * managers, max_size=doctors * managers))
    flat = np.array([-1 if cell is None else cell for cell in cells], dtype=np.int64)
    matrix = flat.reshape(doctors, managers)
    return of_matrix(matrix, matrix >= 0)


@st.composite
def pools(draw: st.DrawFn, most: int = 6) -> tuple[Graph, frozenset[int]]:
    """A graph, and who waited last time."""
    of = draw(graphs(most))
    people = [*of.doctor_ids.tolist(), *of.manager_ids.tolist(), 999]
    return of, frozenset(draw(st.lists(st.sampled_from(people), max_size=8)))


def by_chance(doctors: int, managers: int, permitted: float, seed: int) -> Graph:
    """A big graph; some doctors and some managers suit everybody better than others do."""
    chance = np.random.default_rng(seed)
    points = chance.integers(0, 300, (doctors, managers)) + chance.integers(0, 100, (doctors, 1))
    points = 10 * (points + chance.integers(0, 100, managers))
    return of_matrix(points, chance.random((doctors, managers)) < permitted)


def matches_of(of: Graph, found: PairsFound) -> list[Match]:
    """In ids."""
    return [
        Match((int(of.doctor_ids[doctor]),), (int(of.manager_ids[manager]),))
        for doctor, manager in enumerate(found.partner_of.tolist())
        if manager >= 0
    ]


def certificate_of(found: PairsFound) -> Certificate:
    """What the pairs claim of themselves."""
    people = 2 * int(np.count_nonzero(found.partner_of >= 0))
    return Certificate(people, found.again, 0, found.floor, found.total, pairs=found.proof)


def beside(several: Sequence[Graph]) -> Graph:
    """Graphs of equal size that have nobody in common, as one."""
    doctors, managers = several[0].doctors, several[0].managers
    starts = np.cumsum([0, *(len(each.points) for each in several)])
    return Graph(
        np.arange(1, 2 * doctors * len(several), 2),
        np.arange(2, 2 * managers * len(several) + 1, 2),
        np.concatenate(
            [each.starts[:-1] + start for each, start in zip(several, starts, strict=False)] + [starts[-1:]]
        ),
        np.concatenate([each.columns + managers * place for place, each in enumerate(several)]),
        np.concatenate([each.points for each in several]),
    )
