"""What a matching goes by besides the people and the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Terms:
    """The day the cohort starts, directorates that work together, and what is remembered of people, in ids.

    `past_pairs` are those who met (H3), `kept_apart` wishes and blocks from earlier rounds (H4 and H9, never told
    apart). `waited` had no partner last time; `in_trio_before` shared theirs.
    """

    starts_on: date
    linked_directorates: frozenset[frozenset[str]]
    past_pairs: frozenset[frozenset[int]] = frozenset()
    kept_apart: frozenset[frozenset[int]] = frozenset()
    waited: frozenset[int] = frozenset()
    in_trio_before: frozenset[int] = frozenset()
