"""A press in the review of a suggestion: which one it is about, and whether there is a newer one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.subject import number
from programme.words import approving, leading, reviewing
from storage import cohorts, grounds, proposals, reviews

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.review import Review
    from storage.cohorts import Cohort
    from storage.grounds import Grounds
    from storage.proposals import Proposal


@dataclass(frozen=True)
class Opened:
    """The newest suggestion, its cohort held until the end, and the further numbers that the press carries.

    A press may be forged by whoever leads the cohort: a number that it lacks is 0, which nobody has.
    """

    cohort: Cohort
    proposal: Proposal
    review: Review
    numbers: tuple[int, ...]

    def number(self, place: int) -> int:
        """The number at a place after the suggestion's own."""
        return self.numbers[place] if place < len(self.numbers) else 0

    @property
    def position(self) -> int:
        """The match that it is about: always one that there is."""
        return min(self.number(0), len(self.review.result.proposed) - 1)


def opened(turn: Turn) -> Opened | Reply:
    """What a lead's press is about; what to say instead when it is not theirs, over, or no longer the newest.

    The cohort is taken hold of first, so that two leads act one after the other, and then everything is read.
    """
    asked_for, *numbers = (number(each) or 0 for each in turn.action.subject.split(":"))
    cohort = held_cohort(turn, asked_for)
    if cohort is None:
        return Reply(leading.no_cohort_of_yours(), replaces=True)
    newest = newest_of(turn, cohort)
    if newest.approved_at is not None:
        return Reply(approving.already_approved(cohort.name), replaces=True)
    if reviews.is_too_old(newest):
        return Reply(approving.too_old(cohort.name), replaces=True)
    review = reviews.review_of(turn.session, cohort, newest)
    if newest.id != asked_for:
        return Reply(form=reviewing.summary(review, reviewing.NEWER), replaces=True)
    return Opened(cohort, newest, review, tuple(numbers))


def held_cohort(turn: Turn, proposal_id: int) -> Cohort | None:
    """The cohort of a suggestion, held, if I lead it."""
    proposal = proposals.by_id(turn.session, turn.workspace, proposal_id)
    if proposal is None:
        return None
    cohort = cohorts.locked(turn.session, turn.workspace, proposal.cohort_id)
    return cohort if cohort is not None and turn.leads(cohort) else None


def newest_of(turn: Turn, cohort: Cohort) -> Proposal:
    """The newest suggestion as it is now, whatever was read of it before the cohort was held."""
    newest = proposals.newest(turn.session, cohort)
    if newest is None:
        raise ValueError("A cohort of which a suggestion was read has none.")
    turn.session.refresh(newest)
    return newest


def grounds_now(turn: Turn, cohort: Cohort) -> Grounds:
    """Everything that its matching goes by, as things stand."""
    begins_on = grounds.begins_on(cohort, turn.house.window, turn.now)
    return grounds.grounds_of(turn.session, cohort, turn.house.site.links, begins_on)
