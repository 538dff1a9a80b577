"""Everything that the matching of a cohort goes by, read at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from programme.matching.rules import DEFAULT, Rules, RulesProblems, read
from programme.moments import day_of, first_allowed
from storage import fingerprints, people, pool

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from programme.matching.proposal import Match
    from programme.matching.terms import Terms
    from programme.moments import SendWindow
    from programme.participant import Participant
    from storage.cohorts import Cohort


@dataclass(frozen=True)
class Grounds:
    """The people who want a partner, and on what terms; the pairs that somebody could join, with their people.

    `asked` are those who used each other's code. `are_usual` is said of rules that stand in for the cohort's own, which
    this version cannot read.
    """

    pool: tuple[Participant, ...]
    terms: Terms
    rules: Rules
    asked: frozenset[frozenset[int]]
    running: tuple[Match, ...]
    paired: tuple[Participant, ...]
    are_usual: bool = False

    @property
    def everybody(self) -> tuple[Participant, ...]:
        """Whoever wants a partner, and whoever could be joined."""
        return self.pool + self.paired

    def fingerprints(self, key: str) -> dict[str, str]:
        """One of everybody in the pool, by number, under the workspace's own key."""
        return fingerprints.of_people(key, self.pool)

    def fingerprint_of_the_rest(self, key: str) -> str:
        """One of whatever else is taken into account, but for what is remembered."""
        return fingerprints.of_terms(key, self.terms, self.asked, self.rules, self.everybody)


def is_nothing_to_do(session: Session, cohort: Cohort, free: Collection[Participant]) -> bool:
    """Whether none of those who are free can get a partner: one side is empty, and no pair runs that could be joined."""
    if len({person.group for person in free}) > 1:
        return False
    return not free or not pool.running_of(session, cohort)[0]


def begins_on(cohort: Cohort, window: SendWindow, now: datetime) -> date:
    """The first day of pairs that are made now: the cohort's, or the next on which people may be written to."""
    return max(cohort.starts_on, day_of(first_allowed(window, now), window))


def grounds_of(
    session: Session,
    cohort: Cohort,
    links: frozenset[frozenset[str]],
    starts_on: date,
    only: Collection[frozenset[int]] | None = None,
) -> Grounds:
    """As things stand; `links` are the directorates that work together, and pairs made now begin on that day.

    What is remembered of people is asked for of `only` these twos, if they are named: of everybody it takes long.
    """
    running, paired = pool.running_of(session, cohort)
    rules, are_usual = rules_of(cohort)
    return Grounds(
        pool=tuple(pool.pool_of(session, cohort)),
        terms=pool.terms_of(session, cohort, links, starts_on, only),
        rules=rules,
        asked=pool.asked_together(session, cohort),
        running=running,
        paired=tuple(paired),
        are_usual=are_usual,
    )


def with_remembered(
    session: Session, cohort: Cohort, known: Grounds, only: Collection[frozenset[int]]
) -> Grounds:
    """The same with what is remembered of these twos."""
    terms = pool.with_remembered(session, cohort.workspace, known.terms, only)
    return replace(known, terms=terms)


def rules_of(cohort: Cohort) -> tuple[Rules, bool]:
    """The cohort's rules; the usual ones, and that they stand in, where its own cannot be read."""
    try:
        return (DEFAULT if cohort.rules is None else read(cohort.rules)), False
    except RulesProblems:
        return DEFAULT, True


def accounts(session: Session, workspace: str, who: Iterable[Participant]) -> dict[str, dict[str, int]]:
    """Our numbers of people by their platform and their id there."""
    found: dict[str, dict[str, int]] = {}
    for person in people.by_id(session, workspace, [each.id for each in who]).values():
        found.setdefault(person.platform, {})[person.platform_id] = person.id
    return found
