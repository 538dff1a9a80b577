"""Approving a suggestion: the pairs are made all at once, and nobody hears of it before their first day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import third
from handlers.action import Reply
from handlers.subject import number
from handlers.under_review import grounds_now, held_cohort, newest_of
from programme import moments
from programme.review import RUNNING
from programme.words import approving, leading
from storage import agenda, cohorts, grounds, letters, pool, reviews, sign_ups
from storage.cohorts import MATCHED
from storage.pairs import Pair

if TYPE_CHECKING:
    from datetime import date, datetime

    from handlers.turn import Turn
    from programme.matching.proposal import Proposed
    from programme.review import Review
    from programme.words.approving import Drift
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.grounds import Grounds
    from storage.proposals import Proposal


def approve(turn: Turn) -> Reply:
    """Make the pairs of the newest suggestion, if it is the one pressed and nothing has changed since."""
    _hold_every_cohort(turn)
    asked_for = number(turn.action.subject) or 0
    cohort = held_cohort(turn, asked_for)
    if cohort is None:
        return Reply(leading.no_cohort_of_yours())
    newest = newest_of(turn, cohort)
    refusal = _refusal(turn, cohort, newest, asked_for)
    if refusal is not None:
        return Reply(refusal, replaces=True)
    review = reviews.review_of(turn.session, cohort, newest)
    now = grounds_now(turn, cohort)
    drift = _drift(turn, cohort, newest, review, now)
    if drift:
        return Reply(approving.out_of_date(review, drift), replaces=True)
    said = _made(turn, cohort, review)
    newest.approved_at = turn.now
    pool.remember_wishes(turn.session, cohort, now.pool, turn.today)
    _tell_other_leads(turn, cohort, newest, said)
    _put_away(turn, cohort, newest)
    return Reply(approving.approved(cohort.name, said), replaces=True)


def _hold_every_cohort(turn: Turn) -> None:
    """Somebody may be in two cohorts, and the first pair that is made counts: approvals come one after the other.

    All hold them in the same order, so that no two wait for each other.
    """
    everywhere = cohorts.of_workspace(turn.session, turn.workspace)
    for id_ in sorted(cohort.id for cohort in everywhere):
        cohorts.locked(turn.session, turn.workspace, id_)


def _refusal(turn: Turn, cohort: Cohort, newest: Proposal, asked_for: int) -> Message | None:
    """Why nothing is approved: it was already, there is a newer one, or it has to be worked out again."""
    if newest.approved_at is not None:
        return approving.already_approved(cohort.name)
    if newest.id != asked_for:
        return approving.newer_one(cohort.name, newest.id)
    if reviews.is_too_old(newest):
        return approving.too_old(cohort.name)
    review = reviews.review_of(turn.session, cohort, newest)
    return None if review.may_be_approved else approving.again_first(review)


def _drift(turn: Turn, cohort: Cohort, newest: Proposal, review: Review, now: Grounds) -> Drift:
    """What is different from when it was worked out."""
    known, people = newest.people, now.people
    names = reviews.names_of(turn.session, turn.workspace, map(int, {*known, *people}))

    def named(ids: set[str]) -> tuple[str, ...]:
        return tuple(sorted(names[int(id_)] for id_ in ids))

    return approving.Drift(
        joined=named(people.keys() - known.keys()),
        left=named(known.keys() - people.keys()),
        changed=named({id_ for id_ in known.keys() & people.keys() if known[id_] != people[id_]}),
        is_otherwise=newest.terms != now.rest or not _can_be_joined(turn, cohort, review),
    )


def _can_be_joined(turn: Turn, cohort: Cohort, review: Review) -> bool:
    joined = (each for each in review.result.proposed if each.kept == RUNNING)
    return all(third.has_pair(turn, cohort, each, review.pool) for each in joined)


def _made(turn: Turn, cohort: Cohort, review: Review) -> approving.Made:
    """The pairs and trios, and the thirds of pairs that there are already."""
    begins_on = grounds.begins_on(cohort, turn.house.window, turn.now)
    joined = [each for each in review.result.proposed if each.kept == RUNNING]
    new = [each for each in review.result.proposed if each.kept != RUNNING]
    made = [_pair(cohort, each, begins_on) for each in new]
    turn.session.add_all(made)
    turn.session.flush()
    for pair in made:
        agenda.replan(turn.session, pair, turn.house.programme, turn.house.window, turn.now)
    names = tuple(third.join(turn, cohort, each, review.pool) for each in joined)
    _back_from_waiting(turn, cohort, review)
    _tell_who_waits(cohort, moments.first_opening(turn.house.window, begins_on))
    soonest = min((pair.next_due_at or turn.now for pair in made), default=turn.now)
    return approving.Made(tuple(new), names, turn.day_of(soonest))


def _pair(cohort: Cohort, each: Proposed, begins_on: date) -> Pair:
    first, *others = each.match.doctors
    second, *more = each.match.managers
    return Pair(
        workspace=cohort.workspace,
        cohort_id=cohort.id,
        doctor_id=first,
        manager_id=second,
        third_id=next(iter([*others, *more]), None),
        reasons=list(each.reasons),
        starts_on=begins_on,
    )


def _back_from_waiting(turn: Turn, cohort: Cohort, review: Review) -> None:
    """What somebody chose who lost their partner holds no longer, now that they have one."""
    placed = {id_ for each in review.result.proposed for id_ in each.match.people}
    for place, person in sign_ups.of_cohort(turn.session, cohort):
        if person.id in placed:
            place.standing = sign_ups.IN_THE_POOL


def _tell_who_waits(cohort: Cohort, at: datetime) -> None:
    """Those left without a partner are told when the others are, or when the clock comes by for another reason."""
    cohort.state = MATCHED
    cohort.next_due_at = min(cohort.next_due_at or at, at)


def _tell_other_leads(turn: Turn, cohort: Cohort, approved: Proposal, said: approving.Made) -> None:
    for lead in cohorts.leads(turn.session, cohort):
        if lead.id != turn.me.id:
            words = approving.approved_by(turn.me.name, cohort.name, said)
            turn.tell(
                lead, f"cohort/{cohort.id}/approved/{approved.id}/{lead.id}", words, cohort_id=cohort.id
            )


def _put_away(turn: Turn, cohort: Cohort, approved: Proposal) -> None:
    """The letters in which it was suggested have no buttons any more; the one that was pressed is replaced by the answer."""
    pressed = turn.action.origin.id if turn.action.origin is not None else ""
    for lead in cohorts.leads(turn.session, cohort):
        about = f"proposal/{approved.id}/{lead.id}"
        where = letters.sent_as(turn.session, turn.workspace, about)
        if where is not None and where.id != pressed:
            words = approving.already_approved(cohort.name)
            turn.post(lead.address, f"revision/{about}", words, cohort_id=cohort.id, replaces=where)
