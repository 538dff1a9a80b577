"""Pairs of people known by name: few beside all the pairs there could be, so they are kept as a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Numbers

LARGEST_ID = 2**31 - 1
"""Two ids have room in one number of 64 bits."""


@dataclass(frozen=True, eq=False)
class NamedPairs:
    """Each pair once, whoever is named first: `low` ids beside `high` ones, in ascending order."""

    low: Numbers
    high: Numbers

    def has(self, one: Numbers, other: Numbers) -> Flags:
        """For each of one with each of the other (ids, broadcast): whether the two are among these pairs."""
        keys = _keys(self.low, self.high)
        if not keys.size:
            return np.zeros(np.broadcast_shapes(one.shape, other.shape), dtype=np.bool_)
        wanted = _keys(np.minimum(one, other), np.maximum(one, other))
        nearest = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
        return np.asarray(keys[nearest] == wanted)

    def among(self, ids: Sequence[int]) -> bool:
        """Whether two of these people are one of the pairs."""
        one, other = np.triu_indices(len(ids), 1)
        people = np.array(ids, np.int64)
        return bool(self.has(people[one], people[other]).any())

    def positions(self, doctor_ids: Numbers, manager_ids: Numbers) -> tuple[Numbers, Numbers]:
        """Where among these doctors and these managers each pair stands that has one of either."""
        one_way = _both_known(doctor_ids, manager_ids, self.low, self.high)
        other_way = _both_known(doctor_ids, manager_ids, self.high, self.low)
        return np.concatenate([one_way[0], other_way[0]]), np.concatenate([one_way[1], other_way[1]])


def named_pairs(pairs: Iterable[tuple[int, int]]) -> NamedPairs:
    """These pairs of ids (0 to 2,147,483,647, else ValueError); one named twice counts once."""
    ids = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    if ids.size and (ids.min() < 0 or ids.max() > LARGEST_ID):
        raise ValueError(f"An id lies outside 0 to {LARGEST_ID:,}.")
    keys = np.unique(_keys(ids.min(axis=1, initial=LARGEST_ID), ids.max(axis=1, initial=0)))
    return NamedPairs(keys >> 32, keys & LARGEST_ID)


def together(*several: NamedPairs) -> NamedPairs:
    """All their pairs."""
    keys = np.unique(np.concatenate([_keys(each.low, each.high) for each in several]))
    return NamedPairs(keys >> 32, keys & LARGEST_ID)


def _keys(low: Numbers, high: Numbers) -> Numbers:
    return (low << 32) | high


def _both_known(
    doctor_ids: Numbers, manager_ids: Numbers, doctors: Numbers, managers: Numbers
) -> tuple[Numbers, Numbers]:
    rows, columns = _position(doctor_ids, doctors), _position(manager_ids, managers)
    known = (rows >= 0) & (columns >= 0)
    return rows[known], columns[known]


def _position(ids: Numbers, wanted: Numbers) -> Numbers:
    """Where each wanted id stands, -1 for one that is not there."""
    if not ids.size:
        return np.full(wanted.shape, -1)
    order = np.argsort(ids, kind="stable")
    nearest = order[np.minimum(np.searchsorted(ids, wanted, sorter=order), ids.size - 1)]
    return np.where(ids[nearest] == wanted, nearest, -1)
