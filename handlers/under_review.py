"""A press in the review of a suggestion: which one it is about, and whether there is a newer one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.subject import numbers
from programme.deadlines import may_have_new_partner
from programme.words import approving, leading, reviewing
from storage import cohorts, grounds, proposals, reviews
from storage.cohorts import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection

    from handlers.turn import Turn
    from programme.matching.proposal import Match
    from programme.review import Review
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.grounds import Grounds
    from storage.proposals import Proposal


@dataclass(frozen=True)
class Opened:
    """The newest suggestion, its cohort held until the end, the further numbers that the press carries, and who pressed.

    A press may be forged by whoever leads the cohort: a number that it lacks is 0, which nobody has.
    """

    cohort: Cohort
    proposal: Proposal
    review: Review
    numbers: tuple[int, ...]
    reader_id: int

    def number(self, place: int) -> int:
        """The number at a place after the suggestion's own."""
        return self.numbers[place] if place < len(self.numbers) else 0

    @property
    def position(self) -> int:
        """The match that it is about, where `of_match` has found one."""
        return self.number(0)

    @property
    def match(self) -> Match:
        """The same."""
        return self.review.result.proposed[self.position].match

    @property
    def own(self) -> frozenset[int]:
        """Whoever pressed and the people they are suggested with, of whom the other lead decides."""
        at = self.review.match_with(self.reader_id)
        suggested = self.review.result.proposed[at].match.people if at is not None else ()
        return frozenset({self.reader_id, *suggested})


def opened(turn: Turn) -> Opened | Reply:
    """What a lead's press is about; what to say instead when it is not theirs, over, or no longer the newest.

    The cohort is taken hold of first, so that two leads act one after the other, and then everything is read.
    """
    asked_for, *others = numbers(turn.action.subject) or (0,)
    cohort = held_cohort(turn, asked_for)
    if cohort is None:
        return Reply(leading.no_cohort_of_yours(), replaces=True)
    newest = newest_of(turn, cohort)
    refusal = cannot_be_shown(cohort, newest)
    if refusal is not None:
        return Reply(refusal, replaces=True)
    review = reviews.review_of(turn.session, cohort, newest)
    if newest.id != asked_for:
        return Reply(form=reviewing.summary(review, reviewing.NEWER), replaces=True)
    return Opened(cohort, newest, review, tuple(others), turn.me.id)


def of_match(turn: Turn) -> Opened | Reply:
    """The same of a press that is about one match; where there is no such match, all of them are shown."""
    at = opened(turn)
    if not isinstance(at, Opened) or (at.numbers and at.position < len(at.review.result.proposed)):
        return at
    return Reply(form=reviewing.summary(at.review), replaces=True)


def cannot_be_shown(cohort: Cohort, newest: Proposal) -> Message | None:
    """Why there is nothing to go through: it is approved, let go of, or was worked out by an earlier version."""
    if newest.approved_at is not None:
        return approving.already_approved(cohort.name, cohort.id)
    if newest.is_emptied:
        return approving.let_go(cohort.name, newest.id)
    return approving.too_old(cohort.name) if reviews.is_too_old(newest) else None


def led_cohort_of(turn: Turn, proposal_id: int) -> Cohort | None:
    """The cohort of a suggestion, if I lead it; nobody is kept waiting to find that out."""
    proposal = proposals.by_id(turn.session, turn.workspace, proposal_id)
    cohort = cohorts.by_id(turn.session, turn.workspace, proposal.cohort_id) if proposal is not None else None
    return cohort if cohort is not None and turn.leads(cohort) else None


def held_cohort(turn: Turn, proposal_id: int) -> Cohort | None:
    """The same, held: it is asked again whether I lead it, because that may have changed meanwhile."""
    led = led_cohort_of(turn, proposal_id)
    cohort = cohorts.locked(turn.session, turn.workspace, led.id) if led is not None else None
    return cohort if cohort is not None and turn.leads(cohort) else None


def newest_of(turn: Turn, cohort: Cohort) -> Proposal:
    """The newest suggestion as it is now, whatever was read of it before the cohort was held."""
    newest = proposals.newest(turn.session, cohort)
    if newest is None:
        raise ValueError("A cohort of which a suggestion was read has none.")
    turn.session.refresh(newest)
    return newest


def is_too_late(turn: Turn, cohort: Cohort) -> bool:
    """Whether a cohort that has its pairs began so long ago that it gets no new ones."""
    return cohort.state != OPEN and not may_have_new_partner(cohort.starts_on, turn.today)


def grounds_now(turn: Turn, cohort: Cohort, only: Collection[frozenset[int]]) -> Grounds:
    """Everything that its matching goes by, as things stand; what is remembered, of these twos."""
    begins_on = grounds.begins_on(cohort, turn.house.window, turn.now)
    return grounds.grounds_of(turn.session, cohort, turn.house.site.links, begins_on, only)


def twos_of(match: Match) -> set[frozenset[int]]:
    """Each two of a match, of one group too."""
    return {frozenset(two) for two in combinations(match.people, 2)}
