"""The best choice of matches in which nobody has two, by linear and integer programming (HiGHS)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from programme.matching.trios.linear import leaning, once, relaxed

if TYPE_CHECKING:
    from programme.matching.graph import Numbers
    from programme.matching.trios.linear import Dual, Programme

_NODES = 50_000  # a limit that, unlike time, gives the same answer on every machine
_LOOKS = (0.0, 0.001, 0.02, 1.0)  # how far below the bound the integer programme looks, as a share of it
_INFEASIBLE = 2  # scipy's word for it


@dataclass(frozen=True, eq=False)
class Best:
    """The best choice found, and the bound on any. None was found only if none is worth what was asked for."""

    chosen: Numbers | None
    at_most: int
    by: Literal["prices", "integer programme", "relaxed"]
    dual: Dual


def best(programme: Programme, at_least: int, *, seconds: float) -> Best:
    """The choice worth most, if any is worth `at_least`; each of at most four integer programmes may take `seconds`.

    How the integer programme is kept small: a candidate lacks what people pay for it beyond its worth. A choice that
    holds it is worth at most the bound less that lack. So whoever looks for a worth may leave out what lacks more than
    the bound is above it.
    """
    share, dual = relaxed(programme)
    if dual.at_most < at_least:
        return Best(None, dual.at_most, "prices", dual)
    for shares in (share, leaning(programme, dual)):
        taken = np.flatnonzero(shares > 1 / 2)
        if _allowed(programme, taken) and _worth(programme, taken) == dual.at_most:
            return Best(taken, dual.at_most, "prices", dual)
    return _by_integers(programme, dual, at_least, seconds)


def _by_integers(programme: Programme, dual: Dual, at_least: int, seconds: float) -> Best:
    """Looks just below the bound first, then further; a look that finds nothing there lowers the bound."""
    at_most, chosen, found = dual.at_most, None, at_least - 1
    for share in _LOOKS:
        asked = max(at_least, found, dual.at_most - int(dual.at_most * share))
        another, bound = _integers(programme, dual, asked, seconds)
        at_most = min(at_most, max(bound, asked - 1))
        if another is not None and _worth(programme, another) > found:
            chosen, found = another, _worth(programme, another)
        if asked <= max(at_least, found) or at_most >= asked:
            break
    if found == dual.at_most:
        return Best(chosen, found, "prices", dual)
    return Best(chosen, at_most, "integer programme" if at_most == found else "relaxed", dual)


def _integers(programme: Programme, dual: Dual, asked: int, seconds: float) -> tuple[Numbers | None, int]:
    """The best choice among what can be part of one worth `asked`, and the bound of those that are."""
    columns = np.flatnonzero(dual.lacking <= dual.at_most - asked + 1)
    if not columns.size:
        return None, asked - 1
    people = LinearConstraint(once(programme, columns), ub=1)
    sides = LinearConstraint(
        csc_array(programme.sides[:, columns].astype(float)),
        lb=programme.limits if programme.exact else -np.inf,
        ub=programme.limits,
    )
    result: Any = milp(
        -programme.worth[columns],
        integrality=np.ones(len(columns)),
        bounds=Bounds(0, 1),
        constraints=[people, sides],
        options={"time_limit": seconds, "node_limit": _NODES, "mip_rel_gap": 0, "presolve": True},
    )
    bound = dual.at_most
    if result.status == _INFEASIBLE:
        bound = asked - 1
    elif result.mip_dual_bound is not None and np.isfinite(result.mip_dual_bound):
        bound = min(bound, int(np.floor(-result.mip_dual_bound + 1 / 1000)))
    if result.x is None:
        return None, bound
    chosen = columns[result.x > 1 / 2]
    return (chosen if _allowed(programme, chosen) else None), bound


def _allowed(programme: Programme, chosen: Numbers) -> bool:
    """Whether the choice holds in whole numbers, whatever the solver rounds."""
    people = programme.candidates.people[chosen]
    everybody = people[people < programme.candidates.nobody]
    sums = programme.sides[:, chosen].sum(axis=1)
    reached = (sums == programme.limits) if programme.exact else (sums <= programme.limits)
    return len(np.unique(everybody)) == len(everybody) and bool(reached.all())


def _worth(programme: Programme, chosen: Numbers) -> int:
    return int(programme.worth[chosen].sum())
