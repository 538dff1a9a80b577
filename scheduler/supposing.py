"""Working out what would match more people, and telling the lead who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words import proposing, prospects
from scheduler import workroom
from storage import cohorts, grounds, proposals, reviews

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from scheduler.workroom import Job, Workroom
    from storage.cohorts import Cohort


def answer(room: Workroom, job: Job) -> None:
    """Counts alone, worked out outside any transaction."""
    from programme.matching.what_if import what_if  # noqa: PLC0415 - numpy, loads when first needed

    with room.database.reading() as session:
        cohort = cohorts.by_id(session, job.workspace, job.cohort_id)
        if cohort is None:
            return
        begins_on = grounds.begins_on(cohort, room.window, room.now())
        known = grounds.grounds_of(session, cohort, room.site.links, begins_on)
        settled = _settled(session, cohort)
        name = cohort.name
    if not known.pool:
        workroom.answer(room, job, "what-if", proposing.nobody_waits(name, job.cohort_id))
        return
    found = what_if(known.pool, known.terms, known.rules, settled)
    sites = {place.value: place.label for place in room.site.sites}
    workroom.answer(room, job, "what-if", prospects.what_if(name, found, sites))


def _settled(session: Session, cohort: Cohort) -> frozenset[int]:
    """Who is kept together, or three, in the suggestion that the leads have before them: they stay as they are."""
    newest = proposals.newest(session, cohort)
    if newest is None or not reviews.is_open(newest):
        return frozenset()
    matches = (
        each.match
        for each in reviews.result_of(newest).proposed
        if each.kept or len(each.match.people) > 2  # noqa: PLR2004 - more than a pair
    )
    return frozenset(id_ for match in matches for id_ in match.people) | frozenset(
        id_ for match in reviews.locked_in(newest) for id_ in match.people
    )
