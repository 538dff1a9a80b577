"""Matchings as they were worked out and shown to the leads."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.cohorts import Cohort


class Proposal(Row):
    """A matching with its seed, so that it can be worked out again: `result` is `programme.matching.proposal.Proposal`.

    `people` holds a fingerprint of everybody in the pool, by number, and `terms` one of whatever else was taken into
    account, so that it can be said what has changed since; `pool` is one of both. `locked` are the matches that the
    leads keep, as JSON of `programme.matching.proposal.Match`; `dissolved` are positions in the result of those that
    they will not have. `based_on_id` is the proposal it was changed from.
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
    dissolved: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"))
    result: Mapped[dict[str, object]] = mapped_column(JSON)
    approved_at: Mapped[datetime | None]


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
