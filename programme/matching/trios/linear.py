"""Matches in which nobody has two, if parts of them could be chosen: the bound on what any choice is worth, and why."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_array, vstack

from programme.matching.trios.bound import MILLION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from programme.matching.graph import Numbers
    from programme.matching.trios.candidates import Candidates

    Reals = NDArray[np.float64]

_AT_ONCE = 1000  # columns that join the linear programme in a round
_NEARLY = 1e-6  # what the solver takes for nothing


@dataclass(frozen=True, eq=False)
class Programme:
    """Choose among candidates for the greatest sum of `worth`, nobody being chosen twice.

    `sides` has a row of one number for each candidate beside each of `limits`, which the chosen may not outgrow, or
    must reach where it is `exact`. `known` are some candidates that may be chosen together.
    """

    candidates: Candidates
    worth: Numbers
    sides: Numbers
    limits: Numbers
    exact: bool
    known: Numbers


@dataclass(frozen=True, eq=False)
class Dual:
    """Prices in millionths, of people by position and of the sides, that every candidate pays for; so `at_most`."""

    people: Numbers
    sides: Numbers
    at_most: int
    lacking: Reals


class Unsolved(ArithmeticError):
    """A linear programme has no answer, in the solver's words."""


def relaxed(programme: Programme) -> tuple[Reals, Dual]:
    """How much of each candidate is chosen if parts may be, and prices that prove no choice to be worth more.

    Trios join the linear programme only when the prices of the others do not pay for them, a thousand at a time.
    """
    candidates, worth = programme.candidates, programme.worth
    if not len(worth):
        nothing = np.zeros(candidates.nobody + 1, np.int64)
        return np.zeros(0), Dual(nothing, np.zeros(len(programme.limits), np.int64), 0, np.zeros(0))
    within = ~candidates.is_trio
    within[programme.known] = True
    while True:
        columns = np.flatnonzero(within)
        share, people, sides = _linear_or_dear(programme, columns)
        lacking = people[candidates.people].sum(axis=1) + sides @ programme.sides - worth
        unpaid = np.flatnonzero((lacking < -_NEARLY * 10) & ~within)
        if not unpaid.size:
            break
        within[unpaid[np.argsort(lacking[unpaid], kind="stable")[:_AT_ONCE]]] = True
    whole = np.zeros(len(worth))
    whole[columns] = share
    return whole, _paid(programme, people, sides)


def _linear_or_dear(programme: Programme, columns: Numbers) -> tuple[Reals, Reals, Reals]:
    """As `_linear`; if that has no answer nothing is chosen, and prices are so high that they pay for everything."""
    try:
        return _linear(programme, columns)
    except Unsolved:
        dear = np.full(programme.candidates.nobody, float(programme.worth.max()))
        return np.zeros(len(columns)), np.append(dear, 0.0), np.zeros(len(programme.limits))


def _linear(programme: Programme, columns: Numbers) -> tuple[Reals, Reals, Reals]:
    """Shares of these candidates; prices of people, nobody's last, and of the sides."""
    rows = once(programme, columns)
    sides = csc_array(programme.sides[:, columns].astype(float))
    people = rows.shape[0]
    result: Any
    if programme.exact:
        result = linprog(
            -programme.worth[columns],
            A_ub=rows,
            b_ub=np.ones(people),
            A_eq=sides,
            b_eq=programme.limits,
            method="highs-ds",
        )
        marginals = [result.ineqlin.marginals, result.eqlin.marginals]
    else:
        limits = np.concatenate([np.ones(people), programme.limits])
        result = linprog(
            -programme.worth[columns], A_ub=vstack([rows, sides]), b_ub=limits, method="highs-ds"
        )
        marginals = [result.ineqlin.marginals]
    if result.status:
        raise Unsolved(result.message)
    prices = -np.concatenate(marginals)
    return result.x, np.append(prices[:people], 0.0), prices[people:]


def once(programme: Programme, columns: Numbers) -> csc_array:
    """A row for each person, with a one for every candidate that they are in."""
    people = programme.candidates.people[columns]
    there = people < programme.candidates.nobody
    place = np.repeat(np.arange(len(columns)), there.sum(axis=1))
    return csc_array(
        (np.ones(len(place)), (people[there], place)), shape=(programme.candidates.nobody, len(columns))
    )


def _paid(programme: Programme, people: Reals, sides: Reals) -> Dual:
    """These prices in whole millionths, raised where a candidate is not paid for exactly."""
    exact_people = np.rint(np.maximum(people, 0) * MILLION).astype(np.int64)
    exact_sides = np.rint((sides if programme.exact else np.maximum(sides, 0)) * MILLION).astype(np.int64)
    who = programme.candidates.people
    owed = programme.worth * MILLION - exact_sides @ programme.sides
    missing = owed - exact_people[who].sum(axis=1)
    raised = exact_people.copy()
    np.maximum.at(raised, who[:, 0], exact_people[who[:, 0]] + missing)
    lacking = (raised[who].sum(axis=1) - owed) / MILLION
    at_most = (int(raised.sum()) + int(exact_sides @ programme.limits)) // MILLION
    return Dual(raised, exact_sides, at_most, lacking)


def leaning(programme: Programme, dual: Dual) -> Reals:
    """How much of each candidate is chosen if, of all that is worth the bound, the most points are wanted.

    Where many choices are worth the same the linear programme likes to mix them. This one rarely does, which saves
    most integer programmes. What is worth the bound lacks nothing.
    """
    columns = np.flatnonzero(dual.lacking < _NEARLY)
    shares = np.zeros(len(programme.worth))
    some = Programme(
        candidates=programme.candidates.take(columns),
        worth=programme.candidates.points[columns],
        sides=np.vstack([programme.sides, -programme.worth])[:, columns],
        limits=np.append(programme.limits, -dual.at_most),
        exact=False,
        known=columns[:0],
    )
    if columns.size and not programme.exact:
        with suppress(Unsolved):
            shares[columns], _, _ = _linear(some, np.arange(len(columns)))
    return shares
