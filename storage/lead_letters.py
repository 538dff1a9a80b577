"""The letters in which both leads of a cohort hear of a suggestion, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import cohorts, letters, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from programme.words.message import Message
    from storage.cohorts import Cohort


def about(proposal_id: int, lead_id: int) -> str:
    """The key of one lead's letter about a suggestion, after the workspace's."""
    return f"proposal/{proposal_id}/{lead_id}"


def put_away(
    session: Session, cohort: Cohort, proposal_id: int, words: Message, now: datetime, *, but: str = ""
) -> None:
    """In place of those that have arrived stand these words, so that nobody presses what is over; not in message `but`."""
    for lead in cohorts.leads(session, cohort):
        key = about(proposal_id, lead.id)
        where = letters.sent_as(session, cohort.workspace, key)
        if where is not None and where.id != but:
            outbox.post(
                session,
                f"{cohort.workspace}/revision/{key}",
                lead.address,
                words,
                now,
                cohort_id=cohort.id,
                replaces=where,
            )
