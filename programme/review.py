"""A suggestion as the leads go through it: what they have decided of it, and in which order they look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from programme.matching.proposal import Unmatched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.matching.proposal import Match, Proposal, Proposed

RUNNING = "running"
"""Why a match was kept whose first two are a pair already, which somebody joins."""
SWITCHED_OFF = "their account is switched off"
"""Why somebody is left out who has left the hospital."""
NOT_TO_BE = "the match suggested for them is not to be"
"""Why those of a match have nobody that the leads will not have."""
WORKED_OUT_AGAIN = "working out the rest again"
Link = tuple[int, int]
"""A doctor and a manager."""
PAGE = 8
"""Matches on one page: what a person can take in, and what a card has room for."""
PAGE_ALONE = 15
"""People without a partner on one page."""


@dataclass(frozen=True)
class Work:
    """What somebody does and where, as they told it in the form; "" for what they did not tell."""

    role: str = ""
    site: str = ""
    directorate: str = ""


@dataclass(frozen=True)
class Review:
    """A suggestion with its number, the cohort's name and everybody's; `pool` are the people it is for.

    `locked` are the matches that the leads keep together. `dissolved` are positions in `result.proposed` of those that
    they will not have, with the doctor and the manager who are not to be paired. `is_by_hand` is said of one in which
    they have swapped people, so that nothing is proved of it; `has_earlier` of one that can be compared with another.
    """

    id: int
    cohort: str
    result: Proposal
    names: Mapping[int, str]
    pool: frozenset[int]
    locked: frozenset[Match] = frozenset()
    dissolved: Mapping[int, Link] = field(default_factory=dict)
    is_by_hand: bool = False
    has_earlier: bool = False

    def with_names(self, text: str) -> str:
        """The same with the names of people where their numbers stand in braces."""
        return re.sub(r"\{(\d+)\}", lambda found: self.names[int(found[1])], text)

    @cached_property
    def standing(self) -> tuple[Proposed, ...]:
        """What can still be approved."""
        return tuple(each for at, each in enumerate(self.result.proposed) if at not in self.dissolved)

    @property
    def new(self) -> tuple[Proposed, ...]:
        """Of these the pairs and trios that there are not yet."""
        return tuple(each for each in self.standing if each.kept != RUNNING)

    @property
    def thirds(self) -> tuple[Proposed, ...]:
        """The others: a pair that runs, with somebody who joins it."""
        return tuple(each for each in self.standing if each.kept == RUNNING)

    @cached_property
    def alone(self) -> tuple[Unmatched, ...]:
        """Who has no partner by it, with those whose match the leads will not have."""
        apart = (
            Unmatched(id_, NOT_TO_BE, WORKED_OUT_AGAIN)
            for position in self.dissolved
            for id_ in self.result.proposed[position].match.people
            if id_ in self.pool
        )
        return tuple(sorted([*self.result.unmatched, *apart], key=lambda each: each.id))

    @property
    def switched_off(self) -> frozenset[int]:
        """Who is left out because their account is switched off."""
        return frozenset(each.id for each in self.result.unmatched if each.reason == SWITCHED_OFF)

    @property
    def joining(self) -> frozenset[int]:
        """Everybody in a pair that runs and is joined by a third, with the third."""
        joined = (each for each in self.result.proposed if each.kept == RUNNING)
        return frozenset(id_ for each in joined for id_ in each.match.people)

    @property
    def placed(self) -> int:
        """How many get a partner by it; whoever has one already, and is only joined, is not counted."""
        return sum(id_ in self.pool for each in self.standing for id_ in each.match.people)

    @property
    def may_be_approved(self) -> bool:
        """Whether there is something to approve and nothing that has to be worked out again first."""
        return bool(self.result.proposed) and not self.dissolved

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Positions in the order in which they are looked at: what needs a look first, then the fewest points."""
        suggested = self.result.proposed
        return tuple(
            sorted(
                range(len(suggested)), key=lambda at: (not self.needs_a_look(at), suggested[at].points, at)
            )
        )

    def needs_a_look(self, position: int) -> bool:
        """Whether there is something that a lead can act on: a warning, or that it is the weakest of all."""
        is_dissolved = position in self.dissolved
        return is_dissolved or bool(self.result.proposed[position].warnings) or self.is_weakest(position)

    def is_weakest(self, position: int) -> bool:
        """Whether all other matches have more points."""
        return position == self._weakest

    @cached_property
    def _weakest(self) -> int:
        """The position of the one with the fewest points; -1 where there are several of them, or just one match."""
        floor = self.result.floor
        fewest = [at for at, each in enumerate(self.result.proposed) if each.points == floor]
        return fewest[0] if len(fewest) == 1 < len(self.result.proposed) else -1

    @property
    def pages(self) -> int:
        """How many pages of matches there are; 1 when there is none."""
        return pages_of(self.result.proposed, PAGE)

    def on_page(self, number: int) -> tuple[int, ...]:
        """The positions on a page, the first being 1; past either end it is the nearest page."""
        begins = (within(number, self.pages) - 1) * PAGE
        return self.order[begins : begins + PAGE]

    def page_of(self, position: int) -> int:
        """The page on which a match stands."""
        return self.order.index(position) // PAGE + 1

    def match_with(self, person_id: int) -> int | None:
        """The position of the match that somebody is in."""
        found = (at for at, each in enumerate(self.result.proposed) if person_id in each.match.people)
        return next(found, None)


def pages_of(things: Sequence[object], most: int) -> int:
    """How many pages these fill; at least 1."""
    return max(1, -(-len(things) // most))


def within(number: int, pages: int) -> int:
    """The page meant by a number that may lie past the end."""
    return min(max(number, 1), pages)
