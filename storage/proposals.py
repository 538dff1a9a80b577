"""Matchings as they were worked out and shown to the leads."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, false, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.cohorts import Cohort

COMPARED = 2
"""So many suggestions that were not approved are kept of a cohort: the one before is what the newest is compared with."""


class Proposal(Row):
    """A matching with its seed, so that it can be worked out again: `result` is `programme.matching.proposal.Proposal`.

    `people` holds a fingerprint of everybody in the pool, by number, and `terms` one of whatever else was taken into
    account, so that it can be said what has changed since; `pool` is what an earlier version compared. `locked` are the
    matches that the leads keep, as JSON of `programme.matching.proposal.Match`; `dissolved` are those that they will
    not have, each as its position in the result, the doctor and the manager. `is_by_hand` when they have swapped people.
    Of one that is no longer needed the row alone stays: what was in it is gone, and old buttons still find the cohort.
    """

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    seed: Mapped[int]
    pool: Mapped[str]
    people: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    terms: Mapped[str] = mapped_column(default="", server_default="")
    locked: Mapped[list[object]] = mapped_column(JSON, default=list, server_default="[]")
    dissolved: Mapped[list[list[int]]] = mapped_column(JSON, default=list, server_default="[]")
    is_by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())
    result: Mapped[dict[str, object]] = mapped_column(JSON)
    approved_at: Mapped[datetime | None]

    @property
    def is_emptied(self) -> bool:
        """Whether what was in it is gone."""
        return not self.result


_NOTHING: dict[str, object] = {
    "pool": "",
    "people": {},
    "terms": "",
    "locked": [],
    "dissolved": [],
    "result": {},
}


def by_id(session: Session, workspace: str, proposal_id: int) -> Proposal | None:
    """The proposal, if it is of this workspace."""
    return session.get(Proposal, (workspace, proposal_id))


def newest(session: Session, cohort: Cohort) -> Proposal | None:
    """The last matching worked out for a cohort."""
    query = select(Proposal).where(Proposal.workspace == cohort.workspace, Proposal.cohort_id == cohort.id)
    return session.scalar(query.order_by(Proposal.id.desc()).limit(1))


def before(session: Session, proposal: Proposal) -> Proposal | None:
    """The one before it in the same cohort."""
    query = select(Proposal).where(
        Proposal.workspace == proposal.workspace, Proposal.cohort_id == proposal.cohort_id
    )
    return session.scalar(query.where(Proposal.id < proposal.id).order_by(Proposal.id.desc()).limit(1))


def empty(session: Session, cohort: Cohort, *, but: int = 0) -> None:
    """Let go of what is in the suggestions of a cohort that were not approved, but for so many of the newest."""
    mine = (Proposal.workspace == cohort.workspace, Proposal.cohort_id == cohort.id)
    newest = select(Proposal.id).where(*mine).order_by(Proposal.id.desc())
    last = session.scalar(newest.offset(but).limit(1))
    if last is not None:
        query = update(Proposal).where(*mine, Proposal.id <= last, Proposal.approved_at.is_(None))
        session.execute(query.values(_NOTHING).execution_options(synchronize_session="fetch"))


def approve(session: Session, cohort: Cohort, proposal: Proposal, now: datetime) -> None:
    """It is approved: what was shown is in the pairs by now, and of what led to it nothing is kept."""
    proposal.approved_at = now
    for column, nothing in _NOTHING.items():
        setattr(proposal, column, nothing)
    session.flush()
    empty(session, cohort)
