"""The letter in which both leads hear of a suggestion."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from programme.words import comparing, proposing
from programme.words.dates import listed
from storage import cohorts, lead_letters, outbox, proposals, reviews

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from programme.review import Review
    from scheduler.accounts import Looked
    from storage.cohorts import Cohort
    from storage.proposals import Proposal


def tell(
    session: Session, cohort: Cohort, proposal: Proposal, looked: Looked, now: datetime, *, are_usual: bool
) -> None:
    """The same to both, once; `are_usual` when the usual rules had to stand in for the cohort's own."""
    review = reviews.review_of(session, cohort, proposal)
    noted = replace(_noted(session, cohort, review, looked), are_usual=are_usual)
    words = proposing.proposal(review, noted, _changed(session, proposal, review))
    _put_away_earlier(session, cohort, proposal, now)
    for lead in cohorts.leads(session, cohort):
        key = f"{cohort.workspace}/{lead_letters.about(proposal.id, lead.id)}"
        outbox.post(session, key, lead.address, words, now, cohort_id=cohort.id)


def _put_away_earlier(session: Session, cohort: Cohort, proposal: Proposal, now: datetime) -> None:
    """Nobody can approve the suggestion before it any more, if it was not approved."""
    earlier = proposals.before(session, proposal)
    if earlier is not None and earlier.approved_at is None:
        words = proposing.replaced(cohort.name, proposal.id)
        lead_letters.put_away(session, cohort, earlier.id, words, now)


def _noted(session: Session, cohort: Cohort, review: Review, looked: Looked) -> proposing.Noted:
    dropped = [each.match.people for each in review.result.dropped]
    ids = {*looked.gone, *looked.unchecked, *(id_ for people in dropped for id_ in people)}
    names = reviews.names_of(session, cohort.workspace, ids)
    return proposing.Noted(
        gone=tuple(sorted(names[id_] for id_ in looked.gone)),
        unchecked=tuple(sorted(names[id_] for id_ in looked.unchecked)),
        dropped=tuple(listed([names[id_] for id_ in people]) for people in dropped),
    )


def _changed(session: Session, proposal: Proposal, review: Review) -> str:
    """How it differs from the suggestion before it, if there is one."""
    from programme.matching.changes import compared  # noqa: PLC0415 - numpy, loads when first needed

    before = reviews.before(session, proposal)
    if before is None:
        return ""
    return comparing.sentence(compared(reviews.result_of(before), review.result))
